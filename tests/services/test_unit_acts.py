"""Acts about units by real commands: what they write, what they refuse, whose inbox follows, how they are undone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from extensions import ZONE, clock, db
from models import Dossier, Matter, Membership, Office, Unit, UnitAct, UnitLink, UnitParent, Waiting
from services import access, dossiers, history, inbox, unit_acts, units
from services.errors import Conflict, Forbidden, Refused
from services.unit_work import Decision
from tests.support import province as road
from tests.support import tree

DAY = timedelta(days=1)
NEW = {
    "name": "Công đoàn cơ sở Bệnh viện Đa khoa khu vực",
    "short_name": "CĐCS Bệnh viện khu vực",
    "letterhead": "",
    "collective": "Ban Chấp hành",
    "symbol": "CĐCS",
    "place": "Sông Lam",
    "kind": "grassroots",
}


@pytest.fixture
def made(make_app):
    """Return the province with the federation's chair, its reviewer and committee, and the sector's administrator."""
    found = road.build(make_app(RENDER_WAIT_SECONDS=120))
    with found.app.app_context():
        for name, full, unit, role in (
            ("boss", "Ngụy Thanh Sơn", "above", "chair"),
            ("checker", "Lục Thị Hòa", "above", "reviewer"),
            ("keeper", "Bế Văn Toàn", "sector", "admin"),
        ):
            found.people[name] = tree.person(full)
            tree.office(found.people[name], found.units[unit], role, title=role)
        db.session.commit()
        yield found


def act(made, deed, unit, /, who="boss", on=None, once="", **given):
    """Record an act on a unit's page; return its id."""
    decision = Decision("118/QĐ-LĐLĐ", clock.today(), "", on or clock.today())
    key = once or f"{deed}-{unit}-{who}-{clock().isoformat()}"
    return unit_acts.record(
        made.units[unit], deed, who=made.who(who), decision=decision, given=given, once=key
    )


def why(refused):
    """Return the fields and message ids of a refusal."""
    return {(field, message.split(".")[0]) for field, message, _params in refused.value.findings}


def waiting_units(code):
    """Return the units for which a dossier waits."""
    query = db.select(Waiting.unit_id).join(Dossier, Dossier.id == Waiting.dossier_id)
    return set(db.session.scalars(query.where(Dossier.code == code)))


def test_units_move_each_on_its_day_and_the_tree_is_that_of_the_day(made):
    today = clock.today()
    own, sister, above = (made.units[name] for name in ("own", "sister", "above"))
    act(
        made,
        "transfer",
        "sector",
        who="keeper",
        on=today + 10 * DAY,
        into=above,
        units={own: None, sister: today + DAY},
    )
    for unit, first in ((own, today + 10 * DAY), (sister, today + DAY)):
        assert units.parent_of(unit, first - DAY) == made.units["sector"]
        assert units.parent_of(unit, first) == above
    assert units.head_of_paper(sister, today)["parent"] == units.named(made.units["sector"], today).letterhead
    assert units.head_of_paper(sister, today + DAY)["parent"] == units.named(above, today).letterhead


def test_the_check_page_says_it_and_writes_nothing(made):
    before = db.session.query(UnitAct).count(), db.session.query(UnitParent).count()
    decision = Decision("1/QĐ", clock.today(), "", clock.today())
    given = {"into": made.units["above"], "units": {made.units["own"]: None}}
    said = unit_acts.check(
        made.units["sector"], "transfer", who=made.who("keeper"), decision=decision, given=given
    )
    assert {one.topic for one in said} >= {"tree", "dossiers", "papers"}
    assert before == (db.session.query(UnitAct).count(), db.session.query(UnitParent).count())


def test_the_same_press_twice_is_one_act(made):
    ids = {
        act(made, "mark", "sector", once="twice", symbol="CĐYT", place="", letterhead="") for _ in range(2)
    }
    assert len(ids) == 1
    assert units.symbol_of(made.units["sector"], clock.today()) == "CĐYT"


@pytest.mark.parametrize(
    ("who", "kind", "unit"),
    [
        ("keeper", "close", "sector"),  # the administrator of the unit itself
        ("chair", "close", "own"),
        ("reviewer", "transfer", "sector"),
        ("checker", "mark", "sector"),
    ],
)
def test_who_does_not_decide_above_is_refused(made, who, kind, unit):
    with pytest.raises(Forbidden):
        act(made, kind, unit, who=who, into=None, units={})
    assert db.session.query(UnitAct).count() == 0


BAD = [
    # kind, page, given by names of units, (field, how the message begins)
    (
        "transfer",
        "above",
        {"into": "own", "units": {"sector": None}},
        ("effective_on", "%(unit)s sẽ đứng trên"),
    ),
    (
        "transfer",
        "sector",
        {"into": "sector", "units": {"own": None}},
        ("into", "Các đơn vị này đang trực thuộc"),
    ),
    (
        "transfer",
        "above",
        {"into": "sector", "units": {"own": None}},
        ("units", "Ngày %(day)s %(unit)s không trực"),
    ),
    ("close", "sector", {"into": "above"}, ("effective_on", "%(other)s kết thúc ngày")),
    ("close", "sector", {"into": "sector"}, ("into", "Chọn đơn vị khác")),
    ("merge", "sector", {"units": ["own"], "into": None, **NEW}, ("units", "Chọn ít nhất hai")),
    ("merge", "sector", {"units": ["own"], "into": "own", **NEW}, ("into", "Đơn vị nhận không nằm")),
    ("split", "own", {"groups": [], **NEW}, ("groups", "Chọn ít nhất một tổ")),
    ("coordinate", "own", {"into": "own", "until": None}, ("into", "Chọn đơn vị khác")),
    ("mark", "own", {"symbol": "CĐCS", "place": "", "letterhead": ""}, ("symbol", "Chưa có gì thay đổi")),
    (
        "found",
        "sector",
        {**NEW, "name": "Công đoàn cơ sở Bệnh viện Phổi"},
        ("name", "Đã có đơn vị trực thuộc"),
    ),
]


@pytest.mark.parametrize(("kind", "page", "given", "wanted"), BAD)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_written(made, kind, page, given, wanted):
    def named(value):
        if isinstance(value, dict):
            return {named(key): named(one) for key, one in value.items()}
        if isinstance(value, list):
            return [named(one) for one in value]
        return made.units.get(value, value) if isinstance(value, str) else value

    said = {
        key: named(value) if key in ("into", "units", "groups") else value for key, value in given.items()
    }
    rows = db.session.query(UnitParent).count()
    with pytest.raises(Refused) as refused:
        act(made, kind, page, **said)
    assert any(field == wanted[0] and message.startswith(wanted[1]) for field, message in why(refused)), why(
        refused
    )
    assert (db.session.query(UnitAct).count(), db.session.query(UnitParent).count()) == (0, rows)


def test_a_sector_union_closes_and_its_open_dossiers_go_to_the_successor(made):
    today = clock.today()
    road.type_all(made, ["dung"])
    road.send(made)
    road.act(made, "reviewer", "receive")
    old = units.head_of_paper(made.units["own"], today - DAY)
    act(
        made,
        "transfer",
        "sector",
        into=made.units["above"],
        units={made.units[one]: None for one in ("own", "sister")},
    )
    assert waiting_units(made.code) == {made.units["sector"]}
    act(made, "close", "sector", into=made.units["above"])
    sector = db.session.get(Unit, made.units["sector"])
    assert sector.closed_on == today - DAY
    dossier = db.session.query(Dossier).filter_by(code=made.code).one()
    assert dossier.deciding_unit_id == made.units["above"]
    assert db.session.get(Matter, made.matter_id).unit_id == made.units["above"]
    assert waiting_units(made.code) == {made.units["above"]}
    assert history.verify(dossier.id) is None
    assert [one.kind for one in history.entries_of(dossier.id)][-1] == "moved"
    assert access.actor_for(made.people["reviewer"], on=today).seats == ()
    assert [row.code for row in inbox.home(made.who("checker")).waiting] == [made.code]
    dossiers.act(made.code, "receive", who=made.who("checker"), seen=dossier.seq, once="received")
    assert units.head_of_paper(made.units["own"], today - DAY) == old
    assert (
        units.head_of_paper(made.units["own"], today)["parent"]
        == units.named(made.units["above"], today).letterhead
    )


def test_a_close_to_come_hands_dossiers_on_in_the_morning_of_its_day(made):
    road.type_all(made, ["dung"])
    road.send(made)
    on = clock.today() + 3 * DAY
    into = made.units["above"]
    act(
        made,
        "transfer",
        "sector",
        on=on,
        into=into,
        units={made.units[one]: None for one in ("own", "sister")},
    )
    act_id = act(made, "close", "sector", on=on, into=into)
    assert waiting_units(made.code) == {made.units["sector"]}
    with clock.at(datetime(on.year, on.month, on.day, 1, tzinfo=ZONE)):
        for _again in range(2):
            unit_acts.carry_out(act_id, made.units["sector"], into, False)
        assert waiting_units(made.code) == {into}
        dossier = db.session.query(Dossier).filter_by(code=made.code).one()
        assert [one.kind for one in history.entries_of(dossier.id)].count("moved") == 1


def test_an_act_is_undone_row_for_row_and_not_when_something_stands_on_it(made):
    def tree_now():
        query = db.select(
            UnitParent.unit_id, UnitParent.parent_id, UnitParent.valid_from, UnitParent.valid_to
        )
        return sorted(map(tuple, db.session.execute(query)), key=str)

    before = tree_now()
    road.type_all(made, ["dung"])
    road.send(made)
    chosen = {made.units[one]: None for one in ("own", "sister")}
    moved = act(made, "transfer", "sector", into=made.units["above"], units=chosen)
    closed = act(made, "close", "sector", into=made.units["above"])
    with pytest.raises(Conflict):
        unit_acts.undo(made.units["sector"], moved, who=made.who("boss"), why="nhầm")
    unit_acts.undo(made.units["sector"], closed, who=made.who("boss"), why="nhầm ngày")
    assert waiting_units(made.code) == {made.units["sector"]}
    assert db.session.get(Matter, made.matter_id).unit_id == made.units["sector"]
    unit_acts.undo(made.units["sector"], moved, who=made.who("boss"), why="nhầm ngày")
    assert tree_now() == before
    assert db.session.query(Office).filter(Office.valid_to.is_not(None)).count() == 0
    with pytest.raises(Conflict):
        unit_acts.undo(made.units["sector"], closed, who=made.who("boss"), why="hai lần")


def test_units_are_merged_with_their_people_groups_and_dossiers(made):
    road.type_all(made, ["dung"])
    code = made.code
    act(made, "merge", "sector", units=[made.units["own"], made.units["sister"]], into=None, **NEW)
    new = db.session.scalar(db.select(Unit.id).order_by(Unit.id.desc()))
    today = clock.today()
    assert units.name_of(new, today) == NEW["name"]
    assert {one.name for one in units.members(new, today)} >= {"Kiều Thị Dung", "Phí Đức Long"}
    assert units.members(made.units["own"], today) == []
    assert units.parent_of(made.units["group"], today) == new
    assert db.session.query(Dossier).filter_by(code=code).one().unit_id == new
    hired = db.session.query(Membership).filter_by(unit_id=new, person_id=made.people["dung"]).one().hired_on
    assert hired == date(2020, 1, 1)


def test_groups_become_a_unit_and_a_union_guides_beside_the_one_above(made):
    row = db.session.query(Membership).filter_by(person_id=made.people["dung"]).one()
    row.group_id = made.units["group"]
    db.session.commit()
    act(made, "split", "own", groups=[made.units["group"]], **NEW)
    new = units.parent_of(made.units["group"], clock.today())
    assert [one.name for one in units.members(new, clock.today())] == ["Kiều Thị Dung"]
    act(made, "coordinate", "own", into=made.units["above"], until=None)
    assert db.session.query(UnitLink).one().with_id == made.units["above"]
    with pytest.raises(Refused):
        act(made, "coordinate", "own", into=made.units["above"], until=None)
    assert units.parent_of(made.units["own"], clock.today()) == made.units["sector"]
