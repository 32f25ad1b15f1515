"""The road of one nomination by real commands: form, check, return, papers in order, committee, decision."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from extensions import db
from models import AwardRecord, Dossier, Paper, RegisterEntry, Waiting
from services import dossier_papers, dossier_views, history, inbox, paper_lists, papers, rounds
from services.errors import Conflict, Forbidden, NotFound, Refused
from tests.support import province as road


@pytest.fixture
def made(make_app):
    """Yield the province inside an application context."""
    app = make_app(RENDER_WAIT_SECONDS=120)
    found = road.build(app)
    with app.app_context():
        yield found


def _to_committee(made):
    road.type_all(made, ["dung", "long"], ("group",))
    road.send(made)
    road.act(made, "reviewer", "receive")
    road.act(made, "reviewer", "approve", comment="Đủ điều kiện.")
    road.issue(made, "award_minutes")
    road.issue(made, "award_proposal")


@pytest.mark.sql
def test_whole_road_ends_in_a_numbered_decision_with_its_list(made):
    _to_committee(made)
    road.act(made, "seat1", "approve")
    assert dossier_views.view(made.code, made.who("chair")).status == "in_review"
    road.act(made, "seat2", "approve")
    assert dossier_views.view(made.code, made.who("chair")).status == "approved"
    page = rounds.decision_page(made.matter_id, [made.code], who=made.who("clerk"))
    assert page.prepared.faults == ()
    paper_id = rounds.issue_decision(
        made.matter_id,
        [made.code],
        who=made.who("clerk"),
        once="decision",
        dated_on=None,
        reason="",
        seen_hash=page.prepared.seen_hash,
    )
    road.finish_papers()
    paper = db.session.get(Paper, paper_id)
    assert (paper.state, paper.number) == ("issued", "01/QĐ-CĐCS")
    cited = page.draft.parts[0].values["proposals"][0]
    assert cited["number"] == {"seq": 2, "suffix": "", "symbol": "TTr-CĐCS"}
    awarded = db.session.scalars(select(AwardRecord).order_by(AwardRecord.id)).all()
    assert len(awarded) == 3
    assert {row.decision for row in awarded} == {"01/QĐ-CĐCS"}
    assert history.verify(db.session.scalar(select(Dossier.id))) is None
    assert not db.session.scalars(select(Waiting)).all()


def test_papers_come_in_their_order_and_only_when_asked_for(made):
    road.type_all(made, ["dung"])
    road.send(made)
    with pytest.raises(Conflict):
        dossier_papers.issue_page(made.code, "award_minutes", who=made.who("secretary"))
    road.act(made, "reviewer", "approve")
    with pytest.raises(Conflict):
        road.act(made, "seat1", "approve")
    with pytest.raises(Conflict):
        dossier_papers.issue_page(made.code, "award_proposal", who=made.who("secretary"))
    road.issue(made, "award_minutes")
    road.issue(made, "award_proposal")
    road.act(made, "seat1", "approve")


def test_return_pins_notes_and_the_next_revision_shows_exactly_what_changed(made):
    key = made.key("dung")
    road.type_all(made, ["dung", "long"])
    road.send(made)
    road.act(made, "reviewer", "receive")
    notes = [
        {"field": f"results.{key}.summary", "text": "Ghi rõ số liệu."},
        {"field": "meeting.place", "text": "Ghi rõ phòng."},
    ]
    road.act(made, "reviewer", "return", comment="", notes=notes)
    seen = dossier_views.view(made.code, made.who("chair"))
    assert [note.field for note in seen.notes] == [f"results.{key}.summary", "meeting.place"]
    assert not paper_lists.of_dossier(seen.case.dossier_id)
    changed = {
        f"results/{key}": road.results(summary="Hướng dẫn 12 điều dưỡng mới."),
        "meeting": road.meeting(made, [key, made.key("long")], place="Phòng họp số 3"),
    }
    road.type_all(made, ["dung", "long"], **changed)
    road.send(made)
    found = dossier_views.changes_since_last(dossier_views.view(made.code, made.who("reviewer")))
    assert {change.path for change in found} == {f"results.{key}.summary", "meeting.place"}


def test_a_return_after_the_proposal_leads_to_a_new_one_that_replaces_it(made):
    _to_committee(made)
    first = paper_lists.valid_of(db.session.scalar(select(Dossier.id)), "award_proposal")
    road.act(made, "seat1", "return", comment="Bổ sung minh chứng.")
    road.act(made, "seat2", "return", comment="Bổ sung minh chứng.")
    key = made.key("dung")
    road.type_all(made, ["dung", "long"], ("group",), **{f"results/{key}": road.results(summary="Mới.")})
    road.send(made)
    road.act(made, "reviewer", "approve")
    due = dossier_papers.due_kinds(dossier_views.view(made.code, made.who("secretary")))
    assert [(one.kind, one.keep) for one in due] == [("award_minutes", "01/BB-CĐCS"), ("award_proposal", "")]
    dossier_papers.keep(made.code, "award_minutes", who=made.who("secretary"), once="keep")
    paper_id = road.issue(made, "award_proposal")
    old, new = db.session.get(Paper, first.id), db.session.get(Paper, paper_id)
    assert (old.standing, old.number) == ("replaced", first.number)
    assert new.replaces_id == old.id
    line = db.session.scalar(select(RegisterEntry).where(RegisterEntry.paper_id == old.id))
    assert new.number in line.note
    road.act(made, "seat1", "approve")


def test_minutes_in_which_something_changed_are_issued_anew(made):
    _to_committee(made)
    road.act(made, "seat1", "return", comment="Họp lại.")
    road.act(made, "seat2", "return", comment="Họp lại.")
    road.type_all(made, ["dung"])
    road.send(made)
    road.act(made, "reviewer", "approve")
    due = dossier_papers.due_kinds(dossier_views.view(made.code, made.who("secretary")))
    assert [one.keep for one in due] == ["", ""]
    with pytest.raises(Conflict):
        dossier_papers.keep(made.code, "award_minutes", who=made.who("secretary"), once="keep")


def test_nobody_acts_or_reads_out_of_place(made):
    road.type_all(made, ["dung"])
    with pytest.raises(NotFound):
        dossier_views.view(made.code, made.who("reviewer"))
    road.send(made)
    with pytest.raises(NotFound):
        dossier_views.view(made.code, made.who("sister"))
    with pytest.raises(Forbidden):
        road.act(made, "chair", "approve")
    with pytest.raises(Forbidden):
        road.act(made, "seat1", "approve")
    road.act(made, "reviewer", "approve")
    assert made.code in {row.code for row in inbox.home(made.who("secretary")).waiting}


def test_a_finding_that_blocks_stops_the_sending(made):
    key = made.key("dung")
    with pytest.raises(Refused) as refused:
        road.type_all(made, ["dung"], **{f"results/{key}": road.results(open_case="yes")})
        road.send(made)
    assert {finding.rule for finding in refused.value.findings} == {"AW01"}


def test_the_inbox_follows_the_dossier(made):
    road.type_all(made, ["dung"])
    assert [row.code for row in inbox.home(made.who("chair")).drafts] == [made.code]
    road.send(made)
    assert [row.code for row in inbox.home(made.who("reviewer")).waiting] == [made.code]
    assert [row.code for row in inbox.home(made.who("chair")).following] == [made.code]
    road.act(made, "reviewer", "return", comment="Bổ sung.")
    assert [row.code for row in inbox.home(made.who("chair")).returned] == [made.code]
    assert inbox.home(made.who("reviewer")).waiting == ()


def test_the_register_lists_what_was_issued(made):
    _to_committee(made)
    actor = dossier_views.access.actor_for(made.people["secretary"], on=dossier_views.clock.today())
    page = papers.register_page(made.units["own"], dossier_views.clock.today().year, actor)
    assert [line.number for line in page.lines] == ["02/TTr-CĐCS", "01/BB-CĐCS"]
