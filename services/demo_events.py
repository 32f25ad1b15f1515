"""The demonstration's events of 2025: planned, approved and issued by real commands, as `reference/demo/` tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from services import (
    demo_delegates,
    demo_papers,
    demo_rows,
    dossiers,
    event_issuing,
    event_record_issuing,
    events,
    units,
)
from services.demo_delegates import Delegate

FILES = ("events_2025_workshop", "events_2025_training")

#: Lines of the registers that the replay writes itself.
REPLACED = {
    ("CDN", number)
    for number in (
        *("18/KH-CĐN", "24/CĐN-VP", "25/GM-CĐN", "30/BB-CĐN", "31/TB-CĐN", "34/BC-CĐN"),
        *("38/KH-CĐN", "40/CĐN-VP", "41/BB-CĐN", "42/TB-CĐN", "43/BC-CĐN"),
    )
}
#: At this hour somebody writes down what became of a recommendation, and units report their tasks.
MOVED, REPORTED = time(8), time(16)
HEADING = "Họ và tên\tChức vụ\tĐơn vị\tGiới tính\tHưởng lương"


def story() -> dict[str, Any]:
    """Return both events in the shape of a file of the replay: dossiers and acts with their hours."""
    dossiers_, acts = [], []
    for name in FILES:
        data = demo_rows.story(name)
        key = data["event"]["key"]
        dossiers_ += [{"key": f"{key}-{part}", "event": name, "part": part} for part in ("plan", "report")]
        for act in [*data["act"], *_moves(data), *_done(data)]:
            own = {"dossier": f"{key}-{act['dossier']}"} if "dossier" in act else {}
            acts.append({**act, **own, "event": name})
    return {"dossier": dossiers_, "act": acts}


def _moves(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What became of the recommendations, each move on its day."""
    for no, row in enumerate(data.get("kn", ())):
        for minute, move in enumerate(row["moves"]):
            at = datetime.combine(move["on"], MOVED) + timedelta(minutes=10 * no + minute)
            yield {"at": at, "who": data["event"]["writer"], "do": "move", "no": no, "moved": move}


def _done(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The tasks as their units reported them: those of the union that held the event by who keeps its records."""
    for no, row in enumerate(data["task"]):
        for minute, (unit, on) in enumerate(row["done"].items()):
            who = data["event"]["writer"] if unit == "CDN" else demo_delegates.chair(unit, on)
            at = datetime.combine(on, REPORTED) + timedelta(minutes=2 * minute + no)
            yield {"at": at, "who": who, "do": "task_done", "no": no}


def told(act: dict[str, Any]) -> dict[str, Any]:
    """Return what the data say of the event of an act (or of a planned dossier)."""
    return demo_rows.story(act["event"])


def matter(replay: Any, act: dict[str, Any]) -> int:
    """Return the id of the event's matter."""
    return replay.matters[told(act)["event"]["key"]]


def delegates(data: dict[str, Any]) -> dict[str, list[Delegate]]:
    """Return {unit: its delegates} of an event."""
    return demo_delegates.of(data["called"], data["event"]["first_day"])


def people(replay: Any, data: dict[str, Any]) -> str:
    """Return the list of names as Excel would copy it."""
    rows, unsalaried = [HEADING], data.get("unsalaried", {})
    for unit, listed in delegates(data).items():
        name = units.name_of(replay.codes.units[unit], data["event"]["first_day"])
        for one in listed:
            paid = "Không" if one.place in unsalaried.get(unit, ()) else "Có"
            rows.append("\t".join((one.name, one.post, name, one.sex, paid)))
    return "\n".join(rows)


def parts(replay: Any, planned: dict[str, Any]) -> dict[str, Any]:
    """Return {place: what is typed there} of a plan or report, in the shape that the forms keep."""
    data = told(planned)
    typed = _keyed(replay, data[planned["part"]])
    if planned["part"] == "plan":
        quotas = {replay.codes.key(unit): {"called": called} for unit, called in data["called"].items()}
        names = people(replay, data) if data["event"].get("named") else ""
        typed["who"] |= {"quotas": quotas, "people": names}
    return typed


def _keyed(replay: Any, value: Any) -> Any:
    """Return data with keys of forms in place of codes («P01» → «p7»), and days as forms keep them."""
    if isinstance(value, dict):
        return {name: _keyed(replay, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_keyed(replay, inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    codes = replay.codes
    if isinstance(value, str) and (value in codes.units or value in codes.people):
        return codes.key(value)
    return value.strip() if isinstance(value, str) else value


def _open_event(replay: Any, act: dict[str, Any], once: str) -> None:
    said = told(act)["event"]
    asked = {name: said[name] for name in ("kind", "title", "first_day", "path")}
    matter_id = events.open_event(who=replay.who(act["who"]), **asked)
    replay.matters[said["key"]] = matter_id
    replay.opened[f"{said['key']}-plan"] = events.plan_code(matter_id)


def _open_report(replay: Any, act: dict[str, Any], once: str) -> None:
    who = replay.who(act["who"])
    code = dossiers.open_dossier(matter(replay, act), who=who, procedure="event_report")
    replay.opened[act["dossier"]] = code


def _correct(replay: Any, act: dict[str, Any], once: str) -> None:
    """Change one cell of a list in a part."""
    seen = replay.view(act)
    rows = [dict(row) for row in seen.draft[act["part"]][act["list"]]]
    rows[act["row"] - 1][act["field"]] = act["value"]
    typed = {**seen.draft[act["part"]], act["list"]: rows}
    dossiers.save_part(seen.code, act["part"], typed, who=replay.who(act["who"]), version=seen.draft_version)


def _send(replay: Any, act: dict[str, Any], once: str) -> None:
    """Issue the summons or the invitations."""
    asked = (matter(replay, act), act["kind"])
    who = replay.who(act["who"])
    demo_papers.issue(
        lambda: event_issuing.page(*asked, who=who), partial(event_issuing.issue, *asked, who=who), once
    )


def _record(replay: Any, act: dict[str, Any], once: str) -> None:
    """Issue the minutes or the notice of conclusions."""
    asked = (matter(replay, act), act["kind"])
    who = replay.who(act["who"])
    demo_papers.issue(
        lambda: event_record_issuing.issue_page(*asked, who=who),
        partial(event_record_issuing.issue, *asked, who=who),
        once,
    )


DOES: dict[str, Callable[[Any, dict[str, Any], str], None]] = {
    "open_event": _open_event,
    "open_report": _open_report,
    "correct": _correct,
    "send": _send,
    "record": _record,
}
