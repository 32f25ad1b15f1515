"""Two journeys of those who decide: sixty waiting dossiers cleared, the chair's desk handed over for a week."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from benchmarks.by_hand_event import CHAIR, decide, go_on, label, read_dossier, send
from benchmarks.by_hand_ready import DEPUTY, REVIEWER, WAITING
from benchmarks.person import Person, Seats

TOGETHER, RETURNED = 40, 5
MISSING = "Bổ sung biên bản họp có chữ ký của Chủ tịch và Thư ký."
WRITER, MEETING = "P10", "Họp Ban Chấp hành mở rộng quý IV"


def sixty(seats: Seats) -> None:
    """Forty at once, having taken out those to look at; twenty one by one, some of them sent back with a note."""
    person = seats.at(REVIEWER, "reviewer")
    page = person.page
    person.press(page.get_by_role("link", name="Mọi hồ sơ đang chờ"))
    if page.locator("input[name=codes]:checked").count() != WAITING:
        raise RuntimeError(f"{WAITING} dossiers were to wait")
    own = _taken_out(person)
    person.tick(label(person, "Đồng ý", exact=True))
    person.press(page.get_by_role("button", name="Ghi ý kiến cho các hồ sơ đã chọn"))
    person.look(page.get_by_text("Đã ghi ý kiến").first)
    person.mark("forty decided at once")
    while (rest := page.get_by_role("button", name=re.compile("^(Làm tiếp|Ghi tiếp)"))).count():
        person.press(rest.first)
    person.note("three pages of twenty in the list; the way to all sixty is «Mọi hồ sơ đang chờ», not a box")
    person.press(page.get_by_role("link", name="Việc của tôi").first)
    for number, code in enumerate(own):
        _one(person, code, returned=number % (len(own) // RETURNED) == 0)


def _taken_out(person: Person) -> list[str]:
    """Take the ticks from those that the machine would have looked at, and from more until forty remain."""
    rows = person.page.locator("main tr", has=person.page.locator("input[name=codes]:checked"))
    told = [(at, text) for at, text in enumerate(rows.all_inner_texts())]
    marked = [at for at, text in told if "Không có" not in text]
    others = [at for at, _text in told if at not in marked]
    out = sorted((marked + others)[: WAITING - TOGETHER])
    boxes = person.page.locator("input[type=checkbox][name=codes]")
    codes = []
    for at in out:
        box = boxes.nth(at)
        codes.append(box.get_attribute("value"))
        person.untick(box)
    person.look(boxes.last)
    return codes


def _one(person: Person, code: str, *, returned: bool) -> None:
    """Open one dossier, read it, decide; the first page comes by itself."""
    page = person.page
    person.press(page.locator(f'main a[href="/ho-so/{code}"]').first)
    person.press(page.get_by_role("button", name="Nhận hồ sơ"))
    read_dossier(person)
    if not returned:
        decide(person, "Đồng ý, chuyển Ban Thường vụ xét")
        return
    person.tick(page.locator("#y-kien").get_by_label("Trả lại để bổ sung", exact=True).first)
    person.type(page.locator("#comment"), MISSING)
    person.press(page.locator("#y-kien button.btn-primary"))


def standing(seats: Seats) -> None:
    """Something waits for the chair; the chair hands over; the deputy opens the desk and decides it."""
    _wait_for_the_chair(seats.at(WRITER, "secretary before"))
    chair = seats.at(CHAIR, "chair sets")
    _hand_over(chair)
    deputy = seats.at(DEPUTY, "deputy decides one")
    page = deputy.page
    deputy.press(page.get_by_role("button", name=re.compile("^Thay mặt")).first)
    deputy.press(page.locator("main").get_by_role("link", name=MEETING).first)
    deputy.press(page.get_by_role("button", name="Nhận hồ sơ"))
    read_dossier(deputy)
    decide(deputy, "Đồng ý")
    deputy.look(page.get_by_text("Đã ghi ý kiến").first)


def _wait_for_the_chair(writer: Person) -> None:
    """The secretary plans a small meeting and sends it up."""
    from extensions import clock

    page = writer.page
    writer.press(page.locator("main").get_by_role("link", name="Tạo sự kiện"))
    writer.choose(label(writer, "Loại sự kiện"), "Cuộc họp")
    writer.tick(label(writer, "Ngắn, 3 phần"))
    writer.type(label(writer, "Tên sự kiện"), MEETING)
    writer.type(label(writer, "Ngày dự kiến"), f"{clock.today() + timedelta(days=16):%d/%m/%Y}")
    go_on(writer)
    writer.press(page.locator("main .btn-primary").first)
    writer.type(label(writer, "Mục đích"), "Kiểm điểm công tác quý IV.")
    writer.type(label(writer, "Nội dung"), "Báo cáo công tác quý IV")
    go_on(writer)
    said: tuple[tuple[Any, str], ...] = (
        (label(writer, "Thành phần"), "ủy viên Ban Chấp hành"),
        (label(writer, "Số người dự"), "12"),
        (label(writer, "Từ", exact=True), "14h"),
        (label(writer, "Đến", exact=True), "16h"),
        (label(writer, "Địa điểm"), "Phòng họp tầng 2"),
    )
    for control, text in said:
        writer.type(control, text)
    go_on(writer)
    writer.tick(label(writer, "Không", exact=True))
    go_on(writer)
    send(writer)


def _hand_over(chair: Person) -> None:
    from extensions import clock

    chair.press(chair.page.get_by_role("link", name="Giao người làm thay").first)
    giver = label(chair, "Giao cho")
    deputy = next(one.strip() for one in giver.locator("option").all_text_contents() if "Phó Chủ tịch" in one)
    chair.choose(giver, deputy)
    chair.type(label(chair, "Đến hết ngày"), f"{clock.today() + timedelta(days=7):%d/%m/%Y}")
    chair.press(chair.page.get_by_role("button", name="Giao làm thay"))
    chair.look(chair.page.get_by_text("Hôm nay ai làm thay").first)
    chair.mark("no page was opened to learn how: 0 questions", timed=False)
