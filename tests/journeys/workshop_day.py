"""15/04/2025 on a phone: who came, what was said, what is to be done; then the minutes and the conclusions."""

from __future__ import annotations

from datetime import date

from tests.journeys import workshop_facts as facts
from tests.journeys.workshop import (
    CLERK,
    UNIT_CHAIR,
    WRITER,
    Workshop,
    files,
    pick,
    plain,
    tells,
    words_of,
)
from tests.support.stage import Person
from tests.support.workshop import CALLED
from tests.support.workshop_after import FIELDS, PRESENT, RECOMMENDED, TASKS

# Units whose people are tapped one by one as they come in; the others are ticked unit by unit.
BY_THUMB = (4, 10, 12)
OWN, ALL = "CĐN Y tế", "Mọi đơn vị được triệu tập"


def come_in_one_by_one(tale: Workshop) -> None:
    """From seven o'clock on: three units by the thumb, each found by its name without marks."""
    tale.on(15, 4, 7, 5, books=date(2025, 4, 14))
    writer = tale.person(WRITER)
    writer.open(tale.address)
    writer.follow("Điểm danh")
    writer.sees("0/84")
    writer.look("e1-20-door")
    for no in BY_THUMB:
        for one in facts.came(no):
            writer.fill("Tìm theo tên", one.name)
            writer.press("Tìm")
            writer.press(f"Vào {one.name}")
            writer.sees(f"{one.name}: đã ghi vào.")
    writer.look("e1-21-tapped")


def come_in_by_units(tale: Workshop) -> None:
    """The other delegations at once: everybody ticked, those who are missing unticked."""
    writer = tale.person(WRITER)
    writer.open(f"{tale.address}/diem-danh")
    writer.follow("Ghi cả đoàn theo đơn vị")
    writer.look("e1-22-units")
    for no, name in enumerate(facts.units(), start=1):
        if no in BY_THUMB:
            continue
        writer.follow(name)
        writer.follow("Đánh dấu cả đơn vị")
        for one in facts.of_unit(no)[PRESENT[no - 1] :]:
            writer.page.get_by_label(one.name).uncheck()
        if no == 5:
            writer.look("e1-23-unit-ticked")
        writer.press("Ghi vào những người đã đánh dấu")
        writer.sees(f"{name}: đã ghi vào {PRESENT[no - 1]} người.")
    writer.follow("Khách mời, cơ quan khác")
    writer.follow("Đánh dấu cả đơn vị")
    writer.press("Ghi vào những người đã đánh dấu")
    writer.look("e1-24-units-done")
    texts = [plain(one) for one in writer.page.locator("main .tk-card li").all_inner_texts()]
    for no, name in enumerate(facts.units()):
        assert f"{name} {PRESENT[no]}/{CALLED[no]} có mặt" in texts


def count(tale: Workshop) -> None:
    """80 of 84, 95,2 %; by unit as in the notes; the printed list says the same."""
    writer = tale.person(WRITER)
    writer.open(f"{tale.address}/diem-danh")
    shown = plain(writer.text())
    assert "80/84 đại biểu có mặt (95,2%) · 4 vắng · 6 khách" in shown, shown[:300]
    writer.unfold("Có mặt theo đơn vị")
    for no, name in enumerate(facts.units()):
        line = plain(writer.page.locator("tr", has_text=name).inner_text())
        assert [one for one in line.split() if one.isdigit()] == [
            str(n) for n in (CALLED[no], CALLED[no], PRESENT[no])
        ]
    writer.look("e1-25-counted")
    tells(
        [words_of(writer.take(writer.page.get_by_role("link", name="In danh sách điểm danh")))],
        "có mặt 86 người",
    )


def speak(tale: Workshop) -> None:
    """13 speak in 12 groups of questions, 11 hand in writing; counted as they are written down."""
    tale.on(15, 4, 11, 35)
    writer = tale.person(WRITER)
    writer.open(f"{tale.address}/y-kien")
    for number, (channel, field, no, person, gist) in enumerate(facts.contributions(), start=1):
        writer.unfold("Ghi ý kiến mới")
        writer.choose("Cách góp ý", channel)
        writer.field("Nhóm vấn đề").select_option(label=field)
        writer.field("Đơn vị").select_option(label=facts.units()[no - 1])
        writer.fill("Người phát biểu", person)
        writer.fill("Nội dung chính", gist)
        if number == 2:
            writer.look("e1-26-opinion")
        writer.press("Ghi vào sổ")
        writer.sees(f"Đã ghi ý kiến của {person}.")
    shown = plain(writer.text())
    assert "24 ý kiến: 13 phát biểu, 11 bằng văn bản · 12 nhóm vấn đề" in shown
    assert "Chưa có ý kiến" not in shown
    table = writer.page.locator("table", has_text="Ý kiến theo nhóm vấn đề")
    for field, both in FIELDS.items():
        line = plain(table.locator("tr", has_text=field).inner_text())
        assert [one for one in line.split() if one.isdigit()] == [str(len(one)) for one in both], line
    writer.look("e1-27-opinions")


def conclude(tale: Workshop) -> None:
    """The minutes have grown from the programme; five tasks, each with unit and day; five recommendations."""
    writer = tale.person(WRITER)
    writer.open(f"{tale.address}/bien-ban")
    writer.sees("80/84")
    writer.fill("Khai mạc lúc", "8h")
    writer.fill(
        "Phát biểu chỉ đạo", "Đồng chí Lục Thị Hòa đề nghị bám sát đoàn viên, đổi mới nội dung hoạt động."
    )
    writer.fill("Người chủ trì kết luận sau khi nghe", "báo cáo đề dẫn")
    writer.fill("Kết luận", "Thống nhất đánh giá kết quả.\nTổng hợp kiến nghị, chuyển cấp có thẩm quyền.")
    writer.unfold("4 đại biểu vắng: ghi lý do")
    missing = [one for no in facts.NUMBERS for one in facts.of_unit(no)[PRESENT[no - 1] :]]
    for one, why in zip(missing, facts.WHY_ABSENT, strict=True):
        writer.fill(one.name, why)
    writer.look("e1-28-minutes")
    writer.press("Lưu biên bản")
    writer.sees("Đã lưu biên bản.")
    writer.open(f"{tale.address}/nhiem-vu")
    for number, (text, to, owner, due) in enumerate(TASKS, start=1):
        writer.unfold("Thêm nhiệm vụ")
        writer.fill("Việc phải làm", text)
        writer.page.get_by_label(OWN if to == "own" else ALL, exact=True).check()
        writer.fill("Ghi trên văn bản là", owner)
        writer.fill("Hạn", f"{due:%d/%m/%Y}")
        if number == 5:
            writer.look("e1-29-task")
        writer.press("Ghi nhiệm vụ")
        writer.sees("Đã ghi nhiệm vụ.")
    writer.look("e1-29-tasks")


def recommend(tale: Workshop) -> None:
    """KN1–KN5 into the register on the day of the event."""
    writer = tale.person(WRITER)
    writer.open(f"{tale.address}/kien-nghi")
    for number, (no, text, level, _addressee, _moves) in enumerate(RECOMMENDED, start=1):
        writer.unfold("Thêm kiến nghị")
        writer.fill("Nội dung kiến nghị", text)
        writer.field("Đơn vị kiến nghị").select_option(label=facts.units()[no - 1])
        if level:
            pick(writer, "Cấp trả lời", "Công đoàn ngành")
        writer.fill("Ngày tiếp nhận", "hôm nay")
        if number == 5:
            writer.look("e1-30-recommendation")
        writer.press("Vào sổ")
        writer.sees(f"KN{number}")
    writer.look("e1-30-recommendations")


def issue_the_minutes(tale: Workshop) -> None:
    """16/04: 30/BB-CĐN with what was counted; before them there are no conclusions."""
    tale.on(16, 4)
    clerk = tale.person(CLERK)
    clerk.open(f"{tale.address}/ket-qua/event_conclusions")
    clerk.sees("Ban hành Biên bản trước")
    clerk.open(f"{tale.address}/bien-ban")
    clerk.follow("Xem và phát hành Biên bản…")
    tale.issue(clerk, "30/BB-CĐN", 1, "e1-31-minutes")
    spoken = [one for one in facts.contributions() if one[0] == "Phát biểu tại chỗ"]
    assert len(spoken) == 13
    said = files(clerk)
    tells(said, "30/BB-CĐN", "80/84", *(one[4] for one in spoken), *(one[3] for one in spoken))
    tells(said, *facts.WHY_ABSENT[1:3], *(one[0] for one in TASKS))


def tell_the_conclusions(tale: Workshop) -> None:
    """18/04: 31/TB-CĐN gives five tasks with unit and day; only now they wait for the units."""
    tale.on(18, 4)
    _nothing_waits(tale.person(UNIT_CHAIR))
    clerk = tale.person(CLERK)
    clerk.open(f"{tale.address}/bien-ban")
    clerk.follow("Xem và phát hành Thông báo kết luận…")
    tale.issue(clerk, "31/TB-CĐN", 1, "e1-33-conclusions")
    said = files(clerk)
    tells(said, "31/TB-CĐN", "ngày 18 tháng 4 năm 2025", "13 ý kiến phát biểu", "11 ý kiến bằng văn bản")
    tells(said, *(one[0] for one in TASKS), *(f"{one[3]:%d/%m/%Y}" for one in TASKS))
    chair = tale.person(UNIT_CHAIR)
    chair.open("/viec")
    chair.sees("Nhiệm vụ được giao (1)")
    chair.sees(TASKS[4][0])
    chair.look("e1-34-task-waits")


def _nothing_waits(chair: Person) -> None:
    chair.open("/viec")
    assert TASKS[4][0] not in chair.text()
