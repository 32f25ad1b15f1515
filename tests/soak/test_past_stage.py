"""The stage in the past keeps what it promises: the hour of the pages, and only the papers of its day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.past_stage import PastStage


@pytest.mark.soak
@pytest.mark.journey
class TestStageInThePast:
    """The province in March 2025, then a month later."""

    view = "phone"
    begins = date(2025, 3, 13)

    def test_the_hour_and_the_register_move_together(self, past_stage: PastStage) -> None:
        person = past_stage("P25")
        person.open("/viec")
        person.sees("Thứ Năm, 13/03/2025")
        before = self._register(past_stage)
        assert "01/CTr-CĐN" in before and "/04/2025" not in before
        past_stage.register_until(date(2025, 4, 5))
        past_stage.at(date(2025, 4, 15))
        person = past_stage("P25")
        person.open("/viec")
        person.sees("Thứ Ba, 15/04/2025")
        assert "/04/2025" in self._register(past_stage)

    def _register(self, stage: PastStage) -> str:
        from models import Unit

        with stage.inside():
            unit = Unit.query.filter_by(code="CDN").one().id
        person = stage("P25")
        person.open(f"/so-di/{unit}/2025")
        return person.text()
