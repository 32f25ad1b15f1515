"""Who may see what: the filter against a model of thirty lines, and the cases that matter by name."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from extensions import db
from models import Dossier, Paper, UnitParent
from services import access
from services.errors import NotFound
from tests.support import tree

ROLES = ("chair", "secretary", "executive", "committee_member", "reviewer", "clerk", "admin", "accountant")
DAYS = [date(2026, 1, 1) + timedelta(days=60 * n) for n in range(6)]


@dataclass
class World:
    """The same facts as in the tables, as plain lists: what the model reads."""

    parents: list[tuple[int, int, date, date | None]] = field(default_factory=list)
    offices: dict[int, list[tuple[int, str, date, date | None]]] = field(default_factory=dict)
    dossiers: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    papers: dict[int, tuple[int, list[int]]] = field(default_factory=dict)


# ---- the model: written from architecture.md §4, without a look at the filter -------------------------------


def model_above(world: World, unit: int, on: date) -> set[int]:
    """Return every unit above, one step after the other."""
    found: set[int] = set()
    step = {unit}
    while step:
        step = {p for u, p, a, b in world.parents if u in step and a <= on and (b is None or on <= b)} - found
        found |= step
    return found


def model_sees_dossier(world: World, who: int, dossier: int, on: date) -> bool:
    """Own unit: everything. Chain above, from the first submission on: five offices. Others: nothing."""
    owner, deciding, revision = world.dossiers[dossier]
    for unit, role, first, last in world.offices[who]:
        if role == "admin" or not (first <= on and (last is None or on <= last)):
            continue
        if unit == owner:
            return True
        in_chain = role in ("chair", "reviewer", "lead_reviewer", "committee_member", "clerk")
        if in_chain and revision >= 1 and (unit == deciding or unit in model_above(world, owner, on)):
            return True
    return False


def model_sees_paper(world: World, who: int, paper: int, on: date) -> bool:
    """The issuer; the units whose dossiers it names; the unit that decides on them."""
    issuer, named = world.papers[paper]
    for unit, role, first, last in world.offices[who]:
        if role == "admin" or not (first <= on and (last is None or on <= last)):
            continue
        if unit == issuer or any(world.dossiers[d][0] == unit for d in named):
            return True
        in_chain = role in ("chair", "reviewer", "lead_reviewer", "committee_member", "clerk")
        if in_chain and any(world.dossiers[d][1] == unit and world.dossiers[d][2] >= 1 for d in named):
            return True
    return False


# ---- a random world, in both ------------------------------------------------------------------------------


def grow(seed: int) -> World:
    """Write a random tree of 30 units in four levels with moves, 50 people, 120 dossiers, 40 papers."""
    rng, world = random.Random(seed), World()
    units = [tree.unit("Tỉnh", "province")]
    for level, count in (("sector", 4), ("grassroots", 15), ("group", 10)):
        above = list(units)
        for n in range(count):
            here = tree.unit(f"{level} {n}", level)
            units.append(here)
            first, second = rng.choice(above), rng.choice(above)
            moved = rng.choice([None, DAYS[2], DAYS[4]])
            rows = [(first, tree.LONG_AGO, moved and moved - timedelta(days=1))]
            rows += [(second, moved, None)] if moved and rng.random() < 0.8 else []
            for parent, begin, end in rows:
                db.session.add(UnitParent(unit_id=here, parent_id=parent, valid_from=begin, valid_to=end))
                world.parents.append((here, parent, begin, end))
    people = [tree.person() for _ in range(50)]
    for who in people:
        world.offices[who] = []
        for _ in range(rng.choice([0, 1, 1, 2, 3])):
            unit, role = rng.choice(units), rng.choice(ROLES)
            begin, end = rng.choice(DAYS[:4]), rng.choice([None, None, DAYS[4], DAYS[5]])
            tree.office(who, unit, role, begin, end)
            world.offices[who].append((unit, role, begin, end))
    for _ in range(120):
        owner, deciding, revision = rng.choice(units), rng.choice(units), rng.choice([0, 1, 2])
        world.dossiers[tree.dossier(owner, deciding, revision, people[0])] = (owner, deciding, revision)
    for _ in range(40):
        issuer, named = rng.choice(units), rng.sample(sorted(world.dossiers), rng.choice([0, 1, 1, 3]))
        world.papers[tree.paper(issuer, named, people[0])] = (issuer, named)
    db.session.commit()
    return world


def compare(world: World, people: list[int], days: list[date]) -> int:
    """Compare the filter with the model for every dossier and paper; return how many were compared."""
    count = 0
    for who in people:
        for on in days:
            actor = access.actor_for(who, on=on)
            seen = set(db.session.scalars(select(Dossier.id).where(access.visible_dossiers(actor, on))))
            assert seen == {d for d in world.dossiers if model_sees_dossier(world, who, d, on)}, (who, on)
            seen = set(db.session.scalars(select(Paper.id).where(access.visible_papers(actor))))
            assert seen == {p for p in world.papers if model_sees_paper(world, who, p, on)}, (who, on)
            count += len(world.dossiers) + len(world.papers)
    return count


def test_the_filter_is_the_model(app: Flask) -> None:
    """All people × all days × all dossiers and papers of a random world; some see, most do not."""
    with app.app_context():
        world = grow(20261121)
        compared = compare(world, sorted(world.offices), DAYS[::2])
        seen = sum(model_sees_dossier(world, w, d, DAYS[2]) for w in world.offices for d in world.dossiers)
    assert compared == 50 * 3 * 160
    assert 200 < seen < 3000


def test_one_dossier_is_seen_as_the_list_says(app: Flask) -> None:
    """Random triples (person, dossier, day): `can_see` answers as the model."""
    with app.app_context():
        world = grow(7)
        people, dossiers = sorted(world.offices), sorted(world.dossiers)

        @settings(max_examples=300)
        @given(st.sampled_from(people), st.sampled_from(dossiers), st.sampled_from(DAYS))
        def check(who: int, dossier: int, on: date) -> None:
            actor = access.actor_for(who, on=on)
            found = access.can_see(actor, db.session.get(Dossier, dossier), on)
            assert found == model_sees_dossier(world, who, dossier, on)

        check()


@pytest.mark.soak
def test_a_hundred_thousand_triples(app: Flask) -> None:
    """T1: 100,000 triples of person, day and dossier or paper, in several worlds."""
    compared = 0
    with app.app_context():
        for seed in range(3):
            world = grow(seed)
            compared += compare(world, sorted(world.offices), DAYS)
            for table in reversed(db.metadata.sorted_tables):
                db.session.execute(table.delete())
            db.session.commit()
    assert compared >= 100_000


# ---- the cases by name --------------------------------------------------------------------------------------


@pytest.fixture
def hospital(app: Flask) -> dict[str, int]:
    """A province with two sectors and two hospitals; a draft and a submitted dossier of the first."""
    with app.app_context():
        ids = {"province": tree.unit("LĐLĐ tỉnh", "province")}
        ids["health"] = tree.unit("CĐN Y tế", "sector", ids["province"])
        ids["schools"] = tree.unit("CĐN Giáo dục", "sector", ids["province"])
        ids["hospital"] = tree.unit("CĐCS Bệnh viện", "grassroots", ids["health"])
        ids["sister"] = tree.unit("CĐCS Sản - Nhi", "grassroots", ids["health"])
        ids["author"] = tree.person()
        ids["draft"] = tree.dossier(ids["hospital"], ids["health"], 0, ids["author"])
        ids["sent"] = tree.dossier(ids["hospital"], ids["health"], 1, ids["author"])
        ids["paper"] = tree.paper(ids["hospital"], [ids["sent"]], ids["author"])
        db.session.commit()
    return ids


@pytest.mark.parametrize(
    ("unit", "role", "seen"),
    [
        ("hospital", "chair", {"draft", "sent", "paper"}),
        ("hospital", "accountant", {"draft", "sent", "paper"}),
        ("hospital", "admin", set()),
        ("sister", "chair", set()),
        ("health", "reviewer", {"sent", "paper"}),
        ("health", "clerk", {"sent", "paper"}),
        ("health", "accountant", set()),
        ("health", "admin", set()),
        ("schools", "chair", set()),
        ("province", "committee_member", {"sent"}),
        ("province", "executive", set()),
    ],
)
def test_seats_and_what_they_see(
    app: Flask, hospital: dict[str, int], unit: str, role: str, seen: set[str]
) -> None:
    """One seat each: own unit everything, the chain what was sent, sideways and administrators nothing."""
    today = date(2026, 6, 1)
    with app.app_context():
        who = tree.person()
        tree.office(who, hospital[unit], role)
        actor = access.actor_for(who, on=today)
        found = {
            name
            for name in ("draft", "sent")
            if access.can_see(actor, db.session.get(Dossier, hospital[name]), today)
        }
        if db.session.scalar(select(Paper.id).where(access.visible_papers(actor))):
            found.add("paper")
        assert found == seen
        if "paper" not in seen:
            with pytest.raises(NotFound):
                access.paper_for(hospital["paper"], actor)


def test_unknown_and_forbidden_look_alike(app: Flask, hospital: dict[str, int]) -> None:
    """A code that exists and one that does not are refused by the same error without words."""
    with app.app_context():
        who = tree.person()
        tree.office(who, hospital["sister"], "chair")
        actor = access.actor_for(who, on=date(2026, 6, 1))
        code = db.session.get(Dossier, hospital["sent"]).code
        said = []
        for asked in (code, "KT-2026-99999"):
            with pytest.raises(NotFound) as refused:
                access.dossier_for(asked, actor)
            said.append((refused.value.message, refused.value.params))
        assert said[0] == said[1]


def test_the_acting_seat_stands_first_and_must_be_valid(app: Flask, hospital: dict[str, int]) -> None:
    """A chosen office leads; an office that has ended, or somebody else's, is passed over."""
    day = date(2026, 6, 1)
    with app.app_context():
        who, other = tree.person(), tree.person()
        admin = tree.office(who, hospital["health"], "admin")
        chair = tree.office(who, hospital["hospital"], "chair")
        vice = tree.office(who, hospital["sister"], "vice_chair")
        ended = tree.office(who, hospital["province"], "reviewer", until=day - timedelta(days=1))
        foreign = tree.office(other, hospital["province"], "reviewer")
        order = {
            o: [s.office_id for s in access.actor_for(who, office_id=o, on=day).seats]
            for o in (None, vice, admin, ended, foreign)
        }
        seats = access.seats_of(who, day)
    assert order[None] == order[ended] == order[foreign] == [chair, vice, admin]
    assert order[vice] == [vice, chair, admin]
    assert order[admin] == [admin, chair, vice]
    assert [(s.unit_name, s.upper_name) for s in seats] == [
        ("CĐCS Bệnh viện", "CĐN Y tế"),
        ("CĐCS Sản - Nhi", "CĐN Y tế"),
        ("CĐN Y tế", "LĐLĐ tỉnh"),
    ]
