"""The day of event 1 and what followed, by real commands: every count, share, sum and state (event notes, §9.1)."""

from __future__ import annotations

from datetime import date, time

import pytest

from extensions import db
from models import Dossier
from rules.event_budget import settled
from services import (
    dossier_papers,
    dossier_views,
    event_after,
    event_contributions,
    event_day_pages,
    event_days,
    event_delegates,
    event_frame,
    event_presences,
    event_recommendations,
    event_report_facts,
    event_report_papers,
    event_tasks,
    notices,
    paper_lists,
)
from services.errors import Conflict, NotFound, Refused
from tests.support import workshop as road
from tests.support import workshop_after as after
from tests.support.province import finish_papers
from vietnamese.numbers import percent


@pytest.fixture
def made(make_app):
    """Yield the sector union with an approved plan, inside an application context."""
    found = road.build(make_app(RENDER_WAIT_SECONDS=120))
    with found.app.app_context():
        after.plan(found)
        yield found


def test_the_workshop_of_the_notes_from_the_door_to_the_settlement(made):
    with road.at(15, 4):
        after.check_in(made)
        after.speak(made)
        after.conclude(made)
        after.recommend(made)
        the_day(made)
    with road.at(18, 4):
        the_tasks(made)
    with road.at(30, 6):
        after.follow(made)
        the_register(made)
    with road.at(29, 4):
        the_report(made)


def the_day(made):
    page = event_day_pages.check_in(made.matter_id, made.who("writer"))
    present = [(one.called, one.present) for one in page.counters.by_unit[:12]]
    assert present == list(zip(road.CALLED, after.PRESENT, strict=True))
    assert (page.counters.present, page.counters.listed, page.counters.absent) == (80, 84, 4)
    assert percent(page.counters.present, page.counters.listed) == "95,2%"
    opinions = event_day_pages.opinions(made.matter_id, made.who("writer"))
    counts = opinions.counts
    assert (counts.spoken, counts.written, counts.total, counts.fields_spoken) == (13, 11, 24, 12)
    by_field = {one.field: (one.spoken, one.written) for one in counts.by_field}
    assert by_field == {field: tuple(map(len, both)) for field, both in after.FIELDS.items()}
    assert opinions.silent == ()  # every unit spoke or wrote
    minutes = event_day_pages.minutes(made.matter_id, made.who("writer"))
    assert {one.rule: one.level for one in minutes.findings} == dict.fromkeys(
        ("EV13", "EV15", "EV27", "OE01"), "pass"
    )
    assert len(minutes.absent) == 4


def the_tasks(made):
    entries = event_tasks.of(made.matter_id)
    assert len(entries) == 5
    assert not event_tasks.waiting(made.who("chair3"))  # not given yet
    event_tasks.give_by_hand(made.matter_id, who=made.who("writer"))
    (task,) = event_tasks.waiting(made.who("chair3"))
    told = [one.subject for one in notices.unread(made.people["chair3"])]
    assert told == [f"Có 1 nhiệm vụ mới: {road.TITLE}"]
    assert (task.text, task.due_on) == ("Rà soát, sửa đổi quy chế phối hợp", date(2025, 6, 30))
    done = {"once": after.once(), "done_on": date(2025, 4, 18), "note": "đã sửa quy chế"}
    with pytest.raises(Refused):
        event_tasks.report_done(task.task_id, who=made.who("chair3"), **done | {"done_on": date(2025, 4, 19)})
    event_tasks.report_done(task.task_id, who=made.who("chair3"), **done)
    assert event_tasks.waiting(made.who("chair3")) == []
    assert event_tasks.waiting_count(made.who("chair4")) == 1
    with pytest.raises(NotFound):
        event_tasks.report_done(task.task_id, who=made.who("chair3"), **done | {"once": after.once()})
    with pytest.raises(NotFound):
        event_tasks.report_done(task.task_id, who=made.who("boss"), **done | {"once": after.once()})
    after_all = event_tasks.of(made.matter_id)[4].progress(date(2025, 7, 1))
    assert (after_all.total, after_all.in_time, len(after_all.late)) == (12, 1, 11)
    event_tasks.reopen(
        made.matter_id,
        task.task_id,
        made.units["u3"],
        who=made.who("writer"),
        once=after.once(),
        note="thiếu",
    )
    assert len(event_tasks.waiting(made.who("chair3"))) == 1


def the_register(made):
    """KN1–KN5 on 30/06/2025: two answered at home, one by the federation, one overdue, one reopened."""
    entries = event_recommendations.of(made.matter_id)
    assert [(one.code, one.fact.status, one.due_on, one.overdue) for one in entries] == [
        ("KN1", "answered", None, False),
        ("KN2", "answered", None, False),
        ("KN3", "answered", None, False),
        ("KN4", "forwarded", date(2025, 5, 22), True),
        ("KN5", "reopened", date(2025, 7, 5), False),
    ]
    assert entries[0].addressee == "Công đoàn ngành Y tế tỉnh Sông Lam"
    assert entries[2].addressee == "Liên đoàn Lao động tỉnh Sông Lam"
    # …and as the register stood before: on 22/05 the day has not passed, on 23/05 it has.
    assert [event_recommendations.of(made.matter_id, date(2025, 5, day))[3].overdue for day in (22, 23)] == [
        False,
        True,
    ]
    handled = {one.level: one for one in event_recommendations.by_level(entries, date(2025, 6, 30))}
    assert (handled["sector"].received, handled["sector"].answered_in_time) == (2, 2)
    assert (handled["department"].open, handled["department"].overdue) == (1, 1)
    day = event_days.day(made.matter_id, made.who("writer"))
    made_facts = event_after.facts(
        day,
        event_after.records(day),
        event_days.facts(event_frame.readable(made.matter_id, made.who("writer"))),
    )
    late = [one for one in event_after.check(made_facts, "closing") if one.rule == "EV28"]
    assert [(one.level, one.params["text"]) for one in late] == [
        ("warn", "Bố trí thời gian cho cán bộ CĐ kiêm nhiệm")
    ]
    for move, said, why in (
        ("reopen", {"text": "vẫn chưa đồng ý"}, Conflict),  # once only
        ("answer", {}, Refused),
        ("forward", {}, Refused),
        ("answer", {"text": "đủ", "on": date(2025, 6, 4)}, Refused),  # before the last move
        ("answer", {"text": "đủ", "on": date(2025, 7, 1)}, Refused),  # to come
    ):
        asked = {"on": date(2025, 6, 30), **said}
        with pytest.raises(why):
            event_recommendations.make_move(
                made.matter_id, entries[4].id, move, who=made.who("writer"), once=after.once(), **asked
            )


def the_report(made):
    after.open_report(made)
    found = road.read(made)
    assert not found.assembly.problems, found.assembly.problems
    case, answers = found.view.case, found.assembly.answers
    one, facts = event_report_facts.facts(case, answers)
    sums = settled(facts.settlement, (10, 100))
    assert (sums.estimate, sums.actual, sums.left) == (8_950_000, 8_610_000, 340_000)
    assert event_report_facts.approved_total(one) == 8_950_000
    findings = dossier_views.findings(found.view, answers, "submission")
    blocking = {one.rule: one.message for one in findings if one.level == "block"}
    # Minutes and conclusions are not issued yet, and nothing else stands against the report.
    assert set(blocking) == {"EV25"}
    comparison = event_report_papers.comparison(one, answers)
    assert [(row["planned"], row["done"], row["note"]) for row in comparison] == [
        ("84 người", "80 người", "95,2%"),
        ("80", "hơn 80", None),
        ("8.950.000 đồng", "8.610.000 đồng", None),
    ]
    what_is_found(case, answers)
    with pytest.raises(Refused):
        road.send(made)
    # Ten working days after 15/04, the Saturday 26/04 being one of them.
    assert db.session.scalar(db.select(Dossier.due_on).where(Dossier.code == made.code)) == date(2025, 4, 28)


# What is typed instead → rule, level, field beside which it is said.
WRONG = [
    ({"settlement": {"l6": {"actual": 660_001}}}, "EV21", "warn", "settlement.lines.l6.reason"),
    ({"settlement": {"l6": {"actual": 660_000}}}, None, "", ""),  # ten per cent more is not over
    ({"settlement": {"l6": {"actual": 700_000, "reason": "giá tăng"}}}, None, "", ""),
    (
        {"settlement": {"l1": {"actual": 2_300_000, "reason": "đông"}}},
        "EV21",
        "block",
        "settlement.more_approved_on",
    ),
    ({"news": {"day": "2025-04-14"}}, "EV26", "warn", "news.day"),
    ({"news": {"day": "2025-04-20"}}, None, "", ""),  # five days after
    ({"news": {"day": "2025-04-21"}}, "EV26", "warn", "news.day"),
    ({"news": {"content": "Đồng chí Vương Thị Lạ phát biểu."}}, "EV26", "warn", "news.content"),
    ({"news": {"headline": ""}}, "EV25", "block", "news.headline"),
]


def what_is_found(case, answers):
    """Every fault is said at its field; what is right is said nowhere."""
    usual = {
        (one.rule, one.field) for one in event_report_facts.check(case, answers, "submission") if one.fix
    }
    for change, rule, level, field in WRONG:
        typed = {part: dict(values) for part, values in answers.items()}
        for part, values in change.items():
            spent = typed["settlement"]["lines"]
            rows = {key: {**spent[key], **row} for key, row in values.items() if isinstance(row, dict)}
            typed[part] |= {"lines": spent | rows} if rows else values
        found = {
            (one.rule, one.level, one.field)
            for one in event_report_facts.check(case, typed, "submission")
            if one.fix and (one.rule, one.field) not in usual
        }
        assert found == ({(rule, level, field)} if rule else set()), change


@pytest.mark.soak
def test_minutes_conclusions_and_report_are_issued_in_their_order(make_app):
    made = road.build(make_app(RENDER_WAIT_SECONDS=120))
    with made.app.app_context():
        after.plan(made, issued=True)
        with road.at(15, 4):
            after.check_in(made)
            after.speak(made)
            with pytest.raises(Refused, match="Biên bản trước"):
                after.issue(made, "event_conclusions")
            after.conclude(made)
            after.recommend(made)
            after.issue(made, "event_minutes")
        with road.at(18, 4):
            assert event_tasks.waiting(made.who("chair1")) == []
            after.issue(made, "event_conclusions")
            assert len(event_tasks.waiting(made.who("chair1"))) == 1
        with road.at(29, 4):
            after.follow(made, date(2025, 4, 29))
            after.open_report(made)
            road.send(made)
            the_counts_are_closed(made)
            road.act(made, "money")
            for name in ("head", "deputy"):
                road.act(made, name)
            page = dossier_papers.issue_page(made.code, "event_report", who=made.who("clerk"))
            assert page.prepared.faults == ()
            assert [part.kind for part in page.draft.parts] == [
                "event_report",
                "event_settlement",
                "recommendation_register",
                "news_item",
            ]
            asked = {
                "once": after.once(),
                "dated_on": None,
                "reason": "",
                "seen_hash": page.prepared.seen_hash,
            }
            dossier_papers.issue(made.code, "event_report", who=made.who("clerk"), **asked)
            finish_papers()
        papers = {one.kind: one for one in paper_lists.of_matter(made.matter_id)}
        assert {kind: one.state for kind, one in papers.items()} == dict.fromkeys(
            ("event_plan", "event_minutes", "event_conclusions", "event_report"), "issued"
        )
        assert papers["event_conclusions"].dated_on == date(2025, 4, 18)


def the_counts_are_closed(made):
    """While a report is judged its counts stay as they are; what is to be followed goes on."""
    day, someone = after.day(made), event_delegates.of(made.matter_id)[0]
    with pytest.raises(Conflict):
        event_presences.tap(day, someone.id, session="1", move="in", who=made.who("writer"), once="late")
    with pytest.raises(Conflict):
        event_contributions.drop(made.matter_id, 1, who=made.who("writer"), once="late")
    entry = event_recommendations.of(made.matter_id)[1]
    said = {"on": date(2025, 4, 29), "text": "đã gửi mẫu"}
    event_recommendations.make_move(
        made.matter_id, entry.id, "answer", who=made.who("writer"), once=after.once(), **said
    )


# What is refused, what is taken back ------------------------------------------------------------------------------


def test_taps_contributions_and_people_at_the_door(made):
    writer = made.who("writer")
    with road.at(14, 4):
        event_days.take_over(made.matter_id, who=writer)
        day = after.day(made)
        someone = next(one for one in event_delegates.of(made.matter_id) if one.category == "delegate")
        with pytest.raises(Refused, match="Chưa tới ngày"):
            event_presences.tap(day, someone.id, session="1", move="in", who=writer, once="a")
    with road.at(15, 4, 8):
        one_tap_each(made, day, someone)
        the_register_of_contributions(made, day)
        the_door(made, day)
    strangers = [made.who(name) for name in ("chair1", "boss")]
    for who in strangers:
        with pytest.raises(NotFound):
            event_day_pages.check_in(made.matter_id, who)
        with pytest.raises(NotFound):
            event_presences.tap(day, someone.id, session="1", move="in", who=who, once="z")


def one_tap_each(made, day, someone):
    writer, said = made.who("writer"), {"session": "1", "who": made.who("writer")}

    def line():
        rows = event_presences.lines(made.matter_id, "1", event_delegates.of(made.matter_id))
        return next(one for one in rows if one.delegate.id == someone.id)

    with pytest.raises(Refused):
        event_presences.tap(day, someone.id, move="out", once="b", **said)
    event_presences.tap(day, someone.id, move="in", once="c", **said)
    event_presences.tap(day, someone.id, move="in", once="c", **said)  # a double click
    event_presences.tap(day, someone.id, move="in", once="d", **said)  # another phone
    assert (line().state, line().came) == ("in", time(8, 0))
    with pytest.raises(Refused):
        event_presences.tap(day, someone.id, move="out", once="e", at=time(7, 0), **said)
    event_presences.tap(day, someone.id, move="out", once="f", at=time(9, 30), **said)
    event_presences.tap(day, someone.id, move="in", once="g", at=time(10, 0), **said)
    assert (line().state, line().left) == ("in", None)
    event_presences.tap(day, someone.id, move="undo", once="h", **said)
    assert (line().state, line().left) == ("out", time(9, 30))
    for key in "ij":
        event_presences.tap(day, someone.id, move="undo", once=key, **said)
    assert line().state == "none"
    with pytest.raises(Refused):
        event_presences.tap(day, someone.id, move="undo", once="k", **said)
    with pytest.raises(NotFound):
        event_presences.tap(day, someone.id, move="in", session="9", who=writer, once="l")


def the_register_of_contributions(made, day):
    said = {
        "channel": "spoken",
        "field": "Tài chính",
        "unit_id": made.units["u1"],
        "body": "",
        "person": "A B",
    }
    said |= {"gist": "Một ý.", "nature": "remark", "minutes": 5}
    kept = {"who": made.who("writer")}
    first = event_contributions.add(day, once="1", said=said, **kept)
    assert event_contributions.add(day, once="1", said=said, **kept) == first
    second = event_contributions.add(day, once="2", said=said | {"channel": "written"}, **kept)
    mended = event_contributions.add(day, once="3", said=said | {"gist": "Hai ý."}, replaces=first, **kept)
    assert [(one.id, one.no, one.gist) for one in event_contributions.of(made.matter_id)] == [
        (mended, 1, "Hai ý."),
        (second, 2, "Một ý."),
    ]
    with pytest.raises(NotFound):  # corrected meanwhile
        event_contributions.add(day, once="4", said=said, replaces=first, **kept)
    with pytest.raises(Refused):
        event_contributions.add(day, once="5", said=said | {"unit_id": made.units["above"]}, **kept)
    event_contributions.drop(made.matter_id, second, who=made.who("writer"), once="6")
    counts = event_day_pages.opinions(made.matter_id, made.who("writer")).counts
    assert (counts.total, counts.spoken, counts.written) == (1, 1, 0)
    assert len(event_day_pages.opinions(made.matter_id, made.who("writer")).silent) == 11


def the_door(made, day):
    said = {"who": made.who("writer"), "name": "Khổng Văn Dũng"}
    added = event_delegates.add_at_door(day, unit_id=made.units["u2"], **said)
    event_presences.tap(day, added, session="1", move="in", who=made.who("writer"), once="door")
    page = event_day_pages.check_in(made.matter_id, made.who("writer"), find="khong van dung")
    assert [(line.delegate.name, line.state) for line in page.rows] == [("Khổng Văn Dũng", "in")]
    with pytest.raises(Refused):
        event_delegates.add_at_door(day, unit_id=made.units["u2"], **said)
    with pytest.raises(Refused):
        event_delegates.add_at_door(day, unit_id=made.units["above"], **said | {"name": "X Y"})
    with pytest.raises(Conflict):
        event_delegates.strike(made.matter_id, added, who=made.who("writer"))
    guest = event_delegates.add_at_door(day, body="Sở Nội vụ", category="guest", **said | {"name": "Y Z"})
    event_delegates.strike(made.matter_id, guest, who=made.who("writer"))
    assert guest not in {one.id for one in event_delegates.of(made.matter_id)}
