"""Stamped certificates: the words, the places and the layout of a certificate that was made by itself."""

import io
import random
import zipfile
from itertools import product

import pikepdf
import pytest
from lxml import etree

from documents import catalogue, produce
from documents.errors import ValuesRefused
from documents.stamp import NotStampable, Plan, Press, RowRefused, WordPress

from . import archive
from .conftest import TEMPLATES
from .glyphs import glyphs

PLAIN = {"headings": True}  # all words, no border: the pictures take most of the time
NEAR = 0.05  # pt by which a glyph may stand elsewhere than on WeasyPrint's own page
VARYING = ("name", "about", "book_no")
FAMILY = ["Nguyễn", "Trần", "Đặng", "Huỳnh", "Võ", "Ứng", "Kiều", "Phí", "Quách"]
MIDDLE = ("Thị", "Đức", "Hữu Quỳnh", "Thị Thùy Diễm")
GIVEN = ["Dung", "Nga", "Long", "Ngoãn", "Khuyên", "Ẩn", "Vỹ", "Ưng"]
ABOUTS = (
    "", "Chủ tịch", "Điều dưỡng trưởng Khoa Nội, Công đoàn cơ sở Bệnh viện Đa khoa tỉnh",
    "Phó Chủ tịch Công đoàn cơ sở, Trưởng phòng Kế hoạch tổng hợp Bệnh viện Y học cổ truyền và Phục hồi chức năng tỉnh "
    "Sông Lam, Tổ trưởng Tổ Công đoàn số 4",
)  # fmt: skip
LONG = " ".join(["Công đoàn cơ sở Bệnh viện Y học cổ truyền và Phục hồi chức năng tỉnh Sông Lam"])
STAMPED = ["certificate_merit", "certificate_commendation", "certificate_title", "certificate_training",
           "certificate_initiative"]  # fmt: skip


@pytest.fixture(scope="module")
def certificates():
    """All kinds, certificates among them."""
    return catalogue.opened(TEMPLATES)


def _rows(count: int, seed: int) -> list[dict]:
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        name = " ".join((chance.choice(FAMILY), chance.choice(MIDDLE), chance.choice(GIVEN)))
        name = chance.choice((name, name, name, LONG, f"{LONG} và {name}"))
        rows.append(
            {"name": name, "about": chance.choice(ABOUTS), "book_no": chance.choice(("", str(number + 1)))}
        )
    return rows


def _plan(certificates, profile, code="certificate_merit", **shared) -> Plan:
    kind = certificates.kind(code)
    return Plan(kind, {**kind.sample, "stock": PLAIN, **shared}, VARYING, profile)


def _one(press, rows) -> bytes:
    target = io.BytesIO()
    assert press.one(rows, target) == []
    return target.getvalue()


def _compare(plan, renderer, rows) -> float:
    """Farthest that a glyph of the stamped pages stands from where WeasyPrint puts it, pt."""
    stamped = glyphs(_one(Press(plan, renderer), rows))
    farthest = 0.0
    for row, page in zip(rows, stamped, strict=True):
        values = plan.values(plan.row(row))
        (own,) = glyphs(produce.produce(plan.kind, values, plan.profile, ("pdf",), renderer)["pdf"])
        assert [one[0] for one in page] == [one[0] for one in own], row
        farthest = max(
            farthest, *(max(abs(a[1] - b[1]), abs(a[2] - b[2])) for a, b in zip(page, own, strict=True))
        )
    return farthest


def test_every_glyph_stands_where_weasyprint_puts_it(certificates, profile, renderer):
    assert _compare(_plan(certificates, profile), renderer, _rows(6, 1)) < NEAR


@pytest.mark.soak
@pytest.mark.parametrize("code", STAMPED)
def test_every_glyph_of_100_rows_of_every_template(certificates, profile, renderer, code):
    assert _compare(_plan(certificates, profile, code), renderer, _rows(100, 2)) < NEAR


def test_the_batch_is_an_archive_file_like_the_single(certificates, profile, renderer):
    plan = _plan(certificates, profile, stock=None)
    press, rows = Press(plan, renderer), _rows(12, 3)
    whole, one = _one(press, rows), press.single(rows[0])
    own = produce.produce(plan.kind, plan.kind.sample, profile, ("pdf",), renderer)["pdf"]
    assert archive.faults(whole) == archive.faults(one) == archive.faults(own) == []
    with pikepdf.open(io.BytesIO(whole)) as file:
        assert len(file.pages) == 12
        assert str(file.Root.Lang) == "vi"
        forms = {str(page.Resources.XObject.S0.objgen) for page in file.pages}
        assert len(forms) == 1
    assert _one(Press(plan, renderer), rows) == whole


def test_what_is_left_out_leaves_the_other_lines_where_they_are(certificates, profile, renderer):
    plan = _plan(certificates, profile)
    rows = [
        {"name": "Kiều Thị Dung", "about": about, "book_no": book}
        for about, book in product(("", "Chủ tịch"), ("", "7"))
    ]
    pages = glyphs(_one(Press(plan, renderer), rows))
    heads = {tuple(one for one in page if one[3] > 30) for page in pages}
    assert len(heads) == 1
    assert _compare(plan, renderer, rows) < NEAR


def test_a_bad_row_is_named_and_the_others_are_made(certificates, profile, renderer):
    rows = _rows(5, 4)
    rows[1] = {**rows[1], "name": "W" * 190}
    rows[3] = {**rows[3], "name": "Phí Đức Long 😀"}
    target = io.BytesIO()
    refused = Press(_plan(certificates, profile), renderer).one(rows, target)
    assert [(place, error.problems[0].path) for place, error in refused] == [(1, "$.name"), (3, "$.name")]
    assert "dài quá" in refused[0][1].problems[0].reason
    assert "không in được" in refused[1][1].problems[0].reason
    with pikepdf.open(io.BytesIO(target.getvalue())) as file:
        assert len(file.pages) == 3


@pytest.mark.parametrize(
    "row", [{"name": ""}, {"name": None}, {"name": 7}, {"name": "x" * 201}, {"book_no": "1" * 31}]
)
def test_rows_are_refused_where_the_schema_refuses_them(certificates, profile, row):
    plan = _plan(certificates, profile)
    given = {"name": "Kiều Thị Dung", **row}
    with pytest.raises(RowRefused):
        plan.row(given)
    with pytest.raises(ValuesRefused):
        produce.tree(plan.kind, {**plan.shared, **given}, profile)


def test_signs_of_markup_are_text(certificates, profile, renderer):
    name = "A & B <strong> {{ 7*7 }} “C”"
    plan = _plan(certificates, profile)
    row = {"name": name, "about": None, "book_no": "&amp;"}
    (page,) = glyphs(Press(plan, renderer).single(row))
    assert name.replace(" ", "") in "".join(one[0] for one in page).replace(" ", "")
    assert name in "".join(_root(WordPress(plan).single(row)).itertext())


def _root(data: bytes):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return etree.fromstring(file.read("word/document.xml"))


def test_the_word_file_is_the_one_made_by_itself(certificates, profile):
    plan = _plan(certificates, profile)
    press = WordPress(plan)
    for row in [*_rows(12, 5), {"name": "A & B <C>", "about": None, "book_no": None}]:
        own = produce.produce(plan.kind, plan.values(plan.row(row)), profile, ("docx",))["docx"]
        assert press.single(row) == own
        assert etree.tostring(_root(own), method="c14n") == etree.tostring(
            _root(press.single(row)), method="c14n"
        )


def test_what_does_more_than_print_is_not_stamped(certificates, profile):
    kind = certificates.kind("certificate_training")
    plan = Plan(kind, kind.sample, ("course",), profile)
    with pytest.raises(NotStampable, match="course"):
        plan.fitted(plan.row({"course": "Tập huấn"}))
    for varying in (("date",), ("signature",), ("nothing",)):
        with pytest.raises(NotStampable):
            Plan(kind, kind.sample, varying, profile).fitted({varying[0]: "2025-01-01"})
    with pytest.raises(NotStampable):
        Plan(certificates.kind("award_decision"), {}, ("subject",), profile)
