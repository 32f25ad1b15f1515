"""Event 1 of the demonstration planned by real commands: every count, sum and finding, to the issued invitations."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from extensions import db
from models import EventDelegate, Notice, Paper, PaperPart
from services import dossier_papers, dossier_views, event_issuing, event_pages, events, papers
from services.calendar import working_calendar
from services.errors import Conflict, Forbidden, NotFound, Refused
from tests.support import province
from tests.support import workshop as road


@pytest.fixture
def made(make_app):
    """Yield the sector union inside an application context."""
    app = make_app(RENDER_WAIT_SECONDS=120)
    found = road.build(app)
    with app.app_context():
        yield found


def findings(made):
    """Return (rule, level, field) of what the rules say against the draft."""
    found = road.read(made)
    said = dossier_views.findings(found.view, found.assembly.answers, "submission")
    return [(one.rule, one.level, one.field) for one in said if one.level != "pass"]


def sent(made):
    """Plan the workshop and send it up on 14/03."""
    with road.at(14, 3):
        road.open_event(made)
        road.type_all(made, road.parts(made))
        road.send(made)


def approved(made):
    """Let the accountant look on 17/03 and two of the committee approve on 21/03."""
    sent(made)
    with road.at(17, 3):
        road.act(made, "money")
    with road.at(21, 3):
        road.act(made, "head")
        road.act(made, "third")


def text_of(paper_id, no):
    """Return the words of a part's values, joined."""
    part = db.session.scalar(select(PaperPart).where(PaperPart.paper_id == paper_id, PaperPart.no == no))
    return part.title, part.values


@pytest.mark.soak
@pytest.mark.sql
def test_the_workshop_from_the_form_to_the_issued_invitations(made):
    with road.at(14, 3):
        road.open_event(made)
        road.type_all(made, road.parts(made, meal=200_000))
        assert findings(made) == [("EV17", "block", "budget.lines.7.price")]
        with pytest.raises(Refused) as refused:
            road.send(made)
        (blocking,) = refused.value.findings
        assert blocking.params["cap"] == "150.000"
        road.type_all(made, road.parts(made))
        assert findings(made) == []
        road.send(made)
    with road.at(17, 3):
        road.act(made, "money")
    with road.at(21, 3):
        road.act(made, "head")
        assert dossier_views.view(made.code, made.who("writer")).status == "in_review"
        road.act(made, "third")
        plan = events.plan_of(made.matter_id)
        assert (plan.called, len(plan.guests), plan.total) == (84, 6, 8_950_000)
        plan_id = road.issue_plan(made)
        province.finish_papers()
    calendar = working_calendar()
    assert calendar.between(date(2025, 3, 21), road.DAY) == 16
    assert calendar.between(date(2025, 3, 31), road.DAY) == 10
    assert db.session.get(Paper, plan_id).subject == f"Tổ chức {road.TITLE}"
    _title, values = text_of(plan_id, 1)
    assert [row["count"] for row in values["quota"]] == list(road.CALLED)
    assert (values["budget"], values["day"], values["begins"], values["ends"]) == (
        8_950_000,
        "2025-04-15",
        "07:30",
        "11:30",
    )
    _title, values = text_of(plan_id, 2)
    assert values["plan"] == {
        "number": {"seq": 1, "suffix": "", "symbol": "KH-CĐN"},
        "date": "2025-03-21",
    }
    assert values["total"] == sum(row["amount"] for row in values["costs"]) == 8_950_000
    with road.at(31, 3):
        assert [
            (one.kind, one.letters, one.blocked)
            for one in event_issuing.later(made.matter_id, made.who("clerk"))
        ] == [
            ("summons_letter", 12, ()),
            ("invitation", 6, ()),
        ]
        summons_id = road.issue_later(made, "summons_letter")
        letters_id = road.issue_later(made, "invitation")
        province.finish_papers()
    numbers = dict(db.session.execute(select(Paper.id, Paper.number)).all())
    assert (numbers[summons_id], numbers[letters_id]) == ("02/CĐN-VP", "03/GM-CĐN")
    _title, values = text_of(summons_id, 1)
    assert values["grounds"] == "Thực hiện Kế hoạch số 01/KH-CĐN ngày 21 tháng 3 năm 2025"
    names = [text_of(letters_id, no)[1]["guest"]["name"] for no in range(1, 7)]
    assert names[0] == "Lục Thị Hòa", "the federation comes first"
    assert len(set(names)) == 6
    assert {text_of(letters_id, no)[1]["guest"]["address"] for no in range(1, 7)} == {"Đồng chí"}
    with road.at(1, 4):
        page = event_pages.page(made.matter_id, made.who("clerk"))
        assert (page.phase, page.later, page.wanted, page.delegates) == (
            event_pages.PHASES["invited"],
            (),
            (),
            84 + 6 + 3,
        )


def test_prices_are_held_against_the_norms_of_the_day(made):
    with road.at(14, 3):
        road.open_event(made, title="Hội thảo")
        road.type_all(made, road.parts(made, meal=200_000))
        assert findings(made) == [("EV17", "block", "budget.lines.7.price")]
        with pytest.raises(Refused) as refused:
            road.send(made)
        assert [one.params["cap"] for one in refused.value.findings] == ["150.000"]
        road.type_all(made, road.parts(made))
        assert findings(made) == []
        road.send(made)
        plan = events.plan_of(made.matter_id)
        assert (plan.called, len(plan.guests), plan.total) == (84, 6, 8_950_000)
        assert events.event_of(made.matter_id).title == road.TITLE, "the list says what the plan says"


def test_nobody_is_invited_before_plan_and_estimate_are_approved(made):
    sent(made)
    with road.at(17, 3):
        for kind in ("summons_letter", "invitation"):
            with pytest.raises(Refused) as refused:
                event_issuing.page(made.matter_id, kind, who=made.who("clerk"))
            assert [one.rule for one in refused.value.findings] == ["EV01", "EV01"]
        road.act(made, "money")
    with road.at(21, 3):
        road.act(made, "head")
        road.act(made, "third")
        with pytest.raises(Refused, match="Phát hành Kế hoạch trước"):
            event_issuing.page(made.matter_id, "invitation", who=made.who("clerk"))


def test_whoever_wrote_it_does_not_decide(made):
    with road.at(14, 3):
        road.open_event(made)
        road.type_all(made, road.parts(made), who="deputy")
        road.send(made)
        road.act(made, "money")
        with pytest.raises(Forbidden):
            road.act(made, "deputy")
        road.act(made, "head")
        road.act(made, "third")
        assert dossier_views.view(made.code, made.who("writer")).status == "approved"
        asked = db.session.scalars(
            select(Notice.subject).where(Notice.person_id == made.people["clerk"])
        ).all()
        assert asked == [f"{made.code} đã duyệt, chờ cấp số"]


@pytest.mark.soak
def test_the_list_is_kept_from_the_plan_on_and_corrected_row_by_row(made):
    approved(made)
    with road.at(21, 3):
        assert event_pages.delegates_page(made.matter_id, made.who("writer"))[1]
        road.issue_plan(made)
        province.finish_papers()
        first = {row.name: row.id for row in db.session.scalars(select(EventDelegate))}
        assert len(first) == 93
        rows = road.people_rows().replace("Trần Thị Số 4 Thứ 6", "Phan Thị Mới")
        bad = rows.replace("Công đoàn cơ sở Bệnh viện Phổi", "Bệnh viện Lạ", 1)
        faults = event_pages.keep_delegates(made.matter_id, bad, who=made.who("writer"))
        assert len(faults) == 1
        assert faults[0].params["unit"] == "Bệnh viện Lạ"
        assert event_pages.keep_delegates(made.matter_id, rows, who=made.who("writer")) == []
        kept = {one.name: one.id for one in events.delegates(made.matter_id)}
        assert kept.keys() - first.keys() == {"Phan Thị Mới"}
        assert all(kept[name] == first[name] for name in kept.keys() & first.keys())
        assert event_pages.print_list(made.matter_id, "docx", who=made.who("writer"))


def test_nobody_sideways_reads_an_event(made):
    sent(made)
    with road.at(17, 3):
        with pytest.raises(NotFound):
            event_pages.page(made.matter_id, made.who("chair1"))
        assert not event_pages.page(made.matter_id, made.who("boss")).own
        with pytest.raises(NotFound):
            event_issuing.page(made.matter_id, "invitation", who=made.who("boss"))
        with pytest.raises(NotFound):
            event_pages.delegates_page(made.matter_id, made.who("boss"))
        assert event_pages.of_unit(made.who("chair1")) == []


def test_this_year_from_last_years_event(made):
    approved(made)
    with road.at(2, 9):
        old = made.matter_id
        road.open_event(made, title="Hội thảo năm 2026", first_day=date(2026, 4, 14), from_matter_id=old)
        typed = dossier_views.view(made.code, made.who("writer")).draft
        assert typed["plan"]["title"].endswith("năm 2026”")
        assert typed["when"]["first_day"] == ""
        assert typed["when"]["sessions"][0]["start"] == "07:30"
        assert typed["budget"]["lines"][0]["price"] == 20_000
        assert typed["who"]["people"] == ""
        found = road.read(made)
        assert ("when", "first_day") in {
            (place, line.anchor) for place, lines in found.assembly.problems.items() for line in lines
        }
        assert typed["plan"]["bases"] == ["luat_cong_doan_2024", "dieu_le_cdvn"], (
            "the act that ended is replaced"
        )
        with pytest.raises(NotFound):
            events.open_event(
                who=made.who("chair1"),
                kind="workshop",
                title="Lấy của người khác",
                first_day=date(2026, 5, 5),
                from_matter_id=old,
            )


@pytest.mark.soak
def test_a_plan_once_issued_is_not_changed(made):
    approved(made)
    with road.at(21, 3):
        road.issue_plan(made)
        with pytest.raises(Conflict):
            road.act(made, "writer", "amend", reason="Đổi ngày.")
        assert dossier_papers.due_kinds(dossier_views.view(made.code, made.who("clerk"))) == []
        assert papers.paper(1, dossier_views.access.actor_for(made.people["clerk"], on=date(2025, 3, 21)))
