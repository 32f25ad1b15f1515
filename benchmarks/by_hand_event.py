"""The event of 8 March: planned, returned with two notes, mended, approved, numbered; Word and PDF in the hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmarks.by_hand_ready import DEPUTY
from benchmarks.person import Person, Seats

CHAIR = "P09"
TITLE = "Tọa đàm kỷ niệm Ngày Quốc tế Phụ nữ 8/3"
AIMS = (
    "Ôn lại truyền thống Ngày Quốc tế Phụ nữ 8/3, động viên nữ đoàn viên, người lao động của bệnh viện.\n"
    "Tạo dịp gặp gỡ, trao đổi kinh nghiệm cân bằng trực đêm và chăm sóc gia đình."
)
CONTENT = (
    "Gặp mặt, tặng hoa nữ đoàn viên\nTọa đàm về sức khỏe và giữ gìn hạnh phúc gia đình của nữ nhân viên y tế"
)
WHEN = (
    ("Thành phần", "nữ đoàn viên, người lao động bệnh viện; Ban Nữ công; đại diện Ban Giám đốc"),
    ("Số người dự", "80"),
)
COSTS = (
    ("Khoản khác", "Hoa tặng nữ đoàn viên", "80", "bông", "20.000"),
    ("Giải khát", "Nước uống, bánh kẹo", "80", "người", "25.000"),
    ("Maket", "Phông, trang trí hội trường", "1", "bộ", "800.000"),
)
OVER, WITHIN = "Khoản 2", "20.000"
# (place of the answer, what the deputy says, label of the field, what the chair writes there, the chair's answer)
NOTES = (
    (
        "plan.contents",
        "Ghi rõ thời lượng từng phần.",
        "Nội dung",
        "Gặp mặt, tặng hoa nữ đoàn viên (30 phút)\n"
        "Tọa đàm về sức khỏe và giữ gìn hạnh phúc gia đình của nữ nhân viên y tế (120 phút)",
        "Đã ghi thời lượng.",
    ),
    (
        "when.hall",
        "Hội trường tầng 3 hôm ấy khoa Nội mượn, đổi sang tầng 2.",
        "Địa điểm",
        "Hội trường tầng 2 Bệnh viện Đa khoa tỉnh",
        "Đã đổi sang tầng 2.",
    ),
)


def label(person: Person, words: str, *, exact: bool = False) -> Any:
    """Return the first control of the page with this label."""
    return person.page.locator("main").get_by_label(words, exact=exact).first


def go_on(person: Person) -> None:
    """Press the main button of a part."""
    person.press(person.page.locator("main .tk-bar .btn-primary").first)


def send(person: Person, button: str = "^Trình") -> None:
    """Confirm and send what the page of the check shows."""
    person.tick(label(person, "Tôi đã"))
    person.press(person.page.get_by_role("button", name=re.compile(button)).first)
    person.page.get_by_text("Đã trình").first.wait_for()


def decide(person: Person, choice: str) -> None:
    """Choose an opinion and record it."""
    person.tick(person.page.locator("#y-kien").get_by_label(choice, exact=True).first)
    person.press(person.page.locator("#y-kien button.btn-primary"))


def read_dossier(person: Person) -> None:
    """Read what the machine found and what the dossier says; go on to the opinion as the page offers it."""
    for _part in _read(person):
        pass
    _go_to_opinion(person)


def _go_to_opinion(person: Person) -> None:
    jump = person.page.get_by_role("link", name="Cho ý kiến").locator("visible=true")
    if jump.count():
        person.press(jump.first, decided=False, leads=False)
        person.at = person.page.locator("#y-kien").evaluate("e => e.getBoundingClientRect().top + scrollY")


def _read(person: Person) -> Iterator[Any]:
    """Read part after part; each is given back when it has been read."""
    found = "section[aria-labelledby=h-find]"
    for part in person.page.locator(f"{found}, {found} ~ *").all():
        if part.evaluate("e => e.matches('#tung-o, [aria-labelledby=h-papers]')"):
            return
        person.study(part)
        yield part


def event(seats: Seats) -> None:
    """Play the whole road."""
    chair = seats.at(CHAIR, "chair")
    _plan(chair)
    deputy = seats.at(DEPUTY, "reviewer")
    _open(deputy)
    _return(deputy)
    chair = seats.at(CHAIR, "chair")
    _mend(chair)
    deputy = seats.at(DEPUTY, "reviewer")
    _open(deputy)
    deputy.study(deputy.page.locator("section[aria-labelledby=h-diff]"))
    _go_to_opinion(deputy)
    decide(deputy, "Đồng ý")
    chair = seats.at(CHAIR, "chair")
    _issue(chair)


def _plan(person: Person) -> None:
    """Plan it in the short way, be stopped by the norm of drinks, mend, look at the paper, send."""
    from extensions import clock

    page = person.page
    person.press(page.locator("main").get_by_role("link", name="Tạo sự kiện"))
    person.choose(label(person, "Loại sự kiện"), "Tọa đàm")
    person.tick(label(person, "Ngắn, 3 phần"))
    person.type(label(person, "Tên sự kiện"), TITLE)
    person.type(label(person, "Ngày dự kiến"), f"{clock.today() + timedelta(days=100):%d/%m/%Y}")
    go_on(person)
    person.press(page.locator("main .btn-primary").first)
    person.type(label(person, "Mục đích"), AIMS)
    person.type(label(person, "Nội dung"), CONTENT)
    go_on(person)
    for name, text in WHEN:
        person.type(label(person, name), text)
    person.type(label(person, "Từ", exact=True), "14h")
    person.type(label(person, "Đến", exact=True), "16h30")
    person.type(label(person, "Địa điểm"), "Hội trường tầng 3 Bệnh viện Đa khoa tỉnh")
    person.tick(label(person, "Thành phố, thị xã, huyện thuộc tỉnh"))
    go_on(person)
    _costs(person)
    go_on(person)
    for paper in ("Kế hoạch", "Dự toán kèm theo"):
        link = page.locator("main").get_by_role("link", name=paper, exact=True)
        person.take(link, begins=b"%PDF", looks=True)
    send(person)


def _costs(person: Person) -> None:
    """Three lines of the estimate, the price of the drinks above the norm."""
    page = person.page
    person.tick(label(person, "Có", exact=True))
    person.type(label(person, "Nguồn kinh phí"), "nguồn tài chính công đoàn năm 2027 của CĐCS")
    for number, (item, *texts) in enumerate(COSTS, start=1):
        if number > 1:
            person.press(page.get_by_role("button", name="Thêm dòng").first, leads=False)
        row = page.get_by_role("group", name=f"Khoản {number}").first
        row.wait_for()
        person.choose(row.get_by_label("Loại chi"), item)
        for name, text in zip(("Nội dung", "Số lượng", "Đơn vị tính", "Đơn giá"), texts, strict=True):
            person.type(row.get_by_label(name).first, text)
        if f"Khoản {number}" == OVER:
            _lower(person, row)


def _lower(person: Person, row: Any) -> None:
    """Leave the price above the norm, read beside it what the norm is, and keep to it."""
    price = row.get_by_label("Đơn giá").first
    price.blur()
    told = row.locator("[data-told]").first
    told.wait_for()
    person.study(told)
    person.type(price, WITHIN)


def _open(deputy: Person) -> None:
    deputy.press(deputy.page.locator("main").get_by_role("link", name=TITLE).first)
    deputy.press(deputy.page.get_by_role("button", name="Nhận hồ sơ"))


def _return(deputy: Person) -> None:
    """Read it, write two notes where the answers stand, send it back."""
    for part in _read(deputy):
        for place, text, *_rest in NOTES:
            pin = part.locator(f'button[data-pin="{place}"]')
            if pin.count():
                deputy.press(pin, leads=False)
                deputy.type(part.locator(f'[data-pinned="{place}"] textarea'), text)
    deputy.press(deputy.page.get_by_role("button", name="Trả lại với ghi chú đã viết"))


def _mend(chair: Person) -> None:
    """Open what came back, mend both places, answer, send again."""
    page = chair.page
    chair.press(page.get_by_role("link", name="Mở để sửa").first)
    chair.press(page.locator("main").get_by_role("link", name=re.compile("^Sửa:")).last)
    for _place, _said, name, text, answer in NOTES:
        chair.type(label(chair, name), text)
        chair.type(label(chair, "Trả lời ghi chú"), answer)
        go_on(chair)
    send(chair)


def _issue(chair: Person) -> None:
    """Number what was approved; load Word and PDF of both papers."""
    page = chair.page
    chair.press(page.get_by_role("link", name="Cấp số Kế hoạch…").first)
    chair.press(page.get_by_role("button", name="Cấp số và phát hành"))
    ready = page.get_by_role("link", name=re.compile("^Tải"))
    chair.wait(lambda: ready.nth(3).wait_for(timeout=120_000))
    for at in range(4):
        chair.take(ready.nth(at))
