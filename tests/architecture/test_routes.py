"""Every address has a guard that somebody chose, every POST a token of the page it was sent from.

The table says who may come to a page at all. What one sees and does there is `access` and the engine; that is
walked in `test_routes_and_roles.py` and `tests/web/test_access_matrix.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.architecture.crowd import NOBODY, Crowd, addresses, fingerprint, gather
from tests.architecture.walk import AS_A_SCRIPT, Doors
from tests.support.tree import CHEAP_HASH

# Guard → addresses. A new address is written here, or the test fails.
GUARDS: dict[str, set[str]] = {
    # Answers everybody, even before the first account.
    "always": {
        *("static", "bootstrap.static", "health.healthz", "health.readyz"),
        *("account.language", "library.sheet_css"),
    },
    # The door.
    "public": {
        *("account.sign_in", "account.new_password", "verify.index", "verify.paper", "calendars.feed"),
        *("ways_in.by_code", "ways_in.forgotten", "ways_in.second_step", "ways_in.by_key", "ways_in.ask_key"),
    },
    # Only at this machine and only with the demonstration's data.
    "demo": {"account.enter_demo", "account.clear_demo"},
    # Only while there is no account.
    "no_account": {"account.first_page"},
    "signed_in": {
        *("account.root", "account.me", "account.sign_out", "account.take_seat"),
        *("my_account.page", "my_account.prove", "my_account.prove_by_key", "my_account.numbers"),
        *("my_account.numbers_off", "my_account.recovery", "my_account.keys", "my_account.drop_key"),
        *("my_account.end_one", "my_account.end_all"),
        *("accounts.index", "accounts.choose", "accounts.invite", "accounts.show", "accounts.act"),
        *("accounts.excel", "accounts.write_excel", "accounts.template", "accounts.policy"),
        *("inbox.home", "inbox.group", "inbox.dossiers", "inbox.handled", "inbox.read_notices"),
        *("calendars.year", "calendars.address", "delegations.hand_over"),
        *("search.index", "archive.dossier", "lists.whole_list", "lists.of_unit", "lists.of_matter"),
        *("awards.index", "awards.led", "awards.open_round", "awards.round", "awards.decision"),
        *(
            "events.index",
            "events.new",
            "events.show",
            "events.delegates",
            "events.print_list",
            "events.issue",
        ),
        *("reviews.index", "reviews.open_cycle", "reviews.cycle", "reviews.sheet"),
        *("reviews.verification", "reviews.answer", "reviews.remind", "reviews.decision"),
        *("reviews.vote", "reviews.notices"),
        *("reviews.paper", "reviews.appeal", "reviews.appeal_sheet"),
        *(f"event_day.{name}" for name in ("check_in", "tap", "take_over", "badge", "badges", "door", "log")),
        *(f"event_day.{name}" for name in ("arrivals", "arrive", "opinions", "opinion", "drop", "minutes")),
        *(f"event_day.{name}" for name in ("point", "tap_at_point", "arrive_at_point", "point_log")),
        *(f"event_followup.{name}" for name in ("tasks", "give", "drop_task", "reopen", "report_done")),
        *(f"event_followup.{name}" for name in ("register", "recommendation", "issue", "print_records")),
        *("event_followup.certificates", "event_followup.scores", "event_followup.report"),
        *("dossiers.start", "dossiers.show", "dossiers.part", "dossiers.save", "dossiers.preview"),
        *("dossiers.print_draft", "dossiers.check", "dossiers.submit", "dossiers.act", "dossiers.decide"),
        "dossiers.timeline",
        *(f"deciding.{name}" for name in ("talk", "many", "decide_many", "told", "move_many")),
        *("attachments.add", "attachments.remove", "attachments.take"),
        *("library.papers", "library.register", "library.paper", "library.download", "library.issue"),
        *("library.keep", "library.prepared", "library.sign", "library.scan", "library.recall"),
        "checking.page",
        *("batches.index", "batches.new", "batches.of_paper", "batches.show", "batches.whole"),
        *("batches.single", "batches.archive", "batches.calibration"),
        *("organisation.unit", "organisation.people", "organisation.rename", "formats.page"),
        *("people.show", "people.move"),
        *("organisation.tree", "unit_acts.index", "unit_acts.act", "unit_acts.undo"),
        *("overview.index", "overview.remind"),
        *("offices.index", "offices.appoint", "offices.end", "offices.elect", "offices.add_person"),
        *("delegations.index", "delegations.new", "delegations.end"),
        *("delegations.send_file", "delegations.take_file"),
        *(f"councils.{name}" for name in ("index", "of_unit", "new", "show", "add_member", "end_member")),
        *(f"councils.{name}" for name in ("charge", "call", "sitting", "presence", "recuse", "move")),
        *("councils.vote", "councils.minutes"),
        *("registers.arrivals", "registers.take_in", "registers.arrival", "registers.pass_on"),
        *("registers.outside", "registers.cancel", "registers.way", "registers.excel", "registers.book"),
        *("joint.index", "joint.new", "joint.show", "joint.edit", "joint.move", "joint.answer"),
        *("joint.issue", "joint.print_file"),
        *(f"telling.{name}" for name in ("notices", "read", "wishes", "log", "unit_log", "texts", "text")),
        "telling.take_back",
        *("registers.old_book", "registers.write_old_book", "registers.template"),
        *(
            f"imports.{name}"
            for name in ("index", "template", "send", "look", "put_right", "discard", "faults")
        ),
        *("imports.run", "imports.undo"),
    },
}

# How the public is answered, by guard: asked to sign in, or as if there were no such page.
ASKED, NOWHERE, SERVED = "asked", "nowhere", "served"
PUBLIC = {
    "always": SERVED,
    "public": SERVED,
    "demo": NOWHERE,
    "no_account": NOWHERE,
    "signed_in": ASKED,
}


@pytest.fixture
def bare_app(tmp_path: Path) -> Flask:
    """Return the application without a database behind it: enough to read its routes."""
    from app import create_app

    return create_app({"INSTANCE": str(tmp_path), "TESTING": True})


def test_every_address_has_the_guard_of_the_table(bare_app: Flask) -> None:
    from blueprints.session import guard_of

    with bare_app.app_context():
        there = {(rule.endpoint, guard_of(rule.endpoint)) for rule in bare_app.url_map.iter_rules()}
    meant = {(endpoint, guard) for guard, endpoints in GUARDS.items() for endpoint in endpoints}
    assert not there - meant, f"not in the table, or with another guard: {sorted(there - meant)}"
    assert not meant - there, f"in the table, but nowhere in the application: {sorted(meant - there)}"


def test_the_table_knows_every_guard() -> None:
    from blueprints.session import GUARDS as KNOWN

    assert set(GUARDS) == set(KNOWN) == set(PUBLIC)


def guard(endpoint: str) -> str:
    """Return the guard that the table gives an address."""
    return next(word for word, endpoints in GUARDS.items() if endpoint in endpoints)


def seen(answer: Any) -> str:
    """Return how somebody was answered."""
    if answer.status_code == 401 or (answer.status_code == 302 and "/dang-nhap" in answer.location):
        return ASKED
    return NOWHERE if answer.status_code == 404 else SERVED


@pytest.fixture
def crowd(make_app: Callable[..., Flask]) -> Crowd:
    """Return the province with a dossier that was sent up, and everybody signed in."""
    return gather(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH), "sent")


def test_the_public_gets_the_door_and_nothing_else(crowd: Crowd) -> None:
    client, problems = crowd.clients[NOBODY], []
    before = fingerprint(crowd.made.app)
    for method in ("GET", "HEAD", "POST"):
        for endpoint, address, _values in addresses(crowd.made.app, crowd, method):
            answer = client.open(address, method=method)
            wanted = PUBLIC[guard(endpoint)]
            if endpoint in ("account.new_password", "verify.paper", "calendars.feed"):
                wanted = NOWHERE  # there is no such key, no paper with this code
            if endpoint == "ways_in.second_step":
                wanted = ASKED  # the first step comes first
            if seen(answer) != wanted:
                problems.append(f"{method} {address} → {answer.status_code}, not {wanted}")
            if re.search(r"Doãn Trung Kiên|Kiều Thị Dung|hiến máu", answer.text):
                problems.append(f"{method} {address} tells a name or a text")
    assert not problems, "\n".join(problems)
    assert fingerprint(crowd.made.app) == before


def test_before_the_first_account_everything_leads_to_the_first_page(app: Flask) -> None:
    client = app.test_client()
    empty = Crowd(None, "", objects=_nothing())
    for endpoint, address, _values in addresses(app, empty, "GET"):
        answer = client.get(address)
        word = guard(endpoint)
        if word in ("always", "no_account"):
            assert answer.status_code in (200, 503), address
        elif word == "demo":
            assert answer.status_code in (302, 404), address
        else:
            assert (answer.status_code, answer.location) == (302, "/bat-dau"), address


def _nothing() -> dict[str, list[Any]]:
    """Return arguments for every address of an installation in which nothing exists."""
    words = ("code", "part", "row", "kind", "key", "seen_hash", "mark", "message", "deed", "group")
    numbers = (
        "matter_id",
        "unit_id",
        "paper_id",
        "part_no",
        "attachment_id",
        "entry_id",
        "no",
        "batch_id",
        "delegation_id",
        "joint_id",
        "to",
        "row_no",
        "delegate_id",
        "row_id",
        "task_id",
        "act_id",
        "office_id",
        "council_id",
        "member_id",
        "sitting_id",
        "account_id",
        "person_id",
        "key_id",
        "session_id",
        *("staged_id", "run_id", "bulk_id"),
    )
    chosen = {
        "move": ["bo-phieu"],
        "change": ["tat"],
        "purpose": ["enter"],
        "what": ["doan-vien"],
        "talk": ["say"],
    }
    chosen |= {"sheet": ["ho-so"], "unit_sheet": ["doan-vien"], "matter_sheet": ["khen-thuong"]}
    chosen |= {"name": ["recall"], "fmt": ["pdf"], "year": [2026], "which": ["di"]}
    return {name: ["x"] for name in words} | {name: [1] for name in numbers} | chosen


# A script's question.
FETCH = {**AS_A_SCRIPT, "X-Requested-With": "fetch"}

# Tokens -------------------------------------------------------------------------------------------------------


def _another_session(crowd: Crowd) -> str:
    """Return a good token, but of somebody else's session."""
    page = crowd.clients["sister"].get("/toi").text
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


def _ways(wide: bool, turn: bool, first: bool) -> list[dict[str, str]]:
    """Return how somebody tries a token: by a script, which is told a word, or by a browser, which is drawn a page.

    Each token has a person whose turn it is. They try it at every address by a script, at the first address of every
    rule by a browser as well; in the long suite also by a browser everywhere, and everybody every token by a script.
    """
    return ([FETCH] if wide or turn else []) + ([{}] if turn and (wide or first) else [])


@pytest.mark.any_database
@pytest.mark.parametrize("wide", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_no_post_without_the_token_of_its_own_page(crowd: Crowd, wide: bool) -> None:
    """Without a token, with nonsense, with somebody else's: nothing happens, whoever sends it."""
    app, problems = crowd.made.app, []
    app.config["WTF_CSRF_ENABLED"] = True
    tokens = {"none": None, "nonsense": "IjEi.nonsense", "another's": _another_session(crowd)}
    crowd.objects["name"] = ["receive", "recall", "withdraw", "amend", "recuse"]
    before, rules = fingerprint(app), set()
    for endpoint, address, _values in addresses(app, crowd, "POST"):
        first = endpoint not in rules
        rules.add(endpoint)
        wanted = {400, 404} if guard(endpoint) in ("demo", "no_account") else {400}
        for (no, name), (turn, what) in product(enumerate(("chair", "reviewer", "admin")), enumerate(tokens)):
            data = {"reason": "lý do", "once": "0" * 32, "seen": 2, "version": 0, "do": "issue"}
            data |= {"csrf_token": tokens[what]} if tokens[what] else {}
            for headers in _ways(wide, no == turn, first):
                answer = crowd.clients[name].post(address, data=data, headers=headers)
                if answer.status_code not in wanted:
                    problems.append(f"{name} POST {address} with {what} token → {answer.status_code}")
                if answer.status_code == 400 and headers and endpoint != "account.sign_in":
                    assert (answer.json or {}).get("error") == "form", f"POST {address}: {answer.text[:80]}"
    assert not problems, "\n".join(problems)
    assert fingerprint(app) == before


def test_with_the_pages_own_token_it_works(crowd: Crowd) -> None:
    """The test above could pass with a product that refuses everything."""
    crowd.made.app.config["WTF_CSRF_ENABLED"] = True
    client = crowd.clients["chair"]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/toi").text)[1]
    assert client.post("/thong-bao/da-doc", data={"csrf_token": token}).status_code == 302


# Methods ------------------------------------------------------------------------------------------------------


# In the long suite: it opens every address of the product. What a HEAD must never do is asked every day, below.
@pytest.mark.soak
def test_head_writes_no_row_and_answers_as_get_does(crowd: Crowd) -> None:
    app, before, problems = crowd.made.app, fingerprint(crowd.made.app), []
    doors = Doors()
    for endpoint, address, values in addresses(app, crowd, "HEAD"):
        for name in ("chair", "reviewer"):
            how = {"headers": doors.headers(values, name, endpoint)}
            head, get = (
                crowd.clients[name].open(address, method=method, **how) for method in ("HEAD", "GET")
            )
            if head.status_code != get.status_code or head.data:
                problems.append(f"{name} HEAD {address} → {head.status_code}, GET → {get.status_code}")
    assert not problems, "\n".join(problems)
    assert fingerprint(app) == before


def test_asking_for_the_head_of_a_page_never_does_what_its_button_does(crowd: Crowd) -> None:
    """HEAD carries no token: it must not clear the demonstration, sign in, or begin anything."""
    from extensions import db
    from models import Setting

    app = crowd.made.app
    with app.app_context():
        db.session.add(Setting(key="demo", value=True))
        db.session.commit()
    before = fingerprint(app)
    assert crowd.clients["chair"].head("/xoa-du-lieu-mau").status_code == 200, "the door is open here"
    doors = Doors()
    for endpoint, address, values in addresses(app, crowd, "HEAD"):
        answer = crowd.clients["chair"].head(address, headers=doors.headers(values, endpoint))
        assert answer.status_code in (200, 302, 403, 404), address
    assert fingerprint(app) == before


def test_pages_are_read_and_forms_are_sent_and_nothing_else(crowd: Crowd) -> None:
    odd = {rule.rule: rule.methods for rule in crowd.made.app.url_map.iter_rules()}
    known = {"GET", "HEAD", "OPTIONS", "POST"}
    assert {address: methods - known for address, methods in odd.items() if methods - known} == {}


@pytest.mark.any_database
@pytest.mark.soak  # asks every address four times; the table above says the same in no time
def test_other_methods_lead_nowhere(crowd: Crowd) -> None:
    """Every address refuses every other method; each rule once by a page, as a browser is answered."""
    app, before, problems = crowd.made.app, fingerprint(crowd.made.app), []
    known: dict[str, set[str]] = {}
    rules: dict[str, str] = {}
    for method in ("GET", "POST"):
        for endpoint, address, _values in addresses(app, crowd, method):
            known.setdefault(address, set()).add(method)
            rules.setdefault(address, endpoint)
    shown = set()
    for address, methods in known.items():
        for method in {"POST", "PUT", "PATCH", "DELETE"} - methods:
            page = (rules[address], method) not in shown
            shown.add((rules[address], method))
            answer = crowd.clients["chair"].open(address, method=method, headers={} if page else AS_A_SCRIPT)
            if answer.status_code not in (404, 405):
                problems.append(f"{method} {address} → {answer.status_code}")
    assert not problems, "\n".join(problems)
    assert fingerprint(app) == before
