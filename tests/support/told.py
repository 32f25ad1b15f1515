"""A province whose people have accounts and addresses, told things on a Monday morning; mail goes to a real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from extensions import ZONE, clock, db
from tests.support import province as road
from tests.support import tree

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
MORNING = datetime(2026, 11, 24, 7, 45, tzinfo=ZONE)


@contextmanager
def told_province(make_app: Any, smtp: Any) -> Iterator[Any]:
    """Yield the province in an application context, its clock on Monday."""
    from models import Account

    app = make_app(**smtp.settings(), PUBLIC_URL="https://trinhky.example", RENDER_WAIT_SECONDS=120)
    with app.app_context(), clock.at(MONDAY):
        found = road.build(app)
        found.smtp = smtp
        found.people["admin"] = tree.person("Hứa Văn Quang")
        tree.office(found.people["admin"], found.units["sector"], "admin", title="Quản trị")
        for name in ("chair", "secretary", "reviewer", "head", "seat1", "sister", "admin"):
            said = {"username": name, "email": f"{name}@songlam.example", "created_at": clock()}
            db.session.add(Account(person_id=found.people[name], fs_uniquifier=name, **said))
        db.session.commit()
        yield found


def tell(made: Any, name: str, kind: str = "other", subject: str = "Một tin", **more: Any) -> Any:
    """Tell a person something; return the notice."""
    from models import Notice
    from services import notices
    from services.transaction import writing

    with writing():
        notice_id = notices.tell(made.people[name], subject, "Nội dung", kind=kind, **more)
    return db.session.get_one(Notice, notice_id)


def subjects(made: Any, name: str) -> list[str]:
    """Return the subjects of the mails that a person got."""
    return [str(one["Subject"]) for one in made.smtp.to(f"{name}@songlam.example")]


def mails(made: Any, name: str) -> int:
    """Return how many letters were written to a person."""
    from models import Letter

    return db.session.scalar(select(func.count()).where(Letter.person_id == made.people[name]))
