"""The two events of 2025 replayed as real people gave them: every count, sum, date and finding of event notes §9."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from extensions import ZONE, db
from models import Batch, BatchRow, Dossier, EventTask, Matter, Paper, PaperPart, Unit
from rules.event_quiz import Average
from services import (
    dossier_views,
    event_after,
    event_certificates,
    event_day_pages,
    event_days,
    event_facts,
    event_pages,
    event_recommendations,
    event_report_facts,
    event_report_papers,
    event_scores,
    event_tasks,
    events,
    history,
    inbox,
    registers,
)
from services.calendar import working_calendar
from services.cases import case_of
from tests.support.applications import opened
from tests.support.event_year import event, on, paper, part, unit, view, who
from vietnamese.numbers import percent

pytestmark = pytest.mark.soak

WORKSHOP, TRAINING = "workshop", "training"
CALLED = (12, 9, 6, 6, 5, 7, 8, 8, 7, 5, 5, 6)
PRESENT = (12, 9, 6, 5, 4, 7, 8, 8, 6, 5, 5, 5)
FIELDS = {
    "TƯLĐTT và thương lượng": ([12], [12]),
    "Quy chế dân chủ, đối thoại": ([1, 7], [3, 8]),
    "Tuyên truyền, mạng xã hội": ([2], [6, 10]),
    "Chăm lo, Mái ấm": ([8], [5]),
    "Cán bộ, tập huấn": ([6], [9]),
    "Gắn kết tổ trưởng – BCH": ([3], [4]),
    "Kiểm tra, giám sát": ([1], []),
    "Tài chính": ([10], [7]),
    "Thi đua, sáng kiến": ([7], [2]),
    "Nữ công": ([2], []),
    "Thanh tra nhân dân": ([9], []),
    "Quan hệ với chuyên môn": ([4], [11]),
}
COSTS = [1_900_000, 1_800_000, 1_500_000, 1_800_000, 600_000, 600_000, 450_000, 300_000]
# Kind → number and day; the order is that of the registers.
PAPERS = {
    WORKSHOP: {
        "event_plan": ("18/KH-CĐN", date(2025, 3, 21)),
        "summons_letter": ("24/CĐN-VP", date(2025, 3, 31)),
        "invitation": ("25/GM-CĐN", date(2025, 3, 31)),
        "event_minutes": ("30/BB-CĐN", date(2025, 4, 16)),
        "event_conclusions": ("31/TB-CĐN", date(2025, 4, 18)),
        "event_report": ("34/BC-CĐN", date(2025, 4, 29)),
    },
    TRAINING: {
        "event_plan": ("38/KH-CĐN", date(2025, 10, 29)),
        "summons_letter": ("40/CĐN-VP", date(2025, 11, 5)),
        "event_minutes": ("41/BB-CĐN", date(2025, 11, 24)),
        "event_conclusions": ("42/TB-CĐN", date(2025, 11, 25)),
        "event_report": ("43/BC-CĐN", date(2025, 12, 4)),
    },
}
# Point (by unit) → registered, there for 80 % of the time; the first is the centre.
POINTS = {
    1: (38, 36), 2: (22, 21), 3: (10, 10), 4: (8, 8), 5: (8, 5), 6: (12, 12), 7: (16, 15), 8: (15, 14), 9: (13, 11),
    10: (9, 9), 12: (9, 7),
}  # fmt: skip


@pytest.fixture(scope="module")
def province(database_kind, templates, tmp_path_factory):
    """Yield the province with both events of 2025, loaded once."""
    folder = tmp_path_factory.mktemp("events") / "instance"
    for database in templates(database_kind, "empty").copy(folder):
        with opened(database) as app:
            result = app.test_cli_runner().invoke(args=["demo", "load", "--events"])
            assert result.exit_code == 0, result.output
            yield app


@pytest.fixture(autouse=True)
def inside(province):
    """Stay inside the application."""
    with province.app_context():
        yield


# ------------------------------------------------------------------------------------------------------------- papers
@pytest.mark.parametrize("kind", [WORKSHOP, TRAINING])
def test_papers_have_the_numbers_and_days_of_the_notes(kind):
    rows = db.session.scalars(select(Paper).where(Paper.matter_id == event(kind)).order_by(Paper.id))
    found = {one.kind: (one.number, one.dated_on) for one in rows}
    assert found == PAPERS[kind]
    assert set(db.session.scalars(select(Paper.state))) == {"issued"}
    title = db.session.get(Matter, event(kind)).title
    said = {what: paper(kind, what).subject for what in ("event_plan", "event_report")}
    assert said == {"event_plan": f"Tổ chức {title}", "event_report": f"Kết quả tổ chức {title}"}
    assert paper(kind, "summons_letter").subject.startswith("V/v triệu tập")


def test_the_register_has_no_gap_and_holds():
    sector = db.session.scalar(select(Unit.id).where(Unit.code == "CDN"))
    register = registers.Register(sector, "all", 2025)
    rows = list(db.session.scalars(registers.of(register)))
    assert registers.verify(register) is None
    assert registers.gaps(register) == []
    assert len(rows) == 48
    assert [row.dated_on for row in sorted(rows, key=lambda row: row.seq)] == sorted(
        row.dated_on for row in rows
    )
    own = {number for papers in PAPERS.values() for number, _day in papers.values()}
    assert {row.number for row in rows if row.paper_id} == own | {"46/QĐ-CĐN"}


def test_histories_verify_and_nothing_waits_any_more():
    for row in db.session.scalars(
        select(Dossier).where(Dossier.matter_id.in_([event(WORKSHOP), event(TRAINING)]))
    ):
        assert history.verify(row.id) is None
        assert row.status == "approved"
    assert [event_tasks.waiting(who(code)) for code in ("P09", "P14", "P21", "P04")] == [[], [], [], []]
    assert not [one for one in inbox.home(who("P05")).waiting if one.code.startswith(("SK", "BC"))]


# ----------------------------------------------------------------------------------------------------------- workshop
def test_the_workshop_is_planned_in_time():
    calendar, day = working_calendar(), events.event_of(event(WORKSHOP)).first_day
    assert day == date(2025, 4, 15)
    sent = {what: paper(WORKSHOP, what).dated_on for what in ("event_plan", "summons_letter")}
    assert calendar.between(sent["event_plan"], day) == 16
    assert calendar.between(sent["summons_letter"], day) == 10
    plan = events.plan_of(event(WORKSHOP))
    assert (plan.called, len(plan.guests), plan.staff, plan.total) == (84, 6, 5, 8_950_000)
    assert [one.called for one in plan.quotas] == list(CALLED)
    values, text = part(WORKSHOP, "event_plan")
    assert (values["day"], values["begins"], values["ends"]) == ("2025-04-15", "07:30", "11:30")
    assert "Hội trường Bệnh viện Đa khoa tỉnh" in text
    letters = select(PaperPart.values).where(
        PaperPart.paper_id == paper(WORKSHOP, "invitation").id, PaperPart.kind == "invitation"
    )
    assert [values["guest"]["name"] for values in db.session.scalars(letters)][0] == "Lục Thị Hòa"
    assert len(list(db.session.scalars(letters))) == 6


def test_the_estimate_line_by_line_and_its_words():
    values, text = part(WORKSHOP, "event_estimate", of="event_plan")
    assert [row["amount"] for row in values["costs"]] == COSTS
    assert values["total"] == sum(COSTS) == 8_950_000
    assert "tám triệu chín trăm năm mươi nghìn đồng" in text.casefold()


def test_the_meal_at_200_000_is_stopped_and_that_at_150_000_is_not():
    with on(date(2025, 3, 14)):
        seen, answers = view(WORKSHOP, "event_plan")
        lines = answers["budget"]["lines"]
        assert lines[6]["price"] == 150_000
        dear = [{**line, "price": 200_000} if no == 6 else line for no, line in enumerate(lines)]
        first = {"budget": {**answers["budget"], "lines": dear}}
        found = dossier_views.findings(seen, {**answers, **first}, "submission")
        said = [(one.rule, one.params["cap"]) for one in found if one.level == "block"]
        assert said == [("EV17", "150.000")]
        assert not [one for one in dossier_views.findings(seen, answers, "submission") if one.level != "pass"]


def test_eighty_of_84_came_unit_by_unit():
    with on(date(2025, 4, 15)):
        counted = event_day_pages.check_in(event(WORKSHOP), who("P04")).counters
    by_unit = {one.unit_id: (one.called, one.present) for one in counted.by_unit}
    assert {no: by_unit[unit(no)] for no in range(1, 13)} == dict(
        enumerate(zip(CALLED, PRESENT, strict=True), start=1)
    )
    assert (counted.present, counted.listed, counted.absent, counted.guests) == (80, 84, 4, 6)
    assert percent(counted.present, counted.listed) == "95,2%"
    values, text = part(WORKSHOP, "event_report")
    assert [(row["called"], row["present"]) for row in values["attendance"]] == list(
        zip(CALLED, PRESENT, strict=True)
    )
    assert "Có mặt 80/84 đại biểu được triệu tập, đạt 95,2%." in text
    minutes, _text = part(WORKSHOP, "event_minutes")
    assert (minutes["members"], minutes["present"], len(minutes["absent"])) == (84, 80, 4)
    assert all(one["reason"] for one in minutes["absent"])


def test_thirteen_spoke_in_12_fields_and_11_wrote():
    page = event_day_pages.opinions(event(WORKSHOP), who("P04"))
    assert (page.counts.spoken, page.counts.written, page.counts.fields_spoken) == (13, 11, 12)
    assert page.silent == ()
    found = {field: ([], []) for field in FIELDS}
    for one in page.entries:
        no = next(no for no in range(1, 13) if unit(no) == one.unit_id)
        found[one.field][one.channel == "written"].append(no)
    assert {field: tuple(map(sorted, both)) for field, both in found.items()} == {
        field: tuple(map(sorted, both)) for field, both in FIELDS.items()
    }
    _values, text = part(WORKSHOP, "event_report")
    assert "Có 24 ý kiến về 12 lĩnh vực: 13 ý kiến phát biểu, 11 ý kiến bằng văn bản." in text


def test_conclusions_give_five_tasks():
    assert len(event_tasks.of(event(WORKSHOP))) == 5
    values, text = part(WORKSHOP, "event_conclusions")
    assert len(values["tasks"]) == 5
    assert "13 ý kiến phát biểu và 11 ý kiến bằng văn bản" in text
    given = {one.astimezone(ZONE).date() for one in db.session.scalars(
        select(EventTask.given_at).where(EventTask.matter_id == event(WORKSHOP))
    )}  # fmt: skip
    assert given == {date(2025, 4, 18)}
    whole = event_tasks.of(event(WORKSHOP))[4].progress(date(2025, 7, 1))
    assert (whole.total, whole.in_time) == (12, 12)


def test_recommendations_on_30_june():
    with on(date(2025, 6, 30)):
        entries = event_recommendations.of(event(WORKSHOP))
        assert [(one.code, one.fact.status, one.due_on, one.overdue) for one in entries] == [
            ("KN1", "answered", None, False),
            ("KN2", "answered", None, False),
            ("KN3", "answered", None, False),
            ("KN4", "forwarded", date(2025, 5, 22), True),
            ("KN5", "reopened", date(2025, 7, 5), False),
        ]
        assert [one.addressee for one in entries] == [
            "CĐN Y tế",
            "CĐN Y tế",
            "LĐLĐ tỉnh Sông Lam",
            "Sở Y tế",
            "Sở Y tế, UBND tỉnh",
        ]
        day, matter = event_days.day(event(WORKSHOP), who("P04")), db.session.get(Matter, event(WORKSHOP))
        facts = event_after.facts(day, event_after.records(day), event_days.facts(matter))
        late = [one for one in event_after.check(facts, "closing") if one.rule == "EV28"]
    assert [[(move.move, move.on) for move in one.moves] for one in entries[1:]] == [
        [("answer", date(2025, 5, 9))],
        [("forward", date(2025, 4, 22)), ("answer", date(2025, 5, 20))],
        [("forward", date(2025, 4, 22))],
        [("forward", date(2025, 4, 24)), ("answer", date(2025, 6, 5)), ("reopen", date(2025, 6, 5))],
    ]
    assert [(one.move, one.on) for one in entries[0].moves] == [("answer", date(2025, 4, 25))]
    assert [(one.level, one.params["text"]) for one in late] == [
        ("warn", "Bố trí thời gian cho cán bộ CĐ kiêm nhiệm")
    ]
    assert event_recommendations.of(event(WORKSHOP))[0].fact.status == "closed", "done by the training"


def test_settlement_and_news_of_the_workshop():
    values, text = part(WORKSHOP, "event_settlement", of="event_report")
    assert (values["advance"], values["estimate"], values["actual"]) == (8_950_000, 8_950_000, 8_610_000)
    assert "Nộp trả quỹ: 340.000 đồng" in text
    _seen, answers = view(WORKSHOP, "event_report")
    assert answers["news"]["day"] == "2025-04-17"
    _values, news = part(WORKSHOP, "news_item", of="event_report")
    assert "80/84" in news
    assert "13; 11" in news


# ----------------------------------------------------------------------------------------------------------- training
def test_the_training_is_planned_for_eleven_points():
    plan = events.plan_of(event(TRAINING))
    assert (plan.first_day, plan.mode, plan.called, plan.total) == (
        date(2025, 11, 21),
        "online",
        160,
        4_500_000,
    )
    assert [(one.unit_id, one.called) for one in plan.quotas] == [
        (unit(no), registered) for no, (registered, _full) in POINTS.items()
    ]
    assert [one.called for one in plan.points] == [registered for registered, _full in POINTS.values()]
    lengths = [(one.end.hour - one.start.hour) * 60 + one.end.minute - one.start.minute for one in plan.slots]
    assert lengths == [10, 50, 45, 50, 35, 20]
    assert [(one.content, one.amount) for one in plan.lines][4:] == [
        ("Đường truyền, phòng họp", 1_000_000),
        ("Giải khát tại điểm cầu trung tâm", 760_000),
        ("In giấy chứng nhận", 740_000),
    ]
    assert sum(one.amount for one in plan.lines[:4]) == 2_000_000
    _values, text = part(TRAINING, "event_estimate", of="event_plan")
    assert "bốn triệu năm trăm nghìn đồng" in text.casefold()


def test_nobody_approves_the_own_fee_and_the_afternoon_is_long():
    with on(date(2025, 10, 21)):
        seen, answers = view(TRAINING, "event_plan")
        found = dossier_views.findings(seen, answers, "submission")
        assert [(one.rule, one.level) for one in found if one.level != "pass"] == [("EV10", "warn")]
        lines = answers["budget"]["lines"]
        own = [{**lines[0], "approver": lines[0]["payee"]}, *lines[1:]]
        blocked = dossier_views.findings(
            seen, {**answers, "budget": {**answers["budget"], "lines": own}}, "submission"
        )
        assert {one.rule for one in blocked if one.level == "block"} == {"EV24"}
    (long,) = [one for one in found if one.rule == "EV10" and one.level == "warn"]
    assert {str(value) for value in long.params.values()} >= {"200", "180"}


def test_148_of_160_were_there_long_enough():
    page = event_certificates.page(event(TRAINING), who("P25"))
    assert (len(page.earned), len(page.short)) == (148, 12)
    assert percent(148, 160) == "92,5%"
    full = {no: sum(1 for row in page.earned if row.delegate.unit_id == unit(no)) for no in POINTS}
    assert full == {no: there for no, (_registered, there) in POINTS.items()}
    with on(date(2025, 11, 21)):
        counted = event_day_pages.check_in(event(TRAINING), who("P04")).counters
    by_unit = {one.unit_id: one for one in counted.by_unit}
    assert {no: by_unit[unit(no)].listed for no in POINTS} == {no: pair[0] for no, pair in POINTS.items()}
    assert by_unit[unit(1)].present == 38, "all who were registered came to the centre"
    values, text = part(TRAINING, "event_report")
    said = {row["content"]: (row["planned"], row["done"], row["note"]) for row in values["comparison"]}
    earned = "Học viên dự đủ thời gian, được cấp giấy chứng nhận"
    assert said[earned] == ("160 người", "148 người", "92,5%")
    assert said["Kinh phí"] == ("4.500.000 đồng", "4.500.000 đồng", None)
    assert "8,1/10 (141 bài)" in text
    assert "ý kiến phát biểu" not in text, "nobody is said to have spoken"


def test_twelve_certificates_are_held_back():
    matter = db.session.get(Matter, event(TRAINING))
    seen, answers = view(TRAINING, "event_report")
    one, facts = event_report_facts.facts(seen.case, answers)
    assert sum(1 for given in facts.certificates if given) == 148
    assert one.matter.id == matter.id
    batch = db.session.scalar(select(Batch))
    assert (batch.kind, batch.total, batch.state) == ("certificate_training", 148, "done")
    assert set(db.session.scalars(select(BatchRow.state))) == {"made"}


def test_the_quiz():
    average = event_scores.mean(event(TRAINING))
    assert (average.papers, average.tenths) == (141, 81)
    assert isinstance(average, Average)


def test_ten_of_eleven_did_the_closing_tasks_in_time():
    tasks = event_tasks.of(event(TRAINING))
    assert [(one.due_on, len(one.units)) for one in tasks] == [
        (date(2025, 11, 30), 11),
        (date(2025, 12, 10), 11),
    ]
    for one in tasks:
        progress = one.progress(date(2025, 12, 31))
        assert (progress.total, progress.in_time, progress.late) == (11, 10, (f"u{unit(5)}",))


# -------------------------------------------------------------------------------------------------------------- pages
def test_both_events_stand_closed_in_the_list_of_the_union_and_nowhere_else():
    lines = event_pages.of_unit(who("P04"))
    assert [(line.kind, line.phase) for line in lines] == [(TRAINING, "closed"), (WORKSHOP, "closed")]
    assert event_pages.of_unit(who("P09")) == []
    page = event_pages.page(event(WORKSHOP), who("P04"))
    assert (page.delegates, page.later, page.wanted) == (93, (), ())


def test_reports_stand_on_the_records():
    for kind in (WORKSHOP, TRAINING):
        seen, answers = view(kind, "event_report")
        one = event_report_facts.reporting(event(kind))
        values = event_report_papers.comparison(one, answers)
        assert values == part(kind, "event_report")[0]["comparison"]
        plan = events.plan_dossier(event(kind))
        assert event_facts.facts(case_of(plan), events.answers_of(event(kind))).event.kind == kind
        assert seen.status == "approved"
