"""The registers beside the product's own papers: numbers given and cancelled, arrivals, the way of numbering, Excel."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date

import pypdfium2
import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from extensions import clock, db
from models import IncomingEntry, RegisterEntry
from services import (
    incoming,
    outgoing,
    papers,
    register_files,
    register_import,
    registers,
    series,
    spreadsheets,
)
from services.access import actor_for
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.registers import Register
from services.series import Way
from tests.support import province as road
from tests.support.issuing import noon
from tests.support.tree import CHEAP_HASH

TODAY = date(2026, 11, 20)
PLAN = {
    "symbol": "KH-CĐCS",
    "dated_on": TODAY,
    "reason": "",
    "kind": "Kế hoạch",
    "subject": "Tổ chức hội thao",
    "signer": "Doãn Trung Kiên",
    "recipients": "Các tổ công đoàn",
}
LETTER = {
    "author": "Sở Y tế",
    "number": "12/GM-SYT",
    "dated_on": None,
    "kind": "Giấy mời",
    "subject": "Dự họp",
}


@pytest.fixture
def made(make_app) -> Iterator[road.Province]:  # noqa: ANN001
    """Return the small province on a day."""
    made = road.build(make_app(**CHEAP_HASH))
    with made.app.app_context(), clock.at(noon(TODAY)):
        yield made


def own_register(made: road.Province) -> Register:
    return Register(made.units["own"], "all", 2026)


@pytest.mark.sql
def test_a_paper_made_elsewhere_gets_the_next_number_once(made: road.Province) -> None:
    own, who = made.units["own"], made.who("secretary")
    first = outgoing.enter(own, who=who, once="1" * 32, **PLAN)
    assert outgoing.enter(own, who=who, once="1" * 32, **PLAN) == first
    second = outgoing.enter(own, who=made.who("chair"), once="2" * 32, **{**PLAN, "symbol": "TB-CĐCS"})
    numbers = [outgoing.entry(entry, own, who).number for entry in (first, second)]
    assert numbers == ["01/KH-CĐCS", "02/TB-CĐCS"]
    assert registers.verify(own_register(made)) is None


REFUSED = [
    ({"symbol": "=1+1"}, "không phải ký hiệu"),
    ({"symbol": ""}, "không phải ký hiệu"),
    ({"dated_on": date(2026, 11, 21)}, "sau hôm nay"),
    ({"dated_on": date(2026, 11, 19)}, "lý do lùi ngày"),
]


@pytest.mark.parametrize(("wrong", "words"), REFUSED)
def test_no_number_for_a_wrong_paper(made: road.Province, wrong: dict, words: str) -> None:
    with pytest.raises(Refused, match=words):
        outgoing.enter(made.units["own"], who=made.who("chair"), once="1" * 32, **{**PLAN, **wrong})
    assert registers.next_number(made.units["own"], "KH-CĐCS", TODAY) == "01/KH-CĐCS"


@pytest.mark.sql
def test_a_cancelled_number_is_explained_and_never_given_again(made: road.Province) -> None:
    own, who = made.units["own"], made.who("chair")
    first = outgoing.enter(own, who=who, once="1" * 32, **PLAN)
    outgoing.cancel(first, own, who=who, reason="Không tổ chức nữa")
    with pytest.raises(Conflict, match="đã hủy"):
        outgoing.cancel(first, own, who=who, reason="Lần nữa")
    line = papers.register_page(own, 2026, actor_for(who.person_id, on=TODAY)).lines[0]
    assert line.cancelled
    assert line.note == "Hủy ngày 20/11/2026, Doãn Trung Kiên: Không tổ chức nữa"
    assert registers.next_number(own, "KH-CĐCS", TODAY) == "02/KH-CĐCS"
    assert registers.verify(own_register(made)) is None, "the mark stands outside the chain"


def test_who_keeps_the_registers(made: road.Province) -> None:
    own = made.units["own"]
    with pytest.raises(NotFound):
        outgoing.enter(own, who=made.who("sister"), once="1" * 32, **PLAN)
    with pytest.raises(Forbidden):
        outgoing.enter(made.units["sector"], who=made.who("reviewer"), once="1" * 32, **PLAN)
    with pytest.raises(NotFound):
        incoming.page(own, 2026, made.who("sister"))


# Arrivals -------------------------------------------------------------------------------------------------------


@pytest.mark.sql
def test_arrivals_count_from_one_each_year(made: road.Province) -> None:
    own, who = made.units["own"], made.who("secretary")
    given = [
        incoming.enter(own, who=who, said={**LETTER, "arrived_on": on})
        for on in (date(2025, 12, 30), TODAY, TODAY)
    ]
    assert given == [1, 1, 2]
    row = db.session.scalars(select(IncomingEntry).order_by(IncomingEntry.id)).all()[-1]
    said = {"handler": "Tổ Khoa Nội", "forwarded_on": TODAY, "receipt": "Mai", "note": ""}
    incoming.pass_on(own, row.id, who=who, **said)
    line = incoming.page(own, 2026, who).lines[0]
    assert (line.seq, line.handler, line.receipt) == (2, "Tổ Khoa Nội", "Mai")
    assert registers.registers_of(own) == [], "what came in is no outgoing register"
    with pytest.raises(NotFound):
        incoming.pass_on(made.units["sector"], row.id, who=made.who("clerk"), **said)


def test_what_was_issued_here_is_not_typed_again(make_app) -> None:  # noqa: ANN001
    made = road.build(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
        road.act(made, "reviewer", "approve", comment="Đủ.")
        road.issue(made, "award_minutes")
        paper_id = road.issue(made, "award_proposal")
        road.finish_papers()
        sector, who = made.units["sector"], made.who("clerk")
        waiting = incoming.page(sector, clock.today().year, who).arrivals
        assert [one.number for one in waiting] == ["02/TTr-CĐCS"], "minutes stay with who made them"
        paper_id = waiting[0].paper_id
        incoming.enter(sector, who=who, said={}, paper_id=paper_id)
        page = incoming.page(sector, clock.today().year, who)
        assert page.arrivals == ()
        assert (page.lines[0].author, page.lines[0].number) == (
            "Công đoàn cơ sở Bệnh viện Đa khoa tỉnh",
            "02/TTr-CĐCS",
        )
        with pytest.raises(Conflict):
            incoming.enter(sector, who=who, said={}, paper_id=paper_id)


# The way of numbering -------------------------------------------------------------------------------------------

SERIES = [
    (Way(0, "one"), "QĐ-CĐCS", "all"),
    (Way(0, "by_kind"), "TTr-CĐCS", "TTr"),
    (Way(0, "one", ("UBKT",)), "QĐ-UBKT", "UBKT"),
    (Way(0, "one", ("UBKT",)), "QĐ-CĐCS", "all"),
    (Way(0, "by_kind", ("UBKT",)), "QĐ-UBKT", "UBKT/QĐ"),
    (Way(0, "one"), "CĐCS", "all"),
]


@pytest.mark.parametrize(("way", "symbol", "expected"), SERIES)
def test_the_series_of_a_symbol(way: Way, symbol: str, expected: str) -> None:
    assert way.series(symbol) == expected


@pytest.mark.sql
def test_a_way_holds_for_whole_years(made: road.Province) -> None:
    own, who = made.units["own"], made.who("chair")
    outgoing.enter(own, who=who, once="1" * 32, **PLAN)
    with pytest.raises(Refused, match="đã có số"):
        series.decide(own, Way(2026, "by_kind"), who=who)
    series.decide(own, Way(2027, "by_kind"), who=who)
    series.decide(own, Way(2027, "by_kind", ("UBKT",)), who=who)
    assert series.of_symbol(own, "QĐ-CĐCS", 2026) == "all"
    assert series.of_symbol(own, "QĐ-UBKT", 2028) == "UBKT/QĐ"
    assert [way.from_year for way in series.ways(own)] == [2027, 0]
    with pytest.raises(Forbidden):
        series.decide(made.units["sector"], Way(2027, "one"), who=made.who("reviewer"))


# Excel ----------------------------------------------------------------------------------------------------------


def workbook(*rows: tuple) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


HEAD = ("STT", "Số/ ký hiệu", "Ngày, tháng", "Trích yếu", "Người ký")
GOOD = (1, "34 /KH-CĐCS", date(2024, 3, 8), "Tháng Công nhân", "Đinh Thị Lan")


@pytest.mark.sql
def test_an_old_register_is_checked_then_written_whole(made: road.Province) -> None:
    own, who = made.units["own"], made.who("chair")
    content = workbook(("Sổ cũ",), HEAD, GOOD, (2, "36/TB-CĐCS", "9/4/2024", "Thông báo", None), (None,) * 5)
    checked = register_import.check(own, content, who=who)
    assert (checked.faults, len(checked.rows)) == ((), 2)
    assert db.session.scalars(select(RegisterEntry)).all() == [], "a check writes nothing"
    assert register_import.write(own, register_import.waiting(checked.key), who=who) == 2
    assert registers.gaps(Register(own, "all", 2024)) == [*range(1, 34), 35]
    again = register_import.check(own, content, who=who)
    assert [(one.row, one.column, one.message) for one in again.faults] == [
        (3, "B", "Sổ đã có số này."),
        (4, "B", "Sổ đã có số này."),
    ]


FAULTS = [
    ((2, "không số", date(2024, 3, 8), "X", ""), ("B", "“%(text)s” không phải số và ký hiệu.")),
    ((2, 34, date(2024, 3, 8), "X", ""), ("B", "“%(text)s” không phải số và ký hiệu.")),
    ((2, "", date(2024, 3, 8), "X", ""), ("B", "Ô này để trống.")),
    ((2, "35/KH-CĐCS", None, "X", ""), ("C", "Ô này để trống.")),
    ((2, "35/KH-CĐCS", date(2024, 3, 9), "", ""), ("D", "Ô này để trống.")),
    ((2, "35/KH-CĐCS", date(2024, 3, 9), "X", "Đ" * 101), ("E", "Dài quá %(limit)s chữ.")),
    ((2, "034/KH-CĐCS", date(2024, 9, 9), "X", ""), ("B", "Trùng số với dòng %(row)s.")),
]


@pytest.mark.parametrize(("row", "expected"), FAULTS)
def test_every_fault_has_its_cell(made: road.Province, row: tuple, expected: tuple[str, str]) -> None:
    checked = register_import.check(made.units["own"], workbook(HEAD, GOOD, row), who=made.who("chair"))
    assert [(one.row, one.column, one.message) for one in checked.faults] == [(3, *expected)]
    assert checked.rows == ()
    with pytest.raises(Refused, match="chưa ghi dòng nào"):
        register_import.write(made.units["own"], workbook(HEAD, GOOD, row), who=made.who("chair"))


def test_a_day_that_does_not_exist_is_told(made: road.Province) -> None:
    row = (2, "35/KH-CĐCS", "29/02/2025", "X", "")
    checked = register_import.check(made.units["own"], workbook(HEAD, row), who=made.who("chair"))
    assert [(one.row, one.column) for one in checked.faults] == [(2, "C")]


def packed(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return kept.getvalue()


ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><workbook>&b;</workbook>'
)
NO_BOOKS = {
    "nothing": (b"", spreadsheets.NOT_EXCEL),
    "text": (b"so,ngay\n1,2\n", spreadsheets.NOT_EXCEL),
    "another zip": (packed(a=b"1"), spreadsheets.NOT_EXCEL),
    "entities": (packed(xl__workbook_xml=ENTITY), spreadsheets.NOT_EXCEL),
    "a bomb": (packed(xl__workbook_xml=b"0" * 61_000_000), spreadsheets.TOO_LARGE),
    "no headings": (
        workbook((1, 2), (3, 4)),
        "Không thấy dòng tên cột. Tải tệp mẫu, chép sổ cũ vào rồi gửi lại.",
    ),
    "a column missing": (workbook(HEAD[:3]), "Tệp thiếu cột %(columns)s."),
    "only headings": (workbook(HEAD), "Tệp không có dòng nào dưới dòng tên cột."),
    "too long": (workbook(HEAD, *[GOOD] * 5001), spreadsheets.TOO_LARGE),
}


@pytest.mark.parametrize(("content", "message"), NO_BOOKS.values(), ids=NO_BOOKS)
def test_what_is_no_register_is_refused_in_words(made: road.Province, content: bytes, message: str) -> None:
    with pytest.raises(Refused) as refused:
        register_import.check(made.units["own"], content, who=made.who("chair"))
    assert refused.value.message == message


def test_the_template_reads_back(made: road.Province) -> None:
    checked = register_import.check(made.units["own"], register_import.template(), who=made.who("chair"))
    assert len(checked.rows) == 1


def test_excel_has_numbers_as_numbers_and_no_formula(made: road.Province) -> None:
    own, who = made.units["own"], made.who("chair")
    outgoing.enter(own, who=who, once="1" * 32, **{**PLAN, "subject": "=1+1", "recipients": "@SUM(A1)"})
    incoming.enter(own, who=who, said={**LETTER, "subject": "=HYPERLINK(1)"})
    out = load_workbook(io.BytesIO(register_files.outgoing_excel(own, 2026, who))).active
    assert [cell.value for cell in out[3]][:4] == [
        "Số",
        "Số, ký hiệu",
        "Ngày văn bản",
        "Tên loại và trích yếu",
    ]
    line = out[4]
    assert (line[0].value, line[1].value, line[2].value.date()) == (1, "01/KH-CĐCS", TODAY)
    assert line[5].value == "@SUM(A1)"
    assert "f" not in {cell.data_type for cell in line}
    came = load_workbook(io.BytesIO(register_files.incoming_excel(own, 2026, who))).active
    assert came["F4"].value == "Giấy mời: =HYPERLINK(1)"
    assert "f" not in {cell.data_type for row in came for cell in row}


def test_the_printed_books_say_what_the_registers_hold(make_app) -> None:  # noqa: ANN001
    made = road.build(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))
    with made.app.app_context(), clock.at(noon(TODAY)):
        own, who = made.units["own"], made.who("chair")
        outgoing.enter(own, who=who, once="1" * 32, **PLAN)
        incoming.enter(own, who=who, said=dict(LETTER))
        for which, words in (("di", "01/KH-CĐCS"), ("den", "12/GM-SYT")):
            assert register_files.book(which, own, 2026, "docx", who).startswith(b"PK")
            printed = pypdfium2.PdfDocument(register_files.book(which, own, 2026, "pdf", who))
            assert words in printed[0].get_textpage().get_text_range()
            printed.close()
        with pytest.raises(NotFound):
            register_files.book("di", own, 2026, "pdf", made.who("sister"))
