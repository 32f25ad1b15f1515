"""Lists as Excel: for each list page a table of columns over the rows that the page itself shows.

The rows come from the services of the pages, with their rights and filters: what may not be read there is not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from rules.finding import N_
from services import (
    batches,
    event_arrivals,
    event_day_pages,
    event_pages,
    event_recommendations,
    inbox,
    joint_papers,
    review_cycles,
    review_rounds,
    reviews,
    rounds,
    search,
    telling_log,
)
from services.listing import MOST_ROWS, Asked, Field, Listing, every, points, words
from services.state_words import STATES
from services.who import Who
from vietnamese.names import sort_key

FOUND = {
    "dossier": N_("Hồ sơ"),
    "paper": N_("Văn bản"),
    "line": N_("Trong sổ văn bản đi"),
    "arrival": N_("Trong sổ văn bản đến"),
    "person": N_("Người"),
    "unit": N_("Đơn vị"),
}
ROLES = {
    "guest": N_("Khách mời"),
    "chair": N_("Chủ trì"),
    "delegate": N_("Đại biểu"),
    "staff": N_("Thư ký, phục vụ"),
}
THERE = {"none": N_("Chưa đến"), "in": N_("Đang có mặt"), "out": N_("Đã về")}
CHANNELS = {"spoken": N_("phát biểu"), "written": N_("văn bản"), "online": N_("trực tuyến")}
NATURES = {
    "experience": N_("kinh nghiệm"),
    "proposal": N_("kiến nghị"),
    "remark": N_("góp ý"),
    "question": N_("câu hỏi"),
}
OPEN = frozenset({"approved", "rejected", "withdrawn"})

DOSSIER = (
    Field(N_("Mã hồ sơ"), 16, lambda row: row.code),
    Field(N_("Hồ sơ"), 60, lambda row: row.title),
    Field(N_("Đơn vị"), 36, lambda row: row.unit_name),
    Field(N_("Tình trạng"), 22, lambda row: words(STATES, row.state)),
    Field(N_("Lần trình"), 8, lambda row: row.revision_no),
    Field(N_("Đang ở"), 36, lambda row: row.holder),
    Field(N_("Hạn"), 13, lambda row: None if row.state in OPEN or row.due_on == date.max else row.due_on),
    Field(N_("Thay đổi gần nhất"), 13, lambda row: row.changed_at),
)
SENT = (
    Field(N_("Hạn nộp"), 13, lambda row: row.deadline_on),
    Field(N_("Đã nhận"), 10, lambda row: row.received),
    Field(N_("Đã duyệt"), 10, lambda row: row.approved),
)

LETTERS = (
    Field(N_("Ngày"), 13, lambda row: row.at),
    Field(N_("Tin"), 60, lambda row: row.subject),
    Field(N_("Thư"), 36, lambda row: row.mail),
    Field(N_("Thư gửi ngày"), 13, lambda row: row.mailed_at),
    Field(N_("Lý do"), 40, lambda row: row.reason),
)


def _dossiers(who: Who, asked: Asked) -> Iterable[Any]:
    said = {"text": asked.text, "status": asked.status, "year": asked.year}
    return inbox.dossiers(who, size=MOST_ROWS, **said).rows


def _search(who: Who, asked: Asked) -> Iterable[Any]:
    return search.every(search.Asked(asked.text, asked.kind, asked.unit_id, asked.year, asked.status), who)


def _attendance(who: Who, asked: Asked) -> Iterable[Any]:
    page = event_arrivals.page(asked.of, who, asked.session)
    return [(group, line) for group in page.groups for line in group.rows]


def _tasks(who: Who, asked: Asked) -> Iterable[Any]:
    """One row for each unit that is to do a task, one for a task of nobody."""
    entries = event_day_pages.tasks(asked.of, who).entries
    return [(entry, unit) for entry in entries for unit in entry.units or (None,)]


def _delegates(who: Who, asked: Asked) -> Iterable[Any]:
    _event, people, _rows = event_pages.delegates_page(asked.of, who)
    return sorted(people, key=lambda one: (one.unit_name, sort_key(one.name)))


def _group(who: Who, asked: Asked) -> Iterable[Any]:
    """A group of the first page; its name is checked where the address is read."""
    said = {"text": asked.text, "procedure": asked.procedure}
    return inbox.group(who, asked.group or "waiting", size=MOST_ROWS, **said).rows


LISTS: dict[str, Listing] = {
    "viec": Listing(N_("Việc của tôi"), "viec-cua-toi", DOSSIER, _group),
    "su-kien": Listing(
        N_("Sự kiện"),
        "su-kien",
        (
            Field(N_("Sự kiện"), 60, lambda row: row.title),
            Field(N_("Ngày"), 13, lambda row: row.first_day),
            Field(N_("Tình trạng"), 36, lambda row: words(event_pages.PHASES, row.phase)),
            Field(N_("Mã hồ sơ"), 16, lambda row: row.code),
        ),
        lambda who, asked: event_pages.of_unit(who),
    ),
    "tin-da-nhan": Listing(
        N_("Tin đã nhận"),
        "tin-da-nhan",
        LETTERS,
        lambda who, asked: every(lambda number: telling_log.own(who.person_id, number), "lines"),
    ),
    "ho-so": Listing(N_("Hồ sơ"), "ho-so", DOSSIER, _dossiers),
    "da-xu-ly": Listing(
        N_("Hồ sơ đã xử lý"),
        "ho-so-da-xu-ly",
        DOSSIER,
        lambda who, asked: inbox.handled(who, size=MOST_ROWS).rows,
    ),
    "tim": Listing(
        N_("Kết quả tìm"),
        "ket-qua-tim",
        (
            Field(N_("Loại"), 20, lambda row: words(FOUND, row.kind)),
            Field(N_("Mã, số, ký hiệu"), 18, lambda row: row.number),
            Field(N_("Tên, trích yếu"), 60, lambda row: row.name),
            Field(N_("Chức vụ, loại văn bản"), 36, lambda row: row.detail),
            Field(N_("Đơn vị"), 36, lambda row: row.unit),
            Field(N_("Ngày"), 13, lambda row: row.day),
            Field(N_("Tình trạng"), 20, lambda row: words(STATES, row.badge)),
        ),
        _search,
    ),
    "dot-khen-thuong": Listing(
        N_("Đợt khen thưởng"),
        "dot-khen-thuong",
        (Field(N_("Đợt"), 60, lambda row: row.title), *SENT),
        lambda who, asked: rounds.of_unit(who),
    ),
    "ky-danh-gia": Listing(
        N_("Kỳ đánh giá"),
        "ky-danh-gia",
        (Field(N_("Kỳ"), 60, lambda row: row.title), *SENT),
        lambda who, asked: review_cycles.of_unit(who),
    ),
    "in-hang-loat": Listing(
        N_("In hàng loạt"),
        "in-hang-loat",
        (
            Field(N_("Lần in"), 60, lambda row: row.title),
            Field(N_("Bắt đầu"), 13, lambda row: row.created_at),
            Field(N_("Đã làm"), 10, lambda row: row.handled),
            Field(N_("Tất cả"), 10, lambda row: row.total),
        ),
        lambda who, asked: batches.of_unit(who),
    ),
    "van-ban-chung": Listing(
        N_("Văn bản chung"),
        "van-ban-chung",
        (
            Field(N_("Loại văn bản"), 22, lambda row: _(row.title)),
            Field(N_("Trích yếu"), 60, lambda row: row.subject),
            Field(N_("Đơn vị kia"), 40, lambda row: row.other),
            Field(N_("Số ngày"), 10, lambda row: row.days),
        ),
        lambda who, asked: joint_papers.index(who),
    ),
}

OF_MATTER: dict[str, Listing] = {
    "khen-thuong": Listing(
        N_("Hồ sơ trong đợt"), "ho-so-trong-dot", DOSSIER, lambda who, asked: rounds.page(asked.of, who).rows
    ),
    "danh-gia": Listing(
        N_("Hồ sơ trong kỳ"),
        "ho-so-trong-ky",
        (
            Field(N_("Công đoàn cơ sở"), 44, lambda row: row.name),
            Field(N_("Mã hồ sơ"), 16, lambda row: row.row.code if row.row else ""),
            Field(N_("Tự chấm"), 10, lambda row: points(row.own), "0.0"),
            Field(N_("Thẩm định"), 10, lambda row: points(row.points), "0.0"),
            Field(N_("Theo điểm"), 26, lambda row: words(reviews.RANKS, row.by_points)),
            Field(N_("Xếp loại dự kiến"), 26, lambda row: words(reviews.RANKS, row.rank)),
            Field(N_("Tình trạng"), 22, lambda row: words(STATES, row.row.state) if row.row else ""),
        ),
        lambda who, asked: review_rounds.page(asked.of, who).lines,
    ),
    "y-kien": Listing(
        N_("Sổ ý kiến"),
        "y-kien",
        (
            Field(N_("Số"), 6, lambda row: row.no),
            Field(N_("Người có ý kiến"), 30, lambda row: row.person),
            Field(N_("Đơn vị"), 40, lambda row: row.unit_name),
            Field(N_("Nhóm vấn đề"), 30, lambda row: row.field),
            Field(N_("Hình thức"), 14, lambda row: words(CHANNELS, row.channel)),
            Field(N_("Tính chất"), 14, lambda row: words(NATURES, row.nature)),
            Field(N_("Số phút"), 8, lambda row: row.minutes),
            Field(N_("Nội dung chính"), 60, lambda row: row.gist),
        ),
        lambda who, asked: event_day_pages.opinions(asked.of, who).entries,
    ),
    "dai-bieu": Listing(
        N_("Danh sách đại biểu"),
        "dai-bieu",
        (
            Field(N_("Họ và tên"), 30, lambda row: row.name),
            Field(N_("Chức vụ"), 36, lambda row: row.post),
            Field(N_("Đơn vị"), 40, lambda row: row.unit_name),
            Field(N_("Nhóm"), 16, lambda row: words(ROLES, row.role)),
        ),
        _delegates,
    ),
    "diem-danh": Listing(
        N_("Điểm danh"),
        "diem-danh",
        (
            Field(N_("Đoàn của"), 40, lambda row: _(row[0].name)),
            Field(N_("Họ và tên"), 30, lambda row: row[1].delegate.name),
            Field(N_("Chức vụ"), 36, lambda row: row[1].delegate.post),
            Field(N_("Tình trạng"), 16, lambda row: words(THERE, row[1].state)),
            Field(N_("Giờ đến"), 10, lambda row: row[1].came, "HH:MM"),
            Field(N_("Giờ về"), 10, lambda row: row[1].left, "HH:MM"),
        ),
        _attendance,
    ),
    "nhiem-vu": Listing(
        N_("Nhiệm vụ"),
        "nhiem-vu",
        (
            Field(N_("Số"), 6, lambda row: row[0].no),
            Field(N_("Nhiệm vụ"), 60, lambda row: row[0].text),
            Field(N_("Đơn vị"), 40, lambda row: row[1].name if row[1] else row[0].owner),
            Field(N_("Sản phẩm"), 30, lambda row: row[0].product),
            Field(N_("Hạn"), 13, lambda row: row[0].due_on),
            Field(N_("Ngày xong"), 13, lambda row: row[1].done_on if row[1] else None),
            Field(N_("Ghi chú"), 40, lambda row: row[1].note if row[1] else ""),
        ),
        _tasks,
    ),
    "kien-nghi": Listing(
        N_("Sổ kiến nghị"),
        "kien-nghi",
        (
            Field(N_("Mã"), 10, lambda row: row.code),
            Field(N_("Kiến nghị"), 60, lambda row: row.text),
            Field(N_("Đơn vị"), 40, lambda row: row.unit_name),
            Field(N_("Lĩnh vực"), 24, lambda row: row.field),
            Field(N_("Cấp trả lời"), 36, lambda row: row.addressee),
            Field(N_("Ngày tiếp nhận"), 13, lambda row: row.received_on),
            Field(N_("Hạn"), 13, lambda row: row.due_on),
            Field(N_("Tình trạng"), 22, lambda row: _status(row)),
        ),
        lambda who, asked: event_day_pages.register(asked.of, who).entries,
    ),
}


def _status(row: Any) -> str:
    return words(event_recommendations.STATUSES, row.fact.status or "received")
