"""13/03–31/03/2025: the workshop is planned in seven parts, approved, and everybody is called."""

from __future__ import annotations

import re
from datetime import date

from tests.journeys import workshop_facts as facts
from tests.journeys.workshop import (
    CHAIR,
    CLERK,
    DEPUTY,
    MONEY,
    WRITER,
    Workshop,
    files,
    onward,
    pick,
    row,
    tells,
)
from tests.support.stage import Person
from tests.support.workshop import CALLED, TITLE
from tests.support.workshop_after import FIELDS

WRONG_ROW = 61


def _next(person: Person, name: str) -> None:
    person.saved()
    person.look(name)
    onward(person)


def create(tale: Workshop) -> None:
    """On 13/03: the event with its day, a month ahead."""
    writer = tale.person(WRITER)
    writer.open("/su-kien/tao")
    writer.page.get_by_label("Loại sự kiện").select_option(label="Hội thảo")
    writer.fill("Tên sự kiện", TITLE)
    writer.fill("Ngày dự kiến", "15/4/2025")
    writer.press("Tạo và lập kế hoạch")
    tale.code = writer.page.url.rsplit("/", 1)[1]
    writer.sees("Xong 0 trong 7 phần")


def tell_purpose(tale: Workshop) -> None:
    """What for: aims, demands, twelve groups of questions, what to discuss."""
    writer = tale.person(WRITER)
    writer.open(f"/ho-so/{tale.code}/phan/plan")
    writer.choose("Có trong chương trình công tác", "Có")
    writer.fill("Căn cứ khác", "Chương trình công tác năm 2025 của Công đoàn ngành Y tế tỉnh Sông Lam")
    writer.fill(
        "Mục đích",
        "Trao đổi kinh nghiệm, đề xuất giải pháp nâng cao chất lượng hoạt động công đoàn cơ sở.\n"
        "Tổng hợp kiến nghị gửi cấp có thẩm quyền.",
    )
    writer.fill("Yêu cầu", "Tham luận bám sát thực tiễn, có số liệu.")
    writer.fill("Nội dung", "\n".join(FIELDS))
    writer.fill("Câu hỏi gợi ý thảo luận", "Khó khăn lớn nhất của cán bộ công đoàn kiêm nhiệm là gì?")
    _next(writer, "e1-01-purpose")


def tell_people(tale: Workshop) -> None:
    """Who: quotas of twelve units, six guests, 84 names from Excel with one faulty row."""
    writer = tale.person(WRITER)
    writer.fill("Thành phần", "chủ tịch, phó chủ tịch, ủy viên Ban Chấp hành công đoàn cơ sở")
    for name, called in zip(facts.units(), CALLED, strict=True):
        unit = writer.page.get_by_role("group", name=name, exact=True)
        writer.fill("Số đại biểu", str(called), unit)
        writer.fill("Chủ tịch", "1", unit)
    for number, (name, post, body, rank, topic) in enumerate(facts.GUESTS, start=1):
        if number > 1:
            writer.press("Thêm dòng Khách mời")
        guest = row(writer, "Khách", number)
        pick(writer, "Xưng hô", "Đồng chí", guest)
        writer.fill("Họ và tên", name, guest)
        writer.fill("Chức vụ", post, guest)
        pick(writer, "Thuộc khối", body, guest)
        pick(writer, "Cấp bậc", rank, guest)
        if topic:
            guest.locator("summary").click()
            writer.fill("Nội dung đề nghị chuẩn bị", topic, guest)
    for label, text in (
        ("Ban Tổ chức", "5"),
        ("Đại biểu chuẩn bị", "Tham luận (bản in và bản điện tử)"),
        ("Hạn trả lời của khách", "10/4/2025"),
        ("Hạn gửi danh sách", "10/4/2025"),
        ("Đầu mối liên hệ", "đồng chí Mạc Thị Lan Chi, Văn phòng Công đoàn ngành"),
        ("Danh sách đại biểu, dán", facts.rows(WRONG_ROW)),
    ):
        writer.fill(label, text)
    writer.press("Đọc danh sách")
    writer.sees("Đọc được 84 người, 1 chỗ cần sửa")
    writer.look("e1-02-list-read")
    onward(writer)
    reason = f"Dòng {WRONG_ROW + 1}: “Bệnh viện Huyện” không có trong các đơn vị của sự kiện"
    writer.refused("Danh sách đại biểu, dán", reason)
    assert writer.field("Danh sách đại biểu, dán").input_value() == facts.rows(WRONG_ROW)
    assert writer.field("Họ và tên", row(writer, "Khách", 6)).input_value() == facts.GUESTS[5][0]
    writer.look("e1-02-list-wrong")
    writer.fill("Danh sách đại biểu, dán", facts.rows())
    _next(writer, "e1-02-people")


def tell_time_and_programme(tale: Workshop) -> None:
    """When and where, then eight rows of the programme, who leads, who writes."""
    writer = tale.person(WRITER)
    session = row(writer, "Buổi", 1)
    writer.fill("Từ", "7h30", session)
    writer.fill("Đến", "11h30", session)
    writer.fill("Địa điểm", "Hội trường Bệnh viện Đa khoa tỉnh")
    writer.fill("Số chỗ ngồi", "120")
    writer.choose("Cấp trên có sự kiện", "Không")
    writer.sees("Thứ Ba, 15/04/2025")
    _next(writer, "e1-03-time")
    for name in ("Đinh Thu Hạnh", "Lương Quốc Bảo"):
        writer.page.get_by_label(name).check()
    pick(writer, "Thư ký ghi biên bản", "Mạc Thị Lan Chi")
    for number, (start, end, kind, content, who) in enumerate(facts.PROGRAMME, start=1):
        if number > 3:
            writer.press("Thêm dòng Chương trình")
        slot = row(writer, "Mục", number)
        writer.fill("Từ", start, slot)
        writer.fill("Đến", end, slot)
        writer.field("Loại", slot).select_option(label=kind)
        writer.fill("Nội dung", content, slot)
        writer.fill("Người thực hiện", who, slot)
    _next(writer, "e1-04-programme")


def tell_costs(tale: Workshop) -> None:
    """Eight lines; the meals at 200.000 are stopped by the norm of 150.000, told beside their price."""
    writer = tale.person(WRITER)
    writer.choose("Có chi kinh phí", "Có")
    writer.fill("Nguồn kinh phí", "nguồn tài chính công đoàn năm 2025 của Công đoàn ngành Y tế tỉnh Sông Lam")
    for number, (item, content, unit, quantity, price, basis) in enumerate(facts.COSTS, start=1):
        if number > 1:
            writer.press("Thêm dòng Các khoản chi")
        cost = row(writer, "Khoản", number)
        pick(writer, "Loại chi", item, cost)
        for label, text in (
            ("Nội dung", content),
            ("Số lượng", quantity),
            ("Đơn vị tính", unit),
            ("Đơn giá", price),
        ):
            writer.fill(label, text, cost)
        cost.locator("summary").click()
        writer.fill("Định mức, căn cứ", basis, cost)
        if number == facts.PAID_ROW:
            pick(writer, "Người nhận tiền", facts.PAYEE, cost)
            pick(writer, "Người duyệt khoản này", facts.APPROVER, cost)
    onward(writer)
    price = f"#lines-{facts.MEAL_ROW - 1}-price"
    writer.refused("Đơn giá", "định mức 150.000 đồng", price)
    writer.look("e1-05-costs-over-the-norm")
    meal = row(writer, "Khoản", facts.MEAL_ROW)
    assert writer.field("Số lượng", meal).input_value() == "3"
    writer.fill("Đơn giá", facts.MEAL_PRICE, meal)
    writer.saved()
    writer.press("Thêm dòng Các khoản chi")
    writer.sees("Tổng cộng: 8.950.000 đồng")
    writer.sees("Tám triệu chín trăm năm mươi nghìn đồng", writer.page.locator("#total"))
    writer.press("Bỏ dòng Khoản 9")
    _next(writer, "e1-05-costs")


def tell_papers_and_duties(tale: Workshop) -> None:
    """Six papers are asked from units; three duties are given."""
    writer = tale.person(WRITER)
    writer.choose("Đặt tham luận", "Có")
    writer.fill("Hạn gửi tham luận", "4/4/2025")
    for number, (unit, title) in enumerate(facts.PAPERS, start=1):
        if number > 1:
            writer.press("Thêm dòng Tham luận")
        asked = row(writer, "Tham luận", number)
        writer.field("Đơn vị", asked).select_option(label=facts.units()[unit - 1])
        writer.fill("Đề tài", title, asked)
    _next(writer, "e1-06-papers")
    for number, (text, owner, product, due) in enumerate(facts.DUTIES, start=1):
        if number > 2:
            writer.press("Thêm dòng Phân công")
        duty = row(writer, "Việc", number)
        for label, said in (("Việc", text), ("Chủ trì", owner), ("Sản phẩm", product), ("Thời hạn", due)):
            writer.fill(label, said, duty)
    writer.fill(
        "Nơi nhận",
        "Ban Thường vụ Liên đoàn Lao động tỉnh (để báo cáo)\nCác công đoàn cơ sở trực thuộc (để thực hiện)",
    )
    _next(writer, "e1-07-duties")
    writer.sees("Máy kiểm tra: 0 lỗi, 0 cảnh báo")


def send(tale: Workshop) -> None:
    """On 14/03 the plan goes to the standing committee; nobody is called before it has decided (EV01)."""
    tale.on(14, 3)
    writer = tale.person(WRITER)
    writer.open(f"/ho-so/{tale.code}/kiem-tra")
    for words in ("84 đại biểu, 6 khách mời", "Tổng cộng: 8.950.000 đồng", "84 dòng"):
        writer.sees(words)
    writer.look("e1-08-check")
    writer.page.get_by_label("Tôi đã").check()
    writer.press("Trình duyệt")
    writer.sees("Đã trình duyệt.")
    writer.follow("Trang của sự kiện")
    tale.address = writer.page.url.removeprefix(tale.stage.url)
    too_early(tale)


def too_early(tale: Workshop) -> None:
    """The clerk tries to send the letters at once."""
    clerk = tale.person(CLERK)
    for kind in ("summons_letter", "invitation"):
        clerk.open(f"{tale.address}/van-ban/{kind}")
        assert clerk.page.url.endswith(tale.address)
        clerk.sees("chưa được duyệt")
    clerk.look("e1-09-too-early")


def approve(tale: Workshop) -> None:
    """The accountant on 17/03, the chair and her deputy on 21/03; who wrote it has no such button."""
    tale.on(17, 3)
    money = tale.person(MONEY)
    money.open(f"/ho-so/{tale.code}")
    money.press("Nhận hồ sơ")
    money.look("e1-10-accountant")
    money.decide("Đồng ý, chuyển Ban Thường vụ duyệt")
    tale.on(21, 3, books=date(2025, 3, 20))
    for code in (CHAIR, DEPUTY):
        member = tale.person(code)
        member.open("/viec")
        member.follow("Kế hoạch: Hội thảo")
        member.look("e1-11-committee")
        member.decide("Đồng ý")
        member.sees("Đã ghi ý kiến đồng ý.")
    writer = tale.person(WRITER)
    writer.open(tale.address)
    writer.sees("Kế hoạch đã duyệt, chờ phát hành")
    writer.sees("còn 16 ngày làm việc")


def issue_the_plan(tale: Workshop) -> None:
    """18/KH-CĐN of 21/03/2025 with its estimate."""
    clerk = tale.person(CLERK)
    clerk.open(f"{tale.address}/van-ban/invitation")
    clerk.sees("Phát hành Kế hoạch trước")
    clerk.open(f"/ho-so/{tale.code}")
    clerk.follow("Cấp số Kế hoạch…")
    tale.issue(clerk, "18/KH-CĐN", 2, "e1-12-plan-to-issue")
    clerk.look("e1-12-plan-issued")
    tells(files(clerk), "Số: 18/KH-CĐN", "ngày 21 tháng 3 năm 2025", TITLE, "84", "8.950.000", *facts.units())
    lines = [re.sub(r"\.$", "", one[4]) for one in facts.COSTS if one[4] != "200.000"]
    tells(files(clerk, 1), "18/KH-CĐN", *lines, "150.000", "450.000", "1.900.000", "8.950.000")
    tells(files(clerk, 1), "tám triệu chín trăm năm mươi nghìn đồng")


def call_everybody(tale: Workshop) -> None:
    """On 31/03, ten working days before: 24/CĐN-VP to the units, 25/GM-CĐN to each guest."""
    tale.on(31, 3, books=date(2025, 3, 28))
    clerk = tale.person(CLERK)
    clerk.open(tale.address)
    clerk.sees("còn 10 ngày làm việc")
    clerk.sees("Gửi 12 đơn vị được triệu tập.")
    clerk.look("e1-13-event")
    clerk.follow("Xem và phát hành Công văn triệu tập")
    tale.issue(clerk, "24/CĐN-VP", 2, "e1-14-summons")
    ground = "Kế hoạch số 18/KH-CĐN ngày 21 tháng 3 năm 2025"
    tells(
        files(clerk),
        "24/CĐN-VP",
        "ngày 31 tháng 3 năm 2025",
        ground,
        "thứ Ba",
        "15 tháng 4 năm 2025",
        *facts.units(),
    )
    tells(files(clerk, 1), *(one[3] for one in facts.PROGRAMME))
    clerk.open(tale.address)
    clerk.follow("Xem và phát hành Giấy mời")
    tale.issue(clerk, "25/GM-CĐN", 7, "e1-15-invitations")
    titles = clerk.page.locator("main section.tk-card h2").all_inner_texts()
    for place, name in enumerate(facts.IN_ORDER):
        assert name in titles[place], titles
        said = files(clerk, place)
        tells(said, "25/GM-CĐN", name)
        assert all(text.lower().count("đồng chí đồng chí") == 0 for text in said)
    clerk.open(tale.address)
    clerk.sees("Đã gửi triệu tập, giấy mời")
    clerk.follow("Danh sách đại biểu")
    clerk.sees("93 người.")
    clerk.look("e1-16-delegates")


CHAPTERS = (
    create,
    tell_purpose,
    tell_people,
    tell_time_and_programme,
    tell_costs,
    tell_papers_and_duties,
    send,
    approve,
    issue_the_plan,
    call_everybody,
)
