"""The table of figures in a review's yearly report (M3), from what the rules are told: nothing is typed twice.

What the unit told a year ago stands beside it where that review is here; shares are printed with numerator and
denominator (annual reviews, §0 and §14.4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from extensions import db
from models import Dossier, Matter
from services import review_facts, reviews, units
from services.cases import Case, answers_of
from vietnamese.dates import screen_date
from vietnamese.numbers import group, percent

MONTHS = 12
YES_NO = {"yes": "Có", "no": "Không"}
Row = dict[str, Any]


def rows(
    case: Case, unit: Mapping[str, Any], year: Mapping[str, Any], meeting: Mapping[str, Any]
) -> list[Row]:
    """Return the rows of the table as the report's template takes them; what is not known has no row.

    `unit`, `year`, `meeting`: the parts of the answers.
    """
    told = {**unit, **year, **meeting}
    before = _before(case)
    found = [_row(name, measure, show(told), show(before)) for name, measure, show in FIGURES]
    return [one for one in found if one["now"] is not None]


def _row(name: str, measure: str, now: int | str | None, before: int | str | None) -> Row:
    both = isinstance(now, int) and isinstance(before, int)
    return {
        "name": name,
        "unit": measure or None,
        "before": _printed(before),
        "target": None,
        "now": _printed(now),
        "change": _signed(now - before) if both else None,
    }


def _signed(change: int) -> str:
    """Return a change as tables print it: +1.200, -3, 0."""
    return f"{'+' if change > 0 else ''}{group(change)}"


def _printed(value: int | str | None) -> str | None:
    return group(value) if isinstance(value, int) else value


def _before(case: Case) -> dict[str, Any]:
    """Return what the unit told in its review of the year before, the count of members on record put first."""
    query = (
        select(Dossier)
        .join(Matter, Matter.id == Dossier.matter_id)
        .where(
            Dossier.unit_id == case.unit_id,
            Dossier.procedure == reviews.CODE,
            Dossier.status == "approved",
            Matter.year == case.year - 1,
        )
    )
    earlier = db.session.scalar(query)
    said = answers_of([earlier])[earlier.id] if earlier else {}
    told = {**(said.get("unit") or {}), **(said.get("year") or {}), **(said.get("meeting") or {})}
    begins = reviews.cycle_of(case.matter_id).begins
    counted = units.figure(case.unit_id, begins - timedelta(days=1))
    return told | ({"members": counted.members, "women": counted.women} if counted else {})


Told = Mapping[str, Any]
Show = Callable[[Told], int | str | None]


def _count(name: str) -> Show:
    return lambda told: review_facts.number(told.get(name))


def _share(part: str, whole: str) -> Show:
    """A share with its numerator and denominator: 88,5 (338/382)."""

    def show(told: Told) -> str | None:
        num, den = (review_facts.number(told.get(name)) for name in (part, whole))
        if num is None or not den:
            return None
        return f"{percent(num, den).rstrip('%')} ({group(num)}/{group(den)})"

    return show


def _ratio(part: str, whole: str) -> Show:
    """A share of sums, whose numerator and denominator have rows of their own."""

    def show(told: Told) -> str | None:
        num, den = (review_facts.number(told.get(name)) for name in (part, whole))
        return percent(num, den).rstrip("%") if num is not None and den else None

    return show


def _minutes(told: Told) -> str | None:
    held = review_facts.number(told.get("minutes"))
    return f"{held}/{MONTHS}" if held is not None else None


def _conference(told: Told) -> str | None:
    """The day of the conference; where none was due there is no row."""
    held = review_facts.day(told.get("conference_on"))
    if held is not None:
        return screen_date(held)
    return "Không tổ chức" if told.get("conference_due") == "yes" else None


def _flag(name: str) -> Show:
    return lambda told: YES_NO.get(told.get(name) or "")


#: Name of the figure, its measure, what shows it; in the order of the statistical annex (§8: A, B, C, N, K).
FIGURES: tuple[tuple[str, str, Show], ...] = (
    ("Công nhân, viên chức, lao động", "người", _count("staff")),
    ("Đoàn viên", "người", _count("members")),
    ("Đoàn viên nữ", "người", _count("women")),
    ("Tỷ lệ đoàn viên", "%", _share("members", "staff")),
    ("Ủy viên Ban Chấp hành", "người", _count("members_total")),
    ("Cán bộ công đoàn được tập huấn", "%", _share("trained", "officers")),
    ("Kỳ họp Ban Chấp hành có biên bản", "kỳ", _minutes),
    ("Hội nghị viên chức, người lao động", "ngày", _conference),
    ("Kiến nghị quá hạn chưa trả lời", "kiến nghị", _count("open_overdue")),
    ("Đoàn phí phải thu", "đồng", _count("dues_due")),
    ("Đoàn phí đã thu", "đồng", _count("dues_collected")),
    ("Tỷ lệ thu đoàn phí", "%", _ratio("dues_collected", "dues_due")),
    ("Nộp quyết toán đúng hạn", "", _flag("settlement_in_time")),
    ("Báo cáo gửi muộn", "báo cáo", _count("late_reports")),
)
