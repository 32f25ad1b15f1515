"""The demonstration's history, given again as real commands, each at its hour.

`reference/demo/year_2025.toml` has fixed dates, `this_year.toml` counts from the day of loading; both name what
was done, by whom and when. Lines of the registers are entered between the acts, each on its day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, update

from extensions import ZONE, clock, db
from models import Job, Notice
from services import (
    awards,
    demo_event_day,
    demo_events,
    demo_papers,
    demo_reviews,
    demo_rows,
    dossier_papers,
    dossier_views,
    dossiers,
    registers,
    review_decisions,
    rounds,
)
from services.calendar import working_calendar
from services.demo_rows import Codes
from services.dossier_views import View
from services.errors import Conflict, Refused
from services.transaction import command
from services.who import Who

#: Reads a draft through the forms of its procedure: the answers as `dossiers.submit` wants them. The forms are no
#: business of the services, so the caller brings this.
AnswersOf = Callable[[View], dict[str, Any]]

REGISTER_HOUR = time(16, 30)

#: Columns of a round that stand in the file as they are.
ROUND_COLUMNS = ("quota_kind", "quota_num", "quota_den", "purse", "bonus_person", "bonus_collective")
MEETING_COUNTS = ("members_total", "present", "issued", "collected", "invalid")


def enter(units: dict[str, int], line: dict[str, str]) -> None:
    """Enter one line of a register today; `units`: {code: id}, `line`: a row of `register.csv`."""
    registers.import_entry(
        units[line["unit"]],
        line["number"],
        clock.today(),
        line["kind"],
        line["subject"],
        signer=line["signer"],
        recipients=line["recipients"],
    )


@dataclass
class Replay:
    """One file being replayed: who and what stands behind its names."""

    codes: Codes
    answers_of: AnswersOf
    today: date
    matters: dict[str, int] = field(default_factory=dict)
    planned: dict[str, dict[str, Any]] = field(default_factory=dict)
    opened: dict[str, str] = field(default_factory=dict)

    def run(self, name: str, lines: Iterable[dict[str, str]] = ()) -> None:
        """Replay one TOML file, and the lines of registers that belong to its time."""
        self.play(name, _with_year(demo_rows.story(name), self.today.year), lines)

    def play(self, name: str, data: dict[str, Any], lines: Iterable[dict[str, str]] = ()) -> None:
        """Replay what a file says, given as data."""
        self.planned |= {one["key"]: one for one in data["dossier"]}
        begun = [
            *self._begun(data.get("round", ()), self._open_round),
            *self._begun(data.get("cycle", ()), self._open_cycle),
        ]
        events = [*begun, *self._lines(lines), *self._acts(name, data["act"])]
        for instant, act in sorted(events, key=lambda event: event[0]):
            with clock.at(instant):
                act()

    def _begun(
        self, rows: Iterable[dict[str, Any]], begin: Callable[[dict[str, Any], date], None]
    ) -> Iterator[tuple[datetime, Callable[[], None]]]:
        for row in rows:
            opens = row.get("opens_on") or self.today + timedelta(days=row["opens_in"])
            at = row["at"] if isinstance(row["at"], datetime) else datetime.combine(opens, row["at"])
            yield at.replace(tzinfo=ZONE), lambda row=row, opens=opens: begin(row, opens)

    def _open_cycle(self, row: dict[str, Any], opens: date) -> None:
        self.matters[row["key"]] = demo_reviews.open_cycle(self, row, opens)

    def _lines(self, lines: Iterable[dict[str, str]]) -> Iterator[tuple[datetime, Callable[[], None]]]:
        for line in lines:
            at = datetime.combine(date.fromisoformat(line["dated_on"]), REGISTER_HOUR, ZONE)
            yield at, lambda line=line: enter(self.codes.units, line)

    def _acts(
        self, name: str, acts: Iterable[dict[str, Any]]
    ) -> Iterator[tuple[datetime, Callable[[], None]]]:
        for no, act in enumerate(acts):
            does = DOES.get(act["do"], _give)
            once = f"demo-{name}-{no}"
            yield self.when(act["at"]), lambda does=does, act=act, once=once: does(self, act, once)

    def when(self, at: datetime | dict[str, Any]) -> datetime:
        """Return the instant of an act: a local hour, or an hour of a working day counted from today."""
        if isinstance(at, datetime):
            return at.replace(tzinfo=ZONE)
        return datetime.combine(self.day(at["workdays"]), at["time"], ZONE)

    def day(self, value: date | int) -> date:
        """Return a date, or the working day that a number means."""
        return working_calendar().add(self.today, value) if isinstance(value, int) else value

    def who(self, code: str) -> Who:
        """Return the person with a code, in whichever seat fits."""
        return Who(self.codes.people[code])

    def view(self, act: dict[str, Any]) -> View:
        """Return the act's dossier as its person sees it now."""
        return dossier_views.view(self.opened[act["dossier"]], self.who(act["who"]))

    def path(self, path: str) -> str:
        """Return a path of the answers with keys in place of codes («results.CS08.summary»)."""
        known = {*self.codes.units, *self.codes.people}
        return ".".join(self.codes.key(name) if name in known else name for name in path.split("."))

    def _open_round(self, row: dict[str, Any], opens: date) -> None:
        deadline = row.get("deadline_on") or self.today + timedelta(days=row["deadline_in"])
        self.matters[row["key"]] = rounds.open_round(
            who=self.who(row["by"]),
            award=row["award"],
            year=row.get("year", self.today.year),
            title=row["title"],
            opens_on=opens,
            deadline_on=deadline,
            cut_off=self._cut_off(row["cut_off"], deadline),
            **{name: row[name] for name in ROUND_COLUMNS},
        )

    def _cut_off(self, value: date | str, deadline: date) -> date:
        """A day of the year given as «30/11» is the cut-off where it lies before the deadline, else today is."""
        if isinstance(value, date):
            return value
        day, month = (int(part) for part in value.split("/"))
        usual = date(self.today.year, month, day)
        return usual if usual <= deadline else self.today

    def parts(self, planned: dict[str, Any]) -> dict[str, Any]:
        """Return {place: what is typed there}, in the shape that the forms keep; parts not planned are left out."""
        if "review" in planned:
            return demo_reviews.parts(self, planned["review"], clock.today())
        if "event" in planned:
            return demo_events.parts(self, planned)
        key = self.codes.key
        typed: dict[str, Any] = {
            "round": {
                "bases": [code for code, _text in awards.bases(clock.today())],
                "extra_bases": "",
                "reason": planned["reason"],
            },
            "nominees": {
                "people": [key(code) for code in planned["people"]],
                "groups": [key(code) for code in planned["groups"]],
                "pasted": "",
            },
        }
        typed |= {
            f"results/{key(code)}": {**said, "results": said["results"].strip()}
            for code, said in planned.get("results", {}).items()
        }
        if "meeting" in planned:
            typed |= {"meeting": self._meeting(planned["meeting"]), "attachments": {"remark": ""}}
        return typed

    def _meeting(self, said: dict[str, Any]) -> dict[str, Any]:
        key, interested = self.codes.key, said.get("interested", {})
        ballots = {
            key(code): {"agree": agree, "disagree": disagree, "interested": interested.get(code, "")}
            for code, (agree, disagree) in said["ballots"].items()
        }
        known = {name: said[name] for name in MEETING_COUNTS if name in said}
        return {
            **known,
            **{name: said[name] for name in ("starts", "ends", "place", "absent", "discussion", "mode")},
            "held_on": self.day(said["held_on"]).isoformat(),
            "chair": key(said["chair"]),
            "secretary": key(said["secretary"]),
            "ballots": ballots,
        }


def _with_year(value: Any, year: int) -> Any:
    """Return data with the present year in place of «{year}»; a text that is nothing else becomes a number."""
    if isinstance(value, dict):
        return {key: _with_year(inner, year) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_year(inner, year) for inner in value]
    if value == "{year}":
        return year
    return value.replace("{year}", str(year)) if isinstance(value, str) else value


def _open(replay: Replay, act: dict[str, Any], once: str) -> None:
    matter_id = replay.matters[replay.planned[act["dossier"]]["round"]]
    replay.opened[act["dossier"]] = dossiers.open_dossier(matter_id, who=replay.who(act["who"]))


def _type(replay: Replay, act: dict[str, Any], once: str) -> None:
    """Type the whole dossier or `only` some parts, or change single answers and answer the notes pinned to them."""
    code, who = replay.opened[act["dossier"]], replay.who(act["who"])
    if "change" not in act:
        for place, typed in replay.parts(replay.planned[act["dossier"]]).items():
            if place in act.get("only", [place]):
                dossiers.save_part(code, place, typed, who=who, version=None)
        return
    for change in act["change"]:
        seen = replay.view(act)
        path = replay.path(f"{change['place'].replace('/', '.')}.{change['field']}")
        place = path.removesuffix(f".{change['field']}").replace(".", "/")
        answers = {note.id: change["answer"] for note in seen.notes if note.field == path}
        typed = {**seen.draft[place], change["field"]: change["value"], "_notes": answers}
        dossiers.save_part(code, place, typed, who=who, version=seen.draft_version)


def _submit(replay: Replay, act: dict[str, Any], once: str) -> None:
    seen = replay.view(act)
    dossiers.submit(
        seen.code,
        who=replay.who(act["who"]),
        seen=seen.seq,
        once=once,
        version=seen.draft_version,
        answers=replay.answers_of(seen),
    )


def _give(replay: Replay, act: dict[str, Any], once: str) -> None:
    """Give a command of the chain."""
    seen = replay.view(act)
    notes = [{**note, "field": replay.path(note["field"])} for note in act.get("notes", ())]
    payload = {"comment": act.get("comment", ""), **({"notes": notes} if notes else {})}
    if act["do"] == "receive":
        payload = {}
    dossiers.act(seen.code, act["do"], who=replay.who(act["who"]), seen=seen.seq, once=once, payload=payload)


def _refused(replay: Replay, act: dict[str, Any], once: str) -> None:
    """Send a dossier that a rule stops: nothing is left of it. Errors: `Conflict` where it is not stopped."""
    try:
        _submit(replay, act, once)
    except Refused as refusal:
        if act["rule"] in {one.rule for one in refusal.findings}:
            return
        raise
    raise Conflict("Hồ sơ mẫu lẽ ra phải bị chặn.")


def _issue(replay: Replay, act: dict[str, Any], once: str) -> None:
    code, kind, who = replay.opened[act["dossier"]], act["kind"], replay.who(act["who"])
    demo_papers.issue(
        lambda: dossier_papers.issue_page(code, kind, who=who),
        partial(dossier_papers.issue, code, kind, who=who),
        once,
    )


def _decide(replay: Replay, act: dict[str, Any], once: str) -> None:
    matter_id, who = replay.matters[act["round"]], replay.who(act["who"])
    codes = [replay.opened[name] for name in act["dossiers"]]
    demo_papers.issue(
        lambda: rounds.decision_page(matter_id, codes, who=who),
        partial(rounds.issue_decision, matter_id, codes, who=who),
        once,
    )


def _recognise(replay: Replay, act: dict[str, Any], once: str) -> None:
    """Issue the decision that recognises the ranks of a cycle."""
    matter_id, who = replay.matters[act["round"]], replay.who(act["who"])
    codes = [replay.opened[name] for name in act["dossiers"]]
    demo_papers.issue(
        lambda: review_decisions.decision_page(matter_id, codes, who=who),
        partial(review_decisions.issue_decision, matter_id, codes, who=who),
        once,
    )


#: What an act may do beside the commands of the chain.
DOES: dict[str, Callable[[Replay, dict[str, Any], str], None]] = {
    "open": _open,
    "type": _type,
    "submit": _submit,
    "refused": _refused,
    "issue": _issue,
    "decide": _decide,
    "recognise": _recognise,
    **demo_reviews.DOES,
    **demo_events.DOES,
    **demo_event_day.DOES,
}


@command
def settle() -> None:
    """Put what was told so far among the read, and drop the work that impatience has left behind."""
    db.session.execute(update(Notice).where(Notice.read_at.is_(None)).values(read_at=Notice.created_at))
    db.session.execute(delete(Job).where(Job.kind == "prepare"))
