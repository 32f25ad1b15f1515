"""Who stands in for a head, by real commands: written down, refused, ended, and what papers then bear."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from extensions import clock, db
from models import Delegation, Notice, Office, Paper, PaperPart, PaperSignature
from services import delegations, dossier_papers, papers, signing, verification
from services.access import actor_for
from services.errors import CannotSign, Conflict, Forbidden, NotFound, Refused
from tests.support import province as road
from tests.support import tree

DAY = timedelta(days=1)
ONE_A_DAY = itertools.count()


@pytest.fixture
def made(make_app):
    """Return the province, the hospital with a deputy and a head of its office, and somebody of the federation."""
    found = road.build(make_app(RENDER_WAIT_SECONDS=120))
    with found.app.app_context():
        for name, full, role, title in (
            ("deputy", "Lương Văn Bảo", "vice_chair", "Phó Chủ tịch"),
            ("office", "Khổng Văn Hải", "office_head", "Chánh Văn phòng"),
        ):
            found.people[name] = tree.person(full)
            tree.office(found.people[name], found.units["own"], role, title=title)
        found.people["boss"] = tree.person("Ngụy Thanh Sơn")
        tree.office(found.people["boss"], found.units["above"], "chair", title="Chủ tịch")
        db.session.commit()
        yield found


def office_of(made, name):
    """Return the office that a person holds in the hospital's union."""
    mine = db.select(Office.id).where(
        Office.person_id == made.people[name], Office.unit_id == made.units["own"]
    )
    return db.session.scalar(mine)


def give(made, kind, receiver, giver="chair", who="chair", days=(0, 30), **more):
    """Write a delegation of the hospital's union down; `days` are counted from today."""
    today = clock.today()
    first, last = (None if one is None else today + one * DAY for one in days)
    said = {"covers": ["award_proposal"], "paper_no": "05/GUQ-CĐCS", "paper_on": today - DAY, "paper_by": ""}
    offices = {"giver": office_of(made, giver) if giver else None, "receiver": office_of(made, receiver)}
    terms = {"kind": kind, "valid_from": first, "valid_to": last}
    return delegations.record(made.units["own"], who=made.who(who), **terms, **offices, **said | more)


def modes(made, on, kind=None):
    """Return how the hospital's papers may be signed on a day."""
    return [one.mode for one in signing.who(made.units["own"], on, kind)]


def test_it_is_written_down_told_and_shown(made):
    delegation_id = give(made, "mandate", "secretary")
    page = delegations.page(made.units["own"], made.who("secretary"))
    line = page.lines[0]
    assert (line.id, line.mark, line.name, line.giver) == (
        delegation_id,
        "TUQ.",
        "Cù Thị Mai",
        "Doãn Trung Kiên",
    )
    assert (line.state, line.covers, line.recorded_by) == (
        "present",
        ("Tờ trình đề nghị khen thưởng",),
        "Doãn Trung Kiên",
    )
    assert page.may_record
    assert page.today == (
        ("Doãn Trung Kiên", "TM. BAN CHẤP HÀNH / CHỦ TỊCH"),
        ("Cù Thị Mai", "TUQ. CHỦ TỊCH / THƯ KÝ"),
    )
    told = db.session.scalars(db.select(Notice.person_id)).all()
    assert told == [made.people["secretary"]], "who wrote it down knows"


WHO = [
    ("chair", None),
    ("secretary", None),
    ("reviewer", None),
    ("head", None),
    ("clerk", Forbidden),
    ("seat1", Forbidden),
    ("boss", Forbidden),
    ("deputy", Forbidden),
    ("sister", NotFound),
]


def test_who_may_write_it_down(made):
    """The unit's chair and secretary and the office directly above; neither further up nor beside."""
    for who, refused in WHO:
        if refused is None:
            assert give(made, "by_order", "office", who=who, days=(next(ONE_A_DAY),) * 2)
            continue
        with pytest.raises(refused):
            give(made, "by_order", "office", who=who, days=(next(ONE_A_DAY),) * 2)
    assert db.session.query(Delegation).count() == sum(refused is None for _who, refused in WHO)


def test_an_acting_head_may_write_down_and_nobody_what_they_receive(made):
    with pytest.raises(Forbidden):
        give(made, "mandate", "office", giver="deputy", who="deputy")
    give(made, "acting", "deputy", giver=None, who="reviewer", covers=[])
    assert give(made, "mandate", "office", giver="deputy", who="deputy")
    with pytest.raises(Refused) as refused:
        give(made, "mandate", "secretary", giver="deputy", who="secretary")
    assert refused.value.findings[0][:2] == (
        "receiver",
        "Người nhận không tự ghi việc giao cho mình. Chủ tịch hoặc công đoàn cấp trên ghi.",
    )


def test_what_the_rules_refuse_comes_back_by_field(made):
    with pytest.raises(Refused) as refused:
        give(made, "mandate", "secretary", giver="office", days=(0, -1), covers=[])
    assert [one[0] for one in refused.value.findings] == ["giver", "valid_to", "covers"]
    give(made, "acting", "deputy", giver=None, covers=[])
    with pytest.raises(Refused) as refused:
        give(made, "acting", "secretary", giver=None, covers=[], who="reviewer")
    field, message, params = refused.value.findings[0]
    assert (field, params["name"]) == ("valid_from", "Lương Văn Bảo")
    assert "Lương Văn Bảo" in message % params


def test_the_day_after_it_ends_the_head_again(made):
    today = clock.today()
    give(made, "acting", "deputy", giver="chair", who="secretary", days=(1, 10), covers=[])
    assert modes(made, today) == ["head"]
    assert modes(made, today + DAY) == modes(made, today + 10 * DAY) == ["acting"]
    assert modes(made, today + 11 * DAY) == ["head"]
    around = dossier_papers.frame(made.units["own"], today + 5 * DAY, "TTr")
    assert around.signature == {"lines": ["TM. BAN CHẤP HÀNH", "Q. CHỦ TỊCH"], "name": "Lương Văn Bảo"}


def test_it_is_ended_early_once_and_not_in_the_past_of_a_paper(made):
    unit_id, today = made.units["own"], clock.today()
    delegation_id = give(made, "mandate", "secretary", days=(-5, 30), paper_on=today - 9 * DAY)
    with pytest.raises(Refused) as refused:
        delegations.end(unit_id, delegation_id, who=made.who("chair"), on=today + 31 * DAY, why="x")
    assert refused.value.findings[0][0] == "on"
    with pytest.raises(Forbidden):
        delegations.end(unit_id, delegation_id, who=made.who("clerk"), on=today, why="x")
    with pytest.raises(NotFound):
        delegations.end(made.units["sector"], delegation_id, who=made.who("head"), on=today, why="x")
    delegations.end(unit_id, delegation_id, who=made.who("reviewer"), on=today, why="Chủ tịch đã về")
    line = delegations.page(unit_id, made.who("chair")).lines[0]
    assert (line.state, line.revoked_by, line.revoked_why, line.last) == (
        "ended",
        "Mạc Thị Lan Chi",
        "Chủ tịch đã về",
        today - DAY,
    )
    assert (modes(made, today - DAY, "award_proposal"), modes(made, today)) == (["head", "mandate"], ["head"])
    with pytest.raises(Conflict):
        delegations.end(unit_id, delegation_id, who=made.who("chair"), on=today, why="x")


def test_papers_bear_the_form_and_tell_who_signed(made):
    """Minutes by two signers, the proposal by mandate; register and public page say how; the mandate then stays."""
    unit_id, today = made.units["own"], clock.today()
    delegation_id = give(made, "mandate", "secretary")
    road.type_all(made, ["dung"])
    road.send(made)
    road.act(made, "reviewer", "approve", comment="Đủ.")
    minutes = road.issue(made, "award_minutes")
    page = dossier_papers.issue_page(made.code, "award_proposal", who=made.who("secretary"))
    keys = {form: key for key, _name, form in page.signers}
    assert list(keys) == ["TM. BAN CHẤP HÀNH / CHỦ TỊCH", "TUQ. CHỦ TỊCH / THƯ KÝ"]
    assert page.signer == keys["TM. BAN CHẤP HÀNH / CHỦ TỊCH"]
    asked = {"who": made.who("secretary"), "signer": keys["TUQ. CHỦ TỊCH / THƯ KÝ"]}
    seen = dossier_papers.issue_page(made.code, "award_proposal", **asked).prepared.seen_hash
    sent = {"once": "tuq", "dated_on": today, "reason": ""}
    with pytest.raises(Conflict):  # what was seen is the chair's
        dossier_papers.issue(made.code, "award_proposal", **asked, **sent, seen_hash=page.prepared.seen_hash)
    with pytest.raises(CannotSign):
        dossier_papers.issue(
            made.code, "award_proposal", **asked | {"signer": "mandate-1-999"}, **sent, seen_hash=seen
        )
    paper_id = dossier_papers.issue(made.code, "award_proposal", **asked, **sent, seen_hash=seen)
    road.finish_papers()

    values = db.session.scalar(
        db.select(PaperPart.values).where(PaperPart.paper_id == paper_id, PaperPart.no == 1)
    )
    assert values["signature"] == {"lines": ["TUQ. CHỦ TỊCH", "THƯ KÝ"], "name": "Cù Thị Mai"}
    row = db.session.scalar(db.select(PaperSignature).where(PaperSignature.paper_id == paper_id))
    assert (row.mode, row.person_id, row.delegation_id) == (
        "mandate",
        made.people["secretary"],
        delegation_id,
    )
    both = db.session.scalars(
        db.select(PaperSignature).where(PaperSignature.paper_id == minutes).order_by(PaperSignature.no)
    ).all()
    assert [(one.name, one.form) for one in both] == [
        ("Doãn Trung Kiên", "Chủ tọa"),
        ("Cù Thị Mai", "Thư ký"),
    ]

    lines = papers.register_page(unit_id, today.year, actor_for(made.people["chair"], on=today)).lines
    assert [line.signed for line in lines] == [
        "Cù Thị Mai (TUQ. CHỦ TỊCH / THƯ KÝ)",
        "Doãn Trung Kiên; Cù Thị Mai (Chủ tọa; Thư ký)",
    ]
    known = verification.look_up(db.session.get(Paper, paper_id).code)
    assert known.signatures == (("Cù Thị Mai", "TUQ. CHỦ TỊCH / THƯ KÝ"),)
    with pytest.raises(Refused) as refused:
        delegations.end(unit_id, delegation_id, who=made.who("chair"), on=today, why="x")
    assert refused.value.findings[0][2]["number"] == db.session.get(Paper, paper_id).number
    delegations.end(unit_id, delegation_id, who=made.who("chair"), on=today + DAY, why="Xong việc")


def test_a_mandate_that_ended_meanwhile_numbers_nothing(made):
    given = give(made, "mandate", "secretary", days=(-1, 30))
    row = db.session.get(Delegation, given)
    row.revoked_on, row.revoked_at = clock.today(), clock()
    db.session.commit()
    by_it = signing.Signed("Cù Thị Mai", "TUQ. CHỦ TỊCH", "mandate", made.people["secretary"], given)
    with pytest.raises(Conflict):
        signing.hold([by_it], clock.today())
    signing.hold([by_it], clock.today() - DAY)
