"""An event from the first page to the issued invitations: the writer, the accountant, the committee, the clerk."""

from __future__ import annotations

from datetime import date
from typing import Any

from extensions import clock
from services.calendar import working_calendar
from tests.support.stage import Person, Stage
from vietnamese.dates import screen_date

WRITER, MONEY, SEATS, CLERK = "P04", "P05", ("P01", "P03"), "P25"
TITLE = "Hội thảo “Nâng cao chất lượng hoạt động công đoàn cơ sở ngành Y tế”"
LEAD = 35

# start, end, kind, content, who
PROGRAMME = (
    ("7h30", "8h", "Đón tiếp, việc khác", "Đón tiếp đại biểu, điểm danh", "Ban Tổ chức"),
    ("8h", "8h10", "Khai mạc, giới thiệu", "Tuyên bố lý do, giới thiệu đại biểu", "Mạc Thị Lan Chi"),
    ("8h10", "8h25", "Đề dẫn, chuyên đề", "Báo cáo đề dẫn", "Đinh Thu Hạnh"),
    ("8h25", "9h25", "Tham luận", "Trình bày tham luận", "Đại diện các công đoàn cơ sở"),
    ("9h25", "9h40", "Giải lao", "Giải lao", ""),
    ("9h40", "11h", "Thảo luận", "Thảo luận theo nhóm vấn đề", ""),
    ("11h", "11h30", "Tổng kết, bế mạc", "Tổng kết, bế mạc", "Đ/c Đinh Thu Hạnh"),
)
GUESTS = (
    ("Viên Đình Tư", "Giám đốc Bệnh viện Đa khoa tỉnh", "Đơn vị chủ nhà"),
    ("Lục Thị Hòa", "Phó Chủ tịch Liên đoàn Lao động tỉnh", "Liên đoàn Lao động tỉnh"),
)


class Planning:
    """One event on a stage; `code` is its plan's, `address` the event's page."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.code, self.address = stage, "", ""
        self.day: date = working_calendar().add(clock.today(), LEAD)

    def rows(self, person: Person, word: str, number: int) -> Any:
        """Return one row of a list on the page."""
        return person.page.get_by_role("group", name=f"{word} {number}", exact=True)


def create(tale: Planning) -> None:
    """From the first page: a day that does not exist is refused at its field, then the event is there."""
    writer = tale.stage(WRITER)
    writer.open("/viec")
    writer.follow("Tạo sự kiện")
    writer.look("60-new-event")
    writer.page.get_by_label("Loại sự kiện").select_option(label="Hội thảo")
    writer.choose("Cách lập", "Đầy đủ, 7 phần: có khách mời, chương trình theo giờ, tham luận, phân công")
    writer.fill("Tên sự kiện", TITLE)
    writer.fill("Ngày dự kiến", "29/02/2027")
    writer.press("Tạo và lập kế hoạch")
    writer.refused("Ngày dự kiến", "Tháng 2 năm 2027 không có ngày 29")
    writer.fill("Ngày dự kiến", screen_date(tale.day))
    writer.press("Tạo và lập kế hoạch")
    tale.code = writer.page.url.rsplit("/", 1)[1]
    writer.sees("Xong 0 trong 7 phần")
    writer.look("61-plan-tasks")
    # The first sheet waits for the kinds of paper to be read; the pages that follow do not.
    sheet = f"{tale.stage.url}/ho-so/{tale.code}/xem-truoc/event_plan"
    assert writer.page.request.get(sheet, timeout=120_000).ok


def _next(writer: Person, name: str) -> None:
    writer.look(name)
    writer.saved()
    writer.go(writer.page.locator("main .tk-bar .btn-primary"))


def tell_purpose_and_people(tale: Planning) -> None:
    """What for, and who: quotas by unit, two guests, one of them typed with a form of address."""
    writer = tale.stage(WRITER)
    writer.open(f"/ho-so/{tale.code}/phan/plan")
    writer.choose("Có trong chương trình công tác", "Có")
    writer.fill("Mục đích", "Trao đổi kinh nghiệm.\nTổng hợp kiến nghị.")
    writer.fill("Nội dung", "Đổi mới nội dung hoạt động\nThực hiện dân chủ ở cơ sở")
    _next(writer, "62-plan-purpose")
    writer.fill("Thành phần", "chủ tịch, phó chủ tịch công đoàn cơ sở")
    for unit, called in (("CĐCS Bệnh viện Đa khoa tỉnh", "12"), ("CĐCS Bệnh viện Phổi", "6")):
        row = writer.page.get_by_role("group", name=unit, exact=True)
        writer.fill("Số đại biểu", called, row)
    writer.fill("Ban Tổ chức", "5")
    for number, (name, post, body) in enumerate(GUESTS, start=1):
        if number > 1:
            writer.press("Thêm dòng Khách mời")
        row = tale.rows(writer, "Khách", number)
        writer.field("Xưng hô", row).select_option(label="Đồng chí")
        writer.fill("Họ và tên", f"Đồng chí {name}" if number == 1 else name, row)
        writer.fill("Chức vụ", post, row)
        writer.field("Thuộc khối", row).select_option(label=body)
    writer.go(writer.page.locator("main .tk-bar .btn-primary"))
    writer.refused("Họ và tên", "Chỉ ghi họ tên")
    writer.fill("Họ và tên", GUESTS[0][0], tale.rows(writer, "Khách", 1))
    writer.reach()
    _next(writer, "63-plan-people")


def tell_time_and_programme(tale: Planning) -> None:
    """A hall that is too small, rows that overlap: told at their fields with both rows, then mended."""
    writer = tale.stage(WRITER)
    session = tale.rows(writer, "Buổi", 1)
    writer.fill("Từ", "7h30", session)
    writer.fill("Đến", "11h30", session)
    writer.fill("Địa điểm", "Hội trường Bệnh viện Đa khoa tỉnh")
    writer.fill("Số chỗ ngồi", "20")
    writer.choose("Cấp trên có sự kiện", "Không")
    writer.go(writer.page.locator("main .tk-bar .btn-primary"))
    writer.refused("Số chỗ ngồi", "Hội trường Bệnh viện Đa khoa tỉnh có 20 chỗ, mời 25 người")
    writer.fill("Số chỗ ngồi", "120")
    _next(writer, "64-plan-time")
    for name in ("Đinh Thu Hạnh", "Lương Quốc Bảo"):
        writer.page.get_by_label(name).check()
    writer.page.get_by_label("Thư ký ghi biên bản").select_option(
        label="Mạc Thị Lan Chi, Chuyên viên tổng hợp, thống kê"
    )
    for number, (start, end, kind, content, who) in enumerate(PROGRAMME, start=1):
        if number > 3:
            writer.press("Thêm dòng Chương trình")
        row = tale.rows(writer, "Mục", number)
        writer.fill("Từ", "8h05" if number == 3 else start, row)
        writer.fill("Đến", end, row)
        writer.field("Loại", row).select_option(label=kind)
        writer.fill("Nội dung", content, row)
        writer.fill("Người thực hiện", who, row)
    writer.go(writer.page.locator("main .tk-bar .btn-primary"))
    wrong = "«Tuyên bố lý do, giới thiệu đại biểu» (08h00–08h10) chồng giờ với «Báo cáo đề dẫn» (08h05–08h25)"
    writer.sees(wrong, writer.page.locator("#errors"))
    writer.look("65-plan-overlap")
    writer.fill("Từ", "8h10", tale.rows(writer, "Mục", 3))
    _next(writer, "65-plan-programme")


def tell_costs_and_tasks(tale: Planning) -> None:
    """Two costs with their sum in words, one paper, one task."""
    writer = tale.stage(WRITER)
    writer.choose("Có chi kinh phí", "Có")
    writer.fill("Nguồn kinh phí", "nguồn tài chính công đoàn của Công đoàn ngành Y tế")
    lines = (("Giải khát giữa giờ", "25", "20.000"), ("Maket, trang trí", "1", "1.500.000"))
    for number, (item, quantity, price) in enumerate(lines, start=1):
        if number > 1:
            writer.press("Thêm dòng Các khoản chi")
        row = tale.rows(writer, "Khoản", number)
        writer.field("Loại chi", row).select_option(label=item)
        writer.fill("Nội dung", item, row)
        writer.fill("Số lượng", quantity, row)
        writer.fill("Đơn giá", price, row)
    writer.press("Thêm dòng Các khoản chi")
    writer.sees("Tổng cộng: 2.000.000 đồng")
    writer.sees("Hai triệu đồng", writer.page.locator("#total"))
    writer.press("Bỏ dòng Khoản 3")
    _next(writer, "66-plan-costs")
    writer.choose("Đặt tham luận", "Không")
    _next(writer, "67-plan-papers")
    row = tale.rows(writer, "Việc", 1)
    writer.fill("Việc", "Gửi công văn triệu tập, giấy mời", row)
    writer.fill("Chủ trì", "Văn phòng", row)
    _next(writer, "68-plan-tasks")
    writer.sees("Máy kiểm tra: 0 lỗi")
    writer.look("69-plan-check")
    writer.page.get_by_label("Tôi đã").check()
    writer.press("Trình duyệt")
    writer.sees("Đã trình")


def approve(tale: Planning) -> None:
    """The accountant, then two of the standing committee; the writer has no such button."""
    for code in (MONEY, *SEATS):
        person = tale.stage(code)
        person.open(f"/ho-so/{tale.code}")
        if code == MONEY:
            person.press("Nhận hồ sơ")
            person.look("70-plan-accountant")
        person.decide("Đồng ý, chuyển Ban Thường vụ duyệt" if code == MONEY else "Đồng ý")
        person.sees("Đã ghi ý kiến đồng ý.")
    writer = tale.stage(WRITER)
    writer.open(f"/ho-so/{tale.code}")
    writer.sees("Đã duyệt")
    writer.follow("Trang của sự kiện")
    tale.address = writer.page.url
    writer.sees("Kế hoạch đã duyệt, chờ phát hành")


def _issue(clerk: Person, number: str, parts: int) -> None:
    clerk.sees("Thể thức đúng, đủ điều kiện cấp số")
    clerk.press("Cấp số và phát hành")
    clerk.sees(number)
    clerk.until(lambda: clerk.page.get_by_role("link", name="Tải PDF").count() == parts)


def issue_the_set(tale: Planning) -> None:
    """The plan with its estimate, the summons and the letters with the programme: one number each."""
    clerk = tale.stage(CLERK)
    clerk.open(f"/ho-so/{tale.code}")
    clerk.follow("Cấp số Kế hoạch…")
    _issue(clerk, "/KH-CĐN", 2)
    clerk.open(tale.address)
    clerk.look("71-event")
    clerk.follow("Xem và phát hành Công văn triệu tập")
    _issue(clerk, "/CĐN-VP", 2)
    clerk.open(tale.address)
    clerk.follow("Xem và phát hành Giấy mời")
    clerk.look("72-invitations")
    _issue(clerk, "/GM-CĐN", len(GUESTS) + 1)
    clerk.open(tale.address)
    clerk.sees("Đã gửi triệu tập, giấy mời")
    clerk.look("73-event-invited")
    clerk.follow("Danh sách đại biểu")
    clerk.look("74-delegates")


CHAPTERS = (
    create,
    tell_purpose_and_people,
    tell_time_and_programme,
    tell_costs_and_tasks,
    approve,
    issue_the_set,
)
