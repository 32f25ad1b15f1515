"""A council of seven over the small province, and a dossier that waits for it."""

from __future__ import annotations

import itertools
from datetime import time, timedelta
from typing import Any

from flask import Flask

from extensions import clock, db
from tests.support import province as road
from tests.support import tree

ONCE = itertools.count(1)

#: The council of seven: {name in the province: part}.
SEVEN = {
    "head": "chair",
    "seat1": "vice_chair",
    "reviewer": "secretary",
    "seat2": "member",
    "seat3": "member",
    "clerk": "member",
    "seventh": "member",
}


def settled(app: Flask, *, accounts: bool = False, **passing: Any) -> tuple[road.Province, int]:
    """Return the province, with accounts or without, its round charged to a council of seven, and the council's id."""
    made = road.build(app)
    with app.app_context():
        made.people["seventh"] = tree.person("Lò Thị Chiêm")
        tree.office(made.people["seventh"], made.units["sector"], "executive", title="Ủy viên Ban Chấp hành")
        db.session.commit()
    if accounts:
        road.accounts_for(made, "head", "seat3", "seventh")
    with app.app_context():
        council_id = found(made)
        charge(made, council_id, **passing)
    return made, council_id


def found(made: road.Province, **more: Any) -> int:
    """Let the sector union's chair write the council of seven down, quorum two thirds; return its id."""
    from services import councils

    today = clock.today()
    said = {
        "name": "Hội đồng Thi đua - Khen thưởng Công đoàn ngành Y tế tỉnh",
        "decision_no": "12/QĐ-CĐN",
        "decision_on": today - timedelta(days=30),
        "valid_from": today - timedelta(days=30),
        "valid_to": None,
        "quorum_kind": "share",
        "quorum_num": 2,
        "quorum_den": 3,
        "parts": {made.people[name]: part for name, part in SEVEN.items()},
        **more,
    }
    return councils.set_up(made.units["sector"], who=made.who("head"), **said)


def charge(made: road.Province, council_id: int, **passing: Any) -> None:
    """Let the round go through the council."""
    from services import council_charges

    said = {"kind": "majority", "num": 1, "den": 1, **passing}
    council_charges.charge(made.matter_id, made.units["sector"], council_id, **said)
    db.session.commit()


def checked(made: road.Province, names: tuple[str, ...] = ("dung", "long")) -> None:
    """Send a dossier up and let it pass the first check: it waits for the council."""
    road.type_all(made, list(names))
    road.send(made)
    road.act(made, "reviewer", "receive")
    road.act(made, "reviewer", "approve")


def called(made: road.Province, council_id: int) -> int:
    """Let the secretary call a sitting over the dossier; return its id."""
    from services import council_sittings

    return council_sittings.call(
        council_id,
        who=made.who("reviewer"),
        codes=[made.code],
        held_on=clock.today(),
        starts=time(0, 5),
        place="Phòng họp tầng 2",
        once=f"call-{next(ONCE)}",
    )


def present(made: road.Province, sitting_id: int, *names: str) -> None:
    """Let the secretary tick who is present; the others are on a journey."""
    from services import council_sittings

    here = {made.people[name] for name in names}
    away = {made.people[name]: "đi công tác" for name in SEVEN if name not in names}
    council_sittings.record_presence(sitting_id, who=made.who("reviewer"), present=here, reasons=away)


def vote(made: road.Province, sitting_id: int, name: str, agrees: Any = True) -> None:
    """Let somebody cast their paper; `agrees` for every case, or {case: agrees}."""
    from services import council_ballots

    _row, items = council_ballots.voting(sitting_id, made.who(name))
    votes = {one.id: agrees if isinstance(agrees, bool) else agrees[one.name] for one in items}
    db.session.rollback()
    council_ballots.vote(sitting_id, who=made.who(name), votes=votes)
