"""The first page's groups: what stands where, in which order, page by page, with queries that do not grow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from extensions import clock, db
from models import Dossier, Matter
from services import calendar_feeds, desk, events, inbox, union_year
from services.errors import NotFound
from services.who import Who
from tests.support import province, tree
from tests.support import workshop as road

DAY = timedelta(days=1)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that run meanwhile."""
    found: list[str] = []

    def see(_connection, _cursor, statement, *_more) -> None:
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", see)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", see)


def drafts(made, count: int, who: str = "chair1") -> None:
    """Begin plans of small meetings, each later than the one before."""
    for no in range(count):
        day = date(2025, 6, 1) + no * DAY
        asked = {"kind": "meeting", "title": f"Họp số {no:02}", "first_day": day, "path": "short"}
        events.open_event(who=made.who(who), **asked)


@pytest.fixture
def made(make_app):
    """Return the sector union and twelve units."""
    found = road.build(make_app())
    with found.app.app_context(), road.at(17, 3):
        yield found


def test_queries_do_not_grow_with_rows(made):
    who, asked = made.who("chair1"), []
    for more in (5, 55):
        drafts(made, more)
        db.session.rollback()
        with counted() as home:
            page = inbox.home(who)
        db.session.rollback()
        with counted() as group:
            found = inbox.group(who, "drafts", page=2)
        asked.append((len(home), len(group)))
    assert asked[0] == asked[1], asked
    assert (len(page.drafts), page.totals["drafts"]) == (20, 60)
    assert (found.total, found.pages, found.page, len(found.rows)) == (60, 3, 2, 20)


def test_groups_page_by_due_date_and_filter(made):
    drafts(made, 25)
    codes = db.session.scalars(db.select(Dossier.code).order_by(Dossier.due_on, Dossier.id)).all()
    who = made.who("chair1")
    first, last = (inbox.group(who, "drafts", page=page) for page in (1, 2))
    assert [row.code for row in (*first.rows, *last.rows)] == codes
    assert inbox.group(who, "drafts", page=99).page == 2
    assert [row.title for row in inbox.group(who, "drafts", text="hop so 07").rows] == ["Kế hoạch: Họp số 07"]
    assert inbox.group(who, "drafts", procedure="award_nomination").total == 0
    assert inbox.group(who, "drafts", text="Bệnh viện Đa khoa tỉnh", procedure="event_plan").total == 25
    for name in inbox.GROUPS:
        assert inbox.group(made.who("chair2"), name).total == 0, "another unit's stays there"


def test_what_is_due_soon(make_app):
    """Open rounds that the unit has not answered, its drafts, rounds of the own unit; not what was sent."""
    found = province.build(make_app())
    with found.app.app_context():
        matter = db.session.get(Matter, found.matter_id)
        chair, clerk = found.who("chair"), found.who("clerk")
        for left, seen in ((10, 0), (3, 1)):
            matter.deadline_on = desk.working_calendar().add(clock.today(), left)
            db.session.commit()
            assert [len(inbox.home(who).soon) for who in (chair, clerk)] == [seen, seen]
        line = inbox.home(chair).soon[0]
        assert (line.code, line.due.message, line.due.tone) == ("", "Còn %(days)s ngày (%(date)s)", "a")
        assert inbox.home(clerk).soon[0].led
        province.type_all(found, ["dung"])
        assert [line.code for line in inbox.home(chair).soon] == [found.code]
        province.send(found)
        home = inbox.home(chair)
        assert (home.soon, [row.code for row in home.following]) == ((), [found.code])
        assert "Chuyên viên thẩm định" in home.following[0].holder


def test_nobody_without_an_office_has_a_desk(made):
    who = Who(tree.person("Lã Văn Không"))
    db.session.commit()
    home = inbox.home(who)
    assert (home.count, home.soon, inbox.waiting_count(who)) == (0, (), 0)
    assert union_year.page(who, 2025).unit_name == ""


def test_the_union_year_holds_the_units_own_days(made):
    drafts(made, 1)
    year = union_year.page(made.who("chair1"), 2025)
    assert [month.number for month in year.months] == list(range(1, 13))
    june = [one for one in year.months[5].deadlines if one.kind == "event"]
    assert [(one.day, one.title) for one in june] == [(date(2025, 6, 1), "Họp số 00")]
    steps = [one for month in year.months for one in month.deadlines if one.kind == "step"]
    assert steps
    assert all(one.proposed for one in steps)
    march = {duty.text: duty.basis for duty in year.months[2].duties}
    conference = next(text for text in march if text.startswith("Hạn cuối tổ chức hội nghị"))
    assert "Luật Thực hiện dân chủ ở cơ sở 2022" in march[conference]
    upper = union_year.page(made.who("writer"), 2025)
    assert conference not in [duty.text for duty in upper.months[2].duties]
    assert not [one for month in upper.months for one in month.deadlines if one.kind in ("event", "dossier")]


def test_a_wrong_key_opens_no_calendar(made):
    for key in ("", "1", "1-", "0-" + "0" * 40, "x-" + "0" * 40, "99999999999-" + "0" * 40, "1-" + "é" * 40):
        with pytest.raises(NotFound):
            calendar_feeds.file(key)
