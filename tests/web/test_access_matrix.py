"""Who × what: ten visitors at every door of a dossier, its papers, files, registers, round and unit.

Expected is one of three standings: the dossier's own unit; the chain above it, which reads what was sent up; and
nobody, to whom it does not exist. What is refused tells nothing, and changes nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from extensions import db
from tests.architecture.crowd import NOBODY, STAGES, UNKNOWN, Crowd, addresses, fingerprint, gather
from tests.support import province as road
from tests.support import tree
from tests.support.tree import CHEAP_HASH

OWN = ("chair", "secretary")
DECIDING = ("reviewer", "seat1", "clerk")
CHAIN = (*DECIDING, "boss")
STRANGERS = ("member", "sister", "far", "near", "admin")
EVERYBODY = (*OWN, *CHAIN, *STRANGERS)
# Whom the everyday suite leaves at home: each stands for nobody who is not there already.
LATER = {"secretary", "seat1", "near"}

# What is written in the dossier and nowhere else.
SECRETS = re.compile(
    r"hiến máu|phong trào thi đua khối nội|Phòng họp tầng 2|96 điểm|Phí Đức Long|giay\.pdf"
    r"|\d\d/(?:BB|TTr)-CĐCS|KT-\d{4}-\d{5}"
)
MAIN = re.compile(r"<main.*</main>", re.DOTALL)


def invite(made: road.Province) -> tuple[str, ...]:
    """Write the visitors whom the small province lacks: a plain member, the province's chair, another province."""
    other = tree.unit("Liên đoàn Lao động tỉnh Sông Giang", "province")
    sector = tree.unit("Công đoàn ngành Y tế tỉnh Sông Giang", "sector", other)
    for name, full, unit_id, role in (
        ("boss", "Ngụy Thanh Sơn", made.units["above"], "chair"),
        ("far", "Lều Thị Hậu", other, "chair"),
        ("near", "Lục Thị Hòa", sector, "reviewer"),
    ):
        made.people[name] = tree.person(full)
        tree.office(made.people[name], unit_id, role)
    made.people["member"] = made.people["dung"]
    return ("boss", "far", "near", "member")


@pytest.fixture
def crowd(request: pytest.FixtureRequest, make_app: Callable[..., Flask]) -> Crowd:
    """Return everybody signed in, the dossier at the stage asked for."""
    return gather(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH), request.param, invite)


SMALL = ["sent"]
FULL = [stage for stage in STAGES if stage not in SMALL]
AT = pytest.mark.parametrize(
    "crowd", [*SMALL, *(pytest.param(stage, marks=pytest.mark.soak) for stage in FULL)], indirect=True
)

OK, GONE, LED = {200}, {404}, {302}

REVIEWS = (
    *("cycle", "sheet", "remind", "decision", "paper", "vote", "notices"),
    *("verification", "answer", "appeal", "appeal_sheet"),
)
# There is no event here; who comes to the pages of one stands in test_event_pages.py and test_event_day_pages.py.
EVENTS = ("events.", "event_day.", "event_followup.")

# What only who keeps the registers may open, and how the deciding unit is answered at its own.
KEEPING = ("arrival", "outside", "way", "old_book", "template")
_KEEPING = {"reviewer": {403}, "seat1": {403}, "clerk": OK}


def reading(crowd: Crowd, endpoint: str, values: dict[str, Any]) -> dict[str, set[int]]:
    """Return {visitor: statuses} of a GET; who is not named finds nothing."""
    own, sent = dict.fromkeys(OWN, OK), crowd.stage != "draft"
    chain = dict.fromkeys(CHAIN, OK) if sent else {}
    deciding = dict.fromkeys(DECIDING, OK)
    ours = values.get("unit_id") == crowd.made.units["own"]
    table: dict[str, dict[str, set[int]]] = {
        **dict.fromkeys(("dossiers.show", "dossiers.timeline", "attachments.take"), own | chain),
        "dossiers.print_draft": own | chain,
        **dict.fromkeys(("dossiers.check", "dossiers.preview"), own),
        "dossiers.part": own if ("row" in values) == (values.get("part") == "results") else {},
        "library.issue": dict.fromkeys(OWN, {200, 302}) | (dict.fromkeys(CHAIN, LED) if sent else {}),
        **dict.fromkeys(("library.paper", "library.download"), own | deciding),
        "library.register": own if ours else deciding,
        "awards.round": deciding,
        # A nomination is no review: tests/web/test_review_pages.py knocks at these doors.
        **dict.fromkeys((f"reviews.{name}" for name in REVIEWS), {}),
        "awards.decision": dict.fromkeys(DECIDING, {200, 302}),
        "organisation.unit": dict.fromkeys((*OWN, *CHAIN, "admin", "member"), OK)
        if ours
        else dict.fromkeys((*CHAIN, "admin"), OK),
        "organisation.people": own if ours else {"seat1": OK},
        "organisation.rename": _rename(ours),
        "delegations.index": dict.fromkeys((*OWN, *CHAIN, "admin", "member"), OK)
        if ours
        else dict.fromkeys((*CHAIN, "admin"), OK),
        "delegations.new": _delegating(ours),
        "delegations.end": _delegating(ours) if ours else {},
        "formats.page": _format(ours),
        "library.recall": _recall(crowd, values),
        "library.prepared": {},
        "library.scan": {},  # nobody has put a signed scan beside a paper
        **dict.fromkeys(
            ("registers.arrivals", "registers.excel", "registers.book"), own if ours else deciding
        ),
        **dict.fromkeys(("registers.pass_on", "registers.cancel"), own if ours else {}),
        **dict.fromkeys((f"registers.{name}" for name in KEEPING), own if ours else _KEEPING),
        **dict.fromkeys(("joint.show", "joint.print_file"), own | _KEEPING),
        **dict.fromkeys(("joint.edit", "joint.issue"), dict.fromkeys(OWN, LED) | _KEEPING | {"clerk": LED}),
        "batches.of_paper": deciding if values.get("paper_id") in _decisions(crowd) else {},
    }
    if any(value in UNKNOWN for value in values.values()) or endpoint.startswith(EVENTS):
        return {}
    return table[endpoint]


def _decisions(crowd: Crowd) -> list[int]:
    """Return the award decision, the last paper of the road, once there is one."""
    return crowd.objects["paper_id"][-2:-1] if crowd.stage == "decided" else []


def _delegating(ours: bool) -> dict[str, set[int]]:
    """Chair and secretary, and the office of the unit directly above; who may only look is told 403."""
    lookers = (*OWN, *CHAIN, "admin", "member") if ours else (*CHAIN, "admin")
    allowed = ("chair", "secretary", "reviewer") if ours else ("boss",)
    return dict.fromkeys(lookers, {403}) | dict.fromkeys(allowed, OK)


def _rename(ours: bool) -> dict[str, set[int]]:
    """Who may look at the unit is told 403; the keeper of records gets the page."""
    lookers = (*OWN, *CHAIN, "member") if ours else CHAIN
    return dict.fromkeys(lookers, {403}) | {"admin": OK}


def _format(ours: bool) -> dict[str, set[int]]:
    """The chair and the keeper of records get the page; who else may look at the unit is told 403."""
    lookers = (*OWN, *CHAIN, "member") if ours else CHAIN
    return dict.fromkeys(lookers, {403}) | {"admin": OK} | ({"chair": OK} if ours else {})


def _recall(crowd: Crowd, values: dict[str, Any]) -> dict[str, set[int]]:
    """The keepers of the issuer's registers get the page, or 409 where the paper is not in force; readers 403."""
    decision = values.get("paper_id") in _decisions(crowd)
    readers = {**dict.fromkeys(OWN, {403}), **dict.fromkeys(DECIDING, {403})}
    keepers = ("clerk",) if decision else OWN
    return readers | dict.fromkeys(keepers, {200, 409})


def things(crowd: Crowd, method: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the addresses that hang on an object."""
    found = [one for one in addresses(crowd.made.app, crowd, method) if one[2]]
    return [one for one in found if not one[0].startswith(("account.", "verify."))]


def widen(crowd: Crowd) -> None:
    """Let the long suite knock at every part, paper and format."""
    if crowd.stage in SMALL:
        return
    crowd.objects |= {
        "part": ["round", "nominees", "results", "meeting", "attachments", "nothing"],
        "row": [crowd.made.key("dung"), "p999", "x"],
        "fmt": ["docx", "pdf"],
        "part_no": [1, 9],
    }


def visitors(crowd: Crowd) -> list[str]:
    """Return who knocks: everybody in the long suite."""
    return [name for name in EVERYBODY if crowd.stage not in SMALL or name not in LATER]


def main_of(answer: Any) -> str:
    """Return the page's own words; its head and foot repeat the address that was asked for."""
    found = MAIN.search(answer.text) if answer.mimetype == "text/html" else None
    return found[0] if found else answer.text if answer.mimetype.startswith("text/") else ""


@AT
def test_everybody_reads_what_the_table_says_and_strangers_not_a_word(crowd: Crowd) -> None:
    widen(crowd)
    problems, walked = [], 0
    before = fingerprint(crowd.made.app)
    for endpoint, address, values in things(crowd, "GET"):
        expected = _bent(reading(crowd, endpoint, values), endpoint, values)
        for name in visitors(crowd):
            answer = crowd.clients[name].get(address)
            walked += 1
            wanted = expected.get(name, GONE)
            if answer.status_code not in wanted:
                problems.append(f"{name} GET {address} → {answer.status_code}, not {sorted(wanted)}")
            if _leaks(crowd, name, answer, values):
                problems.append(f"{name} GET {address} tells «{SECRETS.search(main_of(answer))[0]}»")
    assert not problems, f"{len(problems)} of {walked}:\n" + "\n".join(problems)
    assert walked > 250
    assert fingerprint(crowd.made.app) == before


def _bent(expected: dict[str, set[int]], endpoint: str, values: dict[str, Any]) -> dict[str, set[int]]:
    """Of things that exist, some parts do not: nobody finds them."""
    missing = (
        values.get("part") == "nothing" or values.get("row") in ("p999", "x") or values.get("part_no") == 9
    )
    return {} if missing else expected


def _leaks(crowd: Crowd, name: str, answer: Any, values: dict[str, Any]) -> bool:
    """Tell whether somebody was told what they may not read: strangers ever, the chain before it was sent up."""
    closed = name in STRANGERS or (crowd.stage == "draft" and name in CHAIN) or answer.status_code == 404
    said = (
        main_of(answer).replace(str(values.get("code", "\0")), "")
        if answer.status_code != 200
        else main_of(answer)
    )
    return closed and SECRETS.search(said) is not None


@AT
def test_lists_show_nobody_elses_dossier(crowd: Crowd) -> None:
    lists = [
        *("/viec", "/ho-so", "/ho-so?q=benh+vien", f"/ho-so?q={crowd.made.code}", "/ho-so?trang-thai=draft"),
        *("/da-xu-ly", "/khen-thuong/", "/khen-thuong/dot", "/van-ban", "/don-vi", "/toi"),
    ]
    problems = []
    for name in visitors(crowd):
        for address in lists:
            answer = crowd.clients[name].get(address, follow_redirects=True)
            blind = name in STRANGERS or (crowd.stage == "draft" and name in CHAIN)
            asked = f'value="{crowd.made.code}"'  # the search box repeats what was typed into it
            told = SECRETS.search(main_of(answer).replace(asked, ""))
            if answer.status_code not in (200, 404) or (blind and told):
                problems.append(f"{name} GET {address} → {answer.status_code} {told}")
    assert not problems, "\n".join(problems)
    assert crowd.made.code in crowd.clients["chair"].get("/ho-so").text
    assert SECRETS.search(main_of(crowd.clients["chair"].get(f"/ho-so/{crowd.made.code}/phan/meeting")))


# Changing -----------------------------------------------------------------------------------------------------

COMMANDS = ("receive", "recall", "withdraw", "amend", "recuse")

# For whom a POST is not: everybody but these is refused, whatever the state.
WRITERS = {
    **dict.fromkeys(
        ("dossiers.save", "dossiers.preview", "dossiers.submit", "library.issue", "library.keep"), OWN
    ),
    **dict.fromkeys(("attachments.add", "attachments.remove"), OWN),
    **dict.fromkeys(("dossiers.act:recall", "dossiers.act:withdraw", "dossiers.act:amend"), OWN),
    **dict.fromkeys(("dossiers.act:receive", "dossiers.act:recuse", "dossiers.decide"), DECIDING),
    "dossiers.start": (*OWN, "sister"),
    "awards.decision": DECIDING,
    **dict.fromkeys((f"reviews.{name}" for name in REVIEWS), ()),
    "batches.of_paper": DECIDING,
    "organisation.rename": ("admin",),
    **dict.fromkeys(("delegations.new", "delegations.end"), (*OWN, "reviewer", "boss")),
    "formats.page": ("chair", "admin"),
    "library.recall": (*OWN, "clerk"),
    **dict.fromkeys(("joint.edit", "joint.move", "joint.issue"), OWN),
    "joint.answer": ("clerk",),
    "library.sign": (*OWN, *CHAIN),  # the issuing unit's office: tests/web/test_verify_pages.py
    **dict.fromkeys((f"registers.{name}" for name in KEEPING), (*OWN, "clerk")),
    **dict.fromkeys(("registers.take_in", "registers.pass_on", "registers.cancel"), (*OWN, "clerk")),
    "registers.write_old_book": (*OWN, "clerk"),
}


def _writers(key: str) -> tuple[str, ...]:
    return () if key.startswith(EVENTS) else WRITERS[key]


# These lead back with the reason in words.
WITH_WORDS = {"library.issue", "joint.edit", "joint.issue"}


def sent_by(crowd: Crowd) -> dict[str, Any]:
    """Return one body that every form takes, so that only permission can refuse it."""
    from services import dossier_views

    with crowd.made.app.app_context():
        view = dossier_views.view(crowd.made.code, crowd.made.who("chair"))
        db.session.rollback()
    fields = {
        "seen": view.seq,
        "version": view.draft_version,
        "once": "1" * 32,
        "confirmed": "y",
        "do": "issue",
    }
    texts = {
        "comment": "Đủ.",
        "reason": "lý do",
        "name": "Tên mới",
        "short_name": "Tên",
        "decision": "1/QĐ-X",
    }
    days = {"dated_on": "01/01/2026", "on": "01/01/2030"}
    return {**fields, **texts, **days, "choice": "approve", "codes": crowd.made.code, "seen_hash": "0" * 64}


@AT
def test_nobody_changes_what_is_not_theirs_to_change(crowd: Crowd) -> None:
    widen(crowd)
    crowd.objects["name"] = list(COMMANDS)
    app, problems, refused = crowd.made.app, [], 0
    before, body = fingerprint(app), sent_by(crowd)
    for endpoint, address, values in things(crowd, "POST"):
        key = f"{endpoint}:{values['name']}" if "name" in values else endpoint
        for name in (*(one for one in visitors(crowd) if one not in _writers(key)), NOBODY):
            file = {"file": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "thu.pdf"), "purpose": "other", "subject": ""}
            answer = crowd.clients[name].post(address, data={**body, **file})
            refused += 1
            wanted = {401} if name == NOBODY else _refusals(crowd, endpoint, values, name)
            if answer.status_code not in wanted:
                problems.append(f"{name} POST {address} → {answer.status_code}, not {sorted(wanted)}")
            if _leaks(crowd, name, answer, values):
                problems.append(f"{name} POST {address} tells «{SECRETS.search(main_of(answer))[0]}»")
    assert not problems, f"{len(problems)} of {refused}:\n" + "\n".join(problems)
    assert refused > 150
    assert fingerprint(app) == before


def _refusals(crowd: Crowd, endpoint: str, values: dict[str, Any], name: str) -> set[int]:
    """Return 404 where somebody may not know of the thing; 403, 409 or the form's own answer where one may look."""
    page = {"code": "dossiers.show", "unit_id": "organisation.unit", "joint_id": "joint.show"}
    looked = next((at for argument, at in page.items() if argument in values), "awards.round")
    known = name in reading(
        crowd, looked, {k: v for k, v in values.items() if k in ("code", "unit_id", "matter_id", "joint_id")}
    )
    if not known:
        return GONE
    return {403, 404, 409} | ({302} if endpoint in WITH_WORDS else set())
