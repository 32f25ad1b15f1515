"""The notices of a cycle's results (M8), issued in one step: each with its own number, each result told.

Every notice goes the way of a single one (`review_issues`): laid out, measured, numbered in a transaction of its own.
What one union's notice lacks stops no other; what time did not allow is told, and pressing again goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app

from extensions import clock, db
from models import Dossier, Matter, Paper
from rules.finding import N_
from services import (
    dossier_papers,
    issuing,
    review_cycles,
    review_issues,
    review_rounds,
    review_scope,
    reviews,
    signing,
    units,
)
from services.errors import Busy, CannotSign, Conflict, Forbidden, Refused
from services.who import Who

KIND = "review_notice"


@dataclass(frozen=True)
class DueNotice:
    """A notice that can be issued now: the review's code, the union, its rank in words, verified points in tenths."""

    code: str
    unit_name: str
    rank: str
    points: int


@dataclass(frozen=True)
class NoticesPage:
    """What «Phát hành thông báo» shows; `signers` and `signer` as on `issue_pages.IssuePage`."""

    matter_id: int
    title: str
    dated_on: date
    signers: tuple[tuple[str, str, str], ...]
    signer: str
    due: tuple[DueNotice, ...]


@dataclass(frozen=True)
class Told:
    """What became of one notice: its number, or "" and why not (a message with its parameters)."""

    unit_name: str
    number: str
    message: str = ""
    params: tuple[tuple[str, Any], ...] = ()


def _led(matter_id: int, who: Who) -> tuple[Matter, Any]:
    matter, row, actor = review_cycles.led(matter_id, who)
    if not review_cycles.manages(matter, actor):
        raise Forbidden("Văn bản của kỳ do người thẩm định, văn thư hoặc chủ tịch của đơn vị ban hành.")
    return matter, row


def waiting(dossiers: Sequence[Dossier]) -> list[Dossier]:
    """Return the reviews whose notice can be issued now."""
    due = review_rounds.due(dossiers)
    return [one for one in dossiers if any(kind == KIND for kind, _words in due[one.code])]


def page(matter_id: int, *, who: Who, dated_on: date | None = None, signer: str = "") -> NoticesPage:
    """Return the notices of a cycle that can be issued now. Errors: `NotFound`, `Forbidden`, `Conflict` (no signer)."""
    matter, row = _led(matter_id, who)
    on = dated_on or clock.today()
    there = review_scope.dossiers_of(matter.id)
    read = review_scope.read(waiting(list(there.values())))
    names = units.names_of(read, row.cutoff)
    rated = review_scope.ratings_of(read, matter.year)
    symbol = review_issues.SPECS[KIND].symbol
    try:
        around = dossier_papers.frame(matter.unit_id, on, symbol, kind=KIND, signer=signer)
    except CannotSign:
        around = dossier_papers.frame(matter.unit_id, on, symbol, kind=KIND)
    signed = signing.signed({"signature": around.signature}, around.signer)
    signers, chosen = signing.choices(matter.unit_id, on, KIND, signed)
    due = [
        DueNotice(
            one.dossier.code,
            names[unit_id].short_name,
            reviews.RANKS[rated[unit_id]] if unit_id in rated else "",
            one.points,
        )
        for unit_id, one in sorted(read.items(), key=lambda pair: -pair[1].points)
    ]
    return NoticesPage(matter.id, matter.title, on, signers, chosen, tuple(due))


def issue(
    matter_id: int,
    codes: Sequence[str],
    *,
    who: Who,
    once: str,
    dated_on: date | None,
    reason: str,
    signer: str = "",
) -> list[Told]:
    """Number and issue the notices of the reviews with these codes, one after the other; say what became of each.

    Repeating with the same `once` numbers nothing twice. Errors: `NotFound`, `Forbidden`, `Refused` (none chosen); what
    concerns one notice alone is told, not raised.
    """
    matter, row = _led(matter_id, who)
    there = {one.code: one for one in review_scope.dossiers_of(matter.id).values()}
    chosen = [there[code] for code in dict.fromkeys(codes) if code in there]
    if not chosen:
        raise Refused("Chọn ít nhất một đơn vị.")
    names = units.names_of({one.unit_id for one in chosen}, row.cutoff)
    sent = {"who": who, "dated_on": dated_on, "signer": signer}
    of = [(one.id, one.code, names[one.unit_id].short_name) for one in chosen]
    return list(_each(matter.id, of, once, reason, sent))


def _each(
    matter_id: int, chosen: Sequence[tuple[int, str, str]], once: str, reason: str, sent: dict[str, Any]
) -> Iterator[Told]:
    """Issue them until a page has waited long enough; the first one always has its turn."""
    end = time.monotonic() + current_app.config["RENDER_WAIT_SECONDS"]
    for no, (dossier_id, code, name) in enumerate(chosen):
        if no and time.monotonic() > end:
            yield Told(name, "", LATER)
            continue
        try:
            paper_id = _one(matter_id, code, f"{once}-{dossier_id}", reason, sent)
        except (Refused, Conflict) as refused:
            yield Told(name, "", refused.message, tuple(refused.params.items()))
        except Busy:
            yield Told(name, "", LATER)
        else:
            yield Told(name, db.session.get_one(Paper, paper_id).number)


#: Said of a notice that was not laid out in the time that a page may wait.
LATER = N_("Chưa dựng kịp bản in. Bấm phát hành lần nữa để làm tiếp.")


def _one(matter_id: int, code: str, once: str, reason: str, sent: dict[str, Any]) -> int:
    if (known := issuing.numbered_already(once)) is not None:
        return known
    seen = review_issues.issue_page(matter_id, KIND, code, **sent, queue=True).prepared
    return review_issues.issue(
        matter_id, KIND, code, **sent, once=once, reason=reason, seen_hash=seen.seen_hash
    )
