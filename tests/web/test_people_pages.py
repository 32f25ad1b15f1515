"""A person over time: who is shown what, the decision that moves a member, what ends with it, what stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from extensions import clock, db
from models import AwardRecord, Dossier, Membership, Office, UnitAct
from services import people_moves
from tests.support import province as road
from tests.support import tree
from tests.support.dossier_visits import plain, settle, visitor
from tests.support.tree import CHEAP_HASH

AGO = timedelta(days=1)


@pytest.fixture
def made(make_app: Any) -> Any:
    """Return the small province; Dung is a member, deputy chair of the union and head of a group."""
    made = settle(make_app(**CHEAP_HASH))
    for name in ("head", "other"):
        road.accounts_for_one(made, name)
    with made.app.app_context():
        road.type_all(made, ["dung"])
        tree.office(made.people["dung"], made.units["own"], "vice_chair", title="Phó Chủ tịch")
        tree.office(made.people["dung"], made.units["group"], "group_leader", title="Tổ trưởng")
        said = {"award": "giay_khen_ctt", "title": "Giấy khen", "level": "direct_upper", "form": "toan_dien"}
        shown = {"year": 2024, "decision": "41/QĐ-CĐN", "issuer": "Công đoàn ngành Y tế"}
        db.session.add(AwardRecord(person_id=made.people["dung"], **said, **shown))
        db.session.commit()
    return made


def _at(made: Any, name: str = "dung", unit: str = "own") -> str:
    return f"/don-vi/{made.units[unit]}/nguoi/{made.people[name]}"


def _decision(made: Any, **more: Any) -> dict[str, Any]:
    today = clock.today()
    said = {"decision_no": "36/QĐ-CĐN", "decided_on": f"{today:%d/%m/%Y}", "decided_by": "Ban Thường vụ"}
    said |= {"effective_on": f"{today:%d/%m/%Y}", "into": made.units["sister"], "post": "Điều dưỡng trưởng"}
    return said | more


SEEN = [
    ("chair", "dung", 200),
    ("head", "dung", 200),
    ("reviewer", "dung", 200),  # an officer of the unit, as the page of officers shows
    ("reviewer", "long", 404),  # a member only
    ("chair", "long", 200),
    ("other", "dung", 404),
    ("sister", "dung", 404),
]


@pytest.mark.parametrize(("name", "person", "status"), SEEN)
def test_who_is_shown_to_whom(made: Any, name: str, person: str, status: int) -> None:
    assert visitor(made, name).get(_at(made, person)).status_code == status


def test_members_days_are_for_those_who_see_members(made: Any) -> None:
    page = plain(visitor(made, "reviewer").get(_at(made)))
    assert "Phó Chủ tịch" in page
    assert "Khen thưởng đã có" not in page
    assert "từ 01/01/2020" not in page
    page = plain(visitor(made, "chair").get(_at(made)))
    assert "từ 01/01/2020" in page
    assert "Tổ trưởng" in page
    assert "41/QĐ-CĐN" in page
    assert "/chuyen" not in page
    assert visitor(made, "chair").get(_at(made) + "/chuyen").status_code == 403
    assert _at(made) in visitor(made, "chair").get(f"/don-vi/{made.units['own']}/nguoi").text


WRONG = [
    ({"decision_no": ""}, "Lỗi:"),
    ({"effective_on": "31/02/2026"}, "31/02/2026"),
    ({"effective_on": "01/01/2020"}, "chưa là đoàn viên của đơn vị"),
    ({"into": "999999"}, "Lỗi:"),
]


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(made: Any) -> None:
    client = visitor(made, "head")
    for changed, words in WRONG:
        answer = client.post(_at(made) + "/chuyen", data=_decision(made, **changed))
        assert answer.status_code == 422, changed
        assert words in plain(answer) + answer.text, changed
        assert "Điều dưỡng trưởng" in answer.text
    with made.app.app_context():
        assert db.session.scalar(select(UnitAct.id)) is None


def test_a_member_moves_with_a_decision_and_the_past_stays(made: Any) -> None:
    client, dung, own, sister = (
        visitor(made, "head"),
        made.people["dung"],
        *map(made.units.get, ("own", "sister")),
    )
    assert "Phó Chủ tịch" in plain(client.get(_at(made) + "/chuyen"))
    answer = client.post(_at(made) + "/chuyen", data=_decision(made), follow_redirects=True)
    assert "Đã ghi quyết định chuyển" in plain(answer)
    today = clock.today()
    with made.app.app_context():
        rows = db.session.execute(
            select(Membership.unit_id, Membership.hired_on, Membership.left_on).where(
                Membership.person_id == dung
            )
        ).all()
        assert {(unit_id, left) for unit_id, _hired, left in rows} == {(own, today - AGO), (sister, None)}
        ends = set(db.session.scalars(select(Office.valid_to).where(Office.person_id == dung)))
        assert ends == {today - AGO}
        assert db.session.scalar(select(Dossier.unit_id)) == own
        assert db.session.scalar(select(AwardRecord.person_id)) == dung
    past = plain(client.get(_at(made, unit="sister")))
    assert "Quyết định 36/QĐ-CĐN" in past
    assert past.index("Hiện nay") < past.index("Điều dưỡng trưởng") < past.index("Trước đây")
    assert past.index("Trước đây") < past.index("Phó Chủ tịch")
    assert "Nhận đoàn viên chuyển về" in plain(client.get(f"/don-vi/{sister}"))
    acts = plain(client.get(f"/don-vi/{own}/quyet-dinh"))
    assert "Chuyển đoàn viên sang đơn vị khác" in acts
    assert "Kiều Thị Dung chuyển từ" in acts
    assert client.get(_at(made) + "/chuyen").status_code == 404


def test_a_move_is_written_once_and_can_be_taken_back(made: Any) -> None:
    client, own = visitor(made, "head"), made.units["own"]
    for _press in range(2):
        client.post(_at(made) + "/chuyen", data=_decision(made, into="", once="a" * 32))
    with made.app.app_context():
        act = db.session.scalars(select(UnitAct)).one()
        assert db.session.query(Membership).filter_by(person_id=made.people["dung"]).count() == 1
    answer = client.post(
        f"/don-vi/{own}/quyet-dinh/{act.id}/rut", data={"why": "ghi nhầm"}, follow_redirects=True
    )
    assert "Đã rút quyết định." in plain(answer)
    with made.app.app_context():
        assert (
            db.session.scalar(select(Membership.left_on).where(Membership.person_id == made.people["dung"]))
            is None
        )
        assert set(
            db.session.scalars(select(Office.valid_to).where(Office.person_id == made.people["dung"]))
        ) == {None}


def test_as_many_queries_for_two_posts_as_for_twenty(made: Any) -> None:
    def count() -> int:
        seen: list[str] = []

        def look(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            seen.append(statement)

        with made.app.app_context():
            event.listen(Engine, "before_cursor_execute", look)
            try:
                people_moves.page(made.units["own"], made.people["dung"], made.who("chair"))
            finally:
                event.remove(Engine, "before_cursor_execute", look)
        return len(seen)

    few = count()
    with made.app.app_context():
        for no in range(18):
            one = tree.unit(f"Công đoàn cơ sở số {no}", "grassroots", made.units["sector"])
            tree.office(made.people["dung"], one, "executive", title="Ủy viên")
        db.session.commit()
    assert count() == few
