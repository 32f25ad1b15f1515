"""Recalling on pages: a step waits again for its paper; a decision gave nothing and can be given anew."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from extensions import db
from models import AwardRecord, Dossier, Paper
from services import definitions, dossier_papers, dossier_views, rounds
from services.errors import Conflict
from tests.support import province as road
from tests.support.dossier_visits import plain, settle, visitor
from tests.support.tree import CHEAP_HASH


@pytest.fixture
def made(make_app):  # noqa: ANN001, ANN201
    """Return the province with a dossier before its committee, its two papers issued."""
    made = settle(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))
    with made.app.app_context():
        road.type_all(made, ["dung", "long"])
        road.send(made)
        road.act(made, "reviewer", "approve")
        road.issue(made, "award_minutes")
        road.issue(made, "award_proposal")
        road.finish_papers()
    return made


def paper_of(kind: str) -> Paper:
    return db.session.scalar(select(Paper).where(Paper.kind == kind).order_by(Paper.id.desc()))


def recall(made: road.Province, name: str, paper_id: int, reason: str = "Sai thẩm quyền"):  # noqa: ANN201
    return visitor(made, name).post(f"/van-ban/{paper_id}/thu-hoi", data={"reason": reason, "notice": ""})


def test_a_step_waits_again_and_a_decision_can_be_given_anew(made: road.Province) -> None:
    with made.app.app_context():
        paper_id = paper_of("award_proposal").id
    client = visitor(made, "chair")
    assert "Thu hồi văn bản này" in plain(client.get(f"/van-ban/{paper_id}"))
    assert "Nhập lý do thu hồi" in plain(recall(made, "chair", paper_id, ""))
    assert recall(made, "clerk", paper_id).status_code == 403
    assert recall(made, "sister", paper_id).status_code == 404
    assert recall(made, "chair", paper_id, "<b>Sai</b>").status_code == 302
    assert recall(made, "chair", paper_id).status_code == 409
    page = client.get(f"/van-ban/{paper_id}")
    assert "Đã thu hồi" in plain(page)
    assert "&lt;b&gt;Sai" in page.text
    assert "Thu hồi văn bản này" not in plain(page)
    assert "Thu hồi văn bản" in plain(client.get(f"/ho-so/{made.code}/lich-su"))
    with made.app.app_context():
        code = paper_of("award_proposal").code
        with pytest.raises(Conflict):
            road.act(made, "seat1", "approve")
        view = dossier_views.view(made.code, made.who("secretary"))
        assert [one.kind for one in dossier_papers.due_kinds(view)] == ["award_proposal"]
        road.issue(made, "award_proposal")
        road.act(made, "seat1", "approve")
        assert definitions.faults() == []
    public = plain(made.app.test_client().get(f"/xac-minh/{code}"))
    assert "Có thật, đã thu hồi" in public
    assert "Sai" not in public
    _decision_given_anew(made)


def _decision_given_anew(made: road.Province) -> None:
    with made.app.app_context():
        road.act(made, "seat2", "approve")
        first = decide(made, "first")
        assert db.session.query(AwardRecord).count() == 2
    assert recall(made, "clerk", first).status_code == 302
    with made.app.app_context():
        assert db.session.query(AwardRecord).count() == 0
        assert definitions.faults() == []
        second = decide(made, "second")
        assert db.session.query(AwardRecord).count() == 2
        assert db.session.get(Paper, second).number.startswith("02/")
        assert db.session.scalar(select(Dossier.status)) == "approved"
        assert definitions.faults() == []


def decide(made: road.Province, once: str) -> int:
    page = rounds.decision_page(made.matter_id, [made.code], who=made.who("clerk"))
    sent = {"once": once, "dated_on": None, "reason": "", "seen_hash": page.prepared.seen_hash}
    paper_id = rounds.issue_decision(made.matter_id, [made.code], who=made.who("clerk"), **sent)
    road.finish_papers()
    return paper_id
