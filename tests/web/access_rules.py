"""Who may read and write what: the tables that tests/web/test_access_matrix.py holds against every address."""

from __future__ import annotations

from typing import Any

from tests.architecture.crowd import UNKNOWN, Crowd

OK, GONE, LED = {200}, {404}, {302}

OWN = ("chair", "secretary")
DECIDING = ("reviewer", "seat1", "clerk")
CHAIN = (*DECIDING, "boss")
STRANGERS = ("member", "sister", "far", "near", "admin")
EVERYBODY = (*OWN, *CHAIN, *STRANGERS)
# What the administrators of a unit and of those above it keep: the words of messages, the log of who got which.
TEXTS = tuple(f"telling.{name}" for name in ("unit_log", "texts", "text", "take_back"))

REVIEWS = (
    *("cycle", "sheet", "remind", "decision", "paper", "vote", "notices"),
    *("verification", "answer", "appeal", "appeal_sheet"),
)
# There is no event here; who comes to the pages of one stands in test_event_pages.py and test_event_day_pages.py.
EVENTS = ("events.", "event_day.", "event_followup.")

# Who looks after the accounts of the union below.
OPENERS = ("reviewer", "clerk", "admin")

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
        **dict.fromkeys(
            ("dossiers.show", "dossiers.timeline", "attachments.take", "archive.dossier"), own | chain
        ),
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
        "organisation.people": own if ours else {"seat1": OK},
        "organisation.rename": _rename(ours),
        **dict.fromkeys(
            ("organisation.tree", "unit_acts.index", "offices.index"),
            dict.fromkeys((*OWN, *CHAIN, "admin", "member"), OK)
            if ours
            else dict.fromkeys((*CHAIN, "admin"), OK),
        ),
        "unit_acts.act": _acting(ours, values),
        "unit_acts.undo": _acting(True, {}) if ours else {},
        **dict.fromkeys(("offices.appoint", "offices.add_person"), _staffing(ours)),
        "offices.end": _staffing(ours) if ours else {},  # the office is one of the own unit
        "offices.elect": _staffing(ours) | (dict.fromkeys(OWN, {403}) if ours else {}),
        # A member without an office: shown to the unit's own officers and to who writes its people down.
        "people.show": dict.fromkeys((*OWN, "boss", "admin"), OK) if ours else {},
        "people.move": dict.fromkeys(OWN, {403}) | dict.fromkeys(("boss", "admin"), OK) if ours else {},
        "overview.index": {} if ours else dict.fromkeys(CHAIN, OK),
        "delegations.index": dict.fromkeys((*OWN, *CHAIN, "admin", "member"), OK)
        if ours
        else dict.fromkeys((*CHAIN, "admin"), OK),
        **dict.fromkeys(("delegations.new", "delegations.hand_over"), _delegating(ours)),
        "delegations.end": _delegating(ours) if ours else {},
        # The signed paper is read with the page; its receiver, here the secretary, does not send it.
        "delegations.take_file": dict.fromkeys((*OWN, *CHAIN, "admin", "member"), OK) if ours else {},
        "delegations.send_file": _delegating(ours) | {"secretary": {403}} if ours else {},
        "formats.page": _format(ours),
        **dict.fromkeys(TEXTS, _keeping(ours)),
        # The council is the sector union's: its own people and those above may look, its chair (not here) sets it.
        "councils.of_unit": dict.fromkeys((*OWN, *CHAIN, "admin", "member"), OK)
        if ours
        else dict.fromkeys((*CHAIN, "admin"), OK),
        "councils.new": _setting(ours),
        "councils.show": dict.fromkeys((*CHAIN, "admin"), OK),
        **dict.fromkeys(
            ("councils.add_member", "councils.end_member"), dict.fromkeys((*CHAIN, "admin"), {403})
        ),
        "councils.call": dict.fromkeys((*CHAIN, "admin"), {403}) | {"reviewer": OK},
        "councils.charge": {"reviewer": OK, "clerk": OK, "seat1": {403}},
        **dict.fromkeys((f"councils.{name}" for name in ("sitting", "recuse", "vote", "minutes")), {}),
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
        "lists.of_unit": _listed(ours, values),
        "lists.of_matter": deciding if values.get("matter_sheet") == "khen-thuong" else {},
        **dict.fromkeys(("imports.index", "organisation.unit"), _unit_readers(ours)),
        **dict.fromkeys(("imports.send", "imports.template"), _bringing(ours, values)),
        **dict.fromkeys(("imports.look", "imports.faults"), {"chair": OK} if ours else {}),
        "imports.run": _bringing(ours, values) if ours else {},
        "deciding.told": {"reviewer": OK},
        "batches.of_paper": deciding if values.get("paper_id") in _decisions(crowd) else {},
    }
    table |= _accounts(ours)
    if endpoint.startswith("accounts.") and UNKNOWN[1] in (values.get("account_id"), values.get("person_id")):
        table[endpoint] = table["accounts.index"] | dict.fromkeys(OPENERS, GONE)
        values = {"unit_id": values["unit_id"]}
    if any(value in UNKNOWN for value in values.values()) or endpoint.startswith(EVENTS):
        return {}
    return table[endpoint]


def _listed(ours: bool, values: dict[str, Any]) -> dict[str, set[int]]:
    """A list of a unit as Excel is for whom its page is: members' names, officers, accounts, the overview."""
    narrow = {
        "doan-vien": dict.fromkeys(OWN, OK) if ours else {"seat1": OK},
        "tien-do": {} if ours else dict.fromkeys(CHAIN, OK),
        "tai-khoan": _accounts(ours)["accounts.index"],
        "tin-da-gui": _keeping(ours),
    }
    if values.get("unit_sheet") in narrow:
        return narrow[values["unit_sheet"]]
    return dict.fromkeys((*OWN, *CHAIN, "admin", "member") if ours else (*CHAIN, "admin"), OK)


def _accounts(ours: bool) -> dict[str, dict[str, set[int]]]:
    """The office of the union directly above and its administrator; who may only look at the unit is told 403."""
    lookers = dict.fromkeys((*OWN, *CHAIN, "admin", "member") if ours else (*CHAIN, "admin"), {403})
    opened = lookers | dict.fromkeys(OPENERS, OK)
    lists = ("index", "choose", "excel", "template")
    return {
        **{f"accounts.{name}": opened for name in lists},
        **{
            f"accounts.{name}": opened if ours else lookers | dict.fromkeys(OPENERS, GONE)
            for name in ("show", "invite")
        },
        "accounts.policy": lookers | {"admin": OK},
    }


def _decisions(crowd: Crowd) -> list[int]:
    """Return the award decision, the last paper of the road, once there is one."""
    return crowd.objects["paper_id"][-2:-1] if crowd.stage == "decided" else []


def _delegating(ours: bool) -> dict[str, set[int]]:
    """Chair and secretary, and the office of the unit directly above; who may only look is told 403."""
    lookers = (*OWN, *CHAIN, "admin", "member") if ours else (*CHAIN, "admin")
    allowed = ("chair", "secretary", "reviewer") if ours else ("boss",)
    return dict.fromkeys(lookers, {403}) | dict.fromkeys(allowed, OK)


def _setting(ours: bool) -> dict[str, set[int]]:
    """The unit's chair and secretary write its councils down; who may look at the unit is told 403."""
    lookers = (*OWN, *CHAIN, "admin", "member") if ours else (*CHAIN, "admin")
    return dict.fromkeys(lookers, {403}) | (dict.fromkeys(OWN, OK) if ours else {})


def _keeping(ours: bool) -> dict[str, set[int]]:
    """Who may look at the unit is told 403; only the keeper of records gets the page."""
    lookers = (*OWN, *CHAIN, "member") if ours else CHAIN
    return dict.fromkeys(lookers, {403}) | {"admin": OK}


def _rename(ours: bool) -> dict[str, set[int]]:
    """Who may look at the unit is told 403; the keeper of records gets the page."""
    lookers = (*OWN, *CHAIN, "member") if ours else CHAIN
    return dict.fromkeys(lookers, {403}) | {"admin": OK, "boss": OK}


def _acting(ours: bool, values: dict[str, Any]) -> dict[str, set[int]]:
    """The chair and the administrator of a union above get the page of an act, of the unit itself for a founding."""
    lookers = dict.fromkeys((*OWN, *CHAIN, "member", "admin") if ours else (*CHAIN, "admin"), {403})
    below = {"chair": OK} if ours else {"admin": OK}
    both = values.get("deed") == "found"
    above = {"boss": OK, "admin": OK} if ours else {"boss": OK}
    return lookers | above | (below | ({"secretary": OK} if ours else {}) if both else {})


def _unit_readers(ours: bool) -> dict[str, set[int]]:
    """The unit's own people and those of the units above it."""
    return dict.fromkeys((*OWN, *CHAIN, "admin", "member") if ours else (*CHAIN, "admin"), OK)


def _bringing(ours: bool, values: dict[str, Any]) -> dict[str, set[int]]:
    """Chair and secretary of the unit, and who keeps its records; who may only look is told 403.

    What stands below a grassroots union is founded by who keeps the records alone.
    """
    lookers = dict.fromkeys(_unit_readers(ours), {403})
    own = OWN if ours and values.get("what") != "don-vi" else ()
    return lookers | dict.fromkeys((*own, "admin"), OK)


def _staffing(ours: bool) -> dict[str, set[int]]:
    """Officers are written down by the unit's chair and secretary, its administrator, and the offices above."""
    lookers = dict.fromkeys((*OWN, *CHAIN, "member", "admin") if ours else (*CHAIN, "admin"), {403})
    return lookers | dict.fromkeys((*OWN, "boss", "admin") if ours else ("boss", "admin"), OK)


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
    "deciding.talk": (*OWN, *DECIDING),
    "deciding.move_many": ("reviewer",),
    "awards.decision": DECIDING,
    **dict.fromkeys((f"reviews.{name}" for name in REVIEWS), ()),
    "batches.of_paper": DECIDING,
    "organisation.rename": ("admin", "boss"),
    "unit_acts.act": ("admin", "boss", *OWN),
    "unit_acts.undo": ("admin", "boss"),
    "overview.remind": DECIDING,
    "people.move": ("admin", "boss"),
    **dict.fromkeys(
        ("delegations.new", "delegations.hand_over", "delegations.end"), (*OWN, "reviewer", "boss")
    ),
    "delegations.send_file": ("chair", "reviewer"),
    **dict.fromkeys(
        ("offices.appoint", "offices.add_person", "offices.end", "offices.elect"), (*OWN, "boss", "admin")
    ),
    "formats.page": ("chair", "admin"),
    **dict.fromkeys(TEXTS, ("admin",)),
    "councils.new": OWN,
    **dict.fromkeys(("councils.add_member", "councils.end_member", "councils.minutes"), ()),
    **dict.fromkeys((f"councils.{name}" for name in ("presence", "recuse", "move", "vote")), ()),
    "councils.call": ("reviewer",),
    "councils.charge": ("reviewer", "clerk"),
    "library.recall": (*OWN, "clerk"),
    **dict.fromkeys(("joint.edit", "joint.move", "joint.issue"), OWN),
    "joint.answer": ("clerk",),
    "library.sign": (*OWN, *CHAIN),  # the issuing unit's office: tests/web/test_verify_pages.py
    **dict.fromkeys((f"registers.{name}" for name in KEEPING), (*OWN, "clerk")),
    **dict.fromkeys(("registers.take_in", "registers.pass_on", "registers.cancel"), (*OWN, "clerk")),
    "registers.write_old_book": (*OWN, "clerk"),
    **dict.fromkeys((f"accounts.{name}" for name in ("invite", "act", "excel", "write_excel")), OPENERS),
    "accounts.policy": ("admin",),
    **dict.fromkeys(("imports.send", "imports.undo"), (*OWN, "admin")),
    **dict.fromkeys(("imports.put_right", "imports.discard"), ("chair",)),
}


def writers(key: str) -> tuple[str, ...]:
    return () if key.startswith(EVENTS) else WRITERS[key]
