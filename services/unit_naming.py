"""Acts that make and name units: founding, a new name, another symbol, place or head of papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from extensions import db
from models import Unit, UnitName, UnitParent, UnitPlace, UnitSymbol
from rules.finding import N_
from services import units
from services.errors import Conflict, Refused
from services.unit_work import Work
from vietnamese.text import clean, search_key, upper


def new_unit(work: Work, parent_id: int, on: date) -> int:
    """Write a new unit from what the form gave; return its id."""
    given = work.given
    known = {units.name_of(one, on) for one in units.children_of(parent_id, on)}
    if clean(given["name"]) in known:
        raise Refused(
            "Chưa ghi được quyết định này.", [("name", N_("Đã có đơn vị trực thuộc mang đúng tên này."), {})]
        )
    unit = Unit(code=_code(parent_id, given["kind"]), kind=given["kind"], founded_on=on, phone="")
    unit_id = work.journal.make(unit)
    _begin_name(work, unit_id, given, on, given["collective"])
    work.journal.begin(UnitParent, unit_id, on, parent_id=parent_id, source=work.source)
    for model, column in ((UnitSymbol, "symbol"), (UnitPlace, "place")):
        if given.get(column):
            work.journal.begin(model, unit_id, on, **{column: given[column]})
    return unit_id


def _code(parent_id: int, kind: str) -> str:
    """Return a code that no unit has: that of the parent with a running number."""
    above = db.session.get_one(Unit, parent_id).code
    mark = "T" if kind == "group" else ""
    taken = set(db.session.scalars(select(Unit.code).where(Unit.code.startswith(f"{above}-{mark}"))))
    number = 1
    while f"{above}-{mark}{number}" in taken:
        number += 1
    return f"{above}-{mark}{number}"


def _begin_name(work: Work, unit_id: int, given: Mapping[str, Any], on: date, collective: str) -> None:
    name, short = given["name"], given.get("short_name") or given["name"]
    lines = upper(clean(given.get("letterhead") or "", multiline=True))
    work.journal.begin(
        UnitName,
        unit_id,
        on,
        name=name,
        short_name=short,
        letterhead=lines or upper(clean(name)),
        collective=collective,
        search_key=search_key(f"{name} {short}")[:400],
        source=work.source,
    )


def found(work: Work) -> None:
    """A new unit directly below: {name, short_name, letterhead, collective, symbol, place, kind}."""
    unit_id = new_unit(work, work.unit.id, work.on)
    work.about("subject", unit_id)
    work.about("above", work.unit.id)
    work.say(
        "tree", N_("%(unit)s thành lập ngày %(day)s, trực thuộc %(above)s."),
        unit=work.name(unit_id), day=work.on, above=work.name(work.unit.id),
    )  # fmt: skip


def rename(work: Work) -> None:
    """A new official name: {name, short_name, letterhead}."""
    begins = select(UnitName.id).where(UnitName.unit_id == work.unit.id, UnitName.valid_from == work.on)
    if db.session.scalar(begins) is not None:
        raise Conflict("Đơn vị đã có một tên bắt đầu từ ngày này.")
    now = units.named(work.unit.id, work.on)
    if now.name == clean(work.given["name"]):
        raise Conflict("Vào ngày này đơn vị đã mang đúng tên đó.")
    _begin_name(work, work.unit.id, work.given, work.on, now.collective)
    work.about("subject", work.unit.id)
    work.say("tree", N_("Từ ngày %(day)s đơn vị mang tên %(name)s."), day=work.on, name=work.given["name"])
    tell_papers(work, work.on)


def mark(work: Work) -> None:
    """Another symbol, place or head of papers: {symbol, place, letterhead}; what stays the same is left alone."""
    unit_id, given, before = work.unit.id, work.given, len(work.journal.lines)
    for model, column, words, known in (
        (UnitSymbol, "symbol", N_("Từ ngày %(day)s ký hiệu trên văn bản là %(text)s."), units.symbols_of),
        (UnitPlace, "place", N_("Từ ngày %(day)s địa danh trên văn bản là %(text)s."), units.places_of),
    ):
        text = clean(given.get(column) or "")
        if text and known([unit_id], work.on).get(unit_id) != text:
            work.journal.begin(model, unit_id, work.on, **{column: text, "source": work.source})
            work.say("papers", words, day=work.on, text=text)
    now = units.named(unit_id, work.on)
    lines = upper(clean(given.get("letterhead") or "", multiline=True))
    if lines and lines != now.letterhead:
        said = {"name": now.name, "short_name": now.short_name, "letterhead": lines}
        _begin_name(work, unit_id, said, work.on, now.collective)
        work.say("papers", N_("Từ ngày %(day)s đầu văn bản in cách dòng mới."), day=work.on)
    if len(work.journal.lines) == before:
        raise Refused(
            "Chưa ghi được quyết định này.", [("symbol", N_("Chưa có gì thay đổi. Sửa ít nhất một ô."), {})]
        )
    work.about("subject", unit_id)
    tell_papers(work, work.on)


def tell_papers(work: Work, day: date) -> None:
    """Say that papers follow the day they are dated."""
    work.say(
        "papers", N_("Văn bản đã phát hành giữ nguyên; văn bản ký từ ngày %(day)s theo cái mới."), day=day
    )
