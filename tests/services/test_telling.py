"""How people are told: by wish, a few mails a day, one digest without what is done, each reminder once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from extensions import ZONE, clock, db
from jobs.worker import drain
from models import (
    Account,
    DailyHead,
    Dossier,
    DossierEntry,
    Letter,
    Matter,
    Notice,
    TellingWish,
    Waiting,
)
from services import (
    daily_head,
    letters,
    messages,
    notices,
    reminding,
    sweep,
    wishes,
)
from services.calendar import working_calendar
from services.errors import Conflict
from services.transaction import writing
from tests.support import province as road
from tests.support import tree
from tests.support.told import MONDAY, MORNING, mails, subjects, tell, told_province


@pytest.fixture
def made(make_app, smtp):
    """Return the province, its people with accounts and addresses, mail going to a real server."""
    with told_province(make_app, smtp) as found:
        yield found


WAYS = {
    "a return goes at once": ("returned", None, "now"),
    "being asked goes at once": ("asked", None, "now"),
    "new work waits for the morning": ("waiting", None, "digest"),
    "a result waits for the morning": ("decided", None, "digest"),
    "whoever wants new work at once gets it": ("waiting", "now", "now"),
    "whoever wants no mail is told in the app": ("returned", "none", "app"),
}


@pytest.mark.parametrize(("kind", "wish", "way"), WAYS.values(), ids=WAYS)
def test_each_is_told_as_they_wish(made, kind, wish, way):
    if wish:
        chosen = {key: one.default for key, one in messages.kinds().items()} | {kind: wish}
        wishes.choose(made.people["chair"], chosen, email="chair@songlam.example", phone="")
    assert tell(made, "chair", kind).way == way
    assert notices.unread_count(made.people["chair"]) == 1


def test_no_address_only_the_app(made):
    wishes.choose(made.people["chair"], {}, email="", phone="0912 345 678")
    assert tell(made, "chair", "returned").way == "app"
    assert wishes.page(made.people["chair"]).phone == "0912 345 678"


def test_an_address_belongs_to_one_account(made):
    with pytest.raises(Conflict):
        wishes.choose(made.people["chair"], {}, email="Reviewer@songlam.example", phone="")
    assert db.session.scalar(select(func.count()).select_from(TellingWish)) == 0


def test_unknown_kind_is_the_programmers_mistake(made):
    with pytest.raises(LookupError):
        tell(made, "chair", "no such kind")


@pytest.mark.sql
def test_never_more_than_three_mails_a_day_and_returns_have_one_for_themselves(made):
    for _no in range(4):
        tell(made, "chair", "asked")
    assert mails(made, "chair") == 1  # of three: the digest's, and the one kept for returns
    for _no in range(3):
        tell(made, "chair", "returned")
    assert mails(made, "chair") == 2
    with clock.at(MORNING):
        sweep.run()
        assert db.session.scalar(select(Letter).where(Letter.kind == "digest")).day == clock.today()
        drain(made.app)
        for _no in range(5):
            tell(made, "chair", "returned")
        today = select(func.count()).where(Letter.day == clock.today())
        assert db.session.scalar(today.where(Letter.person_id == made.people["chair"])) == 3
    assert subjects(made, "chair")[-1].startswith("Trình Ký: 5 việc")


def test_when_the_morning_is_over_its_place_is_free(made):
    with clock.at(MORNING):
        sweep.run()
        for _no in range(4):
            tell(made, "chair", "returned")
        assert mails(made, "chair") == 3


def test_ten_items_one_digest_and_what_is_done_is_gone(made):
    for no in range(10):
        tell(made, "chair", "decided", f"Tin số {no}")
    code = road_dossier(made)
    done = tell(made, "reviewer", "decide", "Chờ xét", dossier_id=code.id)
    other = tell(made, "reviewer", "decided", "Kết quả")
    read = tell(made, "reviewer", "decided", "Đã xem")
    notices.mark_read(made.people["reviewer"], [read.id])
    with writing():
        db.session.query(Waiting).filter_by(dossier_id=code.id).delete()
    with clock.at(MORNING):
        assert {one.chore: one.count for one in sweep.run()}["digests made"] == 2
        drain(made.app)
    (message,) = made.smtp.to("chair@songlam.example")
    plain = message.get_body(("plain",)).get_content()
    assert all(f"{no + 1}. Tin số {no}" in plain for no in range(10))
    assert "Mã niêm phong nhật ký hết ngày 23/11/2026" in plain
    assert subjects(made, "reviewer") == ["Kết quả"]  # alone, it lends the mail its subject
    db.session.expire_all()
    assert done.letter_id is None and done.read_at is not None
    assert other.letter_id is not None


def road_dossier(made):
    """Return a dossier that waits for the reviewer."""
    dossier_id = tree.dossier(made.units["own"], made.units["sector"], 1, made.people["chair"])
    now = {"since": clock(), "kind": "decide", "excluded": []}
    db.session.add(Waiting(dossier_id=dossier_id, unit_id=made.units["sector"], role="reviewer", **now))
    db.session.commit()
    return db.session.get_one(Dossier, dossier_id)


def test_before_half_past_seven_nothing_is_gathered(made):
    tell(made, "chair", "decided")
    with clock.at(MORNING.replace(hour=7, minute=29)):
        assert {one.chore: one.count for one in sweep.run()}["digests made"] == 0
    with clock.at(MORNING):
        assert {one.chore: one.count for one in sweep.run()}["digests made"] == 1
        assert {one.chore: one.count for one in sweep.run()}["digests made"] == 0


# The road: what the engine's steps tell ---------------------------------------------------------------------------


@pytest.fixture
def sent(made):
    """Return the province with a nomination that was sent up on Monday."""
    road.type_all(made, ["dung"])
    road.send(made)
    return made


def dossier(made):
    """Return the dossier as it is now."""
    db.session.rollback()
    return db.session.scalar(select(Dossier).where(Dossier.code == made.code))


def after(made, days):
    """Return a morning so many working days after the step's due day."""
    day = working_calendar().add(dossier(made).due_on, days) if days else dossier(made).due_on
    return datetime(day.year, day.month, day.day, 8, 0, tzinfo=ZONE)


def entries(made, kind):
    """Return the dossier's entries of a kind."""
    own = select(DossierEntry).where(DossierEntry.dossier_id == dossier(made).id, DossierEntry.kind == kind)
    return db.session.scalars(own.order_by(DossierEntry.seq)).all()


def test_a_return_tells_who_what_and_until_when(sent):
    note = {"field": "results", "text": "Ghi rõ số người <b>được hưởng lợi</b>"}
    road.act(sent, "reviewer", "receive")
    road.act(sent, "reviewer", "return", comment="Thiếu minh chứng %(code)s.", notes=[note])
    drain(sent.app)
    (message,) = sent.smtp.to("chair@songlam.example")
    plain, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert str(message["Subject"]).strip() == f"{sent.code} được trả lại để bổ sung"
    assert "Đ/c Mạc Thị Lan Chi, Công đoàn ngành Y tế tỉnh Sông Lam, trả lại hồ sơ" in plain
    assert "Thiếu minh chứng %(code)s." in plain
    assert "- Ghi rõ số người <b>được hưởng lợi</b>" in plain
    assert "&lt;b&gt;được hưởng lợi&lt;/b&gt;" in page
    assert f"Mở hồ sơ: https://trinhky.example/ho-so/{sent.code}" in plain
    assert "Hạn gửi lại: " in plain


def test_english_accounts_read_english(sent):
    with writing():
        db.session.scalar(select(Account).where(Account.username == "chair")).locale = "en"
    road.act(sent, "reviewer", "receive")
    road.act(sent, "reviewer", "return", comment="Thiếu minh chứng.", notes=[])
    letter = db.session.scalar(select(Letter).where(Letter.person_id == sent.people["chair"]))
    assert letter.content["locale"] == "en"


@pytest.mark.sql
def test_reminders_come_three_times_each_once_and_then_it_goes_up(sent):
    told = select(Notice.message).where(Notice.person_id == sent.people["reviewer"]).order_by(Notice.id)
    seen = []
    for days in (-4, -3, -2, 0, 1, 2, 3):
        with clock.at(after(sent, days)):
            for _twice in range(2):
                sweep.run()
            seen.append((days, len(entries(sent, "reminded")), len(entries(sent, "escalated"))))
    reminders = [one for one in db.session.scalars(told) if one.startswith("deadline")]
    own = (after(sent, -3).date() - MONDAY.date()).days > 0
    assert reminders == (["deadline_soon"] if own else []) + ["deadline_today", "deadline_late"]
    assert seen[-1][2] == 1 and seen[-3][2] == 0
    assert dossier(sent).status == "in_review"
    up = db.session.scalars(select(Notice).where(Notice.message == "escalated")).all()
    assert [one.person_id for one in up] == [sent.people["head"]]
    assert "quá hạn 2 ngày" in up[0].subject


def test_missed_days_are_caught_up_with_one_reminder(sent):
    with clock.at(after(sent, 2)):
        sweep.run()
        sweep.run()
    assert len(entries(sent, "reminded")) == 1
    told = select(func.count()).where(Notice.message.startswith("deadline"))
    assert db.session.scalar(told.where(Notice.person_id == sent.people["reviewer"])) == 1


@pytest.mark.sql
def test_two_sweeps_at_once_do_nothing_twice(sent):
    morning = after(sent, 2)

    def run():
        with sent.app.app_context(), clock.at(morning):
            sweep.run()

    threads = [threading.Thread(target=run) for _no in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(entries(sent, "reminded")) == 1
    assert len(entries(sent, "escalated")) == 1
    assert mails(sent, "reviewer") == 1


def days_before(due_on):
    """Return the working days before a day, the nearest first."""
    days = (due_on - timedelta(days=no) for no in range(1, 15))
    return [day for day in days if working_calendar().is_working(day)]


def test_units_that_have_sent_nothing_are_reminded(sent):
    matter = db.session.get_one(Matter, sent.matter_id)
    day = next(
        d for d in days_before(matter.deadline_on) if working_calendar().countdown(d, matter.deadline_on) == 3
    )
    with clock.at(datetime(day.year, day.month, day.day, 8, 0, tzinfo=ZONE)):
        sweep.run()
        sweep.run()
    told = db.session.scalars(select(Notice).where(Notice.message == "matter_soon")).all()
    assert [one.person_id for one in told] == [sent.people["sister"]]  # the hospital has sent its own
    assert "Còn 3 ngày làm việc" in told[0].subject


def test_a_chore_that_fails_stops_no_other(made, monkeypatch):
    def fall() -> int:
        raise Conflict("Đang bận.")

    monkeypatch.setattr(sweep, "CHORES", [("falls", fall), *sweep.CHORES])
    done = sweep.run()
    assert "Đang bận" in done[0].trouble
    assert [one.trouble for one in done[1:]] == [""] * (len(done) - 1)


def test_the_daily_head_finds_a_rewritten_history(sent):
    with clock.at(MORNING):
        assert (daily_head.keep(), daily_head.keep()) == (1, 0)
        assert daily_head.faults() == []
        with writing():
            db.session.scalar(select(DossierEntry).order_by(DossierEntry.id.desc())).hash = "0" * 64
        assert daily_head.faults() == [db.session.scalar(select(DailyHead.day))]


def test_letters_hold_the_limits_of_their_day():
    assert letters.limits(MONDAY.date()).most == 3
    assert reminding.plan(MONDAY.date()).days == (-3, 0, 2)
    assert timedelta(hours=22) < MORNING - MONDAY
