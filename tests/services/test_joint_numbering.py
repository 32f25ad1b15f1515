"""Two units number joint papers at once, each leading half of them: no number twice, no hole, no waiting in a ring."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from extensions import clock, db
from models import Paper, RegisterEntry, Unit, UnitName
from services import issuing, paper_chain, registers
from services.preparing import Issuer, PaperDraft
from services.transaction import writing
from tests.support.issuing import Desk, noon
from vietnamese.text import clean

DAY, EACH = date(2025, 12, 9), 8


def second(desk: Desk) -> int:
    """Write another unit; return its id."""
    with writing():
        unit = Unit(code="CĐN2", kind="sector_union")
        db.session.add(unit)
        db.session.flush()
        name = clean("Công đoàn ngành Giáo dục tỉnh Sông Lam")
        db.session.add(
            UnitName(
                unit_id=unit.id,
                name=name,
                short_name="CĐN Giáo dục",
                letterhead=name.upper(),
                collective="Ban Thường vụ",
                valid_from=date(2020, 1, 1),
            )
        )
        return unit.id


def joint(desk: Desk, leads: int, follows: int) -> PaperDraft:
    return desk.draft(unit_id=leads, symbol="TB-A", partner=Issuer(follows, "TB-B", "Quách Thu Thủy"))


def test_what_a_draft_says_of_its_issuers_survives_the_queue(desk: Desk) -> None:
    draft = joint(desk, desk.unit_id, desk.unit_id + 1)
    assert PaperDraft.from_data(asdict(draft)) == draft
    assert [one.symbol for one in draft.issuers] == ["TB-A", "TB-B"]
    assert issuing.fingerprint(draft) != issuing.fingerprint(replace(draft, partner=None))


@pytest.mark.soak
@pytest.mark.sql
def test_both_lead_at_once(desk: Desk) -> None:
    other = second(desk)
    drafts = [joint(desk, desk.unit_id, other), joint(desk, other, desk.unit_id)]
    with clock.at(noon(DAY)):
        seen = [issuing.prepare(draft, timeout=120).seen_hash for draft in drafts]
    db.session.rollback()

    def work(side: int) -> None:
        with desk.app.app_context(), clock.at(noon(DAY)):
            for place in range(EACH):
                said: dict[str, Any] = {"once": f"{side}-{place}", "seen_hash": seen[side]}
                issuing.number(drafts[side], person_id=desk.person_id, dated_on=DAY, **said)

    with ThreadPoolExecutor(2) as hands:
        assert list(hands.map(work, (0, 1), timeout=120)) == [None, None]
    for unit_id in (desk.unit_id, other):
        book = registers.Register(unit_id, "all", 2025)
        numbers = [row.seq for row in db.session.scalars(registers.of(book).order_by(RegisterEntry.seq))]
        assert numbers == list(range(1, 2 * EACH + 1))
        assert registers.verify(book) is None
    papers = list(db.session.scalars(select(Paper.id)))
    assert len(papers) == 2 * EACH
    leads = {desk.unit_id: other, other: desk.unit_id}
    for paper in db.session.scalars(select(Paper)):
        books = [book.unit_id for book in registers.of_paper(paper.id)]
        assert books == [paper.unit_id, leads[paper.unit_id]]
    assert list(paper_chain.verify()) == []
