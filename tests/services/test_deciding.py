"""Around a decision: taking it back, notes among reviewers, opinions, a task that changes hands, many at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from extensions import clock, db
from models import BulkItem, Dossier, Notice, Office, Waiting
from services import (
    bulk,
    bulk_pages,
    deciding,
    deciding_pages,
    definitions,
    dossier_views,
    dossiers,
    history,
    inbox,
)
from services.errors import Conflict, Forbidden, NotFound, Refused
from tests.support import desk
from tests.support import province as road
from workflows import engine


@pytest.fixture
def made(app):
    """Return the province with a second reviewer; the application's context stays open."""
    found = road.build(app)
    with app.app_context(), app.test_request_context():
        desk.second_reviewer(found)
        yield found
        assert definitions.faults() == []  # histories verify, stored states equal the fold


@pytest.fixture
def code(made):
    """Return a dossier that waits for the reviewers."""
    return desk.sent_by(made, "Bệnh viện Mắt")


def state(code):
    dossier = db.session.scalar(db.select(Dossier).where(Dossier.code == code))
    return engine.fold(definitions.chain_of(dossier.definition_id), history.entries_of(dossier.id))


def waiting(code):
    query = db.select(Waiting).join(Dossier, Dossier.id == Waiting.dossier_id).where(Dossier.code == code)
    return {(row.role, row.person_id, row.kind) for row in db.session.scalars(query)}


def undo(made, code, who="reviewer"):
    deciding.undo(code, who=made.who(who), seen=desk.seen(made, code, who), once=desk.key())


@pytest.mark.sql
@pytest.mark.parametrize("choice", ["approve", "return", "reject"])
def test_a_decision_goes_back_and_everything_stored_with_it(made, code, choice):
    before, rows = state(code), waiting(code)
    desk.do(made, code, "reviewer", choice, comment="Bổ sung biên bản")
    assert waiting(code) != rows
    assert dossier_views.view(code, made.who("reviewer")).desk.undo_until is not None
    assert dossier_views.view(code, made.who("other")).desk.undo_until is None
    assert [one.code for one in deciding_pages.just_now(made.who("reviewer")).lines] == [code]
    undo(made, code)
    after = state(code)
    assert (after.status, after.step, after.decisions) == (before.status, before.step, {})
    assert waiting(code) == rows
    kinds = [line.kind for line in dossier_views.view(code, made.who("reviewer")).lines]
    assert kinds[0] == "undone"  # a new entry, nothing is deleted
    assert {"approve": "approved", "return": "returned", "reject": "rejected"}[choice] in kinds
    assert deciding_pages.just_now(made.who("reviewer")).lines == ()


def test_who_was_told_of_a_decision_is_told_that_it_went_back(made, code):
    desk.do(made, code, "reviewer", "return", comment="Bổ sung")
    chair = db.session.scalar(db.select(Dossier.created_by).where(Dossier.code == code))
    undo(made, code)
    rows = db.session.scalars(db.select(Notice).where(Notice.person_id == chair).order_by(Notice.id)).all()
    assert [("rút lại" in row.subject, row.read_at is None) for row in rows] == [(False, False), (True, True)]


REFUSED = [
    ("too late", Conflict, "quá thời gian"),
    ("somebody else", Forbidden, "vừa ghi ý kiến"),
    ("typed since", Conflict, "bắt đầu sửa"),
    ("next step", Conflict, "đã bắt đầu"),
]


@pytest.mark.parametrize(("why", "error", "words"), REFUSED)
def test_a_decision_stays_when(made, code, why, error, words):
    desk.do(made, code, "reviewer", "approve" if why == "next step" else "return", comment="Bổ sung")
    at = clock() + timedelta(minutes=11 if why == "too late" else 1)
    with clock.at(at):
        if why == "typed since":
            author = db.session.scalar(db.select(Dossier.created_by).where(Dossier.code == code))
            made.people["author"] = author
            dossiers.save_part(code, "round", {"reason": "sửa"}, who=made.who("author"), version=None)
        if why == "next step":
            made.people["author"] = db.session.scalar(
                db.select(Dossier.created_by).where(Dossier.code == code)
            )
            desk.do(made, code, "author", "record_paper", kind="award_minutes", paper_id=1, number="01/BB")
        with pytest.raises(error, match=words) as refused:
            undo(made, code, "other" if why == "somebody else" else "reviewer")
        assert words in refused.value.message
        still = dossier_views.view(code, made.who("reviewer")).desk.undo_until
        assert (still is None) is (why != "somebody else")


def test_an_internal_note_leaves_no_trace_for_the_unit_of_the_dossier(made, code):
    made.people["author"] = db.session.scalar(db.select(Dossier.created_by).where(Dossier.code == code))
    page, changed = dossier_views.view(code, made.who("author")), changed_at(code)
    said = {"who": made.who("reviewer"), "seen": desk.seen(made, code), "once": desk.key()}
    deciding.say(code, "Xem kỹ quỹ xã hội.", inside=True, **said)
    own = dossier_views.view(code, made.who("author"))
    assert (own.lines, own.desk.inside) == (page.lines, False)
    assert changed_at(code) == changed
    assert desk.told(made, "author") == []
    assert "Xem kỹ quỹ xã hội." in [
        line.comment for line in dossier_views.view(code, made.who("seat1")).lines
    ]
    assert desk.told(made, "other") == [f"{code} chờ đồng chí xét", f"{code}: có ghi chú nội bộ"]
    # The page of the chair is not old because of what the chair may not read; the reviewer's is.
    dossiers.act(code, "recall", who=made.who("author"), seen=page.seq, once=desk.key(), payload={})


def changed_at(code):
    return db.session.scalar(db.select(Dossier.changed_at).where(Dossier.code == code))


def test_a_note_for_the_unit_is_told_to_it(made, code):
    made.people["author"] = db.session.scalar(db.select(Dossier.created_by).where(Dossier.code == code))
    said = {"who": made.who("reviewer"), "seen": desk.seen(made, code), "once": desk.key()}
    deciding.say(code, "Nhớ mang bản gốc.", inside=False, **said)
    assert desk.told(made, "author") == [f"{code}: có ghi chú"]
    assert dossier_views.view(code, made.who("author")).lines[0].comment == "Nhớ mang bản gốc."


def office_of(made, name):
    return db.session.scalar(db.select(Office.id).where(Office.person_id == made.people[name]))


def ask(made, code, whom, asker="reviewer"):
    said = {"who": made.who(asker), "seen": desk.seen(made, code, asker), "once": desk.key()}
    deciding.ask(code, office_of(made, whom), "Mức thưởng đúng chưa?", **said)


def test_a_colleague_is_asked_answers_and_nothing_waits_for_it(made, code):
    ask(made, code, "clerk")
    assert ("clerk", made.people["clerk"], "opinion") in waiting(code)
    assert [row.code for row in inbox.home(made.who("clerk")).waiting] == [code]
    mine = dossier_views.view(code, made.who("clerk")).desk.opinions[0]
    assert (mine.mine, mine.question) == (True, "Mức thưởng đúng chưa?")
    said = {"who": made.who("clerk"), "seen": desk.seen(made, code, "clerk"), "once": desk.key()}
    deciding.answer(code, "Đúng theo đợt.", **said)
    assert inbox.home(made.who("clerk")).waiting == ()
    assert dossier_views.view(code, made.who("reviewer")).desk.opinions[0].answer == "Đúng theo đợt."
    assert desk.told(made, "reviewer")[-1].endswith("đã trả lời")
    ask(made, code, "other")
    desk.do(made, code, "reviewer", "approve", comment="")  # it does not block
    assert not [row for row in waiting(code) if row[2] == "opinion"]


@pytest.mark.parametrize(
    ("whom", "error"), [("chair", Conflict), ("reviewer", Conflict), ("clerk", Conflict)]
)
def test_who_cannot_be_asked_is_refused(made, code, whom, error):
    if whom == "clerk":
        ask(made, code, "clerk")  # a second question to somebody who has not answered
    with pytest.raises(error):
        ask(made, code, whom)
    with pytest.raises(NotFound):
        ask(made, code, "other", asker="sister")


def test_a_task_is_handed_on_and_both_are_told_once(made, code):
    said = {"who": made.who("head"), "seen": desk.seen(made, code, "head"), "once": desk.key()}
    people = {"instead_of": made.people["reviewer"]}
    deciding.reassign(code, made.people["clerk"], "Đi công tác", **people, **said)
    assert desk.told(made, "clerk") == [f"{code} chuyển sang đồng chí xét"]
    assert desk.told(made, "reviewer") == [
        f"{code} chờ đồng chí xét",
        f"{code} đã chuyển sang người khác xét",
    ]
    line = dossier_views.view(code, made.who("head")).lines[0]
    assert (line.comment, line.about) == (
        "Đi công tác",
        "Từ đ/c Mạc Thị Lan Chi sang đ/c Khuất Thị Vân.",
    )
    assert [row.code for row in inbox.home(made.who("clerk")).waiting] == [code]
    desk.do(made, code, "clerk", "approve", comment="")


def test_nobody_outside_the_unit_takes_a_task(made, code):
    said = {"who": made.who("reviewer"), "seen": desk.seen(made, code), "once": desk.key()}
    with pytest.raises(Refused):
        deciding.reassign(code, made.people["sister"], "x", **said)


def test_an_overdue_step_is_taken_over_and_both_are_told_once(made, code):
    from services.transaction import writing
    from workflows.actors import SYSTEM, Command

    with writing():
        dossier = db.session.scalar(db.select(Dossier).where(Dossier.code == code))
        chain = definitions.chain_of(dossier.definition_id)
        dossiers._perform(dossier, chain, Command("escalate", SYSTEM, dossier.seq, desk.key(), {}))
    said = {"who": made.who("head"), "seen": desk.seen(made, code, "head"), "once": desk.key()}
    deciding.take_over(code, "Người xét nghỉ ốm", **said)
    for name in ("reviewer", "other"):
        assert desk.told(made, name)[-1] == f"{code}: đ/c Đinh Thu Hạnh đã nhận xét thay"
    assert desk.told(made, "head") == [f"{code}: đồng chí đã nhận xét thay"]
    desk.do(made, code, "head", "approve", comment="")


# Many at once ------------------------------------------------------------------------------------------------


def start(made, codes, choice="approve", comment="", **more):
    seen = {code: desk.seen(made, code) for code in codes} | more
    return bulk.start(seen, choice, comment, who=made.who("reviewer"), once=desk.key())


@pytest.mark.sql
def test_many_are_judged_two_are_named_and_the_rest_is_done(made):
    codes = desk.many(made, 6)
    page = bulk_pages.check(made.who("reviewer"))
    assert [line.code for line in page.able] == codes
    assert {(line.warn, line.ask) for line in page.able} == {(1, 2)}
    old = {codes[0]: desk.seen(made, codes[0])}
    desk.do(made, codes[0], "other", "receive")
    desk.do(made, codes[1], "other", "return", comment="Thiếu biên bản")
    bulk_id = start(made, codes, **old)
    bulk.run(bulk_id, who=made.who("reviewer"))
    told = bulk_pages.result(bulk_id, made.who("reviewer"))
    assert [line.code for line in told.of("refused")] == codes[:2]
    assert all(line.reason for line in told.of("refused"))
    assert [line.code for line in told.of("done")] == codes[2:]
    bulk.run(bulk_id, who=made.who("reviewer"))  # pressed again: nothing twice
    assert {state(code).step for code in codes[2:]} == {"committee"}
    made.people["author"] = db.session.scalar(db.select(Dossier.created_by).where(Dossier.code == codes[2]))
    desk.do(made, codes[2], "author", "record_paper", kind="award_minutes", paper_id=1, number="01/BB")
    bulk.take_back(bulk_id, who=made.who("reviewer"))
    told = bulk_pages.result(bulk_id, made.who("reviewer"))
    assert [(line.code, bool(line.reason)) for line in told.of("done")] == [(codes[2], True)]
    assert [line.code for line in told.of("undone")] == codes[3:]
    assert {state(code).step for code in codes[3:]} == {"check"}
    with pytest.raises(NotFound):
        bulk_pages.result(bulk_id, made.who("other"))


def test_a_run_that_was_cut_short_goes_on(made):
    codes = desk.many(made, 3)
    bulk_id = start(made, codes)
    bulk.run(bulk_id, who=made.who("reviewer"), seconds=0)  # its time is over after the first
    assert len(bulk_pages.result(bulk_id, made.who("reviewer")).of("waiting")) == 2
    bulk.run(bulk_id, who=made.who("reviewer"))
    assert len(bulk_pages.result(bulk_id, made.who("reviewer")).of("done")) == 3
    bulk.take_back(bulk_id, who=made.who("reviewer"), seconds=0)
    assert len(bulk_pages.result(bulk_id, made.who("reviewer")).of("done")) == 2


def test_a_run_needs_dossiers_and_a_return_a_reason(made):
    codes = desk.many(made, 1)
    for codes_, choice in (([], "approve"), (codes, "return")):
        with pytest.raises(Refused):
            start(made, codes_, choice)


def test_the_pages_cost_the_same_for_few_and_for_many(made):
    said: list[str] = []

    def look(connection, cursor, statement, *rest):
        said.append(statement)

    def cost(page):
        db.session.rollback()
        db.session.expunge_all()
        said.clear()
        event.listen(Engine, "before_cursor_execute", look)
        try:
            page()
        finally:
            event.remove(Engine, "before_cursor_execute", look)
        return len(said)

    def pages():
        bulk_id = db.session.scalar(db.select(db.func.max(BulkItem.bulk_id)))
        who = made.who("reviewer")
        return [
            cost(one)
            for one in (lambda: bulk_pages.check(who), lambda: bulk_pages.result(bulk_id, who),
                        lambda: deciding_pages.just_now(who))
        ]  # fmt: skip

    codes = desk.many(made, 3)
    start(made, codes)
    few = pages()
    codes += desk.many(made, 12)
    start(made, codes)
    assert pages() == few
