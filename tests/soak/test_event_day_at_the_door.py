"""The day of an event in a browser of 360 px, with a script and without: the door, the register, the minutes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services import accounts
from tests.support import workshop as road
from tests.support import workshop_after as after
from tests.support.browsers import WITHOUT_SCRIPT, opened_page
from tests.support.stage import BARS, MAIN_BUTTONS
from tests.support.tree import CHEAP_HASH
from tests.support.visits import PASSWORD

pytestmark = [pytest.mark.soak, pytest.mark.journey]


class Phone:
    """Somebody with a phone at the door."""

    def __init__(self, page: Any, url: str, check: Callable[[Any], None], pictures: Path) -> None:
        self.page, self.url, self.check, self.pictures = page, url, check, pictures

    def open(self, path: str) -> None:
        self.page.goto(self.url + path, wait_until="domcontentloaded")

    def press(self, words: str) -> None:
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator("main").get_by_role("button", name=words).first.click()

    def fill(self, label: str, text: str) -> None:
        main = self.page.locator("main")
        main.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first.fill(text)

    def look(self, name: str) -> None:
        """No sideways scrolling, no more than one main button, nothing that the checker of pages finds."""
        if self.page in WITHOUT_SCRIPT:
            return
        self.check(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        assert len(self.page.evaluate(MAIN_BUTTONS)) < 2, self.page.evaluate(MAIN_BUTTONS)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.evaluate(BARS, "static")
        self.page.screenshot(path=self.pictures / f"event-{name}.png", full_page=True)
        self.page.evaluate(BARS, "")

    def text(self) -> str:
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())


@pytest.fixture
def made(make_app):
    """Return the workshop with an approved plan and accounts for who writes and for a unit's chair."""
    app = make_app(**CHEAP_HASH)
    built = road.build(app)
    with app.app_context():
        after.plan(built)
        for name in ("writer", "chair1"):
            accounts.create(built.people[name], name, password=PASSWORD)
    return built


def test_the_day_of_an_event_with_the_thumb(view, made, database, serve, browser, check_page, root):
    server = serve(database, RENDER_WAIT_SECONDS=60)
    with opened_page(browser, view) as page:
        phone = Phone(page, server.url, check_page, root / "build" / "screenshots" / view)
        sign_in(phone, "writer")
        the_door(phone, made.matter_id)
        what_was_said(phone, made.matter_id)
        what_is_to_be_done(phone, made.matter_id)
    with opened_page(browser, view) as page:
        phone = Phone(page, server.url, check_page, root / "build" / "screenshots" / view)
        sign_in(phone, "chair1")
        phone.open("/viec")
        assert "Rà soát quy chế" in phone.text()
        phone.look("inbox")
        page.get_by_role("link", name="Rà soát quy chế").click()
        phone.fill("Xong ngày", "hôm nay")
        phone.look("task")
        phone.press("Báo xong")
        assert phone.page.get_by_role("link", name="Rà soát quy chế").count() == 0


def sign_in(phone: Phone, name: str) -> None:
    phone.open("/dang-nhap")
    phone.page.fill("[name=identity]", name)
    phone.page.fill("[name=password]", PASSWORD)
    phone.page.locator("main button.btn-primary").first.click()
    phone.page.wait_for_url(re.compile("/viec"))


def the_door(phone: Phone, matter_id: int) -> None:
    at = f"/su-kien/{matter_id}/diem-danh"
    phone.open(at)
    phone.look("empty-list")
    phone.press("Lấy danh sách của kế hoạch")
    assert "0/84" in phone.text()
    phone.fill("Tìm theo tên", "so 12 thu 6")
    phone.press("Tìm")
    phone.look("check-in")
    phone.press("Vào Trần Thị Số 12 Thứ 6")
    assert "1/84" in phone.text()
    phone.press("Ra Trần Thị Số 12 Thứ 6")
    phone.press("Bỏ ghi Trần Thị Số 12 Thứ 6")
    assert "1/84" in phone.text()
    phone.page.get_by_role("link", name="Thêm người không có trong danh sách").click()
    phone.fill("Họ và tên", "Khổng Văn Dũng")
    phone.press("Thêm rồi ghi vào")
    assert "Chọn đơn vị" in phone.text()  # the name is still there
    phone.page.get_by_label("Đơn vị", exact=False).first.select_option(index=1)
    phone.look("door")
    phone.press("Thêm rồi ghi vào")
    phone.look("badge")
    phone.press("Ghi vào")
    assert "2/85" in phone.text()
    phone.open(f"/su-kien/{matter_id}/the-dai-bieu")
    assert phone.page.locator("svg[role=img]").count() > 84


def what_was_said(phone: Phone, matter_id: int) -> None:
    phone.open(f"/su-kien/{matter_id}/y-kien")
    main = phone.page.locator("main")
    main.locator("select[name=field]").select_option(index=1)
    main.locator("select[name=unit]").select_option(index=1)
    phone.fill("Nội dung chính", "Đề nghị gắn trách nhiệm của tổ trưởng.")
    phone.press("Ghi vào sổ")
    assert "Có 1 chỗ cần sửa" in phone.text()
    phone.fill("Người phát biểu", "Nguyễn Văn Số 1")
    phone.look("opinion")
    phone.press("Ghi vào sổ")
    assert "1 phát biểu, 0 bằng văn bản" in phone.text()
    phone.look("opinions")
    phone.open(f"/su-kien/{matter_id}/bien-ban")
    phone.fill("Chủ trì", "Đinh Thu Hạnh")
    phone.fill("Thư ký", "Mạc Thị Lan Chi")
    phone.fill("Kết luận", "Thống nhất đánh giá kết quả.")
    phone.look("minutes")
    phone.press("Lưu biên bản")
    assert "Đã lưu biên bản" in phone.text()


def what_is_to_be_done(phone: Phone, matter_id: int) -> None:
    phone.open(f"/su-kien/{matter_id}/nhiem-vu")
    phone.fill("Việc phải làm", "Rà soát quy chế")
    phone.page.get_by_label("Mọi đơn vị được triệu tập").check()
    phone.fill("Hạn", "31/12/2026")
    phone.look("new-task")
    phone.press("Ghi nhiệm vụ")
    phone.press("Giao cho các đơn vị")
    phone.look("tasks")
    phone.open(f"/su-kien/{matter_id}/kien-nghi")
    phone.fill("Nội dung kiến nghị", "Tăng mức hỗ trợ Mái ấm")
    phone.page.locator("main select[name=unit]").select_option(index=1)
    phone.fill("Ngày tiếp nhận", "15/4/2025")
    phone.press("Vào sổ")
    assert "Quá hạn" in phone.text()
    phone.look("register")
    phone.page.get_by_role("link", name="KN1").click()
    phone.page.get_by_label("Ghi câu trả lời").check()
    phone.fill("Ngày", "hôm nay")
    phone.fill("Nội dung trả lời", "đưa vào dự toán năm sau")
    phone.look("recommendation")
    phone.press("Ghi vào sổ")
    assert "Đã trả lời" in phone.text()
