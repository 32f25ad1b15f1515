"""An act that has ended is told where it is typed, before it is sent and before the paper is issued."""

from __future__ import annotations

import re
from datetime import date

import pytest

from extensions import clock
from services import citations
from tests.support.dossier_visits import plain, settle, state, typed
from tests.support.issuing import noon
from tests.support.tree import CHEAP_HASH

TODAY = date(2026, 11, 20)
ENDED = "Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ"


@pytest.fixture
def made(make_app):  # noqa: ANN001, ANN201
    """Return the small province on a day."""
    with clock.at(noon(TODAY)):
        yield settle(make_app(**CHEAP_HASH))


def test_it_is_told_and_its_successor_taken_by_one_press(made) -> None:  # noqa: ANN001
    client, address = typed(made)
    page = f"{address}/phan/round"
    bases = [code for code, _text in _bases(made)]
    sent = {"reason": "Dẫn đầu", "extra_bases": f"Kế hoạch số 12/KH-CĐCS\n{ENDED}", "bases": bases}
    said = {**sent, "do": "next", "version": state(made).draft_version}
    assert client.post(page, data=said).status_code == 302
    for shown in (client.get(page), client.get(f"{address}/kiem-tra")):
        assert "Căn cứ Nghị định 98/2023/NĐ-CP đã hết hiệu lực, ngày cuối là 30/06/2025" in plain(shown)
        assert "Thay bằng dòng: Căn cứ Nghị định số 152/2025/NĐ-CP" in plain(shown)
    taken = client.post(page, data={**said, "do": "renew"})
    field = re.search(r"<textarea[^>]*extra_bases.*?</textarea>", taken.text, re.DOTALL)[0]
    assert "152/2025/NĐ-CP" in field
    assert "12/KH-CĐCS" in field
    assert "98/2023" not in field
    assert "đã hết hiệu lực" not in plain(taken)


def _bases(made):  # noqa: ANN001, ANN202
    from services import awards

    with made.app.app_context():
        return awards.bases(TODAY)


def test_the_grounds_of_a_paper_are_looked_at_before_it_is_issued() -> None:
    parts = [{"bases": [f"Căn cứ {ENDED}"]}, {"bases": [f"Căn cứ {ENDED}"], "groups": [{"name": "x"}]}]
    (told,) = citations.of_values(parts, TODAY)
    assert told.params["act"] == "Nghị định 98/2023/NĐ-CP"
    assert citations.of_values(parts, date(2025, 6, 30)) == []
