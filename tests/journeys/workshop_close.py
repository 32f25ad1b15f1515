"""17/04–30/06/2025: the news, what became of the recommendations, the report with the settlement."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image

from tests.journeys import workshop_facts as facts
from tests.journeys.workshop import (
    CHAIR,
    CLERK,
    DEPUTY,
    MONEY,
    UNIT_CHAIR,
    WRITER,
    Workshop,
    files,
    onward,
    pick,
    plain,
    tells,
    words_of,
)
from tests.support.stage import Person
from tests.support.workshop_after import FIELDS, PRESENT, RECOMMENDED, SPENT, TASKS

FORWARD, ANSWER, REOPEN = "Chuyển cấp có thẩm quyền", "Ghi câu trả lời", "Đơn vị chưa đồng ý, mở lại"

# number, move, day, words, letter, level, addressee
MOVES = {
    (22, 4): (
        (3, FORWARD, "22/4/2025", "", "Công văn số 32/CĐN-VP ngày 22/4/2025", "Liên đoàn Lao động tỉnh", ""),
        (4, FORWARD, "22/4/2025", "", "Công văn số 32/CĐN-VP ngày 22/4/2025", "Sở, ban, ngành", "Sở Y tế"),
    ),
    (25, 4): (
        (
            5,
            FORWARD,
            "24/4/2025",
            "",
            "Công văn số 33/CĐN-VP ngày 24/4/2025",
            "Ủy ban nhân dân tỉnh",
            "Sở Y tế, UBND tỉnh",
        ),
        (1, ANSWER, "hôm nay", "đưa vào kế hoạch tập huấn năm 2025", "", "", ""),
    ),
    (5, 6): (
        (2, ANSWER, "9/5/2025", "đã gửi mẫu quy chế", "", "", ""),
        (3, ANSWER, "20/5/2025", "ghi nhận, đưa vào dự toán năm sau", "", "", ""),
        (5, ANSWER, "5/6/2025", "trả lời một phần", "", "", ""),
        (5, REOPEN, "hôm nay", "chưa có mức phụ cấp độc hại", "", "", ""),
    ),
}
# number, addressee, last day for the answer, how it stands on 30/06/2025
REGISTER = (
    ("KN1", "CĐN Y tế", "–", "Đã trả lời"),
    ("KN2", "CĐN Y tế", "–", "Đã trả lời"),
    ("KN3", "LĐLĐ tỉnh Sông Lam", "–", "Đã trả lời"),
    ("KN4", "Sở Y tế", "22/05/2025", "Quá hạn"),
    ("KN5", "Sở Y tế, UBND tỉnh", "05/07/2025", "Mở lại"),
)


def tell_the_news(tale: Workshop) -> None:
    """17/04, two days after: the news with a photo and its caption, as part of the report that is begun."""
    tale.on(17, 4)
    writer = tale.person(WRITER)
    writer.open(tale.address)
    writer.press("Báo cáo kết quả, quyết toán")
    tale.report = writer.page.url.rsplit("/", 1)[1]
    writer.open(f"/ho-so/{tale.report}/phan/news")
    picture = io.BytesIO()
    Image.new("RGB", (640, 400), (208, 224, 240)).save(picture, "PNG")
    writer.page.set_input_files(
        "#file", {"name": "hoi-thao.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    writer.choose("Tệp này là", "Ảnh đưa tin")
    writer.press("Gửi tệp")
    writer.sees("Đã nhận tệp.")
    for label, text in (
        ("Tiêu đề", "Bàn giải pháp nâng cao chất lượng hoạt động công đoàn cơ sở ngành Y tế"),
        ("Đoạn mở đầu", "Sáng 15/4, Công đoàn ngành Y tế tỉnh Sông Lam tổ chức Hội thảo với 80 đại biểu."),
        ("Khách, đại biểu", "Tới dự có đồng chí Lục Thị Hòa, Phó Chủ tịch Liên đoàn Lao động tỉnh."),
        ("Nội dung", "Đồng chí Đinh Thu Hạnh trình bày báo cáo đề dẫn; 13 ý kiến phát biểu."),
        ("Ngày đăng", "17/4/2025"),
        ("Nơi đăng", "Trang thông tin của Liên đoàn Lao động tỉnh"),
        ("Chú thích", "Quang cảnh Hội thảo"),
    ):
        writer.fill(label, text)
    pick(writer, "Người viết", "Mạc Thị Lan Chi")
    pick(writer, "Người duyệt", "Lương Quốc Bảo")
    pick(writer, "Ảnh", "hoi-thao.png", writer.page.locator("form#part"))
    writer.look("e1-32-news")
    writer.press("Lưu nháp, về hồ sơ")
    writer.sees("Đã lưu nháp.")


def follow(tale: Workshop, day: tuple[int, int]) -> None:
    """What became of the recommendations is written into the register on one day."""
    tale.on(*day, books=date(2025, day[1], day[0]))
    writer = tale.person(WRITER)
    for number, move, on, words, letter, level, addressee in MOVES[day]:
        writer.open(f"{tale.address}/kien-nghi")
        writer.follow(f"KN{number}")
        writer.page.get_by_label(move).check()
        writer.fill("Ngày", on)
        writer.fill("Nội dung trả lời", words)
        writer.fill("Văn bản", letter)
        if level:
            pick(writer, "Chuyển tới cấp", level)
        writer.fill("Cơ quan trả lời", addressee)
        writer.look(f"e1-35-move-{number}")
        writer.press("Ghi vào sổ")
        writer.sees("Đã ghi vào sổ kiến nghị.")


def send_them_on(tale: Workshop) -> None:
    """22/04 to 25/04: two are sent on with letter 32, one with letter 33, one is answered at home."""
    follow(tale, (22, 4))
    follow(tale, (25, 4))


def report(tale: Workshop) -> None:
    """29/04: what came of it, and 8.610.000 spent of an advance of 8.950.000."""
    tale.on(29, 4, books=date(2025, 4, 28))
    writer = tale.person(WRITER)
    writer.open(f"/ho-so/{tale.report}/phan/report")
    shown = plain(writer.text())
    for words in ("80/84", "13 phát biểu, 11 bằng văn bản"):
        assert words in shown
    writer.fill("Kính gửi", "Ban Thường vụ Liên đoàn Lao động tỉnh Sông Lam")
    writer.fill("Ưu điểm", "Thành phần dự đúng triệu tập; tham luận bám sát thực tiễn.")
    writer.fill("Hạn chế", "Một số tham luận còn dài.")
    writer.fill("Việc tiếp theo", "Theo dõi việc trả lời kiến nghị.")
    for label, text in (("Chỉ tiêu", "Bài tham luận gửi đúng hạn"), ("Kế hoạch", "06"), ("Thực hiện", "06")):
        writer.fill(label, text, writer.page.locator("#compared"))
    writer.saved()
    writer.look("e1-36-report")
    onward(writer)
    assert writer.field("Đã tạm ứng").input_value() == "8.950.000"
    writer.fill("Ngày chi khoản cuối", "16/4/2025")
    for number, spent in enumerate(SPENT, start=1):
        writer.page.locator(f"#lines-l{number}-actual").fill(f"{spent:,}".replace(",", "."))
        writer.page.locator(f"#lines-l{number}-voucher").fill(f"CT{number:02d}")
    writer.saved()
    writer.look("e1-37-settlement")
    onward(writer)
    onward(writer)
    writer.sees("Máy kiểm tra: 0 lỗi")
    shown = plain(writer.text())
    for words in ("84 người", "80 người", "95,2%", "Thực chi 8.610.000 đồng", "nộp trả 340.000 đồng"):
        assert words in shown, shown[:2500]
    writer.look("e1-38-report-check")
    writer.page.get_by_label("Tôi đã").check()
    writer.press("Trình duyệt")
    writer.sees("Đã trình duyệt.")


def decide_on_the_report(tale: Workshop) -> None:
    """The accountant and two of the committee; then 34/BC-CĐN with its three annexes."""
    for code in (MONEY, CHAIR, DEPUTY):
        person = tale.person(code)
        person.open(f"/ho-so/{tale.report}")
        if code == MONEY:
            person.press("Nhận hồ sơ")
            person.look("e1-39-accountant")
        person.decide("Đồng ý, chuyển Ban Thường vụ duyệt" if code == MONEY else "Đồng ý")
        person.sees("Đã ghi ý kiến đồng ý.")
    clerk = tale.person(CLERK)
    clerk.open(f"/ho-so/{tale.report}")
    clerk.follow("Cấp số Báo cáo kết quả…")
    tale.issue(clerk, "34/BC-CĐN", 4, "e1-40-report")
    clerk.look("e1-40-report-issued")
    _what_the_report_says(clerk)
    clerk.open(tale.address)
    clerk.sees("Đã kết thúc")
    clerk.look("e1-41-event-closed")


def _what_the_report_says(clerk: Person) -> None:
    main, settled, register, news = (files(clerk, part) for part in range(4))
    tells(
        main,
        "34/BC-CĐN",
        "ngày 29 tháng 4 năm 2025",
        "95,2%",
        "84 người",
        "80 người",
        *facts.units(),
        *FIELDS,
    )
    tells(main, "18/KH-CĐN", "8.950.000", "8.610.000", "13", "11")
    spent = [f"{one:,}".replace(",", ".") for one in SPENT]
    tells(settled, *spent, "8.950.000", "8.610.000", "340.000", "tám triệu sáu trăm mười nghìn đồng")
    tells(register, *(one[1] for one in RECOMMENDED), "Sở Y tế")
    tells(news, "80/84", "13; 11", "17/04/2025", "Quang cảnh Hội thảo")


def answers_come(tale: Workshop) -> None:
    """By 05/06 two are answered, one in part: its unit does not agree, it is open again."""
    follow(tale, (5, 6))


def half_a_year(tale: Workshop) -> None:
    """30/06: KN4 is overdue (EV28), KN5 open again with thirty days from 05/06; a unit has done its task."""
    tale.on(30, 6, books=date(2025, 6, 27))
    writer = tale.person(WRITER)
    writer.open(f"{tale.address}/kien-nghi")
    for code, addressee, due, state in REGISTER:
        line = plain(writer.page.locator("tbody tr", has_text=code).inner_text())
        assert line.endswith(f"{due} {state}"), line
        assert addressee in line
    writer.look("e1-42-register")
    printed = words_of(writer.take(writer.page.get_by_role("link", name="In sổ")))
    tells([printed], "22/05/2025", "05/07/2025")
    chair = tale.person(UNIT_CHAIR)
    chair.open("/viec")
    chair.follow(TASKS[4][0])
    chair.fill("Xong ngày", "hôm nay")
    chair.fill("Kết quả", "đã sửa đổi quy chế phối hợp")
    chair.look("e1-43-task")
    chair.press("Báo xong cho")
    chair.sees("Đã báo xong nhiệm vụ.")
    writer.open(f"{tale.address}/nhiem-vu")
    writer.sees(f"1/{len(PRESENT)} đơn vị đã xong, chưa tới hạn")
    writer.look("e1-44-tasks-on-30-06")


def look_at_the_desk(tale: Workshop) -> None:
    """Nothing is done here: the pages with much on them are looked at once more on a desk's screen."""
    clerk = tale.person(CLERK)
    clerk.page.set_viewport_size({"width": 1280, "height": 900})
    for name, path in (
        ("50-event", ""),
        ("51-check-in", "/diem-danh"),
        ("52-units", "/theo-don-vi"),
        ("53-opinions", "/y-kien"),
        ("54-minutes", "/bien-ban"),
        ("55-tasks", "/nhiem-vu"),
        ("56-register", "/kien-nghi"),
    ):
        clerk.open(tale.address + path)
        clerk.look(f"e1-{name}")
    for name, code in (("57-plan", tale.code), ("58-report", tale.report)):
        clerk.open(f"/ho-so/{code}")
        clerk.look(f"e1-{name}")
