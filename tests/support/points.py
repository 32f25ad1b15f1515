"""The demonstration workshop as an event online at five points: planned, sent, approved, its list kept."""

from __future__ import annotations

from typing import Any

from extensions import db
from tests.support import tree
from tests.support import workshop as road
from tests.support.workshop import Workshop

# Point: the unit that comes there and who is named; the third names a member of the unit's committee.
POINTS = (
    ("Điểm cầu trung tâm", "", "Mạc Thị Lan Chi", 12),
    ("Điểm cầu Sản - Nhi", "u2", "Nguyễn Văn Số 2", 9),
    ("Điểm cầu Y học cổ truyền", "u3", "đ/c Phan Thị Mây, Ủy viên Ban Chấp hành", 6),
    ("Điểm cầu Phổi", "u4", "Văn phòng công đoàn", 6),
    ("Điểm cầu Tâm thần", "u5", "Mạc Thị Lan Chi", 5),
)


def online(made: Workshop) -> dict[str, Any]:
    """What is typed of an event online at five points."""
    typed = road.parts(made)
    rows = [
        {
            "name": name,
            "unit": f"u{made.units[unit]}" if unit else "",
            "keeper": keeper,
            "called": called,
            "capacity": "",
        }
        for name, unit, keeper, called in POINTS
    ]
    typed["when"] |= {"mode": "online", "link": "https://hop.example/1", "link_places": 100, "points": rows}
    return typed


def plan(made: Workshop) -> None:
    """Let the plan be written and sent up; «scribe3» is the one of unit 3 whom it names."""
    made.people["scribe3"] = tree.person("Phan Thị Mây")
    tree.office(made.people["scribe3"], made.units["u3"], "executive")
    db.session.commit()
    with road.at(14, 3):
        road.open_event(made)
        road.type_all(made, online(made))
        road.send(made)
        road.act(made, "money")


def approve(made: Workshop) -> None:
    """Let the committee approve it; its list is kept on the day."""
    from services import event_days

    with road.at(21, 3):
        road.act(made, "head")
        road.act(made, "deputy")
    with road.at(15, 4, 8):
        event_days.take_over(made.matter_id, who=made.who("writer"))
