"""Every address × everybody: who reads what at which stage, who may change something, and no GET that writes.

The tables say what must be; a new address that stands in none of them fails here. Which command is open in
which state is the engine's matter and tested there; here stands who may never.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from tests.architecture.crowd import NOBODY, PEOPLE, STAGES, UNKNOWN, Crowd, addresses, fingerprint, gather
from tests.architecture.crowd import statements_that_write as writing
from tests.support.tree import CHEAP_HASH

OWN = {"chair", "secretary"}
ABOVE = {"reviewer", "seat1", "clerk"}
ALL = set(PEOPLE)

# Pages that hang on no object, for everybody signed in; those for the public stand in test_views.py.
PERSONAL = {
    *("account.root", "account.me", "inbox.home", "inbox.dossiers", "inbox.handled"),
    *("awards.index", "awards.led", "awards.open_round", "library.papers"),
}
PUBLIC = {"account.sign_in", "account.language", "health.healthz", "health.readyz", "library.sheet_css"}

# What can be asked for by an address, and who reads it once the dossier was sent up (before: its own unit).
READ_BY_THE_CHAIN = {
    *("dossiers.show", "dossiers.timeline", "dossiers.print_draft", "attachments.take"),
    *("library.issue", "library.paper", "library.download"),
}
READ_BY_ITS_UNIT = {"dossiers.part", "dossiers.check", "dossiers.preview"}
READ_BY_WHO_DECIDES = {"awards.round", "awards.decision"}

# A page that changes a thing → the page of the thing: who reads the thing is told 403, not 404.
LOOK_BUT_NOT_TOUCH = {"organisation.rename": "organisation.unit"}

# These lead back to the dossier or the round and say there why not.
REFUSE_WITH_WORDS = {"library.issue", "awards.decision"}

# In this province nobody has them: no demonstration, accounts exist, no such key.
CLOSED = {"account.clear_demo", "account.first_page", "account.new_password", "library.prepared"}

# Who may ever change something by a POST. A command's name stands behind a colon.
MAY_POST: dict[str, set[str]] = {
    **dict.fromkeys(("account.sign_in", "account.language", "account.me"), ALL | {NOBODY}),
    **dict.fromkeys(("account.sign_out", "account.take_seat", "inbox.read_notices"), ALL),
    **dict.fromkeys(("account.enter_demo", *CLOSED), set()),
    "dossiers.start": OWN | {"sister"},
    "awards.open_round": ABOVE,
    "organisation.rename": {"admin"},
    "awards.decision": ABOVE,
    **dict.fromkeys(("dossiers.save", "dossiers.preview", "dossiers.submit"), OWN),
    **dict.fromkeys(("library.issue", "library.keep"), OWN),
    **dict.fromkeys(("attachments.add", "attachments.remove"), OWN),
    **dict.fromkeys(("dossiers.act:recall", "dossiers.act:withdraw", "dossiers.act:amend"), OWN),
    **dict.fromkeys(("dossiers.act:receive", "dossiers.act:recuse", "dossiers.decide"), ABOVE),
}

MAIN = re.compile(r"<main.*</main>", re.DOTALL)


@pytest.fixture(
    params=[s if s in ("draft", "decided") else pytest.param(s, marks=pytest.mark.soak) for s in STAGES]
)
def crowd(request: pytest.FixtureRequest, make_app: Any) -> Crowd:
    """Return the province at a stage; the two in the middle belong to the long suite."""
    return gather(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH), request.param)


def readers(endpoint: str, values: dict[str, Any], crowd: Crowd) -> set[str]:
    """Return who gets a page at an address; everybody else is told 404, or to sign in."""
    sent = crowd.stage != "draft"
    if any(value in UNKNOWN for value in values.values()):
        return set()
    if endpoint in PERSONAL | PUBLIC or not values and endpoint == "organisation.unit":
        return ALL
    own = values.get("unit_id") == crowd.made.units["own"]
    if endpoint == "organisation.unit":
        return OWN | ABOVE | {"admin"} if own else ABOVE | {"admin"}
    if endpoint == "organisation.people":
        return OWN if own else {"seat1"}
    if endpoint == "organisation.rename":
        return {"admin"}
    if endpoint == "library.register":
        return OWN if own else ABOVE
    if endpoint in READ_BY_THE_CHAIN:
        return OWN | (ABOVE if sent else set())
    if endpoint in READ_BY_ITS_UNIT:
        astray = "part" in values and ("row" in values) != (values["part"] == "results")
        return set() if astray else OWN  # of the parts only the results have rows
    if endpoint in READ_BY_WHO_DECIDES:
        return ABOVE
    assert endpoint in CLOSED, f"{endpoint} stands in no table of {__name__}: say who reads it"
    return set()


def test_everybody_reads_what_is_theirs_and_reading_writes_nothing(crowd: Crowd) -> None:
    problems, walked = [], 0
    app = crowd.made.app
    before = fingerprint(app)
    unknown = {name: main_of(crowd.clients[name].get("/ho-so/KT-1999-00001")) for name in PEOPLE}
    for endpoint, address, values in addresses(app, crowd, "GET"):
        may = readers(endpoint, values, crowd)
        for name, client in crowd.clients.items():
            with writing() as statements:
                answer = client.get(address)
            walked += 1
            where = f"{name} GET {address} → {answer.status_code}"
            problems += [f"{where} wrote: {statement[:80]}" for statement in statements]
            public = endpoint in PUBLIC or endpoint in CLOSED and name == NOBODY
            if name == NOBODY and not public and not _asks_to_sign_in(answer):
                problems.append(f"{where}: the public must be asked to sign in")
            elif name in may and answer.status_code not in (200, 302):
                problems.append(f"{where}: may read it")
            elif (
                name != NOBODY
                and name not in may
                and answer.status_code != refusal(endpoint, values, crowd, name)
            ):
                problems.append(f"{where}: must not see this")
            elif answer.status_code == 404 and name != NOBODY and main_of(answer) != unknown[name]:
                problems.append(f"{where}: the page differs from that of an unknown dossier")
    assert not problems, f"{len(problems)} of {walked} answers at stage {crowd.stage}:\n" + "\n".join(
        problems
    )
    assert fingerprint(app) == before


def refusal(endpoint: str, values: dict[str, Any], crowd: Crowd, name: str) -> int:
    """Return how somebody is refused a page: 403 where the thing itself may be read, else 404."""
    thing = LOOK_BUT_NOT_TOUCH.get(endpoint)
    return 403 if thing and name in readers(thing, values, crowd) else 404


def main_of(answer: Any) -> str:
    """Return what a page says, without its head and foot (they repeat the address asked for)."""
    return MAIN.search(answer.text)[0]


def _asks_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and answer.location.split("?")[0] == "/dang-nhap"


def body(crowd: Crowd) -> dict[str, Any]:
    """Return one body that every form of the product accepts, so that only permission can refuse it."""
    from extensions import clock
    from services import dossier_views

    with crowd.made.app.app_context():
        view = dossier_views.view(crowd.made.code, crowd.made.who("chair"))
        today = clock.today().strftime("%d/%m/%Y")
    return {
        "seen": view.seq,
        "version": view.draft_version,
        "once": "0" * 32,
        "confirmed": "y",
        "do": "issue",
        "choice": "approve",
        "comment": "Đủ.",
        "reason": "lý do",
        "dated_on": today,
        "seen_hash": "0" * 64,
        "award": "giay_khen_ctt",
        "year": 2026,
        "title": "Đợt thử",
        "opens_on": today,
        "deadline_on": today,
        "cut_off": today,
        "quota_kind": "none",
        "purse": "",
        "codes": crowd.made.code,
        "purpose": "other",
        "subject": "",
        "as": "x",
        "seat": "999999",
        "next": "",
        "held_on": today,
        "extra_bases": "x",
    }


def test_who_may_not_changes_nothing(crowd: Crowd) -> None:
    problems, refused = [], 0
    app = crowd.made.app
    before, typed = fingerprint(app), body(crowd)
    crowd.objects["name"] = ["receive", "recall", "withdraw", "amend", "recuse"]
    for endpoint, address, values in addresses(app, crowd, "POST"):
        key = f"{endpoint}:{values['name']}" if "name" in values else endpoint
        assert key in MAY_POST, f"{key} stands in no table of {__name__}: say who may"
        for name, client in crowd.clients.items():
            if name in MAY_POST[key]:
                continue
            file = {"file": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "thu.pdf")}
            with writing() as statements:
                answer = client.post(address, data={**typed, **file})
            refused += 1
            where = f"{name} POST {address} → {answer.status_code}"
            if statements and fingerprint(app) != before:
                problems.append(f"{where} changed: {statements[0][:80]}")
                before = fingerprint(app)
            if name == NOBODY and key not in CLOSED | {"account.enter_demo"} and answer.status_code != 401:
                problems.append(f"{where}: the public must be asked to sign in")
            elif name != NOBODY and answer.status_code not in _refusals(endpoint, values, crowd, name):
                problems.append(f"{where}: not refused as the house does")
    assert not problems, f"{len(problems)} of {refused} at stage {crowd.stage}:\n" + "\n".join(problems)


def readers_of_post(endpoint: str, values: dict[str, Any], crowd: Crowd) -> set[str]:
    """Return who may know of the object that a POST is about."""
    if "code" in values:
        return readers("dossiers.show", {"code": values["code"]}, crowd)
    if "unit_id" in values:
        return readers("organisation.unit", values, crowd)
    return readers("awards.round", values, crowd) if "matter_id" in values else ALL


def _refusals(endpoint: str, values: dict[str, Any], crowd: Crowd, name: str) -> set[int]:
    """Return 404 where one may not know; 403 or 409 where one may look but not touch, 422 where a form says why."""
    if name not in readers_of_post(endpoint, values, crowd):
        return {404}
    return {403, 404, 409, 422} | ({302} if endpoint in REFUSE_WITH_WORDS else set())
