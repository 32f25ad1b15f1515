"""Units at a date: names before, between and after their rows, the tree as it was, heads of papers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from extensions import db
from models import UnitFigure, UnitName, UnitParent
from services import units
from services.errors import Conflict, NotFound
from tests.support import tree

DAY = timedelta(days=1)
RENAMED, ENDED = date(2026, 7, 1), date(2026, 9, 30)


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    """A rehabilitation hospital that moved from a district to the province on 01/07/2025."""
    with app.app_context():
        ids = {"province": tree.unit("LĐLĐ tỉnh", "province")}
        ids["district"] = tree.unit("LĐLĐ huyện D", "district", ids["province"])
        ids["hospital"] = tree.unit("CĐCS Phục hồi", since=date(2020, 1, 1))
        moved = date(2025, 7, 1)
        for parent, begin, end in (
            (ids["district"], date(2020, 1, 1), moved - DAY),
            (ids["province"], moved, None),
        ):
            db.session.add(
                UnitParent(unit_id=ids["hospital"], parent_id=parent, valid_from=begin, valid_to=end)
            )
        db.session.commit()
    return ids


@pytest.mark.parametrize(
    ("on", "above"),
    [
        (date(2019, 12, 31), []),
        (date(2020, 1, 1), ["district", "province"]),
        (date(2025, 6, 30), ["district", "province"]),
        (date(2025, 7, 1), ["province"]),
        (date(2030, 1, 1), ["province"]),
    ],
)
def test_the_tree_is_that_of_the_day(app: Flask, ids: dict[str, int], on: date, above: list[str]) -> None:
    """Both ends of a validity belong to it; outside there is no parent."""
    with app.app_context():
        assert units.ancestors(ids["hospital"], on) == [ids[name] for name in above]
        assert units.parent_of(ids["hospital"], on) == (ids[above[0]] if above else None)
        below = db.session.scalars(db.select(units.below([ids["district"]], on).c.unit_id)).all()
        assert (ids["hospital"] in below) == ("district" in above)


def test_a_ring_in_the_data_ends_the_walk(app: Flask) -> None:
    """Two units above each other: ancestors stop, the query below stops."""
    with app.app_context():
        one, two = tree.unit("Một"), tree.unit("Hai")
        for a, b in ((one, two), (two, one)):
            db.session.add(UnitParent(unit_id=a, parent_id=b, valid_from=date(2020, 1, 1)))
        db.session.commit()
        assert units.ancestors(one, date(2026, 1, 1)) == [two]
        query = db.select(units.below([one], date(2026, 1, 1)).c.unit_id)
        assert sorted(db.session.scalars(query)) == sorted([one, two])


def test_a_paper_before_a_rename_shows_the_old_head(app: Flask, ids: dict[str, int]) -> None:
    """The head of a paper follows its date, for the issuer and for the unit above."""
    with app.app_context():
        old = units.head_of_paper(ids["hospital"], RENAMED - DAY)
        units.rename(ids["province"], name="Liên đoàn Lao động tỉnh Sông Lam", on=RENAMED)
        units.rename(
            ids["hospital"],
            name="Công đoàn cơ sở Bệnh viện Phục hồi chức năng",
            short_name="CĐCS BV Phục hồi",
            letterhead="CÔNG ĐOÀN CƠ SỞ\nBỆNH VIỆN PHỤC HỒI CHỨC NĂNG",
            on=RENAMED,
        )
        assert units.head_of_paper(ids["hospital"], RENAMED - DAY) == old
        assert old == {"parent": "LĐLĐ TỈNH", "issuer": "CĐCS PHỤC HỒI", "place": "Sông Lam"}
        assert units.head_of_paper(ids["hospital"], RENAMED) == {
            "parent": "LIÊN ĐOÀN LAO ĐỘNG TỈNH SÔNG LAM",
            "issuer": "CÔNG ĐOÀN CƠ SỞ\nBỆNH VIỆN PHỤC HỒI CHỨC NĂNG",
            "place": "Sông Lam",
        }
        assert units.head_of_paper(ids["province"], RENAMED)["parent"] is None
        names = units.names_of([ids["hospital"], ids["province"], 10**6], RENAMED)
        assert {n.short_name for n in names.values()} == {"CĐCS BV Phục hồi", "LĐLĐ tỉnh"}
        row = db.session.scalars(db.select(UnitName).where(UnitName.valid_from == RENAMED)).all()[-1]
        assert "phuc hoi" in row.search_key


def _rows(unit_id: int) -> list[tuple[str, date, date | None]]:
    query = db.select(UnitName).where(UnitName.unit_id == unit_id).order_by(UnitName.valid_from)
    return [(row.name, row.valid_from, row.valid_to) for row in db.session.scalars(query)]


@pytest.mark.parametrize(
    ("renames", "rows"),
    [
        ([("B", RENAMED)], [("CĐCS Phục hồi", None, RENAMED - DAY), ("B", RENAMED, None)]),
        (
            [("C", ENDED), ("B", RENAMED)],  # a name is put in before one that is known already
            [
                ("CĐCS Phục hồi", None, RENAMED - DAY),
                ("B", RENAMED, ENDED - DAY),
                ("C", ENDED, None),
            ],
        ),
        (
            [("A", date(2019, 1, 1))],  # before the first row
            [("A", date(2019, 1, 1), date(2019, 12, 31)), ("CĐCS Phục hồi", date(2020, 1, 1), None)],
        ),
    ],
)
def test_names_never_overlap(app: Flask, ids: dict[str, int], renames: list, rows: list) -> None:
    """However renames come in, each day has one name and no day loses one."""
    with app.app_context():
        for name, on in renames:
            units.rename(ids["hospital"], name=name, on=on)
        found = _rows(ids["hospital"])
        expected = [(n, date(2020, 1, 1) if a is None else a, b) for n, a, b in rows]
        assert found == expected
        for name, begin, end in expected:
            assert units.name_of(ids["hospital"], begin) == name
            assert units.name_of(ids["hospital"], end or begin + 99 * DAY) == name


def test_a_renamed_unit_that_has_ended_stays_ended(app: Flask, ids: dict[str, int]) -> None:
    """The last day of the old row becomes the last day of the new one; its name is still known afterwards."""
    with app.app_context():
        db.session.scalars(
            db.select(UnitName).where(UnitName.unit_id == ids["district"])
        ).one().valid_to = ENDED
        db.session.commit()
        units.rename(ids["district"], name="LĐLĐ huyện D cũ", on=RENAMED)
        assert _rows(ids["district"])[-1] == ("LĐLĐ huyện D cũ", RENAMED, ENDED)
        assert units.name_of(ids["district"], ENDED + 400 * DAY) == "LĐLĐ huyện D cũ"
        assert units.name_of(ids["district"], date(2000, 1, 1)) == "LĐLĐ huyện D"


def test_renaming_twice_on_a_day_or_nothing_is_refused(app: Flask, ids: dict[str, int]) -> None:
    """A second name of the same day is a conflict; an unknown unit is not found."""
    with app.app_context():
        units.rename(ids["hospital"], name="B", on=RENAMED)
        with pytest.raises(Conflict):
            units.rename(ids["hospital"], name="C", on=RENAMED)
        with pytest.raises(NotFound):
            units.rename(10**6, name="C", on=RENAMED)
        for ask in (units.name_of, units.place_of, units.symbol_of, units.collective_of, units.head_of_paper):
            with pytest.raises(NotFound):
                ask(10**6, RENAMED)


def test_officers_members_and_figures_of_a_day(app: Flask, ids: dict[str, int]) -> None:
    """Who holds which office, who is a member in the order of names, the last count."""
    hospital = ids["hospital"]
    with app.app_context():
        chair, early, late = tree.person("Ứng Thị Bích"), tree.person("Đặng Văn An"), tree.person("Ăn Thị Ân")
        tree.office(chair, hospital, "secretary", since=date(2024, 1, 1), until=ENDED)
        tree.office(chair, hospital, "chair", since=date(2024, 1, 1))
        tree.office(early, hospital, "chair", since=date(2020, 1, 1), until=date(2023, 12, 31))
        for who, hired, left in ((chair, 2020, None), (early, 2020, ENDED), (late, 2027, None)):
            tree.member(who, hospital, date(hired, 1, 1), left)
        db.session.add(UnitFigure(unit_id=hospital, as_of=date(2025, 11, 30), members=74, women=40))
        db.session.add(UnitFigure(unit_id=hospital, as_of=date(2026, 6, 30), members=80, women=44))
        db.session.commit()
        assert units.officer(hospital, "chair", date(2023, 12, 31)).name == "Đặng Văn An"
        assert units.officer(hospital, "chair", ENDED).name == "Ứng Thị Bích"
        assert units.officer(hospital, "clerk", ENDED) is None
        roles = [o.role for o in units.officers(hospital, ("chair", "vice_chair", "secretary"), ENDED)]
        assert roles == ["chair", "secretary"]
        assert [o.role for o in units.officers(hospital, ["secretary", "chair"], ENDED)] == [
            "secretary",
            "chair",
        ]
        assert len(units.officers(hospital, None, ENDED + DAY)) == 1
        assert [m.name for m in units.members(hospital, ENDED)] == ["Đặng Văn An", "Ứng Thị Bích"]
        assert [m.name for m in units.members(hospital, ENDED + DAY)] == ["Ứng Thị Bích"]
        assert units.figure(hospital, date(2025, 11, 29)) is None
        assert units.figure(hospital, date(2026, 6, 29)).members == 74
        assert units.figure(hospital, date(2026, 6, 30)) == units.FigureView(date(2026, 6, 30), 80, 44)
