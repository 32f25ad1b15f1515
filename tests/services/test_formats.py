"""What a unit sets about the form of its papers: from a day on, inside the law, and never in papers kept earlier."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest

from extensions import clock, db
from jobs.worker import drain
from models import FormatChoice, Paper
from services import access, dossier_papers, files, formats, preparing, units
from services.errors import Forbidden, NotFound, Refused
from services.who import Who
from tests.services.test_verification import seated
from tests.support import province as road
from tests.support.issuing import Desk, noon

TODAY = date(2025, 12, 9)
CHOSEN = {
    "preferred": "", "code": "tld-933", "settings": {"page.left": 32, "style.body.size": 13},
    "without_kt": False, "mark": True, "reason": "Quy chế văn thư",
}  # fmt: skip


def decide(unit_id: int, who: Who, on: date = TODAY, **changes: object) -> int:
    with clock.at(noon(TODAY)):
        return formats.decide(unit_id, who=who, **{"valid_from": on, **CHOSEN, **changes})


def document(paper: Paper) -> str:
    """Return the Word file's text and settings of a paper of one part."""
    db.session.refresh(paper)
    with zipfile.ZipFile(io.BytesIO(files.read(paper.parts[0].docx_sha256))) as package:
        return package.read("word/document.xml").decode()


def made(desk: Desk, paper_id: int) -> Paper:
    with clock.at(noon(TODAY)):
        drain(desk.app)
    db.session.rollback()
    return db.session.scalar(
        db.select(Paper).where(Paper.id == paper_id).options(db.selectinload(Paper.parts))
    )


@pytest.mark.sql
def test_a_setting_holds_from_its_day_and_papers_keep_what_they_were_made_by(desk: Desk) -> None:
    before = desk.number(desk.draft("Trước"), TODAY, "before")
    number = decide(desk.unit_id, seated(desk, "chair"))
    after = desk.number(desk.draft("Sau"), TODAY, "after")
    again = decide(desk.unit_id, seated(desk, "chair"), settings={"page.left": 35})
    first, second = made(desk, before), made(desk, after)
    assert (first.profile, second.profile) == ("tld-933", f"tld-933~{number}")
    assert (first.state, second.state) == ("issued", "issued")
    assert first.profile_sha256 != second.profile_sha256
    assert 'w:left="1701"' in document(first)  # 30 mm
    assert 'w:left="1814"' in document(second)  # 32 mm, not the 35 set before its files were made
    assert formats.name_of(desk.unit_id, TODAY) == f"tld-933~{again}"
    assert formats.name_of(desk.unit_id, TODAY - timedelta(days=1)) == "tld-933"
    assert formats.profile(second.profile).page.left == 32


def test_a_day_to_come_leaves_today_alone(desk: Desk) -> None:
    decide(desk.unit_id, seated(desk, "chair"), on=date(2026, 1, 1), mark=False)
    assert formats.name_of(desk.unit_id, TODAY) == "tld-933"
    assert formats.bears_mark(desk.unit_id, TODAY)
    assert not formats.bears_mark(desk.unit_id, date(2026, 1, 1))


def test_the_units_own_choice_of_the_states_decree(desk: Desk) -> None:
    who = seated(desk, "chair")
    decide(desk.unit_id, who)
    decide(desk.unit_id, who, preferred="nd-30", code="nd-30", settings={"style.body.size": 13})
    assert formats.read(formats.name_of(desk.unit_id, TODAY)) == ("nd-30", {"style.body.size": 13})
    decide(desk.unit_id, who, preferred="", code="nd-30", settings={})
    back = formats.read(formats.name_of(desk.unit_id, TODAY))
    assert back == ("tld-933", {"page.left": 32, "style.body.size": 13}), (
        "the other profile's values were kept"
    )


def test_a_draft_that_was_looked_at_by_other_rules_is_not_numbered(desk: Desk) -> None:
    draft = desk.draft()
    with clock.at(noon(TODAY)):
        seen = preparing.prepare(draft, timeout=120).seen_hash
    decide(desk.unit_id, seated(desk, "chair"))
    with clock.at(noon(TODAY)):
        assert preparing.fingerprint(draft) != seen


def test_what_cannot_stand_is_refused_at_its_place(desk: Desk) -> None:
    wrong = {"page.left": 36, "texts.national": "VIỆT NAM", "style.body.size": 13}
    with pytest.raises(Refused) as caught:
        decide(desk.unit_id, seated(desk, "chair"), settings=wrong)
    assert [one[0] for one in caught.value.findings] == ["page.left", "texts.national"]
    assert db.session.query(FormatChoice).count() == 0


def test_the_past_and_unknown_profiles_are_refused(desk: Desk) -> None:
    who = seated(desk, "chair")
    for changes in ({"on": TODAY - timedelta(days=1)}, {"preferred": "tld-1014"}, {"preferred": "x"}):
        with pytest.raises(Refused):
            decide(desk.unit_id, who, **changes)
    with pytest.raises(NotFound):
        decide(desk.unit_id, who, code="x")


def test_others_of_the_unit_do_not_set_it(desk: Desk) -> None:
    who = seated(desk, "clerk")
    with pytest.raises(Forbidden):
        decide(desk.unit_id, who)
    with pytest.raises(Forbidden):
        formats.page(desk.unit_id, who)


def test_who_sets_it(app) -> None:  # noqa: ANN001
    found = road.build(app)
    with app.app_context():
        from tests.support import tree

        keeper = tree.person("Bế Văn Toàn")
        tree.office(keeper, found.units["above"], "admin", title="Quản trị hệ thống")
        db.session.commit()
        own = found.units["own"]
        lineage = [own, *units.ancestors(own, clock.today())]
        able = {
            name
            for name, person in {**found.people, "keeper": keeper}.items()
            if access.sets_format(access.actor_for(person, on=clock.today()), lineage)
        }
        assert able == {"chair", "keeper"}


def test_a_deputy_signs_with_or_without_the_line(app) -> None:  # noqa: ANN001
    found = road.build(app)
    with app.app_context():
        from models import Office
        from tests.support import tree

        own, today = found.units["own"], clock.today()
        tree.office(found.people["dung"], own, "vice_chair", title="Phó Chủ tịch")
        ended = db.session.query(Office).filter_by(person_id=found.people["chair"], role="chair").one()
        ended.valid_from = today - timedelta(days=900)
        db.session.commit()
        later = today + timedelta(days=5)
        for habit, first in ((False, today), (True, later)):
            said = {**CHOSEN, "without_kt": habit}
            formats.decide(own, who=found.who("chair"), valid_from=first, **said)
        ended.valid_to = today
        db.session.commit()
        for on, lines in ((later - timedelta(days=1), 3), (later, 2)):
            signed = dossier_papers.frame(own, on, "TTr").signature["lines"]
            assert (len(signed), signed[1].startswith("KT.")) == (lines, lines == 3)
