"""A sector union closes: laggards reminded before, units handed on by their days, inboxes follow, papers stay."""

from __future__ import annotations

import re
from datetime import date, timedelta

from extensions import clock
from tests.support.stage import Download, Person, Stage

#: The sector union's reviewer; the federation's chair and reviewer; the chair of the hospital's union.
REVIEWER, ABOVE, TAKES_OVER, CHAIR = "P04", "P28", "P07", "P09"
SECTOR, FEDERATION, FIRST = "Công đoàn ngành Y tế", "LĐLĐ tỉnh Sông Lam", "CĐCS Bệnh viện Đa khoa tỉnh"
DAY = timedelta(days=1)


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def whole_story(stage: Stage) -> None:
    """What somebody of each office does and sees, from the reminder to the day after."""
    code = something_waits(stage)
    laggards_are_reminded(stage)
    before = paper_of_before(stage)
    units_are_handed_on(stage)
    the_union_closes(stage)
    inboxes_follow(stage, code)
    papers_stay(stage, before)


def something_waits(stage: Stage) -> str:
    """Return the code of the dossier that has waited longest for the sector's reviewer."""
    person = stage(REVIEWER)
    person.open("/viec")
    said = person.text("section[aria-labelledby=h-wait] article")
    return re.search(r"[A-Z]{2}-\d{4}-\d{5}", said).group()


def laggards_are_reminded(stage: Stage) -> None:
    """The overview has who is late on top; two are reminded once, and not again the same day."""
    person = stage(REVIEWER)
    person.open("/tien-do")
    person.sees("đơn vị còn nợ việc")
    person.look("90-overview")
    for _time in range(2):
        for box in person.page.locator("input[name=units]").all()[:2]:
            person.tick(box)
        person.press("Nhắc các đơn vị đã chọn")
    person.sees("Đã nhắc trong 24 giờ qua")
    stage.mail.until(lambda: len(_reminders(stage)) == 2)


def _reminders(stage: Stage) -> list[str]:
    """Who got a letter of reminder."""
    letters = (one for one in stage.mail.messages if f"{SECTOR} tỉnh Sông Lam nhắc" in str(one["Subject"]))
    return sorted(str(one["To"]) for one in letters)


def paper_of_before(stage: Stage) -> tuple[str, Download]:
    """The hospital's union takes a paper that it has issued; returns its page and its file."""
    person = stage(CHAIR)
    person.open("/van-ban")
    person.follow("2025", person.page.locator("main"))
    page = person.page.locator('main a[href^="/van-ban/"]', has_text=re.compile(r"\d+/")).first
    person.go(page)
    link = person.page.locator("main a[download]").first
    return person.address, person.take(link)


def _decision(person: Person, number: str, on: date) -> None:
    person.fill("Số quyết định", number)
    person.fill("Ngày ký quyết định", _written(clock.today()))
    person.fill("Có hiệu lực từ ngày", _written(on))


def units_are_handed_on(stage: Stage) -> None:
    """All units of the sector go to the federation, the first a day earlier; a ring is refused before."""
    person = stage(ABOVE)
    person.open("/don-vi")
    person.follow("Sơ đồ các đơn vị bên dưới")
    person.look("91-tree")
    person.follow("CĐN Y tế")
    person.follow("Ghi quyết định về tổ chức")
    person.look("92-acts")
    person.follow("Chuyển đơn vị trực thuộc")
    person.press("Xem những gì sẽ thay đổi")
    person.refused("Số quyết định", "Nhập số quyết định")
    person.pick(person.field("Cấp trên mới"), label=FEDERATION)
    count = person.page.locator("input[type=checkbox][name=units]").count()
    person.tick(person.field("Tất cả đơn vị trực thuộc"))
    _decision(person, "118/QĐ-LĐLĐ", clock.today())
    person.fill(f"Ngày riêng của {FIRST}", _written(clock.today() - DAY))
    person.press("Xem những gì sẽ thay đổi")
    person.sees("Kiểm tra trước khi ghi")
    person.sees(f"{count - 1} đơn vị trực thuộc")
    person.look("93-check")
    person.press("Ghi quyết định")
    person.sees("Đã ghi quyết định.")


def the_union_closes(stage: Stage) -> None:
    """What is open goes to the federation; the check page says so first, and refuses to lose it."""
    person = stage(ABOVE)
    person.follow("Kết thúc hoạt động")
    _decision(person, "119/QĐ-LĐLĐ", clock.today())
    person.press("Xem những gì sẽ thay đổi")
    person.refused("Đơn vị nhận bàn giao", "Chọn đơn vị nhận bàn giao")
    person.pick(person.field("Đơn vị nhận bàn giao"), label=FEDERATION)
    person.press("Xem những gì sẽ thay đổi")
    person.sees("chuyển sang hộp việc của")
    person.look("94-check-close")
    person.press("Ghi quyết định")
    person.sees("Đã ghi quyết định.")
    person.look("95-acts-after")


def inboxes_follow(stage: Stage, code: str) -> None:
    """The federation's reviewer has the dossiers now; the sector's reviewer has no office left."""
    person = stage(TAKES_OVER)
    person.open("/viec")
    person.look("96-inbox-of-the-successor")
    person.open(f"/viec/cho-xu-ly?q={code}")
    person.sees("1 hồ sơ")
    person.sees(code)
    gone = stage(REVIEWER)
    gone.open("/tien-do")
    gone.sees("Không tìm thấy trang này")


def papers_stay(stage: Stage, before: tuple[str, Download]) -> None:
    """The paper of before is the same file; the next one will have the federation above."""
    page, file = before
    person = stage(CHAIR)
    person.open(page)
    again = person.take(person.page.locator("main a[download]").first)
    assert again.sha256 == file.sha256
    person.open("/don-vi")
    person.sees("LIÊN ĐOÀN LAO ĐỘNG", person.page.locator("section[aria-labelledby=h-heads]"))
    person.sees("Quyết định 118/QĐ-LĐLĐ", person.page.locator("section[aria-labelledby=h-past]"))
    person.look("97-unit-after")
