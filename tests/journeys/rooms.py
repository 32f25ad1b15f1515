"""The rooms beside the road: the door, seats, steps and history, lists, units, pages that say no."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING

from tests.support.stage import Stage

if TYPE_CHECKING:
    from tests.journeys.tale import Tale

CARDS = {
    "P09",
    "P27",
    "P10",
    "P23",
    "P04",
    "P05",
    "P07",
    "P01",
    "P02",
    "P03",
    "P28",
    "P08",
    "P25",
    "P30",
    "P26",
}

STEPS = ("Lập hồ sơ", "Thẩm định", "Ban Thường vụ xét", "Cấp số, phát hành")

# Who looks into which room, under which name.
ROOMS = (
    ("P09", "/ho-so", "60-dossiers"),
    ("P09", "/ho-so?q=khong-co-gi", "60-dossiers-none"),
    ("P09", "/da-xu-ly", "61-handled"),
    ("P09", "/don-vi", "62-unit-of-the-chair"),
    ("P09", "/toi", "63-me"),
    ("P09", "/ngon-ngu", "64-language"),
    ("P09", "/khong-co", "65-nothing-here"),
    ("P04", "/khen-thuong/dot", "66-rounds"),
    ("P26", "/viec", "67-first-page-of-the-administrator"),
    ("P26", "/don-vi", "68-unit-of-the-administrator"),
    ("P09", "/xoa-du-lieu-mau", "69-clear"),
)


def enter(stage: Stage) -> None:
    """The door: health without a name, the cards, a wrong password, a card, another seat, out again."""
    with urllib.request.urlopen(f"{stage.url}/healthz", timeout=20) as answer:
        assert json.load(answer)["status"] == "ok"
    newcomer = stage.newcomer()
    newcomer.open("/")
    newcomer.sees("Vào với vai…")
    cards = newcomer.page.locator("button[name=as]")
    assert {card.get_attribute("value") for card in cards.all()} == CARDS
    newcomer.look("01-door")
    newcomer.press("Đăng nhập")
    newcomer.refused("Mật khẩu", "Nhập mật khẩu")
    newcomer.look("01-door-wrong")
    newcomer.press("Đinh Thu Hạnh")
    newcomer.sees("Chào đồng chí Hạnh")
    _change_seat(newcomer)
    newcomer.press("Đăng xuất", newcomer.page.locator("footer" if stage.view == "phone" else "header"))
    newcomer.sees("Đã đăng xuất.")
    newcomer.open("/viec")
    assert "/dang-nhap" in newcomer.page.url


def _change_seat(person) -> None:
    """Who holds several offices acts in another of them."""
    person.open("/toi")
    person.look("01-seats")
    person.press("Chủ tịch")
    person.sees("Đồng chí đang làm việc với vai Chủ tịch")


def follow_the_steps(tale: Tale) -> None:
    """Everybody who may read the dossier sees who did what, when, and that it has come to its end."""
    for code in (tale.cast.chair, tale.cast.reviewer):
        person = tale.stage(code)
        person.open(tale.address)
        steps = person.page.locator("section[aria-labelledby=h-where] li b").all_text_contents()
        assert steps == [f"{name}, đã xong" for name in STEPS]
        person.look(f"50-done-{'chair' if code == tale.cast.chair else 'reviewer'}")
    person.follow("Xem đầy đủ")
    person.sees("Lịch sử")
    person.look("51-history")


def mail_came(tale: Tale) -> None:
    """Whoever had it next was told what it is about: of a return by a mail at once, of the rest in the app."""
    cast, box = tale.cast, tale.stage.mail
    expected = {
        cast.reviewer: "chờ đồng chí xét",
        cast.chair: "được trả lại để bổ sung",
        cast.issuer: "ban hành văn bản",
        cast.seats[0]: "chờ đồng chí xét",
        cast.seats[1]: "chờ đồng chí xét",
        cast.clerk: "chờ quyết định",
    }
    box.until(lambda: _letters(tale, cast.chair, "được trả lại để bổ sung"))
    for code, words in expected.items():
        person = tale.stage(code)
        person.open("/thong-bao")
        assert f"{tale.code}" in person.text() and words in person.text()


def _letters(tale: Tale, code: str, words: str) -> list:
    address = f"{code.lower()}@songlam.example"
    return [
        letter
        for letter in tale.stage.mail.to(address)
        if tale.code in str(letter["Subject"]) and words in str(letter["Subject"])
    ]


def open_all(stage: Stage) -> None:
    """Each room opens, and its page keeps the rules."""
    for code, path, name in ROOMS:
        person = stage(code)
        person.open(path)
        person.look(name)
    clerk = stage("P25")
    clerk.open("/khen-thuong/dot/moi")
    clerk.press("Mở đợt cho các đơn vị trực thuộc")
    clerk.refused("Tên đợt", "Nhập tên đợt")
    clerk.look("66-new-round-wrong")
