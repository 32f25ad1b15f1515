"""The five stories of the spine, for any view: on the phone every day, at the desk and without a script in the soak."""

from __future__ import annotations

import pytest

from tests.journeys import rooms
from tests.journeys.cast import PROVINCE, SECTOR
from tests.journeys.tale import Tale
from tests.support.stage import Stage


class Stories:
    """What people can do. A class that takes these names its `view`."""

    view = "phone"

    @pytest.fixture(scope="class")
    @classmethod
    def tale(cls, stage: Stage) -> Tale:
        """The road from a hospital's union to the sector union."""
        return Tale(stage, SECTOR)

    @pytest.fixture(scope="class")
    @classmethod
    def second(cls, stage: Stage) -> Tale:
        """The road of a union that stands directly under the federation."""
        return Tale(stage, PROVINCE, brief=True)

    def test_a_newcomer_looks_around_and_enters_by_a_card(self, stage: Stage) -> None:
        rooms.enter(stage)

    def test_the_chair_is_led_through_and_sends(self, tale: Tale) -> None:
        tale.upto("sent")

    def test_the_reviewer_returns_with_notes_and_sees_what_changed(self, tale: Tale) -> None:
        tale.upto("checked")

    def test_papers_come_in_their_order_and_the_decision_over_all(self, tale: Tale) -> None:
        tale.upto("issued")

    def test_everybody_sees_who_has_it_and_the_next_one_gets_a_mail(self, tale: Tale) -> None:
        tale.upto("issued")
        rooms.follow_the_steps(tale)
        rooms.mail_came(tale)

    def test_the_second_road_goes_by_the_same_chain(self, second: Tale) -> None:
        second.upto("issued")
        rooms.follow_the_steps(second)

    def test_every_other_room_opens_and_says_what_is_wrong(self, stage: Stage) -> None:
        rooms.open_all(stage)
