"""The story of finding: by code, number, person, unit and amount; filters; the list as Excel; the dossier as a ZIP."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from openpyxl import load_workbook

from tests.support.stage import Person, Stage
from vietnamese.text import search_key

# Of the demonstration: a dossier of the hospital's union, and an amount that its decision has.
CODE, UNIT, AMOUNT = "KT-2025-00002", "CĐCS Bệnh viện Đa khoa tỉnh", "1.410.000"
CHAIR, NAME = "doan trung kien", "Doãn Trung Kiên"


def story(stage: Stage) -> None:
    """Walk the whole story."""
    person = stage("P04")
    say_what_can_be_typed(person)
    find_everything(person)
    narrow(person)
    take_the_list(person)
    open_the_archive_offline(stage, person)


def _look_for(person: Person, words: str) -> None:
    person.write(person.page.locator("#q"), words)
    person.press("Tìm", person.page.locator("main form[role=search]"))


def _group(person: Person, kind: str) -> Any:
    return person.page.locator(f"section[aria-labelledby=h-{kind}]")


def say_what_can_be_typed(person: Person) -> None:
    """The way to the box is on every page; it says what one can type, and what to do where nothing is found."""
    person.open("/viec")
    if person.stage.view == "phone":
        person.follow("Tìm", person.page.locator("nav.tk-tabs"))
    else:
        person.open("/tim")
    person.sees("Gõ được gì vào ô tìm")
    person.look("90-search-empty")
    _look_for(person, "zz khong thay")
    person.sees("Gõ không dấu")
    person.look("90-search-nothing")


def numbers(person: Person) -> tuple[str, str]:
    """Return the numbers of the dossier's proposal and of the decision, as its page has them."""
    person.open(f"/ho-so/{CODE}")
    said = person.text()
    return tuple(re.search(rf"\d+/{symbol}", said).group() for symbol in ("TTr-CĐCS", "QĐ-CĐN"))


def find_everything(person: Person) -> None:
    """Each of the ways to say what one looks for leads to it, first of its kind."""
    proposal, decision = numbers(person)
    person.open("/tim")
    for words, kind, first in (
        ("kt 2025 2", "dossier", CODE),
        (CODE, "dossier", CODE),
        (search_key(re.sub(r"\W", " ", proposal)), "paper", proposal),
        (decision, "paper", decision),
        (CHAIR, "person", NAME),
        ("Kiên", "person", "Kiên"),
        (AMOUNT, "paper", decision),
        ("trung tam y te huyen b", "unit", "Trung tâm Y tế huyện B"),
    ):
        _look_for(person, words)
        assert first in _group(person, kind).locator("li").first.inner_text(), words
    person.look("91-search-found")


def narrow(person: Person) -> None:
    """Filters stay in the address; a kind has pages of its own."""
    _look_for(person, "giay khen")
    person.unfold("Lọc theo đơn vị")
    person.pick(person.page.locator("#don-vi"), label=UNIT)
    person.pick(person.page.locator("#nam"), value="2025")
    person.pick(person.page.locator("#trang-thai"), value="approved")
    person.press("Lọc")
    assert "nam=2025" in person.page.url and "trang-thai=approved" in person.page.url
    assert CODE in _group(person, "dossier").inner_text()
    assert not _group(person, "paper").count()
    person.look("92-search-narrowed")


def take_the_list(person: Person) -> None:
    """What was found comes as Excel, narrowed alike."""
    taken = person.take(person.page.get_by_role("link", name="Tải Excel"))
    rows = list(load_workbook(io.BytesIO(taken.content)).worksheets[0].iter_rows(min_row=3, values_only=True))
    assert CODE in [row[1] for row in rows]
    assert {row[0] for row in rows} == {"Hồ sơ"}


def open_the_archive_offline(stage: Stage, person: Person) -> None:
    """The whole dossier comes as one ZIP whose first page opens from the disk; its links lead to files beside it."""
    person.follow("Đề nghị tặng Giấy khen năm 2025", _group(person, "dossier"))
    taken = person.take(person.page.get_by_role("link", name="Tải cả hồ sơ (ZIP)"))
    folder = stage.pictures.parent / f"archive-{stage.view}"
    with zipfile.ZipFile(io.BytesIO(taken.content)) as packed:
        packed.extractall(folder)
    offline = stage.newcomer()
    offline.page.goto((folder / "index.html").as_uri(), wait_until="domcontentloaded")
    assert offline.page.locator("h1").inner_text() == "Đề nghị tặng Giấy khen năm 2025"
    assert offline.page.locator("#van-ban li").count() >= 6
    width = offline.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    color = offline.page.evaluate("getComputedStyle(document.querySelector('section')).backgroundColor")
    assert color == "rgb(255, 255, 255)", "the look came with it"
    links = offline.page.eval_on_selector_all("section a", "all => all.map(one => one.href)")
    assert links and all(link.startswith(folder.as_uri()) for link in links)
    stage.picture(offline, "93-archive")
