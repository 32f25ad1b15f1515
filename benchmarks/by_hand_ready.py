"""What stands before the journeys begin: an account for the deputy, sixty dossiers that wait for one reviewer.

The dossiers are the demonstration's own nominations, given again by real commands: one person each, a round a month.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

PASSWORD = "ban-do-thu-cua-nganh"
DEPUTY, REVIEWER = "M0125", "P04"
WAITING = 60
ROUNDS = 16


def make_ready(folder: Path, *, waiting: bool) -> None:
    """Give the deputy an account; with `waiting` let dossiers come in until so many wait for the reviewer."""
    from app import create_app
    from cli.demo import answers_of
    from extensions import clock
    from models import Person, Unit
    from services import accounts, demo_replay, demo_rows

    app = create_app({"INSTANCE": str(folder), "TESTING": True})
    with app.app_context():
        accounts.create(accounts.person_by_code(DEPUTY), DEPUTY.lower(), password=PASSWORD)
        if waiting:
            units = {one.code: one.id for one in Unit.query.all() if one.code}
            people = {one.code: one.id for one in Person.query.all() if one.code}
            codes = demo_rows.Codes(units, people)
            _nominate(demo_replay.Replay(codes, answers_of, clock.today()))


def _waiting() -> int:
    from services import accounts, bulk_pages
    from services.who import Who

    seen = bulk_pages.check(Who(accounts.person_by_code(REVIEWER)))
    return len(seen.able) + len(seen.barred) + seen.more


def _nominate(replay: Any) -> None:
    from services import demo_rows
    from services.demo_replay import _with_year

    year = replay.today.year
    data = _with_year(demo_rows.story("this_year"), year)
    plans = [one for one in data["dossier"] if "meeting" in one]
    members: dict[str, list[str]] = {}
    for row in demo_rows.table("members"):
        members.setdefault(row["unit"], []).append(row["code"])
    left = WAITING - _waiting()
    for number in range(ROUNDS):
        round_ = {**data["round"][0], "key": f"B{number}", "title": f"Giấy khen đợt {number + 2} năm {year}"}
        replay.play(f"by-hand-{number}", {"round": [round_], "dossier": [], "act": []})
        for plan in plans:
            codes = members["CS" + plan["people"][0][1:3]]
            if left and number < len(codes) and _sent(replay, plan, f"B{number}", codes[number]):
                left -= 1
        if not left:
            return


def _sent(replay: Any, plan: dict[str, Any], round_: str, code: str) -> bool:
    """Send one nomination of one person; who sits in the committee has no vote about themselves.

    Return False where a rule stops it: nominated already.
    """
    import click

    from services.demo_replay import _open, _submit, _type
    from services.errors import Refused

    said = next(one for key, one in plan["results"].items() if key.startswith("M"))
    votes = max(map(sum, plan["meeting"]["ballots"].values()))
    for own in (False, True):
        name = f"{round_}-{code}-{own}"
        meeting = deepcopy(plan["meeting"])
        meeting["ballots"] = {code: [votes - own, 0]}
        meeting["interested"] = {code: "no"} if own else {}
        replay.planned[name] = {
            **plan,
            "key": name,
            "round": round_,
            "groups": [],
            "people": [code],
            "results": {code: said},
            "meeting": meeting,
        }
        try:
            for do in (_open, _type, _submit):
                do(replay, {"dossier": name, "who": plan["author"]}, f"by-hand-{name}-{do.__name__}")
        except click.ClickException:
            continue
        except Refused:
            return False
        return True
    return False
