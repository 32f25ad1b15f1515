"""Numbers of the outgoing register: order, dates, letters, the chain of entries."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy import delete, select, text, update

from extensions import clock, db
from models import Job, Paper, RegisterCounter, RegisterEntry, Setting
from services import issuing, registers
from services.errors import Conflict, Refused
from services.registers import Register
from services.transaction import writing
from tests.support.issuing import Desk, noon

pytestmark = pytest.mark.sql


def day(text: str) -> date:
    """Return 3/12 or 3/12/2025 as a date of 2025, or of the year named."""
    parts = [int(part) for part in text.split("/")]
    return date(parts[2] if len(parts) > 2 else 2025, parts[1], parts[0])


def number_of(paper_id: int) -> str:
    return db.session.get(Paper, paper_id).number


# Dates in the order the clerk works; the clock stands at 31/12 of the last year, so every date has a reason.
ORDERS = {
    "each day later": (["2/1", "3/1", "9/1"], ["01", "02", "03"]),
    "the same day": (["2/1", "2/1", "2/1"], ["01", "02", "03"]),
    "an earlier day after a later one": (["2/1", "9/1", "5/1"], ["01", "02", "01a"]),
    "twice": (["2/1", "9/1", "5/1", "8/1"], ["01", "02", "01a", "01b"]),
    "the earlier day of a number itself": (["2/1", "9/1", "2/1"], ["01", "02", "01a"]),
    "letters take no number": (["2/1", "9/1", "5/1", "10/1"], ["01", "02", "01a", "03"]),
    "behind the number just before": (["2/1", "6/1", "9/1", "7/1"], ["01", "02", "03", "02a"]),
    "each year from 01": (["30/12", "31/12", "2/1/2026", "31/12"], ["01", "02", "01", "03"]),
    "last year after this one": (["30/12", "2/1/2026", "31/12"], ["01", "01", "02"]),
}


@pytest.mark.parametrize(("days", "expected"), ORDERS.values(), ids=ORDERS)
def test_numbers_follow_dates(desk: Desk, days: list[str], expected: list[str]) -> None:
    given = [
        number_of(
            desk.number(desk.draft(), day(text), f"o{place}", now=date(2026, 12, 31), reason="Nhập bổ sung")
        )
        for place, text in enumerate(days)
    ]
    assert given == [f"{number}/TB-CĐN" for number in expected]
    for register in registers.registers_of(desk.unit_id):
        assert registers.verify(register) is None
        assert registers.gaps(register) == []


def test_date_before_first_number_is_refused(desk: Desk) -> None:
    desk.number(desk.draft(), day("9/1"), "one")
    with pytest.raises(Refused, match="chưa có số nào trước ngày"):
        desk.number(desk.draft(), day("5/1"), "two", now=day("10/1"), reason="Quên")


DATES = {
    "today": ("9/1", "", None),
    "tomorrow": ("10/1", "", "ở sau hôm nay"),
    "tomorrow with a reason": ("10/1", "Vội", "ở sau hôm nay"),
    "yesterday without a reason": ("8/1", "", "Ghi lý do lùi ngày"),
    "yesterday with spaces for a reason": ("8/1", "   ", "Ghi lý do lùi ngày"),
    "yesterday with a reason": ("8/1", "Ký hôm qua, hôm nay mới nhập", None),
}


@pytest.mark.parametrize(("on", "reason", "refused"), DATES.values(), ids=DATES)
def test_dates_that_may_be(desk: Desk, on: str, reason: str, refused: str | None) -> None:
    if refused is None:
        paper_id = desk.number(desk.draft(), day(on), "one", now=day("9/1"), reason=reason)
        assert db.session.get(Paper, paper_id).backdate_reason == reason
        return
    with pytest.raises(Refused, match=refused):
        desk.number(desk.draft(), day(on), "one", now=day("9/1"), reason=reason)
    assert db.session.scalars(select(Paper)).all() == []
    assert db.session.scalars(select(RegisterEntry)).all() == []


def test_midnight_is_counted_in_vietnam(desk: Desk) -> None:
    draft = desk.draft()
    evening = noon(day("9/1")).replace(hour=17, minute=30)  # 00:30 of 10/1 in Vietnam
    with clock.at(evening):
        seen = issuing.prepare(draft, timeout=120).seen_hash
        paper_id = issuing.number(
            draft, person_id=desk.person_id, once="one", dated_on=day("10/1"), seen_hash=seen
        )
    assert number_of(paper_id) == "01/TB-CĐN"


def test_same_once_numbers_once(desk: Desk) -> None:
    first = desk.number(desk.draft(), day("9/1"), "one")
    again = desk.number(desk.draft("Về việc khác"), day("9/1"), "one")
    assert again == first
    assert len(db.session.scalars(select(RegisterEntry)).all()) == 1
    assert len(db.session.scalars(select(Job)).all()) == 1


def test_eight_clerks_at_once(desk: Desk) -> None:
    draft, on = desk.draft(), day("9/1")
    with clock.at(noon(on)):
        seen = issuing.prepare(draft, timeout=120).seen_hash
    given: list[tuple[str, int]] = []

    def number_ten(clerk: int) -> None:
        with desk.app.app_context(), clock.at(noon(on)):
            for place in range(10):  # each once is pressed twice, by two clerks
                once = f"{clerk // 2}-{place}"
                given.append(
                    (
                        once,
                        issuing.number(
                            draft, person_id=desk.person_id, once=once, dated_on=on, seen_hash=seen
                        ),
                    )
                )

    clerks = [threading.Thread(target=number_ten, args=(clerk,)) for clerk in range(8)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert (len(given), len(set(given)), len(dict(given))) == (80, 40, 40)
    db.session.rollback()
    assert sorted(db.session.scalars(select(RegisterEntry.seq))) == list(range(1, 41))
    assert registers.verify(Register(desk.unit_id, "all", 2025)) is None


def test_an_error_in_the_same_transaction_gives_no_number(desk: Desk) -> None:
    def spoil(paper: Paper) -> None:
        raise Conflict("Hồ sơ vừa được trả lại.")

    with pytest.raises(Conflict):
        desk.number(desk.draft(), day("9/1"), "one", also=spoil)
    assert number_of(desk.number(desk.draft(), day("9/1"), "two")) == "01/TB-CĐN"


def test_import_goes_on_behind_the_highest_number(desk: Desk) -> None:
    for number, on in (("34 /TB-CĐN", "3/2"), ("Số: 36/KH–CĐN", "9/2"), ("36a/QĐ-CĐN", "9/2")):
        registers.import_entry(desk.unit_id, number, day(on), "plan", "Sổ cũ", person_id=desk.person_id)
    with pytest.raises(Conflict):
        registers.import_entry(desk.unit_id, "36/BC-CĐN", day("9/2"), "report", "Trùng số")
    with pytest.raises(Refused):
        registers.import_entry(desk.unit_id, "không số", day("9/2"), "report", "Không số")
    assert number_of(desk.number(desk.draft(), day("10/2"), "one")) == "37/TB-CĐN"
    register = Register(desk.unit_id, "all", 2025)
    assert registers.gaps(register) == [*range(1, 34), 35]
    assert registers.verify(register) is None


def test_a_series_per_abbreviation_where_the_unit_wants_it(desk: Desk) -> None:
    with writing():
        db.session.add(
            Setting(
                key=f"register_series.{desk.unit_id}",
                value=[{"from_year": 2025, "mode": "by_kind", "committees": ["UBKT"]}],
            )
        )
    registers.import_entry(desk.unit_id, "12/QĐ-CĐN", day("3/1"), "award_decision", "Về việc khen")
    assert number_of(desk.number(desk.draft(), day("9/1"), "one")) == "01/TB-CĐN"
    registers.import_entry(desk.unit_id, "02/QĐ-UBKT", day("4/1"), "inspection", "Về việc kiểm tra")
    assert {register.series for register in registers.registers_of(desk.unit_id)} == {"QĐ", "TB", "UBKT/QĐ"}


def test_foreseen_number_is_the_one_given(desk: Desk) -> None:
    register = Register(desk.unit_id, "all", 2025)
    for place, on in enumerate(("2/1", "9/1", "5/1", "9/1")):
        foreseen = registers.foresee(register, day(on))
        paper_id = desk.number(desk.draft(), day(on), f"o{place}", now=day("20/1"), reason="Nhập bổ sung")
        row = db.session.scalar(select(RegisterEntry).where(RegisterEntry.paper_id == paper_id))
        assert (row.seq, row.suffix) == foreseen


FORGERIES = {
    "number": "number = '99/TB-CĐN'",
    "date": "dated_on = '2025-01-01'",
    "subject": "subject = 'Về việc khác'",
    "signer": "signer = 'Người khác'",
    "recipients": "recipients = ''",
    "who entered it": "entered_by = NULL",
    "its place in the chain": "previous_hash = hash",
    "paper": "paper_id = NULL",
    "salt": "salt = 'x'",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_forged_entry_is_named(desk: Desk, forgery: str) -> None:
    for place in range(4):
        desk.number(desk.draft(), day("9/1"), f"o{place}")
    register = Register(desk.unit_id, "all", 2025)
    assert registers.verify(register) is None
    with writing():
        db.session.execute(text(f"UPDATE register_entry SET {forgery} WHERE seq = 2"))
    broken = registers.verify(register)
    assert broken is not None
    assert broken.entry_id == db.session.scalar(select(RegisterEntry.id).where(RegisterEntry.seq == 2))


@pytest.mark.parametrize(
    ("removed", "named"), [(2, "03/TB-CĐN"), (4, "")], ids=["in the middle", "at the end"]
)
def test_removed_entry_is_found(desk: Desk, removed: int, named: str) -> None:
    for place in range(4):
        desk.number(desk.draft(), day("9/1"), f"o{place}")
    with writing():
        db.session.execute(delete(RegisterEntry).where(RegisterEntry.seq == removed))
    register = Register(desk.unit_id, "all", 2025)
    assert registers.verify(register).number == named
    assert registers.gaps(register) == [removed]


def test_blanked_by_law_the_chain_still_holds(desk: Desk) -> None:
    desk.number(desk.draft(), day("9/1"), "one")
    with writing():
        db.session.execute(update(RegisterEntry).values(subject="", signer="", recipients=""))
    assert registers.verify(Register(desk.unit_id, "all", 2025)) is None


def test_counter_belongs_to_the_database(desk: Desk) -> None:
    desk.number(desk.draft(), day("9/1"), "one")
    counter = db.session.scalar(select(RegisterCounter))
    entry = db.session.scalar(select(RegisterEntry))
    assert (counter.last, counter.head_hash) == (1, entry.hash)
