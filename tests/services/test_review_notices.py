"""The notices of a round in one step: a number each, what fails is told and stops no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from extensions import clock, db
from models import Paper, Rating
from services import review_notices
from services.errors import Forbidden, NotFound, Refused
from tests.support import province as road
from tests.support import reviews as walk
from tests.support import tree


@pytest.fixture
def made(make_app):
    """Three unions whose reviews a decision has recognised; of one no rank is on record."""
    from models import Dossier

    app = make_app(RENDER_WAIT_SECONDS=120)
    made = road.build(app)
    with app.app_context(), clock.at(walk.SENT):
        made.matter_id = walk.open_cycle(made)
        made.code = walk.fill(made, made.matter_id, "CS08")
        walk.send(made, made.code)
        walk.act(made, made.code, "reviewer", "approve")
        walk.papers_recorded(made, made.code)
        walk.verify(made, made.code, "CS08")
        walk.second(made, made.code)
        walk.answer(made, made.code)
        walk.copies(made, made.code, 2)
        rows = list(db.session.scalars(select(Dossier).order_by(Dossier.id)))
        paper = db.session.get_one(
            Paper, tree.paper(made.units["sector"], [one.id for one in rows], made.people["clerk"])
        )
        paper.kind, paper.matter_id, paper.dated_on = "review_decision", made.matter_id, clock.today()
        paper.standing = "valid"
        for one in (rows[0], rows[2]):
            db.session.add(Rating(unit_id=one.unit_id, year=2025, code="HTT", decision="45/QĐ-CĐN"))
        db.session.commit()
        made.codes = [one.code for one in rows]
        yield made


SENT = {"dated_on": None, "reason": ""}


def test_who_sees_the_notices_that_are_due(made):
    clerk = made.who("clerk")
    with pytest.raises(NotFound):
        review_notices.page(made.matter_id, who=made.who("chair"))
    with pytest.raises(Forbidden):
        review_notices.page(made.matter_id, who=made.who("seat1"))
    with pytest.raises(Forbidden):
        review_notices.issue(made.matter_id, made.codes, who=made.who("seat1"), once="a", **SENT)
    with pytest.raises(Refused, match="ít nhất một đơn vị"):
        review_notices.issue(made.matter_id, ["XL-2025-00000"], who=clerk, once="b", **SENT)
    page = review_notices.page(made.matter_id, who=clerk)
    assert [(one.code, one.points) for one in page.due] == [(code, 895) for code in made.codes]
    assert page.signer and page.dated_on == clock.today()


@pytest.mark.soak
def test_each_notice_has_its_number_and_a_failure_stops_no_other(made):
    clerk = made.who("clerk")
    told = review_notices.issue(made.matter_id, made.codes, who=clerk, once="c" * 32, **SENT)
    assert [one.number for one in told] == ["01/TB-CĐCS", "", "02/TB-CĐCS"]
    assert told[1].message == "Thông báo lập khi Quyết định công nhận đã ban hành."
    # The button pressed twice, or the page sent again: nothing is numbered twice.
    again = review_notices.issue(made.matter_id, made.codes, who=clerk, once="c" * 32, **SENT)
    assert [one.number for one in again] == ["01/TB-CĐCS", "", "02/TB-CĐCS"]
    assert [one.code for one in review_notices.page(made.matter_id, who=clerk).due] == [made.codes[1]]
    with clock.at(walk.SENT + timedelta(days=1)):
        late = review_notices.issue(made.matter_id, made.codes[:1], who=clerk, once="d" * 32, **SENT)
        assert [one.message for one in late] == ["Văn bản này đã ban hành."]
    query = select(Paper.number).where(Paper.kind == "review_notice").order_by(Paper.id)
    assert list(db.session.scalars(query)) == ["01/TB-CĐCS", "02/TB-CĐCS"]
