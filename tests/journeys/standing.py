"""Standing in for a chair: handed over in two minutes, decided in another's place, named in the history, ended."""

from __future__ import annotations

from datetime import date, timedelta

from extensions import clock
from services.calendar import working_calendar
from tests.support.stage import Person, Stage
from vietnamese.dates import screen_date

WRITER, CHAIR, RECEIVER, OFFICER = "P10", "P09", "P23", "P04"
TITLE = "Họp Ban Chấp hành mở rộng quý IV"
SEAT = "Thay mặt đ/c Doãn Trung Kiên"


class Standing:
    """One week in which the hospital's chair is away; `code` is the plan that waits for the chair."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.code, self.page_of_unit = stage, "", ""
        self.day: date = working_calendar().add(clock.today(), 12)
        self.last: date = clock.today() + timedelta(days=7)


def _next(person: Person) -> None:
    person.saved()
    person.go(person.page.locator("main .tk-bar .btn-primary"))


def something_waits_for_the_chair(tale: Standing) -> None:
    """The secretary plans a small meeting and sends it up: the chair is to approve."""
    writer = tale.stage(WRITER)
    writer.open("/viec")
    writer.follow("Tạo sự kiện")
    writer.pick(writer.field("Loại sự kiện"), label="Cuộc họp, hội nghị nhỏ")
    writer.choose("Cách lập", "Ngắn, 3 phần: cuộc họp nhỏ, chỉ cần Kế hoạch và Dự toán")
    writer.fill("Tên sự kiện", TITLE)
    writer.fill("Ngày dự kiến", screen_date(tale.day))
    writer.press("Tạo và lập kế hoạch")
    tale.code = writer.address.rsplit("/", 1)[1]
    writer.open(f"/ho-so/{tale.code}/phan/plan")
    writer.fill("Mục đích", "Kiểm điểm công tác quý IV.")
    writer.fill("Nội dung", "Báo cáo công tác quý IV")
    _next(writer)
    writer.fill("Thành phần", "ủy viên Ban Chấp hành")
    writer.fill("Số người dự", "12")
    writer.fill("Từ", "14h")
    writer.fill("Đến", "16h")
    writer.fill("Địa điểm", "Phòng họp tầng 2")
    _next(writer)
    writer.choose("Có chi kinh phí", "Không")
    _next(writer)
    writer.tick(writer.field("Tôi đã"))
    writer.press("Trình duyệt")
    writer.sees("Đã trình")


def the_chair_hands_it_over(tale: Standing) -> None:
    """From the first page: to whom, until when, what; a wrong day is told at its field."""
    chair = tale.stage(CHAIR)
    chair.open("/viec")
    waiting = chair.page.locator("section[aria-labelledby=h-wait]")
    chair.sees(TITLE, waiting)
    chair.look("desk-chair")
    chair.follow("Giao người làm thay")
    chair.look("standing-form")
    chair.press("Giao làm thay")
    chair.refused("Giao cho", "Chọn người làm thay")
    chair.pick(
        chair.field("Giao cho"), label="Phí Đức Long, Ủy viên Ban Chấp hành, Chủ nhiệm Ủy ban Kiểm tra"
    )
    chair.fill("Đến hết ngày", screen_date(clock.today() - timedelta(days=1)))
    chair.press("Giao làm thay")
    chair.refused("Đến hết ngày", "Ngày kết thúc ở trước ngày bắt đầu.")
    chair.fill("Đến hết ngày", screen_date(tale.last))
    chair.reach()
    chair.press("Giao làm thay")
    chair.sees("Đã giao.")
    chair.sees("Mọi hồ sơ chờ chủ tịch")
    chair.look("standing-given")
    tale.page_of_unit = chair.address


def somebody_decides_in_the_chairs_place(tale: Standing) -> None:
    """One press takes the seat; the strip says in whose place, the dossier is decided, nothing is handed on."""
    person = tale.stage(RECEIVER)
    person.open("/viec")
    person.sees("Vai khác của đồng chí đang có việc")
    person.look("standing-elsewhere")
    person.press(SEAT)
    person.sees(
        f"Đồng chí đang làm thay đ/c Doãn Trung Kiên, Chủ tịch CĐCS Bệnh viện Đa khoa tỉnh, đến hết "
        f"{screen_date(tale.last)}."
    )
    person.look("standing-desk")
    person.follow(TITLE)
    person.press("Nhận hồ sơ")
    person.decide("Đồng ý")
    person.sees("Đã ghi ý kiến đồng ý.")
    assert person.page.request.get(f"{tale.page_of_unit}/lam-thay").status == 403


def the_history_names_both(tale: Standing) -> None:
    """The writer reads who decided, and for whom."""
    writer = tale.stage(WRITER)
    writer.open(f"/ho-so/{tale.code}/lich-su")
    said = writer.text()
    assert f"thay mặt đ/c Doãn Trung Kiên (giao từ {clock.today():%d/%m/%Y})" in said, said
    writer.look("standing-history")


def it_ends(tale: Standing) -> None:
    """The chair is back and ends it early: the seat is gone from the next page on."""
    chair = tale.stage(CHAIR)
    chair.open(tale.page_of_unit.removeprefix(tale.stage.url))
    chair.follow("Chấm dứt trước hạn")
    chair.fill("Lý do", "Chủ tịch đã đi làm lại")
    chair.press("Chấm dứt việc giao")
    chair.sees("Đã chấm dứt việc giao.")
    person = tale.stage(RECEIVER)
    person.open("/viec")
    said = person.text("body")
    assert SEAT not in said
    assert "Đồng chí đang làm thay" not in said


CHAPTERS = (
    something_waits_for_the_chair,
    the_chair_hands_it_over,
    somebody_decides_in_the_chairs_place,
    the_history_names_both,
    it_ends,
)


def play(stage: Stage) -> None:
    """Play the week from its beginning to its end."""
    tale = Standing(stage)
    with stage.pictured("standing"):
        for chapter in CHAPTERS:
            chapter(tale)
