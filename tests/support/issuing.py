"""An office that issues papers: one unit, one clerk, a tiny kind of paper of the tests' own, warm renderers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

KINDS = Path(__file__).resolve().parent / "kinds"
SAMPLE = json.loads((KINDS / "trial_paper" / "sample.json").read_text(encoding="utf-8"))
STAMPED = ("number", "date", "year")


def trial_values(**changes: Any) -> dict[str, Any]:
    """Return the values of the tests' own paper, without number and date."""
    return {name: value for name, value in {**SAMPLE, **changes}.items() if name not in STAMPED}


def noon(day: date) -> datetime:
    """Return noon of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """A clerk's desk: the application, the unit, the clerk."""

    app: Flask
    unit_id: int
    person_id: int

    def draft(self, subject: str = "Về việc nghỉ Tết", **changes: Any) -> Any:
        """Return a draft of the tests' own paper; `changes` are fields of PaperDraft, or `values` of its part."""
        from services.issuing import PaperDraft, Part

        values = trial_values(subject=subject, **changes.pop("values", {}))
        whole = PaperDraft(
            kind="trial_paper",
            unit_id=self.unit_id,
            subject=subject,
            symbol="TB-CĐN",
            signer=values["signature"]["name"],
            parts=(Part("trial_paper", "Thông báo", values),),
            recipients="; ".join(values["recipients"]),
        )
        return replace(whole, **changes)

    def number(self, draft: Any, dated_on: date, once: str, **more: Any) -> int:
        """Prepare and number a draft; the clock stands at noon of `more["now"]`, or of the paper's date."""
        from extensions import clock
        from services import issuing

        with clock.at(noon(more.pop("now", dated_on))):
            seen = issuing.prepare(draft, timeout=120).seen_hash
            return issuing.number(
                draft, person_id=self.person_id, once=once, dated_on=dated_on, seen_hash=seen, **more
            )


def furnish(app: Flask) -> Desk:
    """Write the unit and the clerk into an empty database."""
    from extensions import clock, db
    from models import Account, Person, Unit, UnitName
    from services.transaction import writing

    with app.app_context(), writing():
        unit = Unit(code="CĐN", kind="sector_union")
        clerk = Person(code="P25", name="Quách Thu Thủy")
        db.session.add_all([unit, clerk])
        db.session.flush()
        name = "Công đoàn ngành Y tế tỉnh Sông Lam"
        db.session.add_all(
            [
                UnitName(
                    unit_id=unit.id,
                    name=name,
                    short_name="CĐN Y tế",
                    letterhead=name.upper(),
                    collective="Ban Thường vụ",
                    valid_from=date(2020, 1, 1),
                ),
                Account(
                    person_id=clerk.id,
                    username="thuthuy",
                    email="thuy@cdn.example",
                    fs_uniquifier="clerk",
                    created_at=clock(),
                ),
            ]
        )
        ids = unit.id, clerk.id
    return Desk(app, *ids)


@pytest.fixture(scope="session")
def renderers(root: Path) -> Iterator[Any]:
    """Yield one warm pool of render processes for the whole run."""
    from jobs.pool import Pool

    pool = Pool(2, KINDS, root / "reference" / "profiles", "tld-933")
    yield pool
    pool.close()


@pytest.fixture
def desk(make_app: Callable[..., Flask], renderers: Any) -> Iterator[Desk]:
    """Yield a furnished office, inside an application context."""
    app = make_app(DOC_TEMPLATES=str(KINDS), LEASE_SECONDS=60)
    app.extensions["render_pool"] = renderers
    made = furnish(app)
    with app.app_context():
        yield made
