"""How papers name things: the award, the collective that decides, a nominee, an earlier paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from documents import symbols
from services import awards, nominees, paper_lists, units


def award_name(matter_id: int, deciding_name: str) -> str:
    """Return the award as papers name it: «Giấy khen của Công đoàn ngành Y tế tỉnh …»."""
    title = awards.title_of(awards.round_of(matter_id).award)
    return f"{title.partition(' của ')[0]} của {deciding_name}"


def committee(unit_id: int, on: date) -> str:
    """Return the deciding collective with its unit: «Ban Thường vụ Công đoàn ngành …»."""
    return f"{units.collective_of(unit_id, on)} {units.name_of(unit_id, on)}"


def nominated(one: nominees.Candidate, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return {"name", "post"} as papers print a nominee; a collective is followed by its size."""
    if one.kind == "person":
        return {"name": one.name, "post": ", ".join(text for text in (one.post, one.group) if text) or None}
    members, women = said.get("members"), said.get("women")
    size = f"{members} đoàn viên" if members else None
    if size and women:
        size = f"{size}, trong đó {women} nữ"
    return {"name": one.name, "post": size}


def number(text: str) -> dict[str, Any]:
    """Return a printed number («05/TTr-CĐCS») as templates want it."""
    found = symbols.parse(text)
    if found is None:
        raise ValueError(f"not a number: {text!r}")
    return {"seq": found.seq, "suffix": found.suffix, "symbol": found.symbol}


def cited(paper: paper_lists.PaperRow) -> dict[str, Any]:
    """Return number and date of an earlier paper as templates cite it."""
    return {"number": number(paper.number), "date": paper.dated_on.isoformat()}
