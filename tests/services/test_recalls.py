"""A recalled paper: explained in the register, told to the public, its number never given again, the chain whole."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from extensions import clock, db
from models import Office, Paper, PaperLink, RegisterEntry
from services import paper_chain, recalls, registers, verification
from services.errors import Conflict, Forbidden, NotFound
from services.transaction import writing
from services.who import Who
from tests.services.test_verification import TODAY, issue, seated
from tests.support.issuing import Desk, noon


def recall(paper: Paper, who: Who, **changes: str) -> None:
    with clock.at(noon(TODAY)):
        recalls.recall(paper.id, who=who, **{"reason": "Ban hành sai thẩm quyền", **changes})


@pytest.mark.sql
def test_it_is_explained_and_told_and_the_chain_holds(desk: Desk) -> None:
    paper, who = issue(desk), seated(desk, "clerk")
    before = paper_chain.file_hashes(_whole(paper.id))
    recall(paper, who, notice="Thông báo số 12/TB-CĐN")
    db.session.expire_all()
    known = verification.look_up(paper.code)
    assert (known.standing, known.recalled_on) == ("recalled", TODAY)
    line = db.session.scalar(select(RegisterEntry).where(RegisterEntry.paper_id == paper.id))
    assert line.note == (
        "Thu hồi ngày 09/12/2025, Quách Thu Thủy: Ban hành sai thẩm quyền (Thông báo số 12/TB-CĐN)"
    )
    assert list(paper_chain.verify()) == []
    assert paper_chain.file_hashes(_whole(paper.id)) == before
    told = recalls.of(paper.id)
    assert (told.by, told.reason) == (
        "Quách Thu Thủy",
        "Ban hành sai thẩm quyền (Thông báo số 12/TB-CĐN)",
    )
    assert issue(desk, "two").number == "02/TB-CĐN"
    assert registers.gaps(registers.for_symbol(desk.unit_id, "TB-CĐN", 2025)) == []
    with pytest.raises(Conflict):
        recall(paper, who)


def _whole(paper_id: int) -> Paper:
    return db.session.scalar(select(Paper).where(Paper.id == paper_id).options(db.selectinload(Paper.parts)))


TAMPERING = {
    "valid again": lambda paper: update(Paper).where(Paper.id == paper.id).values(standing="valid"),
    "another reason": lambda paper: update(PaperLink).where(PaperLink.kind == "recalled").values(note="Nhầm"),
    "another paper": lambda paper: update(Paper).where(Paper.id != paper.id).values(standing="recalled"),
}


def test_what_was_changed_behind_a_recall_is_named(desk: Desk) -> None:
    first, _second, who = issue(desk), issue(desk, "two"), seated(desk, "chair")
    recall(first, who)
    for name, change in TAMPERING.items():
        db.session.execute(change(first))
        assert list(paper_chain.verify()), name
        db.session.rollback()
    assert list(paper_chain.verify()) == []


def test_only_what_is_in_force_and_by_its_keepers(desk: Desk) -> None:
    who = seated(desk, "reviewer")
    waiting = db.session.get_one(Paper, desk.number(desk.draft("Chờ"), TODAY, "waiting"))
    first = issue(desk)
    with pytest.raises(Forbidden):
        recall(first, who)
    with pytest.raises(NotFound):
        recall(first, Who(desk.person_id + 1))
    with writing():
        db.session.get_one(Office, who.office_id).role = "secretary"
    with writing():
        db.session.execute(update(Paper).where(Paper.id == waiting.id).values(state="numbered"))
    with pytest.raises(Conflict):
        recall(waiting, who)
    issue(desk, "after", replaces_id=first.id)
    with pytest.raises(Conflict):
        recall(first, who)
    assert db.session.scalar(select(Paper.standing).where(Paper.id == first.id)) == "replaced"


def test_the_day_is_of_the_recall(desk: Desk) -> None:
    paper, who = issue(desk), seated(desk, "clerk")
    with clock.at(noon(date(2026, 1, 5))):
        recalls.recall(paper.id, who=who, reason="Sai")
    assert verification.look_up(paper.code).recalled_on == date(2026, 1, 5)
