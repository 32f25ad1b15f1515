"""A road told in chapters, each played once: a test asks for the chapter it is about, the ones before come first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys import committee, nomination, review
from tests.journeys.cast import Cast
from tests.support.stage import Stage


class Tale:
    """The road of one dossier on a stage; `code` is the dossier's, known from its first chapter on."""

    CHAPTERS: dict[str, Callable[[Tale], None]] = {
        "opened": nomination.open_dossier,
        "based": nomination.tell_reason,
        "nominated": nomination.choose_nominees,
        "told": nomination.tell_results,
        "met": nomination.tell_meeting,
        "attached": nomination.attach_a_picture,
        "sent": nomination.send,
        "returned": review.return_with_notes,
        "mended": review.mend_and_send_again,
        "checked": review.approve,
        "papers": committee.issue_own_papers,
        "approved": committee.decide_in_two_seats,
        "issued": committee.issue_the_decision,
    }
    SHORT = ("returned", "mended")

    def __init__(self, stage: Stage, cast: Cast, *, brief: bool = False) -> None:
        """Begin a road. `brief`: without detours (no mistakes made on the way, nothing returned)."""
        self.stage, self.cast, self.brief = stage, cast, brief
        self.code = ""
        self.played: list[str] = []
        self.stuck = ""

    def upto(self, last: str) -> None:
        """Play every chapter up to `last` that was not played yet."""
        for name, chapter in self.CHAPTERS.items():
            if name not in self.played and not (self.brief and name in self.SHORT):
                if self.stuck:
                    pytest.fail(f"the road ends at «{self.stuck}»: that chapter failed before")
                self.stuck = name
                with self.stage.pictured(f"stuck-at-{name}"):
                    chapter(self)
                self.stuck = ""
                self.played.append(name)
            if name == last:
                return

    @property
    def address(self) -> str:
        """The dossier's page."""
        return f"/ho-so/{self.code}"
