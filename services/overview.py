"""The overview of a union over those directly below: who has sent what, who is late, whom to remind.

Whom a matter asks is the tree of its deadline (of today while it runs), of the unit that began it. What has never
been sent up is «chưa nộp» here, whether or not somebody is typing it: drafts are the unit's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from extensions import clock, db
from models import Matter, Office, Person, Unit, UnitParent, UnitReminder
from rules.finding import N_
from services import access, notices, units
from services.calendar import working_calendar
from services.errors import Forbidden, NotFound, Refused
from services.organisation import actor_of
from services.overview_work import MISSING, Answer, Cell, Work, below
from services.transaction import command
from services.who import Who
from vietnamese.dates import screen_date
from vietnamese.text import search_key
from workflows.actors import Actor

#: How long a unit is left alone after it was reminded.
QUIET = timedelta(days=1)
#: Offices that remind: those that check and decide in the unit above.
REMINDERS = frozenset({"chair", "vice_chair", "lead_reviewer", "reviewer", "secretary"})


@dataclass(frozen=True)
class Line:
    """A unit: its cells by procedure, how many matters it owes, working days late, when it was last reminded."""

    unit_id: int
    name: str
    chair: str
    cells: Mapping[str, Cell]
    owed: int
    late: int
    reminded_at: datetime | None


@dataclass(frozen=True)
class Overview:
    """The page. `columns`: (procedure code, title, sent, asked); `states`: (state, number of dossiers).

    `year` is None where the matters are those that are going on; `choices`: (matter id, title) to narrow to.
    `answers`: a row for each unit shown and each matter that asks it.
    """

    unit_id: int
    unit_name: str
    year: int | None
    years: tuple[int, ...]
    matter_id: int | None
    choices: tuple[tuple[int, str], ...]
    columns: tuple[tuple[str, str, int, int], ...]
    states: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    shown: tuple[Line, ...]
    ended: tuple[tuple[str, date], ...]
    may_remind: bool
    answers: tuple[tuple[Line, Answer], ...]

    @property
    def owing(self) -> int:
        """How many units owe something."""
        return sum(line.owed > 0 for line in self.lines)


def unit_of(who: Who) -> int:
    """Return the unit of the seat acted in, if units stand below it. Errors: `NotFound`."""
    seat = next(iter(actor_of(who).seats), None)
    if seat is None or seat.unit_id is None:
        raise NotFound
    _readable(seat.unit_id, who)
    return seat.unit_id


def offered(who: Who) -> bool:
    """Tell whether the seat acted in has an overview of its own."""
    actor = actor_of(who)
    seat = next(iter(actor.seats), None)
    if seat is None or seat.role not in access.CHAIN_ROLES or seat.unit_id is None:
        return False
    return opens(seat.unit_id, actor, [seat.unit_id])


def opens(unit_id: int, actor: Actor, lineage: Sequence[int]) -> bool:
    """Tell whether the actor may open a unit's overview: unions stand below it, the actor's office is in its chain."""
    if access.chain_units(actor).isdisjoint(lineage):
        return False
    row = select(UnitParent.id).join(Unit, Unit.id == UnitParent.unit_id)
    row = row.where(UnitParent.parent_id == unit_id, Unit.kind != "group")
    return db.session.scalar(row.where(units.valid_on(UnitParent, clock.today())).limit(1)) is not None


def _readable(unit_id: int, who: Who) -> bool:
    """Tell whether the reader may remind. Errors: `NotFound` for all but chain offices of the unit and above it."""
    actor, today = actor_of(who), clock.today()
    chain = access.chain_units(actor)
    if db.session.get(Unit, unit_id) is None or chain.isdisjoint([unit_id, *units.ancestors(unit_id, today)]):
        raise NotFound
    return any(seat.unit_id == unit_id and seat.role in REMINDERS for seat in actor.seats)


def page(
    unit_id: int,
    who: Who,
    *,
    year: int | None = None,
    matter_id: int | None = None,
    only_owing: bool = False,
    text: str = "",
) -> Overview:
    """Return the overview, laggards first: of what is going on, or of a year with what was decided in it.

    A fixed number of queries, however many units there are. A year or matter that there is not counts as not asked.
    Errors: `NotFound`, also for a unit that has none below.
    """
    may_remind, today = _readable(unit_id, who), clock.today()
    under = below(unit_id)
    if not under:
        raise NotFound
    years = sorted(
        set(db.session.scalars(select(Matter.year).where(Matter.unit_id == unit_id))), reverse=True
    )
    work = Work(unit_id, under, today, year=year if year in years else None, matter_id=matter_id)
    names = units.names_of(work.alive, today)
    leaders, told = chairs(work.alive, today), _reminded(unit_id)
    lines = sorted(
        (_line(one, work, names[one].short_name, leaders.get(one, ""), told.get(one)) for one in work.alive),
        key=lambda line: (-line.late, -line.owed, search_key(line.name)),
    )
    key = search_key(text)
    shown = tuple(
        one for one in lines if (one.owed or not only_owing) and key in search_key(f"{one.name} {one.chair}")
    )
    return Overview(
        unit_id=unit_id,
        unit_name=units.short_name_of(unit_id, today),
        year=work.year,
        years=tuple(years),
        matter_id=work.matter_id,
        choices=tuple((one.id, one.title) for one in reversed(work.choices)),
        columns=work.columns(),
        states=work.states(),
        lines=tuple(lines),
        shown=shown,
        ended=work.ended(),
        may_remind=may_remind,
        answers=tuple((line, answer) for line in shown for answer in work.answers(line.unit_id)),
    )


def _line(unit_id: int, work: Work, name: str, chair: str, reminded_at: datetime | None) -> Line:
    owed = work.owed(unit_id)
    late = max((-working_calendar().countdown(work.today, one.deadline_on) for one in owed), default=0)
    return Line(unit_id, name, chair, work.cells(unit_id), len(owed), max(late, 0), reminded_at)


def chairs(unit_ids: Iterable[int], today: date) -> dict[int, str]:
    """Return {unit: name of its chair on a day}, with one query."""
    query = (
        select(Office.unit_id, Person.name)
        .join(Person, Person.id == Office.person_id)
        .where(Office.unit_id.in_(list(unit_ids)), Office.role == "chair", units.valid_on(Office, today))
    )
    return dict(db.session.execute(query.order_by(Office.valid_from.desc())).all())


def _reminded(by_unit_id: int) -> dict[int, datetime]:
    """Return {unit: when it was last reminded by this one}."""
    query = select(UnitReminder.unit_id, UnitReminder.reminded_at).where(
        UnitReminder.by_unit_id == by_unit_id
    )
    return dict(db.session.execute(query.order_by(UnitReminder.reminded_at)).all())


@dataclass(frozen=True)
class Reminded:
    """What became of a reminder: names of units that were told; refused ones as (name, message id, params)."""

    told: tuple[str, ...]
    refused: tuple[tuple[str, str, dict[str, str]], ...]


@command
def remind(
    unit_id: int,
    chosen: Collection[int],
    *,
    who: Who,
    year: int | None = None,
    matter_id: int | None = None,
) -> Reminded:
    """Remind the chosen units of what they owe: one notice to the chair (or the secretary), by mail as well.

    Year and matter narrow as on the page. Whoever was reminded within a day is left alone, whoever owes nothing too;
    each is told in words. Errors: `NotFound`, `Forbidden`, `Refused` when nobody was chosen.
    """
    if not _readable(unit_id, who):
        raise Forbidden("Đồng chí xem được bảng này nhưng không nhắc thay đơn vị khác.")
    under = below(unit_id)
    if not under:
        raise NotFound
    if not chosen:
        raise Refused("Chọn ít nhất một đơn vị để nhắc.")
    work = Work(unit_id, under, clock.today(), year=year, matter_id=matter_id)
    told, known = _reminded(unit_id), units.names_of(work.alive, clock.today())
    done, refused = [], []
    for one in [each for each in work.alive if each in set(chosen)]:
        owed, name = work.owed(one), known[one].short_name
        people = _whom(one)
        if not owed:
            refused.append((name, N_("Không còn nợ việc."), {}))
        elif one in told and clock() - told[one] < QUIET:
            refused.append((name, N_("Đã nhắc trong 24 giờ qua, nhắc lại vào ngày mai."), {}))
        elif not people:
            refused.append((name, N_("Chưa ghi chủ tịch, thư ký nên không có ai nhận."), {}))
        else:
            _tell(people, owed, units.name_of(unit_id, clock.today()))
            said = {"unit_id": one, "by_unit_id": unit_id, "owed": len(owed), "reminded_by": who.person_id}
            db.session.add(UnitReminder(**said, reminded_at=clock()))
            done.append(name)
    return Reminded(tuple(done), tuple(refused))


def _whom(unit_id: int) -> list[int]:
    """Return the chair, or where there is none the secretary."""
    found = units.officers(unit_id, ("chair", "secretary"), clock.today())
    return [one.person_id for one in found if one.role == found[0].role]


def _tell(people: Iterable[int], owed: Sequence[Answer], above: str) -> None:
    states = {
        MISSING: _("chưa nộp"),
        "returned": _("cần bổ sung"),
        "amending": _("đang sửa, chưa trình lại"),
    }
    lines = [
        _(
            "- %(title)s: %(state)s, hạn %(day)s",
            title=x.title,
            state=states[x.state],
            day=screen_date(x.deadline_on),
        )
        for x in owed
    ]
    subject = _("%(unit)s nhắc: còn %(n)s việc chưa xong", unit=above, n=len(owed))
    body = "\n".join([_("%(unit)s đề nghị đồng chí hoàn thành:", unit=above), *lines])
    for person_id in people:
        notices.tell(person_id, subject, body, kind="deadline", link="/viec")
