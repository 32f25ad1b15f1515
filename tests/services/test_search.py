"""What is found, in which order, by whom; and that what is kept equals what a rebuild would write."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from extensions import clock, db
from models import Dossier, Paper, PaperPart, Person, RegisterEntry, SearchRow
from services import access, registers, search, search_index, search_text, units
from services.search import Asked
from services.transaction import writing
from tests.support import province as road
from tests.support import tree

NAMES = ("Đỗ Thị Ninh Hường", "Đỗ Thị Ninh Hương", "Lê Văn Thọ", "Lê Văn Thơ", "Lê Văn Thợ", "H'Mai Niê")


@pytest.fixture
def made(app) -> Iterator[road.Province]:
    """The province with members, a dossier that was sent, a paper with an amount, an old register."""
    made = road.build(app)
    with app.app_context():
        for name in NAMES:
            made.people[name] = tree.person(name)
            tree.member(made.people[name], made.units["own"], date(2020, 1, 1))
        db.session.commit()
        road.type_all(made, ["dung", "long"], ("group",))
        road.send(made)
        dossier_id = db.session.scalar(select(Dossier.id).where(Dossier.code == made.code))
        paper_id = tree.paper(made.units["own"], [dossier_id], made.people["chair"])
        paper = db.session.get_one(Paper, paper_id)
        paper.number, paper.subject = "45/TB-CĐCS", "Kết quả quyên góp"
        values = {
            "rows": [{"what": "Chăm lo đoàn viên dịp Tết", "total": 1_416_882, "day": "2026-01-30"}],
            "health": "bệnh hiểm nghèo",
            "persons": [{"name": "Vi Thị Sen", "ethnicity": "Mường Thổ"}],
        }
        part = {"kind": paper.kind, "title": "Thông báo", "template_version": "1"}
        db.session.add(PaperPart(paper_id=paper_id, no=1, values=values, **part))
        db.session.commit()
        for number in ("45/QĐ-CĐCS", "145/TB-CĐCS", "44/TB-CĐCS"):
            registers.import_entry(
                made.units["own"],
                number,
                date(2025, 3, 1),
                kind="Thông báo",
                subject=f"Sổ cũ, theo 45 {number}",
            )
        yield made


def found(made: road.Province, text: str, who: str = "chair", **asked: Any) -> list[tuple[str, str]]:
    """Return (kind, name) of everything found."""
    rows = search.every(Asked(text, **asked), made.who(who))
    return [(row.kind, row.code or (row.number if row.kind != "person" else "") or row.name) for row in rows]


def people(made: road.Province, text: str, who: str = "chair") -> list[str]:
    return [name for kind, name in found(made, text, who) if kind == "person"]


@pytest.mark.sql
def test_by_code_number_person_amount_and_phrase(made: road.Province) -> None:
    serial = int(made.code[-5:])
    for text in (made.code, made.code.lower(), f"kt {serial}", f"KT-{made.code[3:7]}-{serial}"):
        assert ("dossier", made.code) in found(made, text), text
    for text in ("45/TB-CĐCS", "45 tb cđcs", "45 TB CDCS"):
        kinds = search.find(Asked(text), made.who("chair")).groups
        assert kinds[0].rows[0].number == "45/TB-CĐCS", text
    assert ("paper", "45/TB-CĐCS") in found(made, "1.416.882")
    assert ("paper", "45/TB-CĐCS") in found(made, "1416882")
    assert ("paper", "45/TB-CĐCS") in found(made, "30/1/2026")
    assert ("paper", "45/TB-CĐCS") in found(made, "cham lo doan vien dip tet")
    assert found(made, "1.416") == []
    assert ("dossier", made.code) in found(made, "kieu thi dung")
    assert ("dossier", made.code) in found(made, "hiến máu")
    assert ("unit", "Công đoàn cơ sở Bệnh viện Đa khoa tỉnh") in found(made, "benh vien da khoa")

    groups = {group.kind: group for group in search.find(Asked("145 tb"), made.who("chair")).groups}
    assert [row.number for row in groups["line"].rows] == ["145/TB-CĐCS"]
    lines = [name for kind, name in found(made, "45 qđ") if kind == "line"]
    assert lines[0] == "45/QĐ-CĐCS"


FIRST = {
    "Hường": "Đỗ Thị Ninh Hường",
    "Hương": "Đỗ Thị Ninh Hương",
    unicodedata.normalize("NFD", "hường"): "Đỗ Thị Ninh Hường",
    "thọ": "Lê Văn Thọ",
    "thơ": "Lê Văn Thơ",
    "THỢ": "Lê Văn Thợ",
}
BARE = ("do thi ninh huong", "ninh huong", "huong ninh do", "do th ni hu")
ODD = ("", " ", "%", "_", "'", '"', "*", "( OR )(", "a" * 100, "NEAR(a b)", "tho:*", "\\", "a & !b", "\x00")


@pytest.mark.sql
def test_typed_tones_rank_first_and_marks_may_be_left_out(made: road.Province) -> None:
    for text, first in FIRST.items():
        rows = people(made, text)
        assert rows[0] == first
        assert len(rows) > 1
    for text in BARE:
        assert set(people(made, text)) == {"Đỗ Thị Ninh Hường", "Đỗ Thị Ninh Hương"}, text
    for text in ODD:
        search.find(Asked(text), made.who("chair"))
    for text in ("hiem ngheo", "bệnh hiểm nghèo", "Mường Thổ"):
        assert found(made, text) == [], "what is sensitive is never indexed"
    assert ("paper", "45/TB-CĐCS") in found(made, "vi thi sen")


WORDS = ("cong doan", "thi", "2026", "tb", "so cu")


def test_nobody_finds_or_counts_what_they_may_not_read(made: road.Province) -> None:
    from services import organisation

    for name in ("chair", "sister", "reviewer", "dung"):
        actor = access.actor_for(made.people[name], on=clock.today())
        allowed = {
            "dossier": set(db.session.scalars(select(Dossier.id).where(access.visible_dossiers(actor)))),
            "paper": set(db.session.scalars(select(Paper.id).where(access.visible_papers(actor)))),
            "line": set(
                db.session.scalars(
                    select(RegisterEntry.id).where(RegisterEntry.unit_id.in_(access.own_units(actor)))
                )
            ),
            "unit": {one for one in made.units.values() if _opens(one, made.who(name))},
        }
        listed = [one for one in made.units.values() if organisation.lists_people(actor, one)]
        members = {row.person_id for one in listed for row in units.members(one, clock.today())}
        officers = {
            row.person_id for one in allowed["unit"] for row in units.officers(one, None, clock.today())
        }
        allowed["person"] = members | officers
        for text in WORDS:
            seen = search.find(Asked(text), made.who(name))
            rows = search.every(Asked(text), made.who(name))
            assert sum(seen.counts.values()) == len(rows)
            for row in rows:
                assert row.ref_id in allowed[row.kind], (name, text, row)
    for text in (made.code, "45/TB-CĐCS", "1.416.882", "kieu thi dung", "ninh huong", "hien mau", "da khoa"):
        result = search.find(Asked(text), made.who("sister"))
        assert (result.total, result.units, result.years) == (0, (), ()), text


def _opens(unit_id: int, who: Any) -> bool:
    from services import organisation
    from services.errors import NotFound

    try:
        organisation.readable(unit_id, who)
    except NotFound:
        return False
    return True


def test_filters(made: road.Province) -> None:
    own, other = made.units["own"], made.units["sister"]
    assert found(made, "tb", year=2025) == [("line", "145/TB-CĐCS"), ("line", "44/TB-CĐCS")]
    assert found(made, "45 tb", kind="paper") == [("paper", "45/TB-CĐCS")]
    assert found(made, "kieu", status="approved") == []
    assert found(made, "kieu", status="in_review") == [("dossier", made.code)]
    assert ("dossier", made.code) in found(made, "kieu", "reviewer", unit_id=own)
    assert found(made, "kieu", "reviewer", unit_id=other) == []
    assert people(made, "kieu") == ["Kiều Thị Dung"]
    assert found(made, "kieu", kind="person", unit_id=own) == [("person", "Kiều Thị Dung")]
    result = search.find(Asked("tb"), made.who("chair"))
    assert set(result.years) == {2025, 2026}
    assert [unit_id for unit_id, _name in result.units] == [own]


# What is kept ---------------------------------------------------------------------------------------------------


@pytest.mark.sql
def test_what_is_kept_equals_a_rebuild_whatever_was_written(made: road.Province) -> None:
    assert search_index.differences() == []
    with writing():
        db.session.get_one(Person, made.people["dung"]).name = "Kiều Thị Dương"
    assert ("dossier", made.code) in found(made, "kieu thi duong")
    assert people(made, "kieu thi dung") == []
    units.rename(made.units["own"], name="Công đoàn cơ sở Bệnh viện Hữu nghị", on=clock.today())
    assert ("dossier", made.code) in found(made, "benh vien huu nghi")
    assert ("dossier", made.code) in found(made, "benh vien da khoa")
    assert search_index.differences() == []
    kept = db.session.scalar(select(func.count()).select_from(SearchRow))
    assert sum(search_index.rebuild().values()) == kept
    assert search_index.differences() == []


@pytest.mark.sql
def test_dossiers_that_name_many_people_are_found_in_one_reading(made: road.Province) -> None:
    with made.app.app_context():
        ids = list(db.session.scalars(select(Person.id)))
        one_by_one = set().union(*(search_text.of_people([one]) for one in ids))
        assert len(ids) > search_text.FEW_REFS
        assert one_by_one
        assert search_text.of_people(ids) == one_by_one
        assert search_text.of_people(range(90_001, 90_009)) == set()


def test_what_was_rolled_back_is_not_found(made: road.Province) -> None:
    class Stop(Exception):
        pass

    with pytest.raises(Stop), writing():
        db.session.add(Person(code="X1", name="Ông Không Có"))
        db.session.flush()
        raise Stop
    assert people(made, "khong co") == []
    with writing():
        db.session.add(Person(code="X2", name="Bà Có Thật"))
    assert search_index.differences() == []

    gone = tree.person("Người Sắp Đi")
    db.session.commit()
    with writing():
        db.session.delete(db.session.get_one(Person, gone))
    assert db.session.scalar(select(SearchRow).filter_by(kind="person", ref_id=gone)) is None
    assert search_index.differences() == []


def test_a_difference_is_told(made: road.Province) -> None:
    db.session.execute(db.delete(SearchRow).where(SearchRow.kind == "unit"))
    db.session.commit()
    assert {kind for kind, _one in search_index.differences()} == {"unit"}
    result = made.app.test_cli_runner().invoke(args=["search", "check"])
    assert result.exit_code == 1
    assert made.app.test_cli_runner().invoke(args=["search", "rebuild"]).exit_code == 0
    assert made.app.test_cli_runner().invoke(args=["search", "check"]).exit_code == 0


def test_every_kind_has_a_reader() -> None:
    assert set(search_text.READERS) == set(search_index.TABLES) == set(search.READABLE)


def test_what_one_is_typing_is_found_by_the_own_unit_alone(app: Flask) -> None:
    made = road.build(app)
    with app.app_context():
        said = road.meeting(made, [made.key("dung")], discussion="Thảo luận việc thăm mỏ đá Hồng Lĩnh")
        road.type_all(made, ["dung"], meeting=said | {"phone": "0912345678"})
        assert found(made, "mo da hong") == [("dossier", made.code)]
        assert found(made, "mỏ đá", "secretary") == [("dossier", made.code)]
        assert found(made, "kieu thi dung", kind="dossier") == [("dossier", made.code)]
        assert found(made, "0912345678") == []
        for stranger in ("reviewer", "sister", "head"):
            assert found(made, "hong linh", stranger) == []


def test_the_kind_with_the_best_answer_stands_first(made: road.Province) -> None:
    def kinds(text: str) -> list[str]:
        return [group.kind for group in search.find(Asked(text), made.who("chair")).groups]

    assert kinds("Công đoàn cơ sở Bệnh viện Đa khoa tỉnh")[0] == "unit"
    assert kinds("Kiều Thị Dung")[0] == "person"
    assert kinds("45/TB-CĐCS")[0] == "paper"
    assert kinds(made.code)[0] == "dossier"
