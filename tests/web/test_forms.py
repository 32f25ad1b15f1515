"""Forms: what is typed is read kindly and kept exactly; every refusal says how to mend, in Vietnamese."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import unicodedata
from datetime import date, time
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

from forms.base import MESSAGES, BaseForm, PartForm, anchor_of, walk
from forms.errors import FieldSetupError, UnknownField
from forms.fields import DateField, ManyField, PartField, RowsField, TextField
from forms.nested import STALE
from forms.validators import NumberBetween, Required
from tests.web.shell_app import FILLED, TODAY, Everything, make_app

PLAIN = {"csrf": False}


@pytest.fixture(scope="module", autouse=True)
def request_of_the_app():
    with make_app().test_request_context():
        yield


def sent(*pairs: tuple[str, str], form=Everything, **kwargs):
    """Return the form as it comes from a page that sent these pairs."""
    return form(formdata=MultiDict(pairs), meta=PLAIN, **kwargs)


# ---- fields: (field, typed) → value


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("held_on", "28/11/2026", date(2026, 11, 28)),
        ("held_on", "2/11/26", date(2026, 11, 2)),
        ("held_on", "2-11-2026", date(2026, 11, 2)),
        ("held_on", "ngày 25 tháng 8 năm 2026", date(2026, 8, 25)),
        ("held_on", "hôm nay", TODAY),
        ("starts", "8h30", time(8, 30)),
        ("starts", "14 giờ", time(14, 0)),
        ("cost", "1.416.882", 1416882),
        ("cost", "8950000 đồng", 8950000),
        ("cost", "0", 0),
        ("members", "08", 8),
        ("members", "", None),
        ("title", "  hai   dòng\n cắt\x00 ", "hai dòng cắt"),
        ("title", unicodedata.normalize("NFD", "Đỗ Thị Ninh Hường"), "Đỗ Thị Ninh Hường"),
        ("title", "{{ 7*7 }} <b> =1+1", "{{ 7*7 }} <b> =1+1"),
        ("story", "một\r\n\r\n• hai", "một\n\n- hai"),
        ("pasted", "Cù Thị Mai\tThư ký\r\nLã\u00a0Thị Yến\t", "Cù Thị Mai\tThư ký\nLã Thị Yến\t"),
        ("rating", "xs", "xs"),
        ("rating", "", ""),
        ("agree", "y", True),
    ],
)
def test_read_kindly(name, typed, value):
    assert sent((name, typed), today=TODAY)[name].data == value


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("held_on", "29/02/2025", "Tháng 2 năm 2025 không có ngày 29"),
        ("held_on", "thang 3/2019", "chưa đủ ngày. Nhập ngày dạng"),
        ("held_on", "10/12/2026", "Nhập ngày từ 09/12/2026 trở về trước"),
        ("held_on", "", "Nhập ngày họp"),
        ("cost", "một ít", "là bao nhiêu? Nhập số đồng, ví dụ 1.200.000"),
        ("cost", "9" * 24, "Nhập"),
        ("members", "501", "Nhập số từ 500 trở xuống"),
        ("members", "8,5", "Nhập số nguyên"),
        ("starts", "25h", "Nhập từ 0:00 đến 23:59"),
        ("rating", "vua", "Chọn lại: mục này không còn trong danh sách"),
        ("rating", "", "Chọn xếp loại năm 2026"),
        ("way", "thu", "Chọn lại"),
        ("bases", "", "Chọn căn cứ"),
        ("bases", "x", "Chọn lại"),
        ("agree", "", "Đánh dấu ô “Đã kiểm tra danh sách”"),
        ("title", "a" * 75, "Dài 75 chữ, tối đa 60. Bớt 15 chữ"),
        ("title", "   ", "Nhập quyết định công nhận sáng kiến"),
        ("seen", "x", str(STALE)),
        ("once", "not-a-key", str(STALE)),
        ("version", "-1", str(STALE)),
    ],
)
def test_refused_in_words(name, typed, words):
    form = sent((name, typed), today=TODAY)
    assert not form.validate()
    said = [str(e) for e in form[name].errors]
    assert len(said) == 1
    assert words in said[0]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("held_on", "29/02/2025"),
        ("held_on", "chưa nhớ"),
        ("cost", "khoảng 2 triệu gì đó"),
        ("members", "mười một"),
        ("starts", "chiều"),
        ("title", "x" * 300),
    ],
)
def test_what_was_typed_wrong_is_shown_stored_and_shown_again(name, typed):
    form = sent((name, typed), today=TODAY)
    assert form[name]._value() == typed
    kept = json.loads(json.dumps(form.stored()))
    assert kept == {name: typed}
    again = Everything(formdata=None, data=kept, meta=PLAIN, today=TODAY)
    assert again[name]._value() == typed
    assert not again.validate()
    assert [str(e) for e in again[name].errors] == [str(e) for e in sent_errors(form, name)]


def sent_errors(form, name):
    form.validate()
    return form[name].errors


def test_a_stored_draft_comes_back_the_same():
    form = Everything(formdata=None, data=FILLED, meta=PLAIN, today=TODAY)
    kept = json.loads(json.dumps(form.stored()))
    assert {k: kept[k] for k in FILLED} == FILLED
    assert form.held_on.data == date(2026, 11, 28)
    assert form.held_on._value() == "28/11/2026"
    assert form.held_on.readback == "Thứ Bảy, 28/11/2026"
    assert form.cost._value() == "8.950.000"
    assert form.cost.readback == "Tám triệu chín trăm năm mươi nghìn đồng"
    assert {line.message for line in form.errors_list()} == set()


def test_absent_erases_nothing_and_empty_does():
    form = sent(("title", "một"), ("bases", ""), ("agree", ""), data=FILLED)
    assert form.stored() == {"title": "một", "bases": [], "agree": False}
    assert form.held_on.data == date(2026, 11, 28), "what the page did not show stays as it was"
    assert [b["who"] for b in form.ballots.data] == ["Kiều Thị Dung", "Phí Đức Long"]
    assert sent(("ballots", ""), data=FILLED).stored() == {"ballots": []}


def test_a_tick_sent_back_twice_stays_ticked():
    form = sent(("agree", ""), ("agree", "y"))
    assert form.agree.data is True
    assert 'value="y"' in form.agree()


# ---- the summary


class Inner(PartForm):
    name = TextField("Tên", [Required()], longest=20)
    on = DateField("Ngày", [Required()])

    @property
    def caption(self):
        return self.name.data


class Outer(BaseForm):
    head = TextField("Đầu", [Required()], longest=20)
    rows = RowsField(PartField(Inner), "Dòng", max_entries=3)
    words = RowsField(TextField("Từ", [Required()], longest=5), "Các từ", max_entries=9)
    one = PartField(Inner)
    many = ManyField("Nhiều", [Required()], choices=[("a", "A")])


def test_the_summary_reaches_every_depth_in_the_order_of_the_page():
    form = sent(
        ("rows-0-name", "Phí Đức Long"),
        ("rows-0-on", "mai"),
        ("words-4", "quá dài rồi"),
        ("one-on", "1/1/2026"),
        ("many", ""),
        form=Outer,
    )
    assert not form.validate()
    lines = [(line.anchor, line.context) for line in form.errors_list()]
    assert lines == [
        ("head", ""),
        ("rows-0-on", "Phí Đức Long"),
        ("words-0", ""),
        ("one-name", ""),
        ("many-0", ""),
    ]
    ids = {field.id for field in walk(form)}
    assert {anchor for anchor, _ in lines} - {"many-0"} <= ids


def test_too_many_rows_are_refused_not_dropped_in_silence():
    pairs = [(f"rows-{i}-name", "A") for i in range(5)] + [(f"rows-{i}-on", "1/1/2026") for i in range(5)]
    form = sent(*pairs, form=Outer)
    assert not form.validate()
    assert ("rows", "Có 5 dòng, tối đa 3. Bớt dòng rồi gửi lại") in [
        (line.anchor, line.message) for line in form.errors_list()
    ]


def test_a_finding_is_pinned_to_its_field():
    form = Outer(formdata=None, data={"rows": [{"name": "Cù Thị Mai", "on": "2026-01-01"}]}, meta=PLAIN)
    form.refuse("Thiếu %(months)s tháng", at="rows-0-on", params={"months": 3})
    form.refuse("Đợt đã đóng")
    lines = [(line.anchor, line.message, line.context) for line in form.errors_list()]
    assert lines == [(None, "Đợt đã đóng", ""), ("rows-0-on", "Thiếu 3 tháng", "Cù Thị Mai")]
    with pytest.raises(UnknownField):
        form.refuse("x", at="rows-7-on")


def test_hidden_fields_have_no_anchor():
    form = Everything(formdata=None, meta=PLAIN)
    assert [anchor_of(form[n]) for n in ("once", "seen", "version", "way", "title")] == [
        None,
        None,
        None,
        "way-0",
        "title",
    ]


# ---- hidden keys, files, set-up


def test_the_key_is_made_with_the_page_and_comes_back_the_same():
    first, second = (Everything(formdata=None, meta=PLAIN) for _ in range(2))
    assert re.fullmatch("[0-9a-f]{32}", first.once.data)
    assert first.once.data != second.once.data
    assert sent(("once", first.once.data)).once.data == first.once.data


def file(name: str, content: bytes) -> FileStorage:
    return FileStorage(stream=BytesIO(content), filename=name)


@pytest.mark.parametrize(
    ("given", "fine"),
    [
        (file("Biên bản.PDF", b"%PDF"), True),
        (file("a.jpg", b"x"), True),
        (file("a.exe", b"x"), False),
        (file("pdf", b"x"), False),
        (file("trống.pdf", b""), False),
        (file("lớn.pdf", b"x" * 10_000_001), False),
    ],
)
def test_files(given, fine):
    form = Everything(formdata=MultiDict([("proof", given)]), meta=PLAIN)
    form.validate()
    errors = [str(e) for e in form.proof.errors]
    assert errors == ([] if fine else ["Tệp này mở không được. Gửi PDF, JPG, PNG, tối đa 10 MB"])
    assert given.stream.tell() == 0


def test_old_fonts_are_offered_never_changed_silently():
    old = "C«ng ®oµn c¬ së"
    form = sent(("title", old))
    assert form.title.data == old
    assert form.title.proposal == "Công đoàn cơ sở"
    assert sent(("title", old), ("accept", "title")).title.data == "Công đoàn cơ sở"
    assert sent(("title", "Công đoàn cơ sở")).title.proposal is None


def test_no_text_without_a_longest_length():
    class Broken(BaseForm):
        text = TextField("x", longest=0)

    with pytest.raises(FieldSetupError):
        Broken(formdata=None, meta=PLAIN)
    for field in walk(Everything(formdata=None, data=FILLED, meta=PLAIN)):
        if isinstance(field, TextField):
            assert field.longest > 0


def test_required_speaks_of_the_field():
    class Small(BaseForm):
        name = TextField("CĐCS của đồng chí", [Required()], longest=9)
        own = TextField("x", [Required("Ghi tên đơn vị")], longest=9)

    form = sent(("name", ""), form=Small)
    form.validate()
    assert [line.message for line in form.errors_list()] == ["Nhập CĐCS của đồng chí", "Ghi tên đơn vị"]


def test_number_between():
    class Small(BaseForm):
        n = Everything.members.field_class("Số", [NumberBetween(2, 10)])

    for typed, words in (
        ("1", ["Nhập số từ 2 trở lên"]),
        ("11", ["Nhập số từ 10 trở xuống"]),
        ("2", []),
        ("", []),
    ):
        form = sent(("n", typed), form=Small)
        form.validate()
        assert [str(e) for e in form.n.errors] == words


# ---- the library's own messages


def library_messages() -> set[str]:
    """Return every message in the sources of WTForms and Flask-WTF."""
    found: set[str] = set()
    for package in ("wtforms", "flask_wtf"):
        folder = Path(importlib.util.find_spec(package).origin).parent
        for path in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    found |= words_of(node)
    return found


def words_of(call: ast.Call) -> set[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name not in ("gettext", "ngettext", "ValidationError"):
        return set()
    return {
        a.value for a in call.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str) and a.value
    }


def test_every_message_of_the_libraries_has_our_words():
    assert sorted(library_messages() - set(MESSAGES)) == []
    assert len(library_messages()) > 30
    english = [words for words in MESSAGES.values() if str(words).isascii()]
    assert english == []
    for source, ours in MESSAGES.items():
        assert set(re.findall(r"%\(\w+\)[sd]|%s|\{\w+\}", str(ours))) == set(
            re.findall(r"%\(\w+\)[sd]|%s|\{\w+\}", source)
        ), source


def test_an_old_token_asks_to_send_again_and_keeps_every_word():
    app = make_app()
    answer = app.test_client().post("/nhan", data={"title": "212/QĐ-BV", "csrf_token": "old"})
    assert answer.status_code == 200
    assert "Trang này mở đã lâu. Chữ đã gõ vẫn còn; bấm gửi lần nữa." in answer.text
    assert 'value="212/QĐ-BV"' in answer.text
