"""The demonstration training of 21/11/2025, online at eleven points: planned, held, closed by eighteen people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from services import accounts
from tests.journeys.training_people import (
    CAME_AT_ALL,
    EARLY,
    FULL,
    POINTS,
    REGISTERED,
    as_pasted,
    results,
)
from tests.support.past_stage import PastStage
from tests.support.stage import Person

WRITER, MONEY, CLERK = "P04", "P05", "P25"
TITLE = "Hội nghị tập huấn nghiệp vụ cán bộ công đoàn năm 2025, lần 2"
DAY, BEGINS = date(2025, 11, 21), date(2025, 10, 21)
LATE = "P14"
PASSWORD = "mười một điểm cầu"
# The numbers of the province's register that are issued here.
OURS = frozenset(("CDN", one) for one in ("38/KH-CĐN", "40/CĐN-VP", "41/BB-CĐN", "42/TB-CĐN", "43/BC-CĐN"))

CONTENTS = (
    "Nghị quyết đại hội công đoàn nhiệm kỳ mới",
    "Thực hiện dân chủ ở cơ sở",
    "Chấm điểm, xếp loại, biểu số liệu",
    "Tự kiểm tra cuối năm, kế hoạch năm sau",
)
# start, end, kind, content, who
PROGRAMME = (
    ("13h30", "13h40", "Khai mạc, giới thiệu", "Khai mạc, giới thiệu điểm cầu", "Mạc Thị Lan Chi"),
    ("13h40", "14h30", "Đề dẫn, chuyên đề", CONTENTS[0], "Đinh Thu Hạnh"),
    ("14h30", "15h15", "Đề dẫn, chuyên đề", CONTENTS[1], "Lương Quốc Bảo"),
    ("15h15", "16h05", "Đề dẫn, chuyên đề", CONTENTS[2], "Mạc Thị Lan Chi"),
    ("16h05", "16h40", "Đề dẫn, chuyên đề", CONTENTS[3], "Tạ Minh Châu"),
    ("16h40", "17h00", "Thảo luận", "Hỏi đáp", ""),
)
P01, P02 = "Đinh Thu Hạnh, Chủ tịch", "Lương Quốc Bảo, Phó Chủ tịch"
P03, P04 = "Tạ Minh Châu, Ủy viên Ban Thường vụ", "Mạc Thị Lan Chi, Chuyên viên tổng hợp, thống kê"
SPEAKER = "Đề dẫn, báo cáo viên"
# kind of cost, content, quantity, price, who is paid, who approves this line: nobody their own
COSTS = (
    (SPEAKER, "Báo cáo viên chuyên đề 1", "1", "600.000", P01, P02),
    (SPEAKER, "Báo cáo viên chuyên đề 2", "1", "600.000", P02, P01),
    (SPEAKER, "Báo cáo viên chuyên đề 3", "1", "400.000", P04, P02),
    (SPEAKER, "Báo cáo viên chuyên đề 4", "1", "400.000", P03, P01),
    ("Thuê hội trường, thiết bị, đường truyền", "Đường truyền, phòng họp", "1", "1.000.000", "", ""),
    ("Giải khát giữa giờ", "Giải khát tại điểm cầu trung tâm", "38", "20.000", "", ""),
    ("In giấy chứng nhận", "In giấy chứng nhận", "148", "5.000", "", ""),
)
TASKS = (
    ("Tự kiểm tra chấp hành Điều lệ, gửi biểu mẫu M14", "30/11/2025", "28/11/2025"),
    ("Gửi dự thảo kế hoạch năm 2026", "10/12/2025", "hôm nay"),
)


class Training:
    """The event on a stage of the past; `code` is the plan's, then the report's; `address` the event's page."""

    def __init__(self, stage: PastStage) -> None:
        self.stage, self.code, self.address = stage, "", ""

    def rows(self, person: Person, word: str, number: int) -> Any:
        """Return one row of a list on the page."""
        return person.page.get_by_role("group", name=f"{word} {number}", exact=True)

    def at(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Let the register's other papers pass up to the eve, then let it be this hour."""
        eve = day - timedelta(days=1)
        if eve > self.stage.entered:
            self.stage.register_until(eve, OURS)
        self.stage.at(day, hour, minute)

    def person(self, code: str) -> Person:
        """Return somebody signed in: by a card, or who has none by name and password."""
        if code in self.stage.people or code in dict(accounts.CARDS):
            return self.stage(code)
        person = self.stage.people[code] = self.stage.newcomer()
        person.open("/dang-nhap")
        person.page.locator('main [name="identity"]').fill(code.lower())
        person.page.locator('main [name="password"]').fill(PASSWORD)
        person.press("Đăng nhập")
        return person

    def give_passwords(self) -> None:
        """The administrator's part: keepers without a card get a password."""
        with self.stage.inside():
            for one in POINTS:
                if one.card not in dict(accounts.CARDS):
                    accounts.set_password(accounts.by_identity(one.card.lower()).account_id, PASSWORD)

    def clerk(self) -> Person:
        """Return the clerk, whose pages wait until a paper is laid out, for however long that takes."""
        person = self.stage(CLERK)
        person.page.set_default_timeout(120_000)
        return person

    def status(self, person: Person, path: str) -> int:
        """Return how the product answers at a path of the event's, asked by the page itself."""
        return person.page.evaluate("async path => (await fetch(path)).status", f"{self.address}{path}")


def _next(writer: Person, name: str) -> None:
    writer.look(name)
    writer.saved()
    writer.go(writer.page.locator("main .tk-bar .btn-primary"))


def create(tale: Training) -> None:
    """A training by the full way, a month before."""
    tale.give_passwords()
    writer = tale.stage(WRITER)
    writer.open("/viec")
    writer.follow("Tạo sự kiện")
    writer.page.get_by_label("Loại sự kiện").select_option(label="Tập huấn")
    writer.choose("Cách lập", "Đầy đủ, 7 phần: có khách mời, chương trình theo giờ, tham luận, phân công")
    writer.fill("Tên sự kiện", TITLE)
    writer.fill("Ngày dự kiến", "21/11/2025")
    writer.press("Tạo và lập kế hoạch")
    tale.code = writer.page.url.rsplit("/", 1)[1]
    writer.sees("Xong 0 trong 7 phần")


def tell_purpose_and_people(tale: Training) -> None:
    """Four contents; 160 people of eleven units, one row of the pasted list with a unit that does not exist."""
    writer = tale.stage(WRITER)
    writer.open(f"/ho-so/{tale.code}/phan/plan")
    writer.fill("Lần thứ", "2")
    writer.choose("Có trong chương trình công tác", "Có")
    writer.fill("Mục đích", "Bồi dưỡng nghiệp vụ cho cán bộ công đoàn cơ sở.")
    writer.fill("Nội dung", "\n".join(CONTENTS))
    _next(writer, "80-training-purpose")
    writer.fill("Thành phần", "cán bộ công đoàn cơ sở")
    assert writer.page.get_by_role("group", name="CĐCS Văn phòng Sở Y tế", exact=True).count() == 0
    for point in POINTS:
        row = writer.page.get_by_role("group", name=point.unit, exact=True)
        writer.fill("Số đại biểu", str(point.registered), row)
    writer.fill("Ban Tổ chức", "0")
    writer.fill("Danh sách đại biểu", as_pasted().replace("CĐCS Bệnh viện Phổi", "CĐCS Bệnh viện Mắt", 1))
    writer.go(writer.page.locator("main .tk-bar .btn-primary"))
    writer.refused("Danh sách đại biểu", "“CĐCS Bệnh viện Mắt” không có trong các đơn vị của sự kiện")
    writer.fill("Danh sách đại biểu", as_pasted())
    _next(writer, "81-training-people")


def tell_time_and_points(tale: Training) -> None:
    """Online: the link, its eleven connections, a point for each unit with who keeps it."""
    writer = tale.stage(WRITER)
    writer.choose("Hình thức", "Trực tuyến")
    session = tale.rows(writer, "Buổi", 1)
    writer.fill("Từ", "13h30", session)
    writer.fill("Đến", "17h", session)
    writer.fill("Địa điểm", "Phòng họp Công đoàn ngành Y tế tỉnh (điểm cầu trung tâm)")
    writer.choose("Nơi tổ chức", "Thành phố, thị xã, huyện thuộc tỉnh")
    writer.unfold("Họp trực tuyến")
    writer.fill("Đường liên kết phòng họp", "https://hop.songlam.example/tap-huan-2")
    writer.fill("Đường truyền cho bao nhiêu kết nối", "10")
    for number, point in enumerate(POINTS, start=1):
        if number > 1:
            writer.press("Thêm dòng Điểm cầu")
        row = tale.rows(writer, "Điểm cầu", number)
        writer.fill("Điểm cầu", point.name, row)
        writer.field("Đơn vị dự tại điểm cầu", row).select_option(label=point.unit)
        writer.fill("Người phụ trách", point.keeper, row)
        writer.fill("Số đại biểu", str(point.registered), row)
    writer.choose("Cấp trên có sự kiện", "Không")
    writer.go(writer.page.locator("main .tk-bar .btn-primary"))
    writer.refused("Đường truyền cho bao nhiêu kết nối", "Đường truyền cho 10 kết nối, mời 11")
    writer.fill("Đường truyền cho bao nhiêu kết nối", "30")
    writer.reach()
    _next(writer, "82-training-points")


def tell_programme(tale: Training) -> None:
    """200 of 210 minutes are spoken; why, stands beside."""
    writer = tale.stage(WRITER)
    writer.page.get_by_label(P01).check()
    writer.page.get_by_label("Thư ký ghi biên bản").select_option(label=P04)
    for number, (start, end, kind, content, who) in enumerate(PROGRAMME, start=1):
        if number > 3:
            writer.press("Thêm dòng Chương trình")
        row = tale.rows(writer, "Mục", number)
        writer.fill("Từ", start, row)
        writer.fill("Đến", end, row)
        writer.field("Loại", row).select_option(label=kind)
        writer.fill("Nội dung", content, row)
        writer.fill("Người thực hiện", who, row)
    writer.fill("Lý do chương trình kín giờ", "họp trực tuyến, không nghỉ giải lao")
    _next(writer, "83-training-programme")


def tell_costs_and_tasks(tale: Training) -> None:
    """Seven lines, 4.500.000 đồng; the chair's own fee approved by the chair is refused at its field."""
    writer = tale.stage(WRITER)
    writer.choose("Có chi kinh phí", "Có")
    writer.fill("Nguồn kinh phí", "nguồn tài chính công đoàn năm 2025 của Công đoàn ngành Y tế")
    for number, (item, content, quantity, price, payee, approver) in enumerate(COSTS, start=1):
        if number > 1:
            writer.press("Thêm dòng Các khoản chi")
        row = tale.rows(writer, "Khoản", number)
        writer.field("Loại chi", row).select_option(label=item)
        writer.fill("Nội dung", content, row)
        writer.fill("Số lượng", quantity, row)
        writer.fill("Đơn giá", price, row)
        if payee:
            row.get_by_text("Định mức, người nhận, người duyệt").click()
            writer.field("Người nhận tiền", row).select_option(label=payee)
            writer.field("Người duyệt khoản này", row).select_option(label=payee if number == 1 else approver)
    writer.go(writer.page.locator("main .tk-bar .btn-primary"))
    wrong = "«Báo cáo viên chuyên đề 1»: Đinh Thu Hạnh tự duyệt khoản chi cho mình"
    writer.sees(wrong, writer.page.locator("#errors"))
    writer.look("84-training-own-fee")
    writer.field("Người duyệt khoản này", tale.rows(writer, "Khoản", 1)).select_option(label=P02)
    _next(writer, "84-training-costs")
    writer.choose("Đặt tham luận", "Không")
    _next(writer, "85-training-papers")
    row = tale.rows(writer, "Việc", 1)
    writer.fill("Việc", "Chuẩn bị phòng họp trực tuyến, gửi đường liên kết cho các điểm cầu", row)
    writer.fill("Chủ trì", "Văn phòng", row)
    _next(writer, "85-training-tasks")
    writer.sees("Máy kiểm tra: 0 lỗi, 1 cảnh báo, 0 chỗ cần người xem")
    tight = "hết 200 phút; buổi chỉ dành được 180 phút (lý do: họp trực tuyến, không nghỉ giải lao)"
    writer.sees(tight)
    writer.sees("Tổng cộng: 4.500.000 đồng")
    writer.look("86-training-check")
    writer.page.get_by_label("Tôi đã").check()
    writer.press("Trình duyệt")
    writer.sees("Đã trình")


def approve_and_issue(tale: Training) -> None:
    """The accountant, the chair and the vice chair, each for the other's fee; plan and estimate 38/KH-CĐN."""
    tale.at(date(2025, 10, 29))
    for code in (MONEY, "P01", "P02"):
        person = tale.stage(code)
        person.open(f"/ho-so/{tale.code}")
        if code == MONEY:
            person.press("Nhận hồ sơ")
            person.sees("buổi chỉ dành được 180 phút")
        person.decide("Đồng ý, chuyển Ban Thường vụ duyệt" if code == MONEY else "Đồng ý")
        person.sees("Đã ghi ý kiến đồng ý.")
    writer = tale.stage(WRITER)
    writer.open(f"/ho-so/{tale.code}")
    writer.follow("Trang của sự kiện")
    tale.address = writer.page.url.removeprefix(tale.stage.url)
    clerk = tale.clerk()
    clerk.open(f"/ho-so/{tale.code}")
    clerk.follow("Cấp số Kế hoạch…")
    issue(clerk, "38/KH-CĐN", 2)


def summon(tale: Training) -> None:
    """The summons 40/CĐN-VP with the programme; nobody is invited beside."""
    tale.at(date(2025, 11, 5))
    clerk = tale.clerk()
    clerk.open(tale.address)
    clerk.sees(f"{REGISTERED}")
    assert "Xem và phát hành Giấy mời" not in clerk.text()
    clerk.follow("Xem và phát hành Công văn triệu tập")
    issue(clerk, "40/CĐN-VP", 2)
    clerk.open(tale.address)
    clerk.sees("Đã gửi triệu tập, giấy mời")
    clerk.follow(f"Danh sách đại biểu ({REGISTERED + 2})")
    clerk.sees(f"{REGISTERED + 2} người")


def issue(clerk: Person, number: str, parts: int) -> None:
    """Issue what the page shows; wait for its files."""
    clerk.sees("Thể thức đúng, đủ điều kiện cấp số")
    clerk.press("Cấp số và phát hành")
    clerk.sees(number)
    clerk.until(lambda: clerk.page.get_by_role("link", name="Tải PDF").count() == parts, 240)


def open_the_points(tale: Training) -> None:
    """At 13:20 each keeper finds the point among what waits, its people and nobody else; one taps who comes in."""
    tale.at(DAY, 13, 20)
    point = next(one for one in POINTS if one.card == LATE)
    keeper = tale.person(LATE)
    keeper.open("/viec")
    keeper.sees(f"Điểm danh: {point.name}")
    keeper.look("87-point-inbox")
    keeper.follow(f"Điểm danh: {point.name}")
    keeper.sees(f"0/{point.registered}")
    told = keeper.text()
    assert all(name in told for name in point.people)
    assert not [name for one in POINTS if one is not point for name in one.people if name in told]
    *together, last = point.people[: point.came]
    keeper.follow("Ghi cả đoàn")
    for name in together:
        keeper.page.get_by_label(name).check()
    keeper.look("88-point-together")
    keeper.press("Ghi vào những người đã đánh dấu")
    keeper.sees(f"{point.name}: đã ghi vào {len(together)} người.")
    keeper.press(f"Vào {last}")
    keeper.sees(f"{last}: đã ghi vào.")
    keeper.sees(f"{point.came}/{point.registered}")
    keeper.reach()
    keeper.look("88-point")
    for page in ("", "/diem-danh", "/the-dai-bieu", "/dai-bieu", "/y-kien", "/bien-ban", "/chung-nhan"):
        assert tale.status(keeper, page) == 404, page
    other = tale.stage("P10")  # an officer of unit 1, whose point another keeps
    assert tale.status(other, "/diem-cau") == 404


def close_the_points(tale: Training) -> None:
    """At 17:05 the other keepers paste who was there; the tapped point writes down who left early."""
    tale.at(DAY, 17, 5)
    for point in POINTS:
        keeper = tale.person(point.card)
        keeper.open("/viec")
        keeper.follow(f"Điểm danh: {point.name}")
        if point.card == LATE:
            keeper.unfold("Ghi giờ khác")
            keeper.fill("Giờ ghi", EARLY)
            keeper.press(f"Ra {point.people[point.came - 1]}")
            continue
        keeper.follow("Dán danh sách có giờ vào, giờ ra")
        keeper.fill("Nhật ký phòng họp", point.log + "\nNgười Lạ\t13:30\t17:00")
        keeper.press("Đọc và ghi điểm danh")
        keeper.sees(f"Đã ghi {point.came} người")
        keeper.sees("Người Lạ")
        keeper.look("89-point-log")
    writer = tale.stage(WRITER)
    writer.open(f"{tale.address}/diem-danh")
    writer.sees(f"{CAME_AT_ALL}/{REGISTERED}")
    writer.unfold("Có mặt theo đơn vị")
    writer.look("89-training-present")
    writer.open(f"{tale.address}/kiem-tra")
    writer.fill("Kết quả kiểm tra", results())
    writer.press("Đọc và ghi kết quả")
    writer.sees("Đã ghi 141 bài")
    writer.sees("Điểm trung bình 8,1/10, 141 bài.")
    writer.look("90-training-quiz")
    writer.open(f"{tale.address}/chung-nhan")
    writer.sees(f"{FULL}/{REGISTERED}")
    writer.sees("(92,5%)")
    writer.sees(f"{REGISTERED - FULL} người chưa đủ (EV14)")
    short = writer.text("main details[open]")
    assert {one.unit: short.count(one.unit) for one in POINTS} == {
        one.unit: one.registered - one.full for one in POINTS
    }
    writer.look("90-training-short")


CHAPTERS = (
    create,
    tell_purpose_and_people,
    tell_time_and_points,
    tell_programme,
    tell_costs_and_tasks,
    approve_and_issue,
    summon,
    open_the_points,
    close_the_points,
)
