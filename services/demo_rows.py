"""The demonstration province as rows: units, people, offices and what is on record, from `reference/demo/`.

These are facts of the past that no command of the product makes; everything that a person does with the product
is replayed instead (`services/demo_replay.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import reference
from extensions import ZONE, clock, db
from models import (
    AwardRecord,
    Delegation,
    Initiative,
    Membership,
    Office,
    Person,
    Rating,
    Unit,
    UnitFigure,
    UnitParent,
    UnitPlace,
    UnitSymbol,
)
from services import awards, event_norms, units

FOLDER = "demo"
RATED = (2023, 2024, 2025)
RECORDED = time(8, 30)


@dataclass(frozen=True)
class Codes:
    """The ids behind the codes of the data files: {code: id}."""

    units: dict[str, int]
    people: dict[str, int]

    def key(self, code: str) -> str:
        """Return the nominee's key of a person, group or unit («p12», «u34»). Errors: `KeyError`."""
        return f"u{self.units[code]}" if code in self.units else f"p{self.people[code]}"

    def subject(self, code: str) -> dict[str, int]:
        """Return {"unit_id": id} or {"person_id": id}."""
        return {"unit_id": self.units[code]} if code in self.units else {"person_id": self.people[code]}


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the province's tables."""
    return reference.load_csv(f"{FOLDER}/{name}.csv")


def story(name: str) -> dict[str, Any]:
    """Return one of the province's TOML files."""
    return reference.load(f"{FOLDER}/{name}.toml")


def write() -> Codes:
    """Write everything inside the running command; return the ids."""
    codes = Codes(_units(), _people())
    offices = _offices(codes)
    db.session.add_all(offices.values())
    db.session.flush()
    db.session.add_all(_delegations(codes, {key: office.id for key, office in offices.items()}))
    norms, rules = story("event_norms")["norm"], story("event_rules")["rule"]
    db.session.add(event_norms.setting("song_lam", "district", norms, rules))
    for rows in (_memberships, _figures, _ratings, _award_records, _initiatives):
        db.session.add_all(rows(codes))
    db.session.flush()
    return codes


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _units() -> dict[str, int]:
    data, groups = story("units")["unit"], table("groups")
    above = {one["code"]: one for one in data}
    made = {
        one["code"]: Unit(
            code=one["code"],
            kind=one["kind"],
            founded_on=one.get("founded_on"),
            closed_on=one.get("closed_on"),
            phone=one["phone"],
        )
        for one in data
    }
    made |= {
        row["code"]: Unit(code=row["code"], kind="group", closed_on=above[row["unit"]].get("closed_on"))
        for row in groups
    }
    db.session.add_all(made.values())
    db.session.flush()
    ids = {code: unit.id for code, unit in made.items()}
    for one in data:
        _dated(one, ids)
    for row in groups:
        _group(row, above[row["unit"]], ids)
    return ids


def _dated(one: dict[str, Any], ids: dict[str, int]) -> None:
    """Write the rows with dates of one unit: names, parents, symbol, place."""
    unit_id, since = ids[one["code"]], one["names"][0]["from"]
    for name in one["names"]:
        units.add_name(
            unit_id,
            name=name["name"],
            short_name=name["short_name"],
            letterhead=name["letterhead"],
            collective=name["collective"],
            valid_from=name["from"],
            valid_to=name.get("to"),
            source=name.get("source", ""),
        )
    for parent in one.get("parents", ()):
        db.session.add(
            UnitParent(
                unit_id=unit_id,
                parent_id=ids[parent["unit"]],
                valid_from=parent["from"],
                valid_to=parent.get("to"),
                source=parent.get("source", ""),
            )
        )
    db.session.add(UnitSymbol(unit_id=unit_id, symbol=one["symbol"], valid_from=since))
    db.session.add(UnitPlace(unit_id=unit_id, place=one["place"], valid_from=since))


def _group(row: dict[str, str], owner: dict[str, Any], ids: dict[str, int]) -> None:
    """Write a group of members: it lives as long as its unit and issues no papers of its own."""
    unit_id = ids[row["code"]]
    life = {"valid_from": owner["names"][0]["from"], "valid_to": owner.get("closed_on")}
    units.add_name(unit_id, name=row["name"], short_name=row["short_name"], collective="", **life)
    db.session.add(UnitParent(unit_id=unit_id, parent_id=ids[row["unit"]], **life))


def _everybody() -> list[dict[str, str]]:
    return [*table("people"), *table("members")]


def _people() -> dict[str, int]:
    made = [
        Person(code=row["code"], name=row["name"], sex=row["sex"], born_on=_day(row["born_on"]))
        for row in _everybody()
    ]
    db.session.add_all(made)
    db.session.flush()
    return {person.code: person.id for person in made}


def _offices(codes: Codes) -> dict[tuple[str, str, str], Office]:
    """Return {(person, unit, role): office}, unwritten, in the order of the file."""
    return {
        (row["person"], row["unit"], row["role"]): Office(
            person_id=codes.people[row["person"]],
            unit_id=codes.units[row["unit"]],
            role=row["role"],
            title=row["title"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            source=row["source"],
            term=_term(row["source"]),
        )
        for row in table("offices")
    }


def _term(source: str) -> str:
    """Return the label of the term that the words about a congress name («2023-2028»), "" for none."""
    return source.rpartition("nhiệm kỳ ")[2] if "nhiệm kỳ " in source else ""


def _delegations(codes: Codes, offices: dict[tuple[str, str, str], int]) -> Iterable[Delegation]:
    """Who has stood in for whom: fixed dates, or days counted from today, so that a visitor sees one in force."""
    for row in table("delegations"):
        giver = (row["giver"], row["unit"], row["giver_role"])
        first = _when(row["valid_from"])
        yield Delegation(
            unit_id=codes.units[row["unit"]],
            kind=row["kind"],
            giver_id=codes.people.get(row["giver"]),
            giver_office_id=offices[giver] if row["giver"] else None,
            person_id=codes.people[row["person"]],
            office_id=offices[row["person"], row["unit"], row["role"]],
            valid_from=first,
            valid_to=_when(row["valid_to"]),
            covers=row["covers"].split(),
            paper_no=row["paper_no"],
            paper_on=_when(row["paper_on"]),
            paper_by=row["paper_by"],
            recorded_at=datetime.combine(first, RECORDED, ZONE),
            recorded_by=codes.people[row["recorded_by"]],
        )


def _when(text: str) -> date | None:
    """Return a date, or a day counted from today (+30, -12)."""
    return clock.today() + timedelta(days=int(text)) if text[:1] in ("+", "-") else _day(text)


def _memberships(codes: Codes) -> Iterable[Membership]:
    for row in _everybody():
        if row["unit"]:
            yield Membership(
                person_id=codes.people[row["code"]],
                unit_id=codes.units[row["unit"]],
                group_id=codes.units[row["group"]],
                post=row["post"],
                leader=row["leader"] == "yes",
                hired_on=date.fromisoformat(row["hired_on"]),
                left_on=_day(row["left_on"]),
            )


def _figures(codes: Codes) -> Iterable[UnitFigure]:
    for row in table("figures"):
        yield UnitFigure(
            unit_id=codes.units[row["unit"]],
            as_of=date.fromisoformat(row["as_of"]),
            members=int(row["members"]),
            women=int(row["women"]),
        )


def _ratings(codes: Codes) -> Iterable[Rating]:
    """Ratings of units and groups, and of people by the decision of their employer; blank: not rated."""
    of_people = {}
    for row in table("ratings"):
        of_people[row["unit"], int(row["year"])] = row["people_decision"]
        if row["code"]:
            yield Rating(
                unit_id=codes.units[row["unit"]],
                year=int(row["year"]),
                code=row["code"],
                decision=row["decision"],
            )
    for row in _everybody():
        for year in RATED:
            if code := row[f"r{year}"]:
                decision = of_people.get((row["unit"], year), "")
                yield Rating(person_id=codes.people[row["code"]], year=year, code=code, decision=decision)


def _award_records(codes: Codes) -> Iterable[AwardRecord]:
    known = awards.catalogue()
    for row in table("awards"):
        award = known[row["award"]]
        yield AwardRecord(
            **codes.subject(row["subject"]),
            award=row["award"],
            title=award["title"],
            level=award["level"],
            form=award["form"],
            year=int(row["year"]),
            decision=row["decision"],
            decided_on=date.fromisoformat(row["decided_on"]),
            issuer=row["issuer"],
            merit=row["merit"],
        )


def _initiatives(codes: Codes) -> Iterable[Initiative]:
    for row in table("initiatives"):
        yield Initiative(
            person_id=codes.people[row["person"]],
            year=int(row["year"]),
            name=row["name"],
            recognised_by=row["recognised_by"],
            decision_no=row["decision_no"],
            decision_on=_day(row["decision_on"]),
            scope=row["scope"],
        )
