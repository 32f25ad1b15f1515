"""The road of an annual review by real commands: cycle, self-review, verification, answer, committee."""

from __future__ import annotations

import pytest

from extensions import clock
from services import dossier_views, review_facts
from services.errors import Forbidden
from tests.support import province as road
from tests.support import reviews as walk


@pytest.fixture
def made(app):
    """The small province in November 2025 with an open cycle."""
    made = road.build(app)
    with app.app_context(), clock.at(walk.SENT):
        made.matter_id = walk.open_cycle(made)
        yield made


def told(findings):
    """(rule, item, level) of what is said, without the titles of rules that are met."""
    return {(one.rule, one.subject, one.level) for one in findings if one.level != "pass"}


# Unit → what the rules say of its own review, and of the verified one (annual reviews §14.3).
SELF = {
    "CS01": {("RV08", None, "warn")},
    "CS05": {("RV14", "2.2", "warn")},
    "CS08": {("RV14", "2.2", "warn")},
}


@pytest.mark.parametrize("unit", SELF)
def test_what_is_said_of_the_three_full_self_reviews(made, unit):
    code = walk.fill(made, made.matter_id, unit)
    seen = dossier_views.view(code, made.who("chair"))
    from cli.demo import answers_of

    found = review_facts.check(seen.case, answers_of(seen), "submission")
    assert told(found) == SELF[unit]


def test_the_road_of_unit_8(made):
    code = walk.fill(made, made.matter_id, "CS08")
    walk.send(made, code)
    walk.act(made, code, "reviewer", "receive")
    walk.act(made, code, "reviewer", "approve")
    walk.papers_recorded(made, code)
    walk.verify(made, code, "CS08")
    with pytest.raises(Forbidden):
        walk.second(made, code, "reviewer")
    walk.second(made, code)
    seen = dossier_views.view(code, made.who("chair"))
    assert seen.step == "answer"
    assert {"approve", "return"} <= seen.can
    assert not {"reject", "recuse"} & seen.can
    walk.answer(made, code)
    assert dossier_views.view(code, made.who("chair")).step == "committee"
