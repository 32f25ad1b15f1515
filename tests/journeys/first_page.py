"""The first page: what waits and until when, seats, groups with pages, the union year, a private calendar."""

from __future__ import annotations

import urllib.error
import urllib.request

from icalendar import Calendar

from extensions import clock
from tests.support.stage import Stage

CHAIR, REVIEWER, HEAD = "P09", "P04", "P01"


class FirstPage:
    """A morning at three desks; `address` is the chair's private calendar, `code` the dossier just begun."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.address, self.code = stage, "", ""


def what_waits_is_seen_and_opened(tale: FirstPage) -> None:
    """No press to see it, one to open it; the group has an address of its own with its filters."""
    reviewer = tale.stage(REVIEWER)
    reviewer.open("/viec")
    reviewer.look("first-reviewer")
    card = reviewer.page.locator("section[aria-labelledby=h-wait] article").first
    words = card.inner_text().replace("\u00a0", " ")
    assert any(said in words for said in ("Còn ", "Hạn hôm nay", "Quá hạn ")), words
    code = words.split(" · ")[0].splitlines()[-1]
    reviewer.go(card.get_by_role("link").first)
    reviewer.sees(code)
    reviewer.open(f"/viec/cho-xu-ly?q={code.lower()}")
    reviewer.sees("1 hồ sơ")
    reviewer.look("first-group")
    reviewer.open("/viec/cho-xu-ly?q=khong-co")
    reviewer.sees("Không thấy hồ sơ nào khớp.")


def what_is_begun_stands_half_done(tale: FirstPage) -> None:
    """A dossier that was only begun waits under «Đang làm dở»; what is followed says who has it."""
    chair = tale.stage(CHAIR)
    chair.open("/viec")
    chair.press("Đề nghị khen thưởng")
    tale.code = chair.address.rsplit("/", 1)[1]
    chair.open("/viec")
    chair.sees("Đang làm dở (1)")
    chair.follow("Làm tiếp")
    chair.sees(tale.code)
    chair.open("/viec")
    chair.reach()
    chair.look("first-chair")


def pages_follow_the_seat(tale: FirstPage) -> None:
    """One person, three seats in two unions: the head of the page and what waits change with the seat."""
    head = tale.stage(HEAD)
    head.open("/viec")
    head.sees("Chờ xử lý")
    head.touch(head.page.locator("summary:visible", has_text="Đổi vai").first)
    head.go(head.page.locator(".tk-seats[open] button", has_text="Ủy viên Ban Chấp hành").first)
    head.sees("Đồng chí đang làm việc với vai Ủy viên Ban Chấp hành")
    assert "LIÊN ĐOÀN LAO ĐỘNG" in head.text(".tk-unit").upper()
    assert head.page.locator("section[aria-labelledby=h-wait]").count() == 0


def the_year_of_the_union(tale: FirstPage) -> None:
    """Month by month, each line with where it comes from, the unit's own deadlines among them."""
    chair = tale.stage(CHAIR)
    chair.open("/viec")
    chair.follow("Lịch năm", chair.page.locator("main"))
    chair.sees("theo Luật Thực hiện dân chủ ở cơ sở 2022")
    chair.sees("thường lệ")
    chair.sees(tale.code)
    chair.look("first-year")
    chair.reach()


def a_private_calendar(tale: FirstPage) -> None:
    """A secret address that a telephone reads without signing in; renewed, the old one is dead; then off."""
    chair = tale.stage(CHAIR)
    chair.press("Tạo địa chỉ lịch riêng")
    chair.look("first-feed")
    tale.address = chair.page.locator("#feed").input_value()
    found = Calendar.from_ical(_read(tale.address))
    assert [str(zone["tzid"]) for zone in found.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    events = {str(one["summary"]): one for one in found.walk("VEVENT")}
    assert any(tale.code in said for said in events)
    assert all(len(one["dtstart"].to_ical()) == 8 for one in events.values()), "all-day entries"
    assert _refused(tale.address.replace(".ics", "0.ics"))
    chair.press("Đổi địa chỉ khác")
    assert _refused(tale.address)
    newer = chair.page.locator("#feed").input_value()
    assert b"BEGIN:VCALENDAR" in _read(newer)
    chair.press("Tắt lịch riêng")
    assert _refused(newer)
    assert str(clock.today().year) in chair.text("h1")


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert "no-store" in answer.headers["cache-control"]
        assert answer.headers["content-type"].startswith("text/calendar")
        return answer.read()


def _refused(address: str) -> bool:
    try:
        _read(address)
    except urllib.error.HTTPError as error:
        return error.code == 404
    return False


CHAPTERS = (
    what_waits_is_seen_and_opened,
    what_is_begun_stands_half_done,
    pages_follow_the_seat,
    the_year_of_the_union,
    a_private_calendar,
)


def play(stage: Stage) -> None:
    """Play the morning from its beginning to its end."""
    tale = FirstPage(stage)
    with stage.pictured("first-page"):
        for chapter in CHAPTERS:
            chapter(tale)
