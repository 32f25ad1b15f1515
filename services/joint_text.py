"""What people type as the text of a paper, read as its parts: «I. …» a part, «1. …» a clause, «a) …» a point, «- …».

The numbers that were typed only tell what a line is: the template numbers anew, so that none is missing or twice.
"""

from __future__ import annotations

import re
from typing import Any

_PART = re.compile(r"[IVX]{1,6}[.)/]\s+(?P<text>\S.*)")
_CLAUSE = re.compile(r"\d{1,2}[.)]\s+(?P<text>\S.*)")
_POINT = re.compile(r"[a-zđ][.)]\s+(?P<text>\S.*)")
_ITEM = re.compile(r"[-–•+*]\s+(?P<text>\S.*)")

Block = dict[str, Any]


def body_of(text: str) -> dict[str, list[Any]]:
    """Return {"opening": texts before the first part, "parts": [{"heading", "blocks"}]} of a typed text."""
    opening: list[str] = []
    parts: list[dict[str, Any]] = []
    for line in (line.strip() for line in text.split("\n")):
        part = _PART.fullmatch(line)
        if part:
            parts.append({"heading": part["text"].rstrip(" .:"), "blocks": []})
        elif line and parts:
            _put(parts[-1]["blocks"], line)
        elif line:
            opening.append(line)
    return {"opening": opening, "parts": parts}


def _put(blocks: list[Block], line: str) -> None:
    """Add a line to a part; a point belongs to the clause before it."""
    if clause := _CLAUSE.fullmatch(line):
        blocks.append({"kind": "clause", "text": clause["text"], "points": []})
    elif (point := _POINT.fullmatch(line)) and blocks and blocks[-1]["kind"] == "clause":
        blocks[-1]["points"].append(point["text"])
    elif item := _ITEM.fullmatch(line):
        blocks.append({"kind": "item", "text": item["text"]})
    else:
        blocks.append({"kind": "para", "text": line})


def lines_of(text: str) -> list[str]:
    """Return the lines that say something, without a dash before and a mark behind them."""
    return [
        line
        for line in (re.sub(r"^[-–•+*]\s+", "", one.strip()).rstrip(" ;.") for one in text.split("\n"))
        if line
    ]
