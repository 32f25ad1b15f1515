"""The values of an event's papers before its day: proposal, plan, estimate, programme, summons, invitations, list.

Values are plain and complete for a sent plan. For the preview of a half-typed one, what is missing prints as a
blank. The address of the meeting's link is in none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import reference
from extensions import db
from models import Dossier, Person
from services import (
    citations,
    event_answers,
    event_people,
    events,
    paper_lists,
    units,
)
from services.cases import Case
from services.naming import cited, committee
from vietnamese.dates import official_date, screen_date, short_date

BLANK = "……"
ROLES = {"guest": "Khách mời", "chair": "Chủ trì", "delegate": "Đại biểu", "staff": "Thư ký, phục vụ"}


class Build:
    """A plan with everything around it that its papers print; `around` is the frame of `dossier_papers`."""

    def __init__(self, case: Case, answers: Mapping[str, Any], around: Any) -> None:
        self.case, self.around = case, around
        self.event = events.event_of(case.matter_id)
        self.plan = event_answers.plan(answers, self.event.path)
        self.title = self.plan.title or self.event.title
        self.kind = events.KINDS.get(self.event.kind, "sự kiện")

    def head(self) -> dict[str, Any]:
        """What annexes without a number of their own begin with."""
        common = self.around.common()
        return {name: common[name] for name in ("letterhead", "date", "year")}

    def when(self) -> dict[str, Any]:
        """Day, hours and place as every paper prints them."""
        sessions = sorted(self.plan.sessions, key=lambda one: (one.day or self.event.first_day, one.no))
        several = self.plan.last_day not in (None, self.plan.first_day)
        starts = next((one.start for one in sessions if one.start), None)
        ends = next((one.end for one in reversed(sessions) if one.end), None)
        return {
            "day": (self.plan.first_day or self.event.first_day).isoformat(),
            "begins": starts and f"{starts:%H:%M}",
            "ends": ends and f"{ends:%H:%M}",
            "last_day": self.plan.last_day.isoformat() if several and self.plan.last_day else None,
            "place": self.plan.hall or BLANK,
        }

    @property
    def issuer(self) -> str:
        """The collective in whose name the papers speak."""
        return committee(self.case.unit_id, self.around.on)

    @property
    def mode(self) -> str:
        """The form of the meeting in words."""
        return event_answers.MODES.get(self.plan.mode, event_answers.MODES["in_person"])

    @property
    def online(self) -> str | None:
        """The form where it is not only in a room."""
        return None if self.plan.mode in ("", "in_person") else self.mode

    def venues(self) -> list[dict[str, Any]]:
        """The connection points of an event online."""
        points = self.plan.points if self.online else ()
        return [
            {"place": one.name, "count": one.called, "in_charge": one.keeper or BLANK}
            for one in points
            if one.name
        ]

    def bases(self) -> list[str]:
        """The grounds that hold on the paper's day, those of the library first."""
        acts = citations.acts()
        known = [acts[code].printed for code in self.plan.bases if code in acts]
        lines = [*known, *(line.rstrip(" ;.") for line in self.plan.extra_bases)]
        return [line if line.startswith("Căn cứ") else f"Căn cứ {line}" for line in lines]

    def quota(self, *, papers: bool = False) -> list[dict[str, Any]]:
        """How many each unit sends, with how many papers where these are asked for."""
        names = units.names_of([one.unit_id for one in self.plan.quotas], self.around.on)
        found = []
        for one in self.plan.quotas:
            row: dict[str, Any] = {"unit": names[one.unit_id].short_name, "count": one.called}
            if papers:
                row["papers"] = sum(each.unit_id == one.unit_id for each in self.plan.commissions) or None
            found.append(row)
        return found

    def guests(self) -> list[event_answers.Guest]:
        """The guests in the order of protocol."""
        return [one for one in event_people.in_protocol(self.plan.guests) if one.name]

    def scale(self) -> str:
        """How big it is, in words."""
        said = [f"{self.plan.called} đại biểu"] if self.plan.called else []
        if self.plan.quotas:
            said[-1] += f" của {len(self.plan.quotas)} đơn vị"
        said += [f"{len(self.plan.guests)} khách mời"] if self.plan.guests else []
        return ", ".join(said) + (f"; gồm {self.plan.who}" if self.plan.who else "") or BLANK

    def recipients(self) -> list[str]:
        """Where the plan goes: as typed, else the unit above and those who carry it out."""
        if self.plan.recipients:
            return [line.rstrip(" ;.") for line in self.plan.recipients]
        above = units.parent_of(self.case.unit_id, self.around.on)
        up = [f"{units.name_of(above, self.around.on)} (để báo cáo)"] if above else []
        return [*up, "Các đơn vị, cá nhân liên quan (để thực hiện)"]

    def officer(self, key: str) -> str:
        """«Đinh Thu Hạnh, Chủ tịch Công đoàn ngành …»."""
        found = {
            f"p{o.person_id}": o for o in reversed(units.officers(self.case.unit_id, None, self.around.on))
        }
        if key not in found:
            return ""
        return f"{found[key].name}, {found[key].title} {self.around.unit_name}"

    def issued_plan(self) -> paper_lists.PaperRow | None:
        """The plan in force, None before it is issued."""
        return paper_lists.valid_of(self.case.dossier_id, "event_plan")

    def own_citation(self) -> dict[str, Any]:
        """A citation without number: of the paper to which this annex belongs, filled when that gets its number."""
        return {"number": {"seq": None, "suffix": "", "symbol": self.around.symbol}, "date": None}


def _proposal(b: Build) -> dict[str, Any]:
    above = units.parent_of(b.case.unit_id, b.around.on)
    return {
        **b.around.common(),
        **b.when(),
        "event": b.title,
        "addressees": [committee(above or b.case.unit_id, b.around.on)],
        "bases": b.bases(),
        "proposer": b.issuer,
        "need": b.plan.need or "\n".join(b.plan.aims) or BLANK,
        "scale": b.scale(),
        "contents": list(b.plan.contents) or [BLANK],
        "budget": b.plan.total,
        "source": b.plan.source or BLANK,
        "request": None,
        "signature": b.around.signature,
        "recipients": [],
    }


def _plan(b: Build) -> dict[str, Any]:
    papers_due = b.plan.papers_due if b.plan.asks_papers else None
    called = [f"{b.plan.who} ({b.plan.called} người)"] if b.plan.path == "short" and b.plan.who else []
    return {
        **b.around.common(),
        **b.when(),
        "event": b.title,
        "bases": b.bases(),
        "issuer": b.issuer,
        "aims": list(b.plan.aims) or [BLANK],
        "demands": list(b.plan.demands),
        "contents": list(b.plan.contents) or [BLANK],
        "questions": list(b.plan.questions),
        "guests": [", ".join(text for text in (one.name, one.post) if text) for one in b.guests()],
        "delegates": called,
        "quota": b.quota(papers=papers_due is not None),
        "mode": b.mode,
        "venues": b.venues(),
        "papers_due": papers_due and papers_due.isoformat(),
        "contact": b.plan.contact or None,
        "budget": b.plan.total,
        "source": (b.plan.source or BLANK) + (" (có dự toán kèm theo)" if b.plan.lines else ""),
        "tasks": [
            {
                "text": one.text or BLANK,
                "owner": one.owner or BLANK,
                "product": one.product or None,
                "due": screen_date(one.due) if one.due else None,
            }
            for one in b.plan.tasks
        ],
        "signature": b.around.signature,
        "recipients": b.recipients(),
    }


def _estimate(b: Build) -> dict[str, Any] | None:
    if not b.plan.lines:
        return None
    return {
        **b.head(),
        "event": b.title,
        "plan": b.own_citation(),
        "norms": _norms(b),
        "costs": [_cost(line) for line in b.plan.lines],
        "total": b.plan.total,
        "source": b.plan.source or BLANK,
        "signatures": _makers(b),
    }


def _norms(b: Build) -> list[str]:
    """The rules that prices follow, each once; what goes by the invoice («Theo hóa đơn») follows none."""
    named = (line.basis for line in b.plan.lines if not line.basis.casefold().startswith("theo "))
    return [text for text in dict.fromkeys(named) if text]


def _cost(line: event_answers.Line) -> dict[str, Any]:
    return {
        "content": line.content or BLANK,
        "unit": line.unit or None,
        "quantity": line.quantity or 0,
        "sessions": line.times if line.times > 1 else None,
        "price": line.price or 0,
        "amount": line.amount or 0,
        "norm": line.exception or line.basis or None,
    }


def _makers(b: Build) -> list[dict[str, Any]]:
    """Who made the estimate, the accountant where there is one, the head."""
    maker = db.session.get_one(Person, db.session.get_one(Dossier, b.case.dossier_id).created_by)
    found = [{"lines": ["Người lập"], "hint": None, "name": maker.name}]
    money = units.officer(b.case.unit_id, "accountant", b.around.on)
    if money is not None:
        found.append({"lines": ["Kế toán"], "hint": None, "name": money.name})
    head = b.around.signature
    return [*found, {"lines": [head["lines"][-1].capitalize()], "hint": None, "name": head["name"]}]


def _slots(b: Build) -> list[dict[str, Any]]:
    """The rows in order; with several sessions each begins with a row that names it."""
    found: list[dict[str, Any]] = []
    for session in b.plan.sessions:
        rows = [one for one in b.plan.slots if one.session == str(session.no)]
        rows.sort(key=lambda one: (one.start is None, one.start or one.end))
        if len(b.plan.sessions) > 1 and rows:
            day = f", ngày {short_date(session.day)}" if session.day else ""
            named = session.title or f"Buổi {session.no}"
            found.append({"from": None, "to": None, "content": f"{named}{day}", "who": None})
        found += [
            {
                "from": one.start and f"{one.start:%H:%M}",
                "to": one.end and f"{one.end:%H:%M}",
                "content": one.content or BLANK,
                "who": _named(one) or None,
            }
            for one in rows
        ]
    return found


def _named(slot: event_answers.Slot) -> str:
    """Who appears in a row: people by name with «Đ/c», groups and bodies as typed."""
    if slot.kind not in event_answers.SPOKEN:
        return slot.who
    names = (event_answers.ADDRESSED.sub("", part.strip()) for part in slot.who.split(";"))
    return "; ".join(f"Đ/c {name}" for name in names if name)


def _programme(b: Build) -> dict[str, Any] | None:
    slots = _slots(b)
    if not slots:
        return None
    letter = "Giấy mời" if b.around.symbol.startswith("GM") else "Công văn"
    return {
        **b.head(),
        **b.when(),
        "event": b.title,
        "attached": b.own_citation(),
        "attached_kind": letter,
        "slots": slots,
        "signatures": [{"lines": ["Ban Tổ chức"], "hint": None, "name": None}],
    }


def _summons(b: Build) -> dict[str, Any]:
    plan = b.issued_plan()
    grounds = f"Thực hiện Kế hoạch tổ chức {b.kind}"
    if plan is not None:
        grounds = f"Thực hiện Kế hoạch số {plan.number} {official_date(plan.dated_on)}"
    grassroots = units.kind_of(b.case.unit_id) == "grassroots"
    to = "Các tổ công đoàn trực thuộc" if grassroots else "Ban Chấp hành các công đoàn cơ sở trực thuộc"
    return {
        **b.around.common(),
        **b.when(),
        "subject": f"triệu tập đại biểu dự {b.kind}",
        "addressees": [to],
        "event": b.title,
        "grounds": grounds,
        "issuer": b.issuer,
        "online": b.online,
        "venues": b.venues(),
        "who": b.plan.who.rstrip(" .") or BLANK,
        "quota": b.quota(),
        "bring": [line.rstrip(" ;.") for line in b.plan.bring],
        "list_due": b.plan.list_closed_on and b.plan.list_closed_on.isoformat(),
        "contact": b.plan.contact or None,
        "signature": b.around.signature,
        "recipients": [],
    }


def invitations(b: Build) -> list[tuple[str, dict[str, Any]]]:
    """Return (name of the guest, values) of every letter, in the order of protocol."""
    chairs = [text for text in (b.officer(key) for key in b.plan.chairs) if text]
    shared = {
        **b.around.common(),
        **b.when(),
        "subject": f"Dự {b.kind}",
        "issuer": b.issuer,
        "event": b.title,
        "chair": "; ".join(f"đồng chí {one}" for one in chairs) or None,
        "online": b.online,
        "answer_by": b.plan.reply_by and b.plan.reply_by.isoformat(),
        "contact": b.plan.contact or None,
        "signature": b.around.signature,
        "recipients": [],
    }
    return [
        (
            one.name,
            shared
            | {
                "guest": {"address": one.address or None, "name": one.name, "post": one.post or None},
                "topic": one.topic.rstrip(" .") or None,
            },
        )
        for one in b.guests()
    ]


def _invitation(b: Build) -> dict[str, Any] | None:
    """The first letter, for looking at."""
    return next((values for _name, values in invitations(b)), None)


def _list(b: Build) -> dict[str, Any] | None:
    people = events.delegates(b.case.matter_id)
    plan = b.issued_plan()
    bodies = {row["code"]: row["title"] for row in reference.load("events/protocol.toml")["bodies"]}
    by_name = {one.name: bodies.get(one.body, "") for one in b.plan.guests}
    groups = [
        {"name": title, "people": [_person(one, by_name) for one in people if one.role == role]}
        for role, title in ROLES.items()
    ]
    groups = [group for group in groups if group["people"]]
    if not groups:
        return None
    return {
        **b.head(),
        "subject": f"Đại biểu dự {b.title}",
        "attached": cited(plan) if plan else None,
        "attached_kind": "Kế hoạch",
        "groups": groups,
        "signatures": [{**_makers(b)[0]}],
    }


def _person(one: event_people.Listed, bodies: Mapping[str, str]) -> dict[str, Any]:
    unit = one.unit_name or bodies.get(one.name, "") or "–"
    sex = {"f": "Nữ", "m": "Nam"}.get(one.sex)
    return {"name": one.name, "sex": sex, "post": one.post or None, "unit": unit, "phone": None, "note": None}


BUILDERS: dict[str, Callable[[Build], dict[str, Any] | None]] = {
    "event_proposal": _proposal,
    "event_plan": _plan,
    "event_estimate": _estimate,
    "event_programme": _programme,
    "summons_letter": _summons,
    "invitation": _invitation,
    "delegate_list": _list,
}


def values(case: Case, answers: Mapping[str, Any], kind: str, around: Any) -> dict[str, Any] | None:
    """Return the values of one of an event's papers; None for an annex that has no content."""
    return BUILDERS[kind](Build(case, answers, around))
