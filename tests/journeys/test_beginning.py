"""The end of the demonstration and the first day of real use, on a phone."""

from __future__ import annotations

import pytest

from tests.support.stage import Stage

PASSWORD = "bốn con cá vàng bơi"
ANSWERS = {
    "Tên đơn vị": "Công đoàn cơ sở Trường Mầm non Hoa Sen",
    "Địa danh ghi trên văn bản": "Sông Lam",
    "Công đoàn cấp trên trực tiếp": "Liên đoàn Lao động huyện D",
    "Họ và tên Chủ tịch": "Lò Thị Hoà",
    "Số điện thoại hoặc mã cán bộ": "0912000111",
    "Mật khẩu": PASSWORD,
}


@pytest.mark.journey
class TestTheBeginning:
    """«Xóa dữ liệu mẫu» ends the cards; the page of four questions opens the installation."""

    view = "phone"

    def test_the_demonstration_ends_and_four_questions_begin(self, stage: Stage) -> None:
        chair = stage("P26")
        chair.follow("Xóa dữ liệu mẫu")
        chair.press("Xóa dữ liệu mẫu")
        chair.sees("Đã xóa dữ liệu mẫu.")
        chair.look("80-four-questions")
        chair.press("Bắt đầu dùng")
        for label, reason in (("Tên đơn vị", "Nhập tên đơn vị"), ("Mật khẩu", "Nhập mật khẩu")):
            chair.refused(label, reason)
        chair.look("80-four-questions-wrong")
        for label, text in ANSWERS.items():
            chair.fill(label, text)
        chair.press("Bắt đầu dùng")
        chair.sees("Chào đồng chí Hoà")
        chair.look("81-first-day")
        self._comes_back(chair)

    @staticmethod
    def _comes_back(chair) -> None:
        """Out and in again, now by name and password: no card is left."""
        chair.press("Đăng xuất", chair.page.locator("footer"))
        assert chair.page.locator("button[name=as]").count() == 0
        chair.fill("Số điện thoại", "0912000111")
        chair.fill("Mật khẩu", "sai mật khẩu")
        chair.press("Đăng nhập")
        chair.refused("Mật khẩu", "Tên hoặc mật khẩu chưa đúng")
        chair.look("82-wrong-password")
        chair.fill("Mật khẩu", PASSWORD)
        chair.press("Đăng nhập")
        chair.sees("Chào đồng chí Hoà")
