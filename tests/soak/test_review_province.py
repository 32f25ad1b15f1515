"""The eleven reviews of 2025 replayed as real people gave them: every sum, rank, date and finding of the notes §14."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from extensions import clock, db
from models import Dossier, Matter, Paper, Person, Rating, Unit
from services import dossier_views, review_facts, review_rounds
from services.who import Who
from tests.support.applications import opened

pytestmark = pytest.mark.soak

# Unit → own points, verified points, rank before the quota by points, rank in the decision (§14.1, §14.3).
RANKED = {
    "CS01": (990, 970, "HTXS", "HTXS"),
    "CS02": (960, 930, "HTXS", "HTT"),
    "CS03": (890, 865, "HTT", "HTT"),
    "CS04": (870, 840, "HTT", "HTT"),
    "CS05": (715, 655, "HT", "HT"),
    "CS06": (910, 880, "HTT", "HTT"),
    "CS07": (905, 875, "HTT", "HTT"),
    "CS08": (945, 895, "HTT", "HTT"),
    "CS09": (740, 680, "HT", "HT"),
    "CS10": (850, 820, "HTT", "HTT"),
    "CS12": (800, 760, "HTT", "HTT"),
}
# Unit → what is told of the verified review, what is settled among it.
FIRED = {
    "CS01": {("RV08", None), ("RV07", "4.1")},
    "CS05": {("RV14", "2.2"), ("RV07", "1.2")},
    "CS08": {("RV14", "2.2")},
}


@pytest.fixture(scope="module")
def province(database_kind, templates, tmp_path_factory):
    """The province with all reviews of 2025, loaded once."""
    folder = tmp_path_factory.mktemp("reviews") / "instance"
    for database in templates(database_kind, "empty").copy(folder):
        with opened(database) as app:
            result = app.test_cli_runner().invoke(args=["demo", "load", "--reviews"])
            assert result.exit_code == 0, result.output
            yield app


def who(code):
    """The person with a code."""
    return Who(db.session.scalar(select(Person.id).where(Person.code == code)))


def cycle():
    """The cycle of 2025."""
    return db.session.scalar(select(Matter).where(Matter.procedure == "self_review", Matter.year == 2025))


def unit_codes():
    """{unit id: code}."""
    return dict(db.session.execute(select(Unit.id, Unit.code)).all())


def test_points_ranks_and_quota_of_the_sector(province):
    with province.app_context(), clock.at(clock().replace(year=2025, month=12, day=14)):
        page = review_rounds.page(cycle().id, who("P04"))
        codes = unit_codes()
        found = {
            codes[one.unit_id]: (one.own, one.points, one.by_points, one.rank)
            for one in page.lines
            if one.row
        }
        assert found == RANKED
        (ceiling,) = page.ceilings
        assert (ceiling.base, ceiling.limit) == (9, 1)
        said = {codes[one.unit_id]: one.said % one.params for one in page.lines if one.said}
        assert said["CS02"] == "93,0 điểm, đủ điều kiện HTXS nhưng hết chỉ tiêu (1/9 đơn vị)."
        assert said["CS08"] == "89,5 điểm: xếp HTT theo điểm thẩm định."
        assert said["CS11"] == "Không xếp loại: chưa đủ thời gian hoạt động hoặc đã kết thúc."
        assert page.missing == ()


def test_decision_45_of_15_december_and_the_ranks_on_record(province):
    with province.app_context():
        paper = db.session.scalar(select(Paper).where(Paper.kind == "review_decision"))
        assert (paper.number, paper.dated_on, paper.state) == ("45/QĐ-CĐN", date(2025, 12, 15), "issued")
        codes = unit_codes()
        rows = db.session.scalars(select(Rating).where(Rating.year == 2025, Rating.unit_id.in_(codes)))
        given = {codes[one.unit_id]: (one.code, one.decision) for one in rows if codes[one.unit_id] in RANKED}
        text = "Quyết định số 45/QĐ-CĐN ngày 15/12/2025"
        assert given == {unit: (rank, text) for unit, (_own, _points, _by, rank) in RANKED.items()}


def test_findings_of_the_verified_reviews(province):
    with province.app_context():
        codes = unit_codes()
        rows = db.session.scalars(select(Dossier).where(Dossier.matter_id == cycle().id))
        for row in rows:
            seen = dossier_views.view(row.code, Who(row.created_by))
            answers = dossier_views.snapshot(row.id, row.revision_no)["answers"]
            found = review_facts.judged(seen.case, answers)
            assert {one.level for one in found} == {"pass"}, codes[row.unit_id]
            settled = {(one.rule, one.subject) for one in found if one.params}
            assert settled == FIRED.get(codes[row.unit_id], set()), codes[row.unit_id]
