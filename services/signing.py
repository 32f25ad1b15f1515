"""Who signs a unit's papers on a day, from its offices and delegations, and what then stands on the paper.

A paper dated on a day may be signed by whoever the day's offices and delegations allow (`workflows/signers.py`);
the lines above the name are computed from the choice and typed by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import reference
from documents import signature
from extensions import db
from models import Delegation
from services import formats, standing
from services.errors import CannotSign, Conflict
from services.standing import given, held_in, roles
from services.units import collective_of
from workflows import delegations as rules
from workflows.signers import Signer, signers

#: The parts taken at a meeting, as its minutes name them; chair before secretary.
MEETING = {"chair": "Chủ tọa", "secretary": "Thư ký"}

LONGEST_NAMES = 100
LONGEST_FORM = 300


@dataclass(frozen=True)
class Signed:
    """A signature of a paper: the name, the lines above it in one («TM. BAN CHẤP HÀNH / CHỦ TỊCH»), by what right.

    `mode` is one of `workflows.signers.MODES`, chair or secretary of a meeting, or "" for another paper's signature.
    """

    name: str
    form: str
    mode: str = ""
    person_id: int | None = None
    delegation_id: int | None = None


def head_title() -> str:
    """Return what the head of a unit without one is called."""
    return reference.load("vocabulary.toml")["roles"][standing.head_role()]


def given_in(unit_id: int) -> list[rules.Delegation]:
    """Return all delegations of signing in a unit, ended ones included."""
    return [one for one in standing.given_in(unit_id) if one.signs]


def who(unit_id: int, on: date, kind: str | None = None) -> list[Signer]:
    """Return who may sign a unit's paper of `kind` (None: any) dated `on`, who is proposed first."""
    return signers(on, kind, held_in(unit_id), given_in(unit_id), roles(), head_title())


def chosen(unit_id: int, on: date, kind: str | None = None, key: str = "") -> Signer:
    """Return the signer with a key (`Signer.key`), the one proposed without.

    Errors: `Conflict` (nobody signs on that day), `CannotSign` (not the one chosen).
    """
    able = who(unit_id, on, kind)
    if not able:
        raise Conflict("Đơn vị chưa có chủ tịch hoặc phó chủ tịch vào ngày này, nên chưa có người ký.")
    found = next((one for one in able if one.key == key), None) if key else able[0]
    if found is None:
        raise CannotSign(f"{on:%d/%m/%Y}")
    return found


def block(signer: Signer, collective: str, unit_id: int, on: date) -> dict[str, Any]:
    """Return the signature block {"lines", "name"} of a paper of a unit, dated `on`, signed for a collective of it."""
    return signature.block(
        collective,
        signer.mode,
        signer.head_title,
        signer.title,
        signer.name,
        formats.without_kt(unit_id, on),
    )


#: How pages say in short in which form somebody signs.
_SHORT = {
    "acting": "TM. %(collective)s, Q. %(head)s",
    "head": "TM. %(collective)s",
    "deputy": "KT. %(head)s",
    "by_order": "TL. %(head)s",
    "mandate": "TUQ. %(head)s",
}


def short_form(signer: Signer, collective: str) -> str:
    """Return in which form somebody signs, as a list of officers says it: «KT. Chủ tịch»."""
    return _SHORT[signer.mode] % {"collective": collective, "head": signer.head_title}


def proposed_block(unit_id: int, on: date, collective: str) -> dict[str, Any]:
    """Return the block of whoever is proposed on a day; that of its head without a name where nobody signs then."""
    able = who(unit_id, on)
    if able:
        return block(able[0], collective, unit_id, on)
    return signature.block(collective, "head", head_title(), "", "")


def form_of(lines: Sequence[str]) -> str:
    """Return the lines above a name in one line."""
    return " / ".join(lines)[:LONGEST_FORM]


def signed(values: Mapping[str, Any], signer: Signer) -> tuple[Signed, ...]:
    """Return the signatures of a paper with these values: the signer's block, else those of its minutes or columns.

    Minutes are signed by the meeting's chair and secretary, other papers of several signatures by those of its
    columns who have a name.
    """
    if values.get("signature"):
        lines = values["signature"]["lines"]
        return (Signed(signer.name, form_of(lines), signer.mode, signer.person_id, signer.delegation_id),)
    columns = values.get("signatures")
    if isinstance(columns, list):
        return tuple(Signed(one["name"], form_of(one["lines"])) for one in columns if one.get("name"))
    named = columns or {part: (values.get(part) or {}).get("name") for part in MEETING}
    return tuple(Signed(named[part], title, part) for part, title in MEETING.items() if named.get(part))


def choices(
    unit_id: int, on: date, kind: str, signatures: Sequence[Signed]
) -> tuple[tuple[tuple[str, str, str], ...], str]:
    """Return the signers of a paper as a page offers them, (key, name, form), and the key of the one it has.

    Nothing is offered for a paper that does not bear the signer's block (minutes): ((), "").
    """
    able, collective = who(unit_id, on, kind), collective_of(unit_id, on)
    rights = {(one.mode, one.person_id, one.delegation_id) for one in signatures}
    key = next((one.key for one in able if (one.mode, one.person_id, one.delegation_id) in rights), "")
    if not key:
        return (), ""
    offered = ((one.key, one.name, form_of(block(one, collective, unit_id, on)["lines"])) for one in able)
    return tuple(offered), key


def names(signatures: Sequence[Signed]) -> str:
    """Return the names as the register lists them; only the first where all would be too long for its column."""
    every = "; ".join(one.name for one in signatures)
    return every if len(every) <= LONGEST_NAMES or not signatures else signatures[0].name


def hold(signatures: Sequence[Signed], on: date) -> None:
    """Hold the delegations by which a paper is signed until the running command ends. Errors: `Conflict` (ended)."""
    for one in signatures:
        if one.delegation_id is None:
            continue
        row = db.session.get(Delegation, one.delegation_id, with_for_update=True)
        if row is None or not given(row).on(on):
            raise Conflict("Việc giao ký vừa được chấm dứt. Chọn lại người ký.")
