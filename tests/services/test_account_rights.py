"""Who looks after whose account: inviting, lists, a new way in, two steps required by office."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask

from extensions import clock, db
from models import Account, SignIn
from services import (
    account_acts,
    account_keys,
    account_list,
    account_policy,
    account_sessions,
    accounts,
    one_time_numbers,
    sign_in,
)
from services.errors import Conflict, Forbidden, NotFound, Refused
from services.who import Who
from tests.support import tree

GOOD = "bốn con cá vàng bơi"


@pytest.fixture
def app(make_app) -> Flask:  # noqa: ANN001
    """The application on an empty database, with cheap password checks."""
    return make_app(**tree.CHEAP_HASH)


@pytest.fixture
def town(app: Flask) -> SimpleNamespace:
    """A province, its sector union, two grassroots unions with a group, and the people who matter here."""
    with app.app_context():
        province = tree.unit("LĐLĐ tỉnh", "province")
        sector = tree.unit("CĐN Y tế", "sector", province)
        own, sister = (tree.unit(name, "grassroots", sector) for name in ("CĐCS A", "CĐCS B"))
        group = tree.unit("Tổ 1", "group", own)
        made = SimpleNamespace(
            province=province, sector=sector, own=own, sister=sister, group=group, people={}
        )
        for name, at, role in (
            ("chair", own, "chair"),
            ("leader", group, "group_leader"),
            ("sister", sister, "chair"),
            ("reviewer", sector, "reviewer"),
            ("seat", sector, "committee_member"),
            ("admin", sector, "admin"),
            ("boss", province, "admin"),
        ):
            made.people[name] = tree.person(name.title())
            tree.office(made.people[name], at, role)
        made.people["both"] = tree.person("Both")
        for at in (own, province):
            tree.office(made.people["both"], at, "executive")
        db.session.commit()
        made.who = {name: Who(one) for name, one in made.people.items()}
        yield made


@pytest.mark.parametrize(
    ("who", "whom", "unit", "error"),
    [
        ("reviewer", "chair", "own", None),
        ("reviewer", "leader", "own", None),  # a group's leader belongs to the union of the group
        ("admin", "chair", "own", None),
        ("boss", "chair", "own", None),
        ("boss", "both", "own", None),
        ("admin", "seat", "sector", None),
        ("admin", "both", "own", Forbidden),  # who serves the province too: or one could act as the province
        ("reviewer", "both", "own", Forbidden),
        ("reviewer", "seat", "sector", Forbidden),  # a colleague, not a union below
        ("seat", "chair", "own", Forbidden),
        ("chair", "leader", "own", Forbidden),
        ("sister", "chair", "own", NotFound),
        ("chair", "sister", "sister", NotFound),
        ("reviewer", "sister", "own", NotFound),  # not of this unit
    ],
)
def test_who_may_invite_whom(
    town: SimpleNamespace, who: str, whom: str, unit: str, error: type | None
) -> None:
    """The administrator of the unit or above, and the office directly above; nobody past their own reach."""
    asked = (getattr(town, unit), town.people[whom], f"ten-{whom}", "")
    if error is not None:
        with pytest.raises(error):
            account_acts.invite(*asked, who=town.who[who])
        assert db.session.query(Account).count() == 0
        return
    opened = account_acts.invite(*asked, who=town.who[who])
    assert opened.code and db.session.get(Account, opened.account_id).password is None
    with pytest.raises(Conflict):
        account_acts.invite(*asked, who=town.who[who])


def test_nobody_resets_their_own_or_one_out_of_reach(town: SimpleNamespace) -> None:
    """Whoever can print a code can sign in as that person: this is the door that must hold."""
    ids = {}
    for name in ("chair", "admin", "both"):
        ids[name] = accounts.create(town.people[name], f"ten-{name}", password=GOOD)
    for who, whom, unit in (
        ("admin", "admin", "sector"),
        ("admin", "both", "own"),
        ("reviewer", "admin", "sector"),
        ("chair", "chair", "own"),
    ):
        for act in (account_acts.reset, account_acts.switch_off, account_acts.send_again):
            with pytest.raises(Forbidden):
                act(getattr(town, unit), ids[whom], who=town.who[who])
    with pytest.raises(NotFound):
        account_acts.reset(town.own, ids["admin"], who=town.who["admin"])
    assert all(db.session.get(Account, one).password for one in ids.values())


def test_the_list_tells_states_in_a_fixed_number_of_queries(town: SimpleNamespace) -> None:
    """Twenty more people cost no query more."""
    from sqlalchemy import event

    counted: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *row: counted.append(row[2]))

    def measured() -> int:
        db.session.rollback()
        counted.clear()
        account_list.page(town.own, town.who["reviewer"])
        return len(counted)

    account_acts.invite(town.own, town.people["chair"], "0912 345 678", "", who=town.who["reviewer"])
    before = measured()
    for n in range(20):
        who = tree.person(f"Người {n}")
        tree.office(who, town.own, "executive")
        accounts.add(who, f"nguoi{n:02}", None)
    db.session.commit()
    assert measured() == before
    lines = {line.name: line for line in account_list.page(town.own, town.who["reviewer"]).lines}
    assert (lines["Chair"].state, lines["Leader"].state, lines["Người 0"].state) == ("invited", "none", "new")
    assert lines["Chair"].may and not lines["Both"].may


def test_a_reset_takes_everything_away(town: SimpleNamespace) -> None:
    """Password, numbers, sessions, old codes: only the new code opens; the person is told by whom."""
    from models import Notice

    account_id = accounts.create(town.people["chair"], "chair", password=GOOD)
    offer = one_time_numbers.offer("chair")
    number = one_time_numbers._unsealed(offer.sealed).generate(clock()).token
    one_time_numbers.switch_on(account_id, town.people["chair"], offer.sealed, number)
    account_sessions.begin(account_id, shared=False, device="", address="")
    opened = account_acts.reset(town.own, account_id, who=town.who["reviewer"])
    assert account_sessions.running(account_id, "") == []
    assert sign_in.authenticate("chair", GOOD, "10.0.0.1").problem == "wrong"
    assert account_keys.enter_by_code("chair", opened.code, "10.0.0.2")[0].account_id == account_id
    assert not sign_in.takes_two_steps(account_id)
    assert "Reviewer" in db.session.query(Notice).one().body
    account_acts.switch_off(town.own, account_id, who=town.who["reviewer"])
    assert account_keys.enter_by_code("chair", opened.code, "10.0.0.3")[0].problem == "wrong"
    with pytest.raises(Conflict):
        account_acts.reset(town.own, account_id, who=town.who["reviewer"])
    account_acts.switch_on(town.own, account_id, who=town.who["admin"])
    assert db.session.query(SignIn).filter_by(succeeded=True).count() == 1


def test_two_steps_are_asked_of_an_office_and_below(town: SimpleNamespace) -> None:
    """Set at the sector union for chairs: its grassroots unions' chairs owe it, others do not."""
    today = clock.today()
    for who, error in (("reviewer", Forbidden), ("chair", NotFound)):
        with pytest.raises(error):
            account_policy.decide(town.sector, ["chair"], who=town.who[who])
    with pytest.raises(Refused):
        account_policy.decide(town.sector, ["king"], who=town.who["admin"])
    account_policy.decide(town.sector, ["chair"], who=town.who["admin"])
    asked = {name for name, one in town.people.items() if account_policy.asked_of(one, today)}
    assert asked == {"chair", "sister"}
    account_policy.decide(town.sector, [], who=town.who["admin"])
    assert not account_policy.asked_of(town.people["chair"], today)
