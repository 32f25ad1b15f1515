"""The page «Cấp số và phát hành»: every paper is laid out, looked at and numbered the same way, whoever draws it up.

`lay_out` shows what would be issued, `number` issues what was shown. What differs from paper to paper (who may, what
it says, what is written down with it) comes as functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NotRequired, TypedDict, Unpack

from extensions import clock
from models import Paper
from rules.finding import Finding
from services import citations, issuing, registers, signing
from services.errors import CannotSign, Refused
from services.who import Who


class Wanted(TypedDict, total=False):
    """What a paper is laid out for: its date (None: today), the signer's key ("": the one proposed), `queue` as in
    `preparing.prepare`.
    """

    dated_on: date | None
    signer: str
    queue: bool


class Sent(TypedDict):
    """What the page sends: its key, date (None: today), why an earlier one, the hash of what was seen, the signer."""

    once: str
    dated_on: date | None
    reason: str
    seen_hash: str
    signer: NotRequired[str]


@dataclass(frozen=True)
class IssuePage:
    """What the page shows; `signers` are (key, name, form), `cited` warns of grounds that do not hold on the day."""

    title: str
    draft: issuing.PaperDraft
    prepared: issuing.Prepared
    dated_on: date
    number: str
    signers: tuple[tuple[str, str, str], ...]
    signer: str
    cited: tuple[Finding, ...] = ()


# (date, key of the signer) → what will be issued; the keys are those of `IssuePage.signers`.
Draft = Callable[[date, str], issuing.PaperDraft]

# What is written down in the same transaction, once the paper has its number.
Also = Callable[[Paper], None]


def lay_out(title: str, draft_of: Draft, **wanted: Unpack[Wanted]) -> IssuePage:
    """Lay a paper out with a blank number, and say which it would get now ("" where the date allows none).

    Where the `signer` asked for may not sign on that day, the one proposed does; `signers` is empty for minutes.
    Errors: `Busy`, and whatever `draft_of` refuses.
    """
    on = wanted.get("dated_on") or clock.today()
    draft = _with_signer(partial(draft_of, on), wanted.get("signer", ""))
    prepared = issuing.prepare(draft, queue=wanted.get("queue", False))
    signers, chosen = signing.choices(draft.unit_id, on, draft.kind, draft.signatures)
    cited = citations.of_values([part.values for part in draft.parts], on)
    return IssuePage(title, draft, prepared, on, _foreseen(draft, on), signers, chosen, tuple(cited))


def _with_signer(build: Callable[[str], issuing.PaperDraft], signer: str) -> issuing.PaperDraft:
    try:
        return build(signer)
    except CannotSign:
        return build("")


def _foreseen(draft: issuing.PaperDraft, on: date) -> str:
    try:
        return "; ".join(registers.next_number(one.unit_id, one.symbol, on) for one in draft.issuers)
    except Refused:  # pressing the button says why
        return ""


def number(ready: Callable[[], tuple[Draft, Also | None]], *, who: Who, **sent: Unpack[Sent]) -> int:
    """Number and issue what was looked at; returns the paper's id, the same one for the same `once`.

    `ready` makes sure that it may be issued and says how; it is not asked again for a key that has numbered a paper
    already, since by then it would refuse. Errors: those of `issuing.number`, and whatever `ready` refuses.
    """
    if (known := issuing.numbered_already(sent["once"])) is not None:
        return known
    draft_of, also = ready()
    on = sent["dated_on"] or clock.today()
    draft = draft_of(on, sent.get("signer", ""))
    issuing.prepare(draft)
    return issuing.number(
        draft,
        person_id=who.person_id,
        once=sent["once"],
        dated_on=on,
        reason=sent["reason"],
        seen_hash=sent["seen_hash"],
        also=also,
    )
