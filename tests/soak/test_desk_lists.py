"""A list from Excel at the desk, with the keyboard alone and without a script; 5,000 rows in one list, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from extensions import db
from models import Membership
from services import import_undo, import_writing, imports
from tests.journeys.lists import bring_in
from tests.support import province as road
from tests.support.lists import HEADS, xlsx
from tests.support.stage import Stage
from tests.support.three_views import on_the_sector
from tests.support.tree import CHEAP_HASH

MOST = 5_000


class Story:
    """The story on the province grown to a real sector."""

    def test_a_list_is_mended_brought_in_again_and_taken_back(self, stage: Stage, tmp_path: Path) -> None:
        with stage.pictured("lists"):
            bring_in(stage, tmp_path)


TestAtTheDesk, TestByKeyboard, TestWithoutScript = on_the_sector(Story)


@pytest.mark.soak
@pytest.mark.sql
def test_five_thousand_rows(make_app: Callable[..., Flask]) -> None:
    made = road.build(make_app(**CHEAP_HASH))
    given = ("An", "Bình", "Chính", "Dung", "Giao", "Hiên", "Khôi", "Lam", "Mỹ", "Nguyên")
    rows = [
        (
            f"V{no:05d}",
            f"{given[no % 10]} {given[no // 10 % 10]} {given[no // 100 % 10]} {given[no // 1000]}",
            "Nam",
            date(1960 + no % 45, 1 + no % 12, 1 + no % 28),
            "Điều dưỡng viên",
            date(2020, 1, 2),
        )
        for no in range(MOST)
    ]
    content = xlsx(rows, HEADS)
    with made.app.app_context():
        unit_id, who = made.units["own"], made.who("chair")
        staged_id = imports.stage(unit_id, "people", content, "x.xlsx", who=who)
        found = imports.considered(unit_id, staged_id, who=who)
        others = {step.record.no: "other" for step in found.plan.steps if step.state == "ask"}
        run_id = import_writing.write(unit_id, staged_id, who=who, seen=found.seen, choices=others)
        assert db.session.query(Membership).filter_by(unit_id=unit_id).count() == MOST + 4
        import_undo.undo(unit_id, run_id, who=who)
        assert db.session.query(Membership).filter_by(unit_id=unit_id).count() == 4
