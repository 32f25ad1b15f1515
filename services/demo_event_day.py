"""The day of the demonstration's events and what followed: check-in, contributions, minutes, tasks, certificates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from extensions import clock
from services import (
    batches_run,
    demo_papers,
    demo_rows,
    event_certificates,
    event_contributions,
    event_days,
    event_delegates,
    event_minutes,
    event_pages,
    event_presences,
    event_recommendations,
    event_scores,
    event_tasks,
)
from services.demo_delegates import Delegate
from services.demo_events import delegates, matter, people, told
from services.errors import Refused
from services.event_frame import EventDay
from services.event_presences import Logged

SESSION = "1"
#: So many people are checked in within a minute.
A_MINUTE = 2
#: Steps through a list that make its order look like life; without a common factor with its length.
STEP = 53


def _day(replay: Any, act: dict[str, Any]) -> EventDay:
    return event_days.day(matter(replay, act), replay.who(act["who"]))


def _ids(replay: Any, act: dict[str, Any]) -> dict[tuple[str, int], int]:
    """Return {(unit, place): id on the check-in list}."""
    listed = event_delegates.of(matter(replay, act))
    by_name = {(one.unit_id, one.name): one.id for one in listed if one.category == "delegate"}
    return {
        (one.unit, one.place): by_name[replay.codes.units[one.unit], one.name]
        for rows in delegates(told(act)).values()
        for one in rows
    }


def _coming(act: dict[str, Any]) -> list[Delegate]:
    """Return the delegates of the act's units (all) who came, in the order of the list."""
    data = told(act)
    away = {(row["unit"], row["place"]) for row in data.get("absent", ())}
    wanted = act.get("units", data["called"])
    return [
        one
        for unit, rows in delegates(data).items()
        for one in rows
        if unit in wanted and (unit, one.place) not in away
    ]


def _full(data: dict[str, Any], one: Delegate) -> bool:
    return one.place <= data["full"][one.unit]


def _list(replay: Any, act: dict[str, Any], once: str) -> None:
    """Keep the list that the units have sent."""
    faults = event_pages.keep_delegates(
        matter(replay, act), people(replay, told(act)), who=replay.who(act["who"])
    )
    if faults:
        raise Refused(faults[0].message, **faults[0].params)


def _check_in(replay: Any, act: dict[str, Any], once: str) -> None:
    """Tap everybody in who came, guests last."""
    who, day = replay.who(act["who"]), _day(replay, act)
    event_days.take_over(day.matter_id, who=who)
    ids = _ids(replay, act)
    came = [ids[one.unit, one.place] for one in _coming(act)]
    came += [one.id for one in event_delegates.of(day.matter_id) if one.category == "guest"]
    first = datetime.combine(day.first_day, time.fromisoformat(told(act)["event"]["came"]))
    for no, delegate_id in enumerate(came):
        at = (first + timedelta(minutes=no // A_MINUTE)).time()
        tapped = {"session": SESSION, "move": "in", "at": at, "once": f"{once}-{no}"}
        event_presences.tap(day, delegate_id, who=who, **tapped)


def _leave(replay: Any, act: dict[str, Any], once: str) -> None:
    """Tap those of the units out who left too soon."""
    who, day, data = replay.who(act["who"]), _day(replay, act), told(act)
    ids = _ids(replay, act)
    for one in _coming(act):
        if not _full(data, one):
            tapped = {"session": SESSION, "move": "out", "once": f"{once}-{one.unit}-{one.place}"}
            event_presences.tap(day, ids[one.unit, one.place], who=who, **tapped)


def _log(replay: Any, act: dict[str, Any], once: str) -> None:
    """Take the log of the online meeting over, for the units that were not checked in at the centre."""
    rows = list(_logged(told(act)))
    taken = event_presences.take_log(
        _day(replay, act), rows, session=SESSION, who=replay.who(act["who"]), once=once
    )
    if taken.unknown or taken.unclear:
        raise Refused("Nhật ký phòng họp mẫu có tên không khớp danh sách.")


def _logged(data: dict[str, Any]) -> Iterator[Logged]:
    """Of those who were not there long enough only the first of a unit ever joined."""
    hour = {name: time.fromisoformat(said) for name, said in data["log"].items()}
    at_centre = {unit for act in data["act"] if act["do"] == "check_in" for unit in act["units"]}
    away = [one for unit, rows in delegates(data).items() if unit not in at_centre for one in rows]
    for line, one in enumerate(away, start=1):
        full = data["full"][one.unit]
        if one.place > full + 1:
            continue
        left = hour["short"] if one.place > full else hour["edge" if one.place == full else "left"]
        yield Logged(line, one.name, hour["came"], left)


def _scores(replay: Any, act: dict[str, Any], once: str) -> None:
    """Take the results of the test over: of the first who were there to the end, as many as there are papers."""
    data = told(act)
    points = [row["tenths"] for row in data["score"] for _paper in range(row["papers"])]
    names = [one.name for rows in delegates(data).values() for one in rows if _full(data, one)]
    rows = [
        event_scores.Scored(no + 1, name, points[no * STEP % len(points)])
        for no, name in enumerate(names[: len(points)])
    ]
    event_scores.take(matter(replay, act), rows, who=replay.who(act["who"]))


def _say(replay: Any, act: dict[str, Any], once: str) -> None:
    """Write the contributions into their register."""
    day, data = _day(replay, act), told(act)
    names = {(one.unit, one.place): one.name for rows in delegates(data).values() for one in rows}
    rows = demo_rows.table("events_2025_contributions")
    for no, row in enumerate(one for one in rows if one["event"] == data["event"]["key"]):
        said = {
            **{name: row[name] for name in ("channel", "field", "nature", "gist")},
            "unit_id": replay.codes.units[row["unit"]],
            "body": "",
            "person": names[row["unit"], int(row["place"])],
            "minutes": int(row["minutes"]) if row["minutes"] else None,
        }
        event_contributions.add(day, who=replay.who(act["who"]), once=f"{once}-{no}", said=said)


def _minutes(replay: Any, act: dict[str, Any], once: str) -> None:
    """Type the minutes: what the plan proposes, what was said, why somebody was missing."""
    day, data = _day(replay, act), told(act)
    ids = _ids(replay, act)
    why = {(row["unit"], row["place"]): row["reason"] for row in data.get("absent", ())}
    if "full" in data:
        rows = (one for listed in delegates(data).values() for one in listed)
        why |= {(one.unit, one.place): data["event"]["away"] for one in rows if not _full(data, one)}
    reasons = {f"why_d{ids[one]}": reason for one, reason in why.items()}
    typed = {**event_minutes.prefilled(day), **data["minutes"], **reasons}
    event_minutes.write(day.matter_id, typed, who=replay.who(act["who"]))


def _tasks(replay: Any, act: dict[str, Any], once: str) -> None:
    day = _day(replay, act)
    for no, row in enumerate(told(act)["task"]):
        said = {name: row[name] for name in ("text", "owner", "product")} | {"due_on": row["due"]}
        event_tasks.add(day, who=replay.who(act["who"]), once=f"{once}-{no}", said=said, to=row["to"])


def _task_done(replay: Any, act: dict[str, Any], once: str) -> None:
    entry = event_tasks.of(matter(replay, act))[act["no"]]
    done = {"once": once, "done_on": clock.today(), "note": ""}
    event_tasks.report_done(entry.id, who=replay.who(act["who"]), **done)


def _recommend(replay: Any, act: dict[str, Any], once: str) -> None:
    day = _day(replay, act)
    for no, row in enumerate(told(act)["kn"]):
        said = {
            **{name: row[name] for name in ("text", "field", "level")},
            "unit_id": replay.codes.units[row["unit"]],
            "body": "",
            "addressee": "",
            "received_on": day.first_day,
        }
        event_recommendations.add(day, who=replay.who(act["who"]), once=f"{once}-{no}", said=said)


def _move(replay: Any, act: dict[str, Any], once: str) -> None:
    """Write down what became of a recommendation."""
    moved, matter_id = act["moved"], matter(replay, act)
    entry = event_recommendations.of(matter_id)[act["no"]]
    said = {name: moved[name] for name in ("text", "paper", "level", "addressee") if name in moved}
    asked = {"who": replay.who(act["who"]), "once": once, "on": moved["on"]}
    event_recommendations.make_move(matter_id, entry.id, moved["move"], **asked, **said)


def _certificates(replay: Any, act: dict[str, Any], once: str) -> None:
    """Make the certificates of those who have earned one."""
    asked = {"who": replay.who(act["who"]), "once": once, "course": act["course"], "on": clock.today()}
    batch_id = event_certificates.start(matter(replay, act), **asked)
    demo_papers.patiently(lambda: batches_run.complete(batch_id, timeout=demo_papers.PATIENCE_SECONDS))
    demo_papers.work_done(f"batch:{batch_id}")


DOES: dict[str, Callable[[Any, dict[str, Any], str], None]] = {
    "list": _list,
    "check_in": _check_in,
    "leave": _leave,
    "log": _log,
    "scores": _scores,
    "say": _say,
    "minutes": _minutes,
    "tasks": _tasks,
    "task_done": _task_done,
    "recommend": _recommend,
    "move": _move,
    "certificates": _certificates,
}
