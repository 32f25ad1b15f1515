"""What the product writes into pages at its writer's word: open fields only, and never over what came meanwhile."""

from __future__ import annotations

import pytest

from services import dossiers, filling
from services.errors import Conflict, NotFound
from services.filling import Fill
from tests.support import province as road

PLACE = "results/p1"


@pytest.fixture
def made(make_app):
    """Return the province with the unit's dossier opened."""
    found = road.build(make_app())
    with found.app.app_context():
        found.code = dossiers.open_dossier(found.matter_id, who=found.who("chair"))
        yield found


def draft(made):
    """Return the draft as it is stored."""
    from extensions import db
    from models import Dossier

    db.session.expire_all()
    found = db.session.query(Dossier).filter_by(code=made.code).one()
    return dict(found.draft or {}), found.draft_version


def put(made, fill, **more):
    """Write one page's fill as the chair."""
    return filling.fill(made.code, {PLACE: fill}, who=made.who("chair"), **more)


def test_a_page_never_opened_gets_what_it_shows_and_the_answers(made):
    assert (
        put(made, Fill({"report": "made", "rating": ""}, None, {"rating": "HTXS"}, {"absent_days": "hai"}))
        == 1
    )
    kept, version = draft(made)
    assert kept[PLACE] == {"report": "made", "rating": "HTXS", "_sheet": {"absent_days": "hai"}}
    assert kept["_saved"][PLACE]["version"] == version
    assert made.people["chair"] in kept["_authors"], "who declared it never decides on it"


def test_what_somebody_typed_meanwhile_stays(made):
    seen = {"summary": "", "rating": ""}
    dossiers.save_part(
        made.code, PLACE, {"summary": "vừa gõ", "rating": ""}, who=made.who("secretary"), version=None
    )
    put(made, Fill(seen, seen, {"summary": "từ bảng", "rating": "HTT"}))
    assert (draft(made)[0][PLACE]["summary"], draft(made)[0][PLACE]["rating"]) == ("vừa gõ", "HTT")


def test_nothing_new_makes_no_version_and_what_was_asked_is_cleared(made):
    dossiers.save_part(made.code, "nominees", {"sheet": "{}"}, who=made.who("chair"), version=None)
    before = draft(made)[1]
    assert filling.fill(made.code, {}, who=made.who("chair")) == 0
    assert draft(made)[1] == before
    assert filling.fill(made.code, {}, who=made.who("chair"), done=("nominees", {"sheet": ""})) == 0
    assert draft(made)[0]["nominees"]["sheet"] == ""


def test_a_page_open_elsewhere_is_told_that_it_is_stale(made):
    from services.errors import StaleDraft

    dossiers.save_part(made.code, PLACE, {"summary": ""}, who=made.who("chair"), version=None)
    shown = draft(made)[1]
    put(made, Fill({}, {"summary": ""}, {"summary": "từ bảng"}))
    with pytest.raises(StaleDraft):
        dossiers.save_part(made.code, PLACE, {"summary": "khác"}, who=made.who("secretary"), version=shown)


def test_a_reviewer_s_note_still_waits_for_a_person(made):
    dossiers.save_part(made.code, PLACE, {"summary": ""}, who=made.who("chair"), version=None)
    at = draft(made)[0]["_saved"][PLACE]["at"]
    put(made, Fill({}, {"summary": ""}, {"summary": "từ bảng"}))
    assert draft(made)[0]["_saved"][PLACE]["at"] == at


@pytest.mark.parametrize(("who", "error"), [("sister", NotFound), ("chair", Conflict)])
def test_who_may_not_type_writes_nothing(made, who, error):
    if error is Conflict:
        road.type_all(made, ["dung"])
        road.send(made)
    before = draft(made)
    with pytest.raises(error):
        filling.fill(made.code, {PLACE: Fill({}, None, {"rating": "HTXS"})}, who=made.who(who))
    assert draft(made) == before
