"""What follows the demonstration training: minutes, certificates, conclusions, report, the units' closing task."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image

from tests.journeys.training import (
    LATE,
    MONEY,
    P03,
    P04,
    TASKS,
    TITLE,
    WRITER,
    Training,
    issue,
)
from tests.journeys.training_people import CAME_AT_ALL, FULL, POINTS, REGISTERED
from tests.support.stage import Person

SPENT = ("600.000", "600.000", "400.000", "400.000", "1.000.000", "760.000", "740.000")


def write_the_minutes(tale: Training) -> None:
    """Minutes grown from the programme, two tasks for every unit; 41/BB-CĐN; 148 certificates."""
    tale.at(date(2025, 11, 24))
    writer = tale.stage(WRITER)
    writer.open(f"{tale.address}/bien-ban")
    writer.sees(f"{CAME_AT_ALL}/{REGISTERED}")
    writer.fill(
        "Kết luận", "Các công đoàn cơ sở áp dụng nội dung tập huấn vào tự kiểm tra và kế hoạch năm 2026."
    )
    writer.press("Lưu biên bản")
    writer.sees("Đã lưu biên bản.")
    writer.look("91-training-minutes")
    writer.open(f"{tale.address}/nhiem-vu")
    for text, due, _done in TASKS:
        writer.unfold("Thêm nhiệm vụ")
        writer.fill("Việc phải làm", text)
        writer.page.get_by_label("Mọi đơn vị được triệu tập").check()
        writer.fill("Hạn", due)
        writer.press("Ghi nhiệm vụ")
        writer.sees("Đã ghi nhiệm vụ.")
    clerk = tale.clerk()
    clerk.open(f"{tale.address}/bien-ban")
    clerk.follow("Xem và phát hành Biên bản")
    issue(clerk, "41/BB-CĐN", 1)
    certificates(tale, clerk)


def certificates(tale: Training, clerk: Person) -> None:
    """One certificate for each of the 148, none for the other twelve."""
    clerk.open(f"{tale.address}/chung-nhan")
    clerk.fill("Tên khóa", "Tập huấn nghiệp vụ cán bộ công đoàn năm 2025, lần 2")
    clerk.fill("Ngày ghi trên giấy", "hôm nay")
    clerk.press(f"Tạo {FULL} giấy chứng nhận")
    clerk.until(lambda: f"Xong: {FULL} tờ trên {FULL}" in clerk.text(), 240)
    clerk.look("92-training-certificates")
    whole = clerk.page.get_by_role("link", name=f"Tải PDF để in ({FULL} trang)")
    begin = (
        "async link => new TextDecoder().decode((await (await fetch(link.href)).arrayBuffer()).slice(0, 5))"
    )
    assert whole.evaluate(begin) == "%PDF-"


def conclude(tale: Training) -> None:
    """The notice of conclusions 42/TB-CĐN gives the tasks to eleven units."""
    tale.at(date(2025, 11, 25))
    chair = tale.person(LATE)
    chair.open("/viec")
    assert TASKS[0][0] not in chair.text()
    clerk = tale.clerk()
    clerk.open(f"{tale.address}/bien-ban")
    clerk.follow("Xem và phát hành Thông báo kết luận")
    issue(clerk, "42/TB-CĐN", 1)
    chair.open("/viec")
    chair.sees("Nhiệm vụ được giao (2)")
    chair.look("93-training-tasks-given")


def report(tale: Training) -> None:
    """Report and settlement of 4.500.000 đồng: the writer, the accountant, P02 and P03; 43/BC-CĐN."""
    tale.at(date(2025, 12, 4))
    writer = tale.stage(WRITER)
    writer.open(tale.address)
    writer.press("Báo cáo kết quả, quyết toán")
    tale.code = writer.page.url.rsplit("/", 1)[1]
    writer.open(f"/ho-so/{tale.code}/phan/report")
    writer.sees(f"{CAME_AT_ALL}/{REGISTERED}")
    writer.fill("Ưu điểm", f"Có {FULL} học viên dự đủ thời gian.")
    _save(writer)
    for number, spent in enumerate(SPENT, start=1):
        name = f"lines-l{number}-actual"
        writer.page.locator(f'[name="{name}"]').fill(spent)
        writer.page.locator(f'[name="lines-l{number}-voucher"]').fill(f"CT{number:02d}")
    writer.fill("Ngày chi khoản cuối", "28/11/2025")
    writer.look("94-training-settlement")
    _save(writer)
    news(writer)
    _save(writer)
    writer.sees("Máy kiểm tra: 0 lỗi")
    writer.sees("Thực chi 4.500.000 đồng")
    said = writer.text()
    assert all(one in said for one in (f"{FULL} người", "92,5%", "8,1/10 (141 bài)")), said
    writer.look("95-training-report-check")
    writer.page.get_by_label("Tôi đã").check()
    writer.press("Trình duyệt")
    for code in (MONEY, "P02", "P03"):
        person = tale.stage(code)
        person.open(f"/ho-so/{tale.code}")
        if code == MONEY:
            person.press("Nhận hồ sơ")
        person.decide("Đồng ý, chuyển Ban Thường vụ duyệt" if code == MONEY else "Đồng ý")
        person.sees("Đã ghi ý kiến đồng ý.")
    clerk = tale.clerk()
    clerk.open(f"/ho-so/{tale.code}")
    clerk.follow("Cấp số Báo cáo kết quả…")
    issue(clerk, "43/BC-CĐN", 3)
    keeper = tale.stage("P09")
    keeper.open(f"{tale.address}/diem-cau")
    keeper.sees("Báo cáo kết quả đã trình")
    assert keeper.page.get_by_role("button", name="Ra ").count() == 0


def news(writer: Person) -> None:
    """The news of the event, within five days, with a photo and its caption."""
    writer.choose("Tệp này là", "Ảnh đưa tin")
    taken = io.BytesIO()
    Image.new("RGB", (1600, 1000), (208, 224, 240)).save(taken, "JPEG")
    file = {"name": "diem-cau.jpg", "mimeType": "image/jpeg", "buffer": taken.getvalue()}
    writer.page.set_input_files("#file", file)
    writer.press("Gửi tệp")
    writer.sees("Đã nhận tệp.")
    row = writer.page.locator(".tk-card", has_text="Dòng 1").first
    writer.field("Ảnh", row).select_option(label="diem-cau.jpg")
    writer.fill("Chú thích", "Quang cảnh điểm cầu trung tâm", row)
    writer.fill("Tiêu đề", "148 cán bộ công đoàn hoàn thành tập huấn trực tuyến lần 2")
    writer.fill("Đoạn mở đầu", f"Chiều 21/11, Công đoàn ngành Y tế tỉnh tổ chức {TITLE}.")
    writer.fill("Nội dung", "Đồng chí Đinh Thu Hạnh trình bày chuyên đề thứ nhất.")
    writer.fill("Ngày đăng", "24/11/2025")
    writer.field("Người viết").select_option(label=P04)
    writer.field("Người duyệt").select_option(label=P03)


def _save(writer: Person) -> None:
    writer.saved()
    writer.go(writer.page.locator("main .tk-bar .btn-primary"))


def close_the_task(tale: Training) -> None:
    """Ten units have both tasks done by 10/12, unit 5 the second two days late: 10 of 11 in time."""
    tale.at(date(2025, 12, 9))
    for point in POINTS:
        _report_done(tale, point.card, TASKS[:1] if point.card == LATE else TASKS)
    tale.at(date(2025, 12, 12))
    _report_done(tale, LATE, TASKS[1:])
    writer = tale.stage(WRITER)
    writer.open(f"{tale.address}/nhiem-vu")
    writer.sees("11/11 đơn vị đúng hạn")
    writer.sees("10/11 đơn vị đúng hạn")
    for found in writer.page.locator("details summary", has_text="Từng đơn vị").all():
        found.click()
    late = "CĐCS Bệnh viện Tâm thần: xong 12/12/2025 (muộn)"
    writer.sees(late)
    assert writer.text().count("(muộn)") == 1
    writer.look("96-training-tasks")


def _report_done(tale: Training, card: str, tasks: tuple[tuple[str, str, str], ...]) -> None:
    chair = tale.person(card)
    for text, _due, on in tasks:
        chair.open("/viec")
        chair.follow(text)
        chair.fill("Xong ngày", on)
        chair.look("96-training-task-done")
        chair.press("Báo xong")
        chair.sees("Đã báo xong nhiệm vụ.")


CHAPTERS = (write_the_minutes, conclude, report, close_the_task)
