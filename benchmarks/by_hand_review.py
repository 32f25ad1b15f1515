"""The year-end review with the thirty items of table SN, typed in three sittings: everything is there again."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from benchmarks.by_hand_event import CHAIR, go_on, label, send
from benchmarks.person import Person, Seats

SHEET = "Bảng chấm điểm công đoàn cơ sở đơn vị sự nghiệp công lập"
UNIT = "CS01"
FIGURES = {
    "minutes": "12", "months_without_meeting": "0", "conference_due": "yes", "conference_on": "14/3/{year}",
    "resolution": "yes", "officers": "34", "trained": "30", "dues_due": "111.300.000",
    "dues_collected": "110.600.000", "settlement_in_time": "yes", "open_overdue": "0", "late_reports": "0",
    "congress_overdue_months": "0", "disciplined": "no", "warned": "no", "complaint_proven": "no",
    "finance_breach": "no", "unlawful_strike": "no", "false_report": "no", "opinion_attached": "yes",
}  # fmt: skip
MEETING = {
    "held_on": "{today}",
    "starts": "14h",
    "ends": "16h15",
    "place": "Phòng họp tầng 2",
    "rank": "HTXS",
}
REPORT = {
    "care": "Tổ chức hội nghị viên chức đúng hạn; thăm hỏi 45 lượt đoàn viên ốm đau; tặng 120 suất quà Tết.",
    "organisation": "Kết nạp 6 đoàn viên; 30/34 cán bộ được tập huấn; thu đoàn phí đạt 99,4%.",
    "good": "Chăm lo đoàn viên kịp thời, hồ sơ gửi đúng hạn.",
}
# Whose evidence goes along as a picture of the paper.
PICTURED = ("1.1", "1.2", "1.5", "2.2", "2.9", "3.5")
# After so many items of the second group the first sitting ends, in the middle of the page.
BROKEN_OFF = 5
SAFE = """() => document.getElementById('saved').textContent.includes('Đã lưu lúc')
  && !Object.keys(localStorage).some(key => key.startsWith('tk:'))"""
VALUES = """() => Object.fromEntries([...document.querySelectorAll('main [name]:not([type=hidden]):not(button)')]
  .filter(e => !['radio', 'checkbox'].includes(e.type) || e.checked).filter(e => e.type !== 'file')
  .map(e => [e.name + (e.type === 'checkbox' ? e.value : ''), e.value]))"""


class Sittings:
    """What stood on each page when a sitting ended; it has to be there when the next begins."""

    def __init__(self, seats: Seats) -> None:
        self.seats, self.code = seats, ""
        self.stood: dict[str, dict[str, str]] = {}

    def begin(self, number: int) -> Person:
        """Sign in again, find everything as it was; return the person at the dossier's first page."""
        person = self.seats.at(CHAIR, f"sitting {number}")
        for place, values in self.stood.items():
            person.page.goto(f"{person.url}/ho-so/{self.code}/phan/{place}")
            if (now := person.page.evaluate(VALUES)) != values:
                lost = {name for name in values if now.get(name) != values[name]}
                raise RuntimeError(f"lost on {place}: {sorted(lost)}")
        if self.stood:
            fields = sum(bool(one) for values in self.stood.values() for one in values.values())
            person.mark(f"nothing lost: {fields} answers stand as they were left", timed=False)
            person.sit_down()
        return person

    def end(self, person: Person) -> None:
        """Remember what stands on every page and sign out."""
        page, here = person.page, person.page.url
        self.stood = {place: {} for place in ("unit", "year", *(f"scores/g{no}" for no in "1234"))}
        for place in self.stood:
            page.goto(f"{person.url}/ho-so/{self.code}/phan/{place}")
            self.stood[place] = page.evaluate(VALUES)
        page.goto(here)
        person.press(page.get_by_role("button", name="Đăng xuất").first)
        person.sign_in(CHAIR)


def review(seats: Seats) -> None:
    """Play the three sittings."""
    sittings = Sittings(seats)
    items = _items()
    person = sittings.begin(1)
    page = person.page
    person.press(page.get_by_role("button", name="Tự đánh giá, xếp loại").first)
    sittings.code = page.url.rsplit("/", 1)[1]
    person.press(page.locator("main .tk-bar .btn-primary").first)
    person.tick(label(person, SHEET))
    go_on(person)
    _fill(person, FIGURES)
    go_on(person)
    _score(person, items["1"])
    go_on(person)
    _score(person, items["2"][:BROKEN_OFF])
    person.wait(lambda: page.wait_for_function(SAFE))
    sittings.end(person)
    person = sittings.begin(2)
    _resume(person)
    _to_group(person, "2", sittings.code)
    _score(person, items["2"][BROKEN_OFF:])
    go_on(person)
    for group in "34":
        _score(person, items[group])
        go_on(person)
    sittings.end(person)
    person = sittings.begin(3)
    _resume(person)
    _finish(person)


def _items() -> dict[str, list[dict[str, str]]]:
    """Return {group: rows of the demonstration's scores of the unit}."""
    import reference

    found: dict[str, list[dict[str, str]]] = {}
    for row in reference.load_csv("demo/review_scores.csv"):
        if row["unit"] == UNIT:
            found.setdefault(row["item"].partition(".")[0], []).append(row)
    if sum(map(len, found.values())) != 30:
        raise RuntimeError("table SN has thirty items")
    return found


def _control(person: Person, name: str, value: str = "") -> Any:
    chosen = f'[value="{value}"]' if value else ":not([type=hidden])"
    return person.page.locator(f'main [name="{name}"]{chosen}').first


def _fill(person: Person, said: dict[str, str]) -> None:
    from extensions import clock

    today = clock.today()
    for name, text in said.items():
        shown = text.format(year=today.year, today=f"{today:%d/%m/%Y}")
        if _control(person, name).get_attribute("type") == "radio":
            person.tick(_control(person, name, text))
        else:
            person.type(_control(person, name), shown)


def _score(person: Person, rows: list[dict[str, str]]) -> None:
    """Points and evidence of items, as somebody types them from the papers on the desk."""
    for row in rows:
        key = f"i{row['item'].replace('.', '_')}"
        points = int(row["own"])
        person.type(_control(person, f"{key}-own"), f"{points / 10:g}".replace(".", ","))
        if row["evidence"]:
            day = date.fromisoformat(row["dated_on"])
            person.type(_control(person, f"{key}-evidence"), f"{row['evidence']} ngày {day.day}/{day.month}")


def _resume(person: Person) -> None:
    """Find the way back from the first page."""
    person.press(person.page.get_by_role("link", name="Làm tiếp").first)
    bar = person.page.locator("main .tk-bar .btn-primary")
    if bar.count() and "/phan/" not in person.page.url:
        person.press(bar.first)


def _to_group(person: Person, group: str, code: str) -> None:
    if not person.page.url.endswith(f"scores/g{group}"):
        person.note(
            f"«Làm tiếp» leads to {person.page.url.rpartition('/phan/')[2]}, not to where one stopped"
        )
        person.page.goto(f"{person.url}/ho-so/{code}/phan/scores/g{group}")
        person.count.presses += 2


def _finish(person: Person) -> None:
    """Meeting, report, proposal, files, check, sent."""
    _fill(person, MEETING)
    go_on(person)
    _fill(person, REPORT)
    go_on(person)
    go_on(person)
    person.note("a file is tied to its item from a list on another page, not where the item is scored")
    for item in (*PICTURED, ""):
        _send_file(person, item)
    go_on(person)
    send(person)


def _send_file(person: Person, item: str) -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (1200, 1600), (232, 236, 240)).save(picture, "PNG")
    said = "Minh chứng" if item else "Ý kiến của cấp ủy"
    person.tick(label(person, said))
    if item:
        options = _control(person, "subject").locator("option").all_text_contents()
        own = next(one.strip() for one in options if one.strip().startswith(f"{item}."))
        person.choose(_control(person, "subject"), own)
    name = f"minh-chung-{item or 'cap-uy'}.png"
    file = {"name": name, "mimeType": "image/png", "buffer": picture.getvalue()}
    person.attach(person.page.locator("#file"), file)
    person.press(person.page.get_by_role("button", name="Gửi tệp"))
