"""The training of 21/11/2025 by real commands: 148 of 160 full time, 12 without a certificate (event notes, §9.2)."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from extensions import ZONE, clock, db
from models import Batch, BatchRow, EventDelegate
from rules.event_quiz import Average
from services import (
    event_certificates,
    event_days,
    event_delegates,
    event_presences,
    event_report_facts,
    event_report_papers,
    event_scores,
    event_tasks,
)
from services.errors import Forbidden, Refused
from tests.support import workshop as road

DAY = date(2025, 11, 21)
# registered, full time by unit; unit 11 was closed in June
UNITS = {
    1: (38, 36), 2: (22, 21), 3: (10, 10), 4: (8, 8), 5: (8, 5), 6: (12, 12), 7: (16, 15), 8: (15, 14), 9: (13, 11),
    10: (9, 9), 12: (9, 7),
}  # fmt: skip


def at(day: int, month: int = 11):
    """Let it be 19:00 of a day: the training is over."""
    return clock.at(datetime(2025, month, day, 19, tzinfo=ZONE))


@pytest.fixture
def made(make_app):
    """Yield the union with an approved plan of a training of one afternoon, 160 people on its list."""
    found = road.build(make_app(RENDER_WAIT_SECONDS=120))
    with found.app.app_context():
        with clock.at(datetime(2025, 10, 21, 9, tzinfo=ZONE)):
            road.open_event(found, kind="training", first_day=DAY, title="Tập huấn nghiệp vụ năm 2025, lần 2")
            typed = road.parts(found)
            typed["plan"]["title"] = "Tập huấn nghiệp vụ cán bộ công đoàn năm 2025, lần 2"
            typed["when"] |= {"first_day": DAY.isoformat(), "sessions": [session()]}
            road.type_all(found, typed)
            listed(found)
        yield found


def session() -> dict[str, str]:
    return {"day": "", "start": "13:30", "end": "17:00", "title": "Buổi chiều"}


def listed(made) -> None:
    """Write the list that is kept: 160 people of eleven units."""
    rows = [
        EventDelegate(
            matter_id=made.matter_id,
            no=no * 100 + place,
            role="delegate",
            name=f"Học viên Số {no} Thứ {place}",
            unit_id=made.units[f"u{no}"],
            unit_name="",
            added_at=clock(),
        )
        for no, (registered, _full) in UNITS.items()
        for place in range(1, registered + 1)
    ]
    db.session.add_all(rows)
    db.session.commit()


def log() -> list[event_presences.Logged]:
    """The log of the meeting: who was full time left at 16:18 (168 of 210 minutes), the others a minute before.

    Of the units but the first only one of those who are short ever joined; one joined twice.
    """
    rows = []
    for no, (registered, full) in UNITS.items():
        for place in range(1, registered + 1):
            if place > full + 1 and no != 1:
                continue
            left = time(16, 18) if place <= full else time(16, 17)
            rows.append((f"Học viên Số {no} Thứ {place}", time(13, 25), left))
    rows[0] = (rows[0][0], time(13, 30), time(14, 0))
    rows.append((rows[0][0], time(14, 0), time(17, 0)))
    rows.append(("Người Lạ", time(13, 30), None))
    return [event_presences.Logged(line, *row) for line, row in enumerate(rows, start=1)]


def test_the_training_of_the_notes(made):
    writer = made.who("writer")
    day = event_days.day(made.matter_id, writer)
    with at(21):
        taken = event_presences.take_log(day, log(), session="1", who=writer, once="l" * 32)
        assert [row.name for row in taken.unknown] == ["Người Lạ"]
        again = event_presences.take_log(day, log(), session="1", who=writer, once="l" * 32)
        assert again.taken == taken.taken
    page = event_certificates.page(made.matter_id, writer)
    assert (len(page.earned), len(page.short)) == (148, 12)
    assert {row.held.present for row in page.short} == {0, 167}
    assert page.earned[0].share in ("80%", "100%")
    assert len(event_delegates.of(made.matter_id)) == 160
    certificates(made)
    quiz(made)
    closing_task(made, day)


def certificates(made) -> None:
    asked = {"who": made.who("clerk"), "once": "c" * 32, "course": "Tập huấn nghiệp vụ"}
    with at(24):
        with pytest.raises(Refused):
            event_certificates.start(made.matter_id, on=date(2025, 11, 20), **asked)
        with pytest.raises(Forbidden):
            event_certificates.start(made.matter_id, on=DAY, **asked | {"who": made.who("writer")})
        batch_id = event_certificates.start(made.matter_id, on=date(2025, 11, 24), **asked)
    batch = db.session.get(Batch, batch_id)
    assert (batch.kind, batch.total) == ("certificate_training", 148)
    assert batch.shared["sessions"] == 1
    rows = db.session.scalars(db.select(BatchRow).where(BatchRow.batch_id == batch_id)).all()
    assert rows[0].values["book_no"] == "CN-001"


def quiz(made) -> None:
    """127 papers of 8 points and 14 of 9: 8,1 of 10 over 141 papers."""
    names = [one.name for one in event_delegates.of(made.matter_id)][:141]
    rows = [event_scores.Scored(no, name, 90 if no > 127 else 80) for no, name in enumerate(names, start=1)]
    with at(21):
        event_scores.take(
            made.matter_id, [*rows, event_scores.Scored(142, "Ai Đó", 50)], who=made.who("writer")
        )
    assert event_scores.mean(made.matter_id) == Average(141, 127 * 80 + 14 * 90, 81)
    rows = event_report_papers.comparison(event_report_facts.reporting(made.matter_id), {})
    assert [(row["planned"], row["done"], row["note"]) for row in rows[1:3]] == [
        ("160 người", "148 người", "92,5%"),
        ("–", "8,1/10 (141 bài)", None),
    ]


def closing_task(made, day) -> None:
    """The draft plan of the next year: 10 of 11 units in time, unit 5 two days late."""
    said = {
        "text": "Gửi dự thảo kế hoạch năm 2026",
        "owner": "",
        "due_on": date(2025, 12, 10),
        "product": "Kế hoạch",
    }
    to = [str(made.units[f"u{no}"]) for no in UNITS]
    with at(21):
        task_id = event_tasks.add(day, who=made.who("writer"), once="t" * 32, said=said, to=to)
        event_tasks.give_by_hand(made.matter_id, who=made.who("writer"))
    for no in UNITS:
        on = 12 if no == 5 else 9
        with at(on, 12):
            sent = {"once": f"d{no}", "done_on": date(2025, 12, on), "note": ""}
            event_tasks.report_done(task_id, who=made.who(f"chair{no}"), **sent)
    (entry,) = event_tasks.of(made.matter_id)
    progress = entry.progress(date(2025, 12, 31))
    assert (progress.total, progress.in_time, progress.late) == (11, 10, (f"u{made.units['u5']}",))
