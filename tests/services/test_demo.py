"""The demonstration province: counts of the notes on annual reviews §14, sound histories, the story of 2025."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

import reference
from extensions import clock, db
from models import (
    Account,
    AwardRecord,
    Dossier,
    Job,
    Matter,
    Membership,
    Notice,
    Office,
    Paper,
    PaperPart,
    Person,
    Rating,
    RegisterCounter,
    RegisterEntry,
    Unit,
    UnitFigure,
    Waiting,
)
from services import (
    accounts,
    definitions,
    dossier_views,
    files,
    history,
    inbox,
    matters,
    registers,
    units,
)
from services.who import Who
from tests.support.applications import opened
from workflows import engine

YEARS = (2023, 2024, 2025)
OF_SECTOR = [f"CS{no:02}" for no in range(1, 13)]
VISITED = ("CS01", "CS13")


@pytest.fixture(scope="module")
def shared(database_kind, templates, tmp_path_factory):
    """Yield the application on one copy of the province: the tests of this module only read."""
    for database in templates(database_kind, "demo").copy(tmp_path_factory.mktemp("read") / "instance"):
        with opened(database) as app:
            yield app


@pytest.fixture
def province(shared):
    """Yield the loaded province inside an application context."""
    with shared.app_context():
        yield shared


def unit(code):
    return db.session.scalar(select(Unit.id).where(Unit.code == code))


def person(code):
    return db.session.scalar(select(Person.id).where(Person.code == code))


def dossier(unit_code, year):
    """Return a unit's dossier in the sector union's round of a year."""
    matter = select(Matter.id).where(Matter.year == year, Matter.unit_id == unit("CDN"))
    query = select(Dossier).where(Dossier.unit_id == unit(unit_code), Dossier.matter_id.in_(matter))
    return db.session.scalar(query)


def view(row):
    return dossier_views.view(row.code, Who(row.created_by))


# ------------------------------------------------------------------------------------------------- units, people
@pytest.mark.parametrize(
    ("year", "members", "women"), [(2023, 2034, 1372), (2024, 2160, 1462), (2025, 2155, 1473)]
)
def test_members_of_the_sector_add_up(province, year, members, women):
    ids = [unit(code) for code in OF_SECTOR]
    counted = select(func.sum(UnitFigure.members), func.sum(UnitFigure.women)).where(
        UnitFigure.unit_id.in_(ids), UnitFigure.as_of == date(year, 11, 30)
    )
    assert db.session.execute(counted).one() == (members, women)


@pytest.mark.parametrize(("year", "ranks"), [(2023, (2, 8, 1)), (2024, (1, 8, 2)), (2025, (1, 8, 2))])
def test_ranks_of_the_units(province, year, ranks):
    ids = [unit(code) for code in OF_SECTOR]
    found = list(db.session.scalars(select(Rating.code).where(Rating.unit_id.in_(ids), Rating.year == year)))
    assert tuple(found.count(code) for code in ("HTXS", "HTT", "HT")) == ranks
    assert len(found) == sum(ranks)


def test_the_tree_changes_with_time(province):
    sector, federation, district = unit("CDN"), unit("LDLD"), unit("LDLD-D")
    assert len(units.children_of(sector, date(2024, 4, 30))) == 11
    assert len(units.children_of(sector, date(2024, 5, 1))) == 12
    assert len(units.children_of(sector, date(2025, 6, 16))) == 11
    assert units.parent_of(unit("CS13"), date(2025, 6, 30)) == district
    assert units.parent_of(unit("CS13"), date(2025, 7, 1)) == federation
    assert units.children_of(federation, clock.today()) == sorted([sector, unit("CS13")])
    assert units.ancestors(unit("CS01"), clock.today()) == [sector, federation, unit("TLD")]


def test_people_are_those_of_the_notes(province):
    assert db.session.scalar(select(func.count(Person.id)).where(Person.code.like("P%"))) == 30
    for no in range(1, 14):
        query = select(func.count(Membership.id)).join(Person, Person.id == Membership.person_id)
        further = query.where(Membership.unit_id == unit(f"CS{no:02}"), Person.code.like("M%"))
        assert db.session.scalar(further) == (60 if no == 1 else 15)


def test_offices(province):
    def held(code, role, on):
        return [one.person_id for one in units.officers(unit(code), [role], on)]

    today = clock.today()
    assert held("CDN", "committee_member", today) == [person(code) for code in ("P01", "P02", "P03")]
    assert sorted(held("LDLD", "committee_member", today)) == sorted(
        person(code) for code in ("P28", "P08", "P29")
    )
    chairs = dict(zip(OF_SECTOR, [f"P{no:02}" for no in (9, *range(11, 22))], strict=True)) | {"CS13": "P27"}
    for code, chair in chairs.items():
        on = date(2025, 6, 1)
        assert held(code, "chair", on) == [person(chair)]
        assert len(held(code, "secretary", on)) == 1
        assert len(held(code, "executive", on)) >= 5
    roles = ("chair", "vice_chair", "secretary", "inspector", "executive")
    assert len(units.officers(unit("CS01"), roles, today)) == 11
    assert held("CS11", "chair", date(2025, 6, 16)) == []
    known = set(reference.load("vocabulary.toml")["roles"])
    assert set(db.session.scalars(select(Office.role))) <= known


def test_names_of_every_difficulty_are_there_and_in_order(province):
    names = [one.name for one in units.members(unit("CS01"), clock.today())]
    pairs = [
        ("Bùi Văn Anh", "Đỗ Văn Ảnh"),
        ("Lê Văn Ăn", "Lê Văn Ân"),
        ("Đinh Văn Dũng", "Bùi Văn Đạt"),
        ("Lê Thị Hòa", "Lê Thị Hoan"),
        ("Phạm Văn Ô", "Phạm Văn Ơ"),
        ("Vũ Văn Tụ", "Vũ Văn Tư"),
        ("Lê An", "Lê Văn An"),
    ]
    assert all(names.index(first) < names.index(second) for first, second in pairs)
    lengths = {len(name.split()) for name in names}
    assert lengths >= {1, 2, 3, 4, 7}
    assert {"H'Mai Niê", "Y Thanh Ênuôl", "K'Long", "Phạm Thị Hoà", "Phạm Thị Hòa"} <= set(names)
    assert names.count("Nguyễn Thị Yến") == 2


def test_the_letterhead_of_unit_7_follows_its_name(province):
    before = units.head_of_paper(unit("CS07"), date(2025, 12, 31))
    after = units.head_of_paper(unit("CS07"), date(2026, 1, 1))
    assert before["issuer"] == "CÔNG ĐOÀN CƠ SỞ\nBỆNH VIỆN ĐA KHOA HUYỆN A"
    assert after["issuer"] == "CÔNG ĐOÀN CƠ SỞ\nBỆNH VIỆN ĐA KHOA\nKHU VỰC A"
    assert before["parent"] == after["parent"] == "CÔNG ĐOÀN NGÀNH Y TẾ\nTỈNH SÔNG LAM"


def test_accounts_are_of_the_demonstration_and_have_no_password(province):
    rows = list(db.session.scalars(select(Account)))
    assert sorted(row.username for row in rows) == [f"p{no:02}" for no in range(1, 31)]
    assert all(row.demo and row.password is None for row in rows)
    cards = [(card.key, group.unit_id) for group in accounts.cards(clock.today()) for card in group.cards]
    assert {key for key, _ in cards} == {code for code, _role in accounts.CARDS}


# ---------------------------------------------------------------------------------------------- histories, registers
# On PostgreSQL in the long suite, with everything else here: every day that would load the province a second time.
def test_histories_verify_and_what_is_stored_is_what_they_fold_to(province):
    rows = list(db.session.scalars(select(Dossier)))
    assert rows
    for row in rows:
        assert history.verify(row.id) is None
        state = engine.fold(definitions.chain_of(row.definition_id), history.entries_of(row.id))
        assert (row.status, row.step, row.seq) == (state.status, state.step, state.seq)
        stored = db.session.execute(
            select(Waiting.unit_id, Waiting.role, Waiting.kind).where(Waiting.dossier_id == row.id)
        )
        wanted = [(one.unit_id, one.role, one.kind) for one in state.waiting_on()]
        assert sorted(tuple(one) for one in stored) == sorted(wanted)


def test_registers_verify_and_have_no_gaps(province):
    for row in db.session.scalars(select(RegisterCounter)):
        register = registers.Register(row.unit_id, row.series, row.year)
        assert registers.verify(register) is None
        assert registers.gaps(register) == []
        dates = list(
            db.session.scalars(
                registers.of(register).order_by(RegisterEntry.seq).with_only_columns(RegisterEntry.dated_on)
            )
        )
        assert dates == sorted(dates)


def test_every_paper_is_issued_with_files_that_hold(province):
    assert set(db.session.scalars(select(Paper.state))) == {"issued"}
    for part in db.session.scalars(select(PaperPart)):
        assert files.read(part.pdf_sha256).startswith(b"%PDF")
        assert files.read(part.docx_sha256).startswith(b"PK")
    assert set(db.session.scalars(select(Job.state))) == {"done"}


# ------------------------------------------------------------------------------------------------------ the year 2025
def test_decision_46_praises_n2_and_n3(province):
    paper = db.session.scalar(select(Paper).where(Paper.kind == "award_decision"))
    assert (paper.number, paper.dated_on, paper.unit_id) == ("46/QĐ-CĐN", date(2025, 12, 16), unit("CDN"))
    review = db.session.scalar(select(RegisterEntry).where(RegisterEntry.number == "45/QĐ-CĐN"))
    assert review.dated_on == date(2025, 12, 15)
    given = select(AwardRecord.unit_id, AwardRecord.person_id).where(AwardRecord.paper_id == paper.id)
    assert sorted(db.session.execute(given).all()) == sorted([(unit("CS08"), None), (unit("CS01-T1"), None)])
    assert {dossier("CS08", 2025).status, dossier("CS01", 2025).status} == {"approved"}


def test_n2_was_returned_with_two_notes_and_changed_just_there(province):
    seen = view(dossier("CS08", 2025))
    assert seen.revision_no == 2
    changed = dossier_views.changes_since_last(seen)
    assert {change.path for change in changed} == {f"results.u{unit('CS08')}.summary", "meeting.place"}
    assert all(change.answer for change in changed)


def test_n6_was_refused_with_thanks_because_of_its_months(province):
    row = dossier("CS12", 2025)
    assert row.status == "rejected"
    seen = view(row)
    answers = dossier_views.snapshot(row.id, row.revision_no)["answers"]
    found = {one.rule: one for one in dossier_views.findings(seen, answers, "submission")}
    assert found["AW29"].level == "warn"
    assert found["AW29"].params["months"] == 9
    refusal = next(line for line in seen.lines if line.kind == "rejected")
    assert "cảm ơn" in refusal.comment.lower()
    assert db.session.scalar(select(Paper.id).where(Paper.unit_id == row.unit_id)) is None


def test_nobody_is_told_today_what_happened_in_2025(province):
    unread = list(db.session.scalars(select(Notice.created_at).where(Notice.read_at.is_(None))))
    assert unread
    assert min(unread).year > 2025


# ---------------------------------------------------------------------------------------------------- the living rounds
def test_living_dossiers_stand_in_different_places(province):
    living = select(Matter.id).where(Matter.year > 2025)
    rows = db.session.scalars(select(Dossier).where(Dossier.matter_id.in_(living)))
    words = {db.session.get(Unit, row.unit_id).code: view(row).state_word for row in rows}
    assert words == {
        "CS02": "sent",
        "CS03": "draft",
        "CS04": "approved",
        "CS06": "returned",
        "CS07": "committee",
        "CS10": "paper",
    }


@pytest.mark.parametrize(("chair", "decided_by"), [("P09", "CDN"), ("P27", "LDLD")])
def test_visitors_begin_theirs(province, chair, decided_by):
    cards = [one for one in matters.open_to(Who(person(chair))) if one.procedure == "Đề nghị khen thưởng"]
    assert [(db.session.get(Matter, card.matter_id).unit_id, card.dossier_code) for card in cards] == [
        (unit(decided_by), "")
    ]
    figure = units.figure(unit("CS01" if chair == "P09" else "CS13"), clock.today())
    assert figure.members > 0


def test_somebody_has_something_to_do(province):
    waiting = {
        code: {row.code for row in inbox.home(Who(person(code))).waiting} for code in ("P04", "P03", "P25")
    }
    assert waiting["P04"] == {dossier("CS02", clock.today().year).code}
    assert waiting["P03"] == {dossier("CS07", clock.today().year).code}
    assert waiting["P25"] == {dossier("CS04", clock.today().year).code}


def test_the_half_typed_draft_keeps_what_was_not_understood(province):
    seen = view(dossier("CS03", clock.today().year))
    typed = seen.draft[f"results/p{person('M0302')}"]
    assert typed["absent_days"] == "hai ngày"
    assert "meeting" not in seen.draft
