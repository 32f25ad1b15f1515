"""An annual review at the browser, on a phone: self 94,5, verified 89,5, recognised as HTT (unit 8 of the notes)."""

from __future__ import annotations

from typing import Any

import pytest

from extensions import clock
from tests.support import reviews as walk
from tests.support.stage import Person, Stage
from vietnamese.dates import screen_date
from vietnamese.numbers import decimal_comma

UNIT = "CS08"
TITLE = "Đánh giá, xếp loại công đoàn cơ sở năm"
SHEET = "Bảng chấm điểm công đoàn cơ sở đơn vị sự nghiệp công lập"
FIGURES = {
    "minutes": "10",
    "months_without_meeting": "1",
    "officers": "34",
    "trained": "30",
    "dues_due": "111300000",
    "dues_collected": "110600000",
    "open_overdue": "0",
    "late_reports": "1",
    "congress_overdue_months": "0",
}
NO = ("disciplined", "warned", "complaint_proven", "finance_breach", "unlawful_strike", "false_report")
YES = ("conference_due", "resolution", "settlement_in_time", "opinion_attached")


def put(person: Person, name: str, text: str) -> None:
    """Type into the control with this name."""
    person.page.locator(f'main [name="{name}"]').first.fill(text)


def tick(person: Person, name: str, value: str) -> None:
    """Choose the button of a group by its value."""
    person.page.locator(f'main [name="{name}"][value="{value}"]').check()


def points(tenths: str) -> str:
    """Points as somebody types them."""
    return decimal_comma(int(tenths), 1, trim=True)


@pytest.mark.soak
@pytest.mark.journey
class TestAnnualReview:
    """Five people, one review, on a phone of 360 px."""

    view = "phone"

    def test_from_the_self_score_to_the_rank(self, stage: Stage) -> None:
        with stage.pictured("review"):
            code = self._scores_itself(stage("P09"))
            self._checked(stage("P04"), code)
            self._issues_its_papers(stage("P10"), code)
            self._verified(stage("P04"), code)
            self._verified_again(stage("P03"), code)
            self._answers(stage("P09"), code)
            for seat in ("P01", "P02"):
                self._agrees(stage(seat), code)
            self._recognised(stage("P25"), code)
            self._told(stage("P09"))

    def _scores_itself(self, chair: Person) -> str:
        chair.open("/xep-loai/")
        chair.press("Lập hồ sơ tự đánh giá")
        code = chair.page.url.rsplit("/", 1)[1]
        chair.follow("Làm tiếp: Đơn vị, bảng điểm")
        chair.choose("Bảng điểm", SHEET)
        chair.look("r01-unit")
        chair.press("Lưu và sang phần 2")
        self._figures(chair)
        for group in "1234":
            self._group(chair, group)
        self._meeting(chair)
        put(chair, "care", "Tổ chức hội nghị đúng hạn; thăm hỏi 45 lượt đoàn viên.")
        put(chair, "organisation", "Kết nạp 6 đoàn viên; 30/34 cán bộ được tập huấn.")
        put(chair, "good", "Chăm lo đoàn viên kịp thời.")
        chair.press("Lưu và sang phần 6")
        chair.press("Lưu và sang phần 7")
        chair.press("Lưu và kiểm tra")
        chair.sees("Máy kiểm tra: 0 lỗi")
        chair.sees("nhiều nhất 4 (10/12 × 5)")
        chair.look("r05-check")
        chair.page.locator("#confirmed").check()
        chair.press("Trình Công đoàn ngành Y tế tỉnh Sông Lam")
        chair.sees("Đã trình Công đoàn ngành Y tế tỉnh Sông Lam")
        return code

    def _figures(self, chair: Person) -> None:
        chair.press("Lưu và sang phần 3")
        chair.refused("Số cán bộ công đoàn", "Nhập số cán bộ công đoàn")
        for name, text in FIGURES.items():
            put(chair, name, text)
        for name in NO:
            tick(chair, name, "no")
        for name in YES:
            tick(chair, name, "yes")
        put(chair, "conference_on", f"20/3/{clock.today().year}")
        chair.look("r02-year")
        chair.press("Lưu và sang phần 3")

    def _group(self, chair: Person, group: str) -> None:
        rows = {item: row for item, row in walk.points_of(UNIT).items() if item.partition(".")[0] == group}
        if group == "1":
            put(chair, "i1_1-own", "17")
            chair.press("Lưu và đi tiếp")
            chair.refused("Điểm tự chấm (tối đa 4)", "17 điểm vượt điểm tối đa 4")
            chair.look("r03-scores-wrong")
            chair.saved()
        for item, row in rows.items():
            put(chair, f"i{item.replace('.', '_')}-own", points(row["own"]))
            put(chair, f"i{item.replace('.', '_')}-evidence", row["evidence"])
        chair.look(f"r03-scores-{group}")
        chair.reach()
        chair.press("Lưu và")

    def _meeting(self, chair: Person) -> None:
        said: dict[str, Any] = {"held_on": screen_date(clock.today()), "starts": "14:00", "ends": "16:15"}
        for name, text in {**said, "place": "Phòng họp tầng 2", "agree": "10", "other": "1"}.items():
            put(chair, name, text)
        tick(chair, "rank", "HTXS")
        chair.look("r04-meeting")
        chair.press("Lưu và sang phần 5")

    def _checked(self, reviewer: Person, code: str) -> None:
        reviewer.open(f"/ho-so/{code}")
        reviewer.press("Nhận hồ sơ")
        reviewer.look("r06-reading")
        reviewer.decide("Đồng ý, chuyển Thẩm định")

    def _issues_its_papers(self, issuer: Person, code: str) -> None:
        for title, number in (
            ("Biên bản họp xét tự đánh giá", "01/BB-CĐCS"),
            ("Báo cáo tổng kết", "02/BC-CĐCS"),
            ("Tờ trình đề nghị công nhận xếp loại", "03/TTr-CĐCS"),
        ):
            issuer.open(f"/ho-so/{code}")
            issuer.follow(f"Xem và phát hành {title}")
            issuer.press("Cấp số và phát hành")
            issuer.sees(number)

    def _verified(self, reviewer: Person, code: str) -> None:
        reviewer.open(f"/ho-so/{code}")
        reviewer.follow("Mở phiếu thẩm định")
        reviewer.press("Chép điểm tự chấm vào ô trống")
        reviewer.sees("Đã lưu.")
        for item, row in walk.points_of(UNIT).items():
            key = f"i{item.replace('.', '_')}"
            put(reviewer, f"{key}-verified", points(row["verified"]))
        tick(reviewer, "rank", "HTXS")
        reviewer.press("Chuyển thẩm định lần hai")
        reviewer.refused("Mức đề nghị", "thiếu 0,5 điểm để xếp HTXS (từ 90, không làm tròn)", "#rank")
        reviewer.sees("mà chưa nêu lý do")
        reviewer.look("r07-verification-wrong")
        for item, row in walk.points_of(UNIT).items():
            if row["reason"]:
                put(reviewer, f"i{item.replace('.', '_')}-reason", row["reason"])
        tick(reviewer, "rank", "HTT")
        put(reviewer, "held_on", screen_date(clock.today()))
        reviewer.press("Lưu, làm tiếp sau")
        reviewer.sees("89,5/100")
        reviewer.look("r07-verification")
        reviewer.press("Chuyển thẩm định lần hai")

    def _verified_again(self, second: Person, code: str) -> None:
        second.open(f"/ho-so/{code}")
        second.follow("Mở phiếu thẩm định")
        second.press("Chuyển đơn vị trả lời")

    def _answers(self, chair: Person, code: str) -> None:
        chair.open(f"/ho-so/{code}")
        chair.follow("Xem kết quả thẩm định và trả lời")
        chair.sees("Tiêu chí có điểm khác tự chấm (7)")
        chair.choose("Đơn vị trả lời", "Nhất trí với kết quả thẩm định")
        chair.look("r08-answer")
        chair.press("Gửi ý kiến của đơn vị")
        chair.sees("Đã gửi ý kiến của đơn vị.")

    def _agrees(self, seat: Person, code: str) -> None:
        seat.open(f"/ho-so/{code}")
        seat.decide("Đồng ý")
        seat.sees("Đã ghi ý kiến đồng ý.")

    def _recognised(self, clerk: Person, code: str) -> None:
        clerk.open("/viec")
        clerk.follow(TITLE, clerk.page.locator("section[aria-labelledby=h-cycles]"))
        clerk.sees("89,5 điểm: xếp HTT theo điểm thẩm định.")
        clerk.look("r09-cycle")
        clerk.press("Lập Quyết định công nhận cho các hồ sơ đã chọn")
        clerk.sees("Số dự kiến: 01/QĐ-CĐN")
        clerk.press("Cấp số và phát hành")
        clerk.sees("01/QĐ-CĐN")
        clerk.open("/viec")
        clerk.follow(TITLE, clerk.page.locator("section[aria-labelledby=h-cycles]"))
        clerk.follow("Lập Thông báo")
        clerk.press("Cấp số và phát hành")
        clerk.sees("02/TB-CĐN")
        assert code

    def _told(self, chair: Person) -> None:
        chair.open("/xep-loai/")
        chair.sees("Hoàn thành tốt nhiệm vụ")
        chair.sees("Quyết định số 01/QĐ-CĐN")
        chair.look("r10-results")
