"""The page «Thể thức văn bản của đơn vị»: what was typed comes back with its fault beside the field, or is written."""

from __future__ import annotations

import re
from datetime import date

import pytest

from extensions import clock
from services import formats
from tests.support import province as road
from tests.support.dossier_visits import plain, settle, visitor
from tests.support.issuing import noon
from tests.support.tree import CHEAP_HASH

TODAY = date(2026, 11, 20)
SENT = {"preferred": "-", "mark": "y", "valid_from": "20/11/2026", "reason": "Quy chế văn thư"}


@pytest.fixture
def made(make_app):  # noqa: ANN001, ANN201
    """Return the small province on a day."""
    made = settle(make_app(**CHEAP_HASH))
    with clock.at(noon(TODAY)):
        yield made


def address(made: road.Province) -> str:
    return f"/don-vi/{made.units['own']}/the-thuc"


def test_a_value_is_set_and_a_wrong_one_comes_back_beside_its_field(made: road.Province) -> None:
    client = visitor(made, "chair")
    assert address(made) in client.get("/don-vi").text
    page = client.get(address(made))
    assert "Theo thể thức: 30; được từ 30 đến 35" in plain(page)
    assert "chưa đối chiếu nguyên văn" in plain(page)
    assert "texts-national" not in page.text
    typed = {**SENT, "v-page-left": "36", "v-style-body-indent": "1,25 cm", "v-texts-end": "<b>Lưu</b>"}
    wrong = client.post(address(made), data=typed)
    assert wrong.status_code == 422
    assert 'value="1,25 cm"' in wrong.text
    assert "&lt;b&gt;Lưu" in wrong.text
    wrong = client.post(address(made), data={**SENT, "v-page-left": "36"})
    beside = re.search(r'id="v-page-left-error".*?</p>', wrong.text, re.DOTALL)
    assert "Nhập từ 30 đến 35" in beside[0]
    assert re.search(r"<details[^>]* open", wrong.text)
    early = client.post(address(made), data={**SENT, "valid_from": "19/11/2026"})
    assert "chỉ đổi được từ hôm nay" in plain(early)
    right = {**SENT, "v-page-left": "32", "v-style-basis-face": "bold", "v-page-number_at": "bottom"}
    assert client.post(address(made), data=right).location == address(made)
    again = client.get(address(made))
    assert 'value="32"' in again.text
    assert "Đặt khác 3 giá trị" in plain(again)
    with made.app.app_context():
        rules = formats.profile(formats.name_of(made.units["own"], TODAY))
        assert (rules.page.left, rules.styles["basis"].bold, rules.number_at) == (32, True, "bottom")
    empty = {name: "" for name in right if name.startswith("v-")}
    client.post(address(made), data={**SENT, **empty})
    with made.app.app_context():
        assert formats.name_of(made.units["own"], TODAY) == "tld-933"


def test_the_states_decree_is_chosen_and_its_own_values_follow(made: road.Province) -> None:
    client = visitor(made, "chair")
    client.post(address(made), data={**SENT, "preferred": "nd-30", "without_kt": "y", "mark": ""})
    page = plain(client.get(address(made)))
    assert "Không ghi dòng KT. Không in mã văn bản." in page
    assert "Thể thức đang dùng: " in page
    with made.app.app_context():
        assert formats.name_of(made.units["own"], TODAY) == "nd-30"


@pytest.mark.parametrize(("name", "status"), [("secretary", 403), ("reviewer", 403), ("sister", 404)])
def test_nobody_else_opens_it(made: road.Province, name: str, status: int) -> None:
    client = visitor(made, name)
    assert client.get(address(made)).status_code == status
    assert client.post(address(made), data=SENT).status_code == status


def test_the_preview_follows_the_units_rules(made: road.Province) -> None:
    client = visitor(made, "chair")
    client.post(address(made), data={**SENT, "v-page-left": "35"})
    with made.app.app_context():
        rules = formats.name_of(made.units["own"], TODAY)
    own, common = client.get(f"/to-giay.css?the-thuc={rules}"), client.get("/to-giay.css")
    assert (own.status_code, own.text == common.text) == (200, False)
    for wrong in ("x", "tld-933~999", "tld-933~x", "../../etc/passwd"):
        assert client.get("/to-giay.css", query_string={"the-thuc": wrong}).status_code == 404
