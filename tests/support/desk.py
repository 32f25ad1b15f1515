"""A desk full of dossiers: sent by as many units to the sector union of the small province, by real commands."""

from __future__ import annotations

import itertools
from typing import Any

from extensions import clock, db
from tests.support import province as road
from tests.support import tree

KEYS = itertools.count(1)


def key() -> str:
    """Return a key as a page would make it, 32 letters without a dash."""
    return f"{next(KEYS):032x}"


def sent_by(made: road.Province, name: str) -> str:
    """Let a new unit below the sector union send an empty dossier; return its code."""
    from models import Dossier, FindingCount, Revision
    from services import definitions, dossiers
    from services.transaction import writing
    from services.who import Who
    from workflows.actors import Command

    unit = tree.unit(f"Công đoàn cơ sở {name}", "grassroots", made.units["sector"])
    chair = tree.person(f"Nghiêm Thị {name}")
    tree.office(chair, unit, "chair", title="Chủ tịch")
    db.session.commit()
    code = dossiers.open_dossier(made.matter_id, who=Who(chair))
    with writing():
        dossier = db.session.scalar(db.select(Dossier).where(Dossier.code == code))
        frozen = {"answers": {}, "attachments": [], "unit": name, "matter": ""}
        rest: dict[str, Any] = {"sha256": "0" * 64, "at": clock(), "person_id": chair}
        db.session.add(Revision(dossier_id=dossier.id, no=1, snapshot=frozen, **rest))
        db.session.add(FindingCount(dossier_id=dossier.id, revision_no=1, warn=1, ask=2))
        dossier.revision_no = 1
        chain = definitions.chain_of(dossier.definition_id)
        seated = {"check": [made.people["reviewer"]]}
        payload = {"revision": 1, "answers": {}, "scopes": {}, "seated": seated}
        actor = dossiers._actor(Who(chair))
        dossiers._perform(dossier, chain, Command("submit", actor, dossier.seq, key(), payload))
    return code


def many(made: road.Province, count: int) -> list[str]:
    """Let so many units send a dossier each; return the codes in order."""
    return [sent_by(made, f"Cơ sở {next(KEYS)}") for _ in range(count)]


def seen(made: road.Province, code: str, who: str = "reviewer") -> int:
    """Return the sequence that a fresh page shows somebody."""
    from services import dossier_views

    return dossier_views.view(code, made.who(who)).seq


def do(made: road.Province, code: str, who: str, name: str, **payload: Any) -> None:
    """Let somebody give a command of the chain, from a fresh page."""
    from services import dossiers

    at = seen(made, code, who)
    dossiers.act(code, name, who=made.who(who), seen=at, once=key(), payload=payload)


def told(made: road.Province, name: str) -> list[str]:
    """Return the subjects of what a person was told and has not read, oldest first."""
    from services import notices

    return [one.subject for one in reversed(notices.unread(made.people[name]))]


def second_reviewer(made: road.Province) -> None:
    """Give the sector union a second reviewer («other») beside the first."""
    made.people["other"] = tree.person("Lã Thị Yến")
    tree.office(made.people["other"], made.units["sector"], "reviewer", title="Chuyên viên")
    db.session.commit()
