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
from tests.architecture.crowd import NOBODY, STAGES, Crowd, addresses, fingerprint, gather
from tests.architecture.walk import Doors
from tests.support import province as road
from tests.support import tree
from tests.support.tree import CHEAP_HASH
from tests.web.access_rules import CHAIN, COMMANDS, EVERYBODY, GONE, STRANGERS, reading, writers

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

# One's own account, and the door: tests/web/test_my_account.py.
# One's own lists hang on no object: tests/web/test_list_pages.py, tests/journeys/first_page.py.
LISTS = ("inbox.group", "lists.whole_list")
OWN_WAYS_IN = ("my_account.", "ways_in.")


def things(crowd: Crowd, method: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the addresses that hang on an object."""
    found = [one for one in addresses(crowd.made.app, crowd, method) if one[2]]
    apart = ("account.", "verify.", "calendars.", *OWN_WAYS_IN)
    return [one for one in found if not one[0].startswith(apart) and one[0] not in LISTS]


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
    readable = answer.mimetype.startswith("text/") or answer.mimetype == "application/json"
    return found[0] if found else answer.text if readable else ""


@AT
def test_everybody_reads_what_the_table_says_and_strangers_not_a_word(crowd: Crowd) -> None:
    widen(crowd)
    problems, walked, doors = [], 0, Doors()
    before = fingerprint(crowd.made.app)
    for endpoint, address, values in things(crowd, "GET"):
        expected = _bent(reading(crowd, endpoint, values), endpoint, values)
        for name in visitors(crowd):
            answer = crowd.clients[name].get(address, headers=doors.headers(values, endpoint))
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
        *("/viec/tra-lai", "/viec/cho-xu-ly", "/viec/dang-lam", "/viec/theo-doi", "/lich"),
        *("/viec", "/ho-so", "/ho-so?q=benh+vien", f"/ho-so?q={crowd.made.code}", "/ho-so?trang-thai=draft"),
        *("/tim?q=benh+vien", f"/tim?q={crowd.made.code}", "/tim?q=hien+mau", "/tim?q=phi+duc+long"),
        *("/da-xu-ly", "/khen-thuong/", "/khen-thuong/dot", "/van-ban", "/don-vi", "/toi"),
    ]
    problems = []
    for name in visitors(crowd):
        for address in lists:
            answer = crowd.clients[name].get(address, follow_redirects=True)
            blind = name in STRANGERS or (crowd.stage == "draft" and name in CHAIN)
            asked = f'value="{crowd.made.code}"'  # the search box repeats what was typed into it
            said = main_of(answer).replace(asked, "").replace(f"“{crowd.made.code}”", "")
            told = SECRETS.search(said)
            if answer.status_code not in (200, 404) or (blind and told):
                problems.append(f"{name} GET {address} → {answer.status_code} {told}")
    assert not problems, "\n".join(problems)
    assert crowd.made.code in crowd.clients["chair"].get("/ho-so").text
    assert SECRETS.search(main_of(crowd.clients["chair"].get(f"/ho-so/{crowd.made.code}/phan/meeting")))


# Changing -----------------------------------------------------------------------------------------------------

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
    app, problems, refused, doors = crowd.made.app, [], 0, Doors()
    before, body = fingerprint(app), sent_by(crowd)
    for endpoint, address, values in things(crowd, "POST"):
        key = f"{endpoint}:{values['name']}" if "name" in values else endpoint
        for name in (*(one for one in visitors(crowd) if one not in writers(key)), NOBODY):
            file = {"file": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "thu.pdf"), "purpose": "other", "subject": ""}
            how = doors.headers(values, endpoint)
            answer = crowd.clients[name].post(address, data={**body, **file}, headers=how)
            refused += 1
            wanted = {401} if name == NOBODY else _refusals(crowd, endpoint, values, name)
            if answer.status_code not in wanted:
                problems.append(f"{name} POST {address} → {answer.status_code}, not {sorted(wanted)}")
            if _leaks(crowd, name, answer, values):
                problems.append(f"{name} POST {address} tells «{SECRETS.search(main_of(answer))[0]}»")
    assert not problems, f"{len(problems)} of {refused}:\n" + "\n".join(problems)
    assert refused > 150
    assert fingerprint(app) == before


# Arguments by which somebody may know of a thing at all.
KNOWN_BY = ("code", "unit_id", "matter_id", "joint_id", "council_id", "sitting_id")


def _refusals(crowd: Crowd, endpoint: str, values: dict[str, Any], name: str) -> set[int]:
    """Return 404 where somebody may not know of the thing; 403, 409 or the form's own answer where one may look."""
    page = {"code": "dossiers.show", "unit_id": "organisation.unit", "joint_id": "joint.show"}
    page |= {"council_id": "councils.show", "sitting_id": "councils.sitting"}
    looked = next((at for argument, at in page.items() if argument in values), "awards.round")
    known = name in reading(crowd, looked, {k: v for k, v in values.items() if k in KNOWN_BY})
    if not known:
        return GONE
    return {403, 404, 409} | ({302} if endpoint in WITH_WORDS else set())
