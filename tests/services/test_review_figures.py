"""The table of figures in the yearly report (M3): what the rules were told, and what was told a year ago."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from extensions import clock, db
from services import dossier_views, review_figures
from tests.support import province as road
from tests.support import reviews as walk


@pytest.fixture
def made(app):
    """The small province in November 2025 with an open cycle."""
    made = road.build(app)
    with app.app_context(), clock.at(walk.SENT):
        yield made


def rows(made, code):
    """{name: (measure, last year, this year, change)} of a review's table."""
    from cli.demo import answers_of

    seen = dossier_views.view(code, made.who("chair"))
    said = answers_of(seen)
    found = review_figures.rows(seen.case, said["unit"], said["year"], said["meeting"])
    return {one["name"]: (one["unit"], one["before"], one["now"], one["change"]) for one in found}


def test_every_figure_told_has_its_row_and_what_is_not_told_has_none(made):
    made.matter_id = walk.open_cycle(made)
    found = rows(made, walk.fill(made, made.matter_id, "CS08"))
    assert found == {
        "Công nhân, viên chức, lao động": ("người", None, "190", None),
        "Đoàn viên": ("người", None, "188", None),
        "Tỷ lệ đoàn viên": ("%", None, "98,9 (188/190)", None),
        "Ủy viên Ban Chấp hành": ("người", None, "7", None),
        "Cán bộ công đoàn được tập huấn": ("%", None, "88,2 (30/34)", None),
        "Kỳ họp Ban Chấp hành có biên bản": ("kỳ", None, "10/12", None),
        "Hội nghị viên chức, người lao động": ("ngày", None, "20/03/2025", None),
        "Kiến nghị quá hạn chưa trả lời": ("kiến nghị", None, "0", None),
        "Đoàn phí phải thu": ("đồng", None, "111.300.000", None),
        "Đoàn phí đã thu": ("đồng", None, "110.600.000", None),
        "Tỷ lệ thu đoàn phí": ("%", None, "99,4", None),
        "Nộp quyết toán đúng hạn": (None, None, "Có", None),
        "Báo cáo gửi muộn": ("báo cáo", None, "1", None),
    }


def test_what_was_told_a_year_ago_stands_beside_it(made):
    from models import Dossier, UnitFigure

    days = {"deadline_on": date(2025, 11, 20), "begins": date(2024, 1, 1), "ends": date(2024, 12, 31)}
    before = walk.open_cycle(made, year=2024, cutoff=date(2024, 11, 30), **days)
    code = walk.fill(made, before, "CS01", members=600)
    walk.send(made, code)
    db.session.scalar(select(Dossier).where(Dossier.code == code)).status = "approved"
    db.session.add(UnitFigure(unit_id=made.units["own"], as_of=date(2024, 11, 30), members=603, women=414))
    db.session.commit()
    found = rows(made, walk.fill(made, walk.open_cycle(made), "CS08"))
    assert found["Đoàn viên"] == (
        "người",
        "603",
        "188",
        "-415",
    )  # the count on record goes before what was told
    assert found["Kỳ họp Ban Chấp hành có biên bản"] == ("kỳ", "12/12", "10/12", None)
    assert found["Cán bộ công đoàn được tập huấn"] == ("%", "91,7 (88/96)", "88,2 (30/34)", None)
    assert found["Đoàn phí đã thu"] == ("đồng", "362.400.000", "110.600.000", "-251.800.000")
    assert found["Báo cáo gửi muộn"] == ("báo cáo", "0", "1", "+1")
