"""Lists of one unit as Excel: its people, offices, accounts, acts, the units below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from rules.finding import N_
from services import (
    account_list,
    councils,
    delegations,
    offices,
    organisation,
    overview,
    spreadsheets,
    telling_log,
    unit_act_pages,
    unit_past,
    unit_records,
)
from services.listing import Asked, Field, Listing, every, words
from services.state_words import STATES
from services.unit_act_pages import TITLES
from services.who import Who

#: States of what a unit owes, as the overview says them beside those of dossiers.
OWED = STATES | {"missing": N_("Chưa nộp"), "unsent": N_("Không gửi")}
ACCOUNTS = {
    "none": N_("Chưa có tài khoản"),
    "new": N_("Chưa có mật khẩu"),
    "invited": N_("Đã mời"),
    "lapsed": N_("Lời mời quá hạn"),
    "on": N_("Đang dùng"),
    "paused": N_("Tạm nghỉ vì gõ sai"),
    "off": N_("Đã tắt"),
    "demo": N_("Dữ liệu mẫu"),
}


def _people(who: Who, asked: Asked) -> Iterable[Any]:
    """All pages of a unit's members; the pages are in the order of Vietnamese names."""
    return every(lambda number: unit_records.people(asked.of, who, text=asked.text, number=number))


def _accounts(who: Who, asked: Asked) -> Iterable[Any]:
    return every(lambda number: account_list.page(asked.of, who, text=asked.text, number=number), "lines")


def _answers(who: Who, asked: Asked) -> Iterable[Any]:
    """One row for each unit and each round or cycle that asks it, as the overview is narrowed."""
    said = {"year": asked.year, "matter_id": asked.matter_id, "only_owing": asked.only, "text": asked.text}
    return overview.page(asked.of, who, **said).answers


def _served(who: Who, asked: Asked) -> Iterable[Any]:
    page = offices.page(asked.of, who)
    return [*page.now, *page.past]


def _posts(line: Any) -> str:
    return "; ".join(f"{_(title)}, {unit}" for title, unit in line.posts)


OF_UNIT: dict[str, Listing] = {
    "doan-vien": Listing(
        N_("Đoàn viên"),
        "doan-vien",
        (
            Field(N_("Mã"), 12, lambda row: row.code),
            Field(N_("Họ và tên"), 30, lambda row: row.name),
            Field(N_("Chức vụ"), 36, lambda row: row.post),
            Field(N_("Tổ công đoàn"), 36, lambda row: row.group_name),
            Field(N_("Vào đơn vị"), 13, lambda row: row.hired_on),
        ),
        _people,
    ),
    "chuc-vu": Listing(
        N_("Chức vụ"),
        "chuc-vu",
        (
            Field(N_("Họ và tên"), 30, lambda row: row.name),
            Field(N_("Chức vụ"), 36, lambda row: row.title),
            Field(N_("Từ ngày"), 13, lambda row: row.valid_from),
            Field(N_("Đến ngày"), 13, lambda row: row.valid_to),
            Field(N_("Ký văn bản"), 40, lambda row: row.signs),
        ),
        lambda who, asked: organisation.page(asked.of, who).officers,
    ),
    "uy-quyen": Listing(
        N_("Ủy quyền, giao ký thay"),
        "uy-quyen",
        (
            Field(N_("Người được giao"), 30, lambda row: row.name),
            Field(N_("Chức vụ"), 30, lambda row: row.title),
            Field(N_("Hình thức"), 10, lambda row: row.mark),
            Field(N_("Người giao"), 30, lambda row: row.giver),
            Field(N_("Từ ngày"), 13, lambda row: row.valid_from),
            Field(N_("Đến ngày"), 13, lambda row: row.last),
            Field(N_("Văn bản giao"), 22, lambda row: row.paper_no),
        ),
        lambda who, asked: delegations.page(asked.of, who).lines,
    ),
    "tien-do": Listing(
        N_("Tiến độ"),
        "tien-do",
        (
            Field(N_("Đơn vị"), 44, lambda row: row[0].name),
            Field(N_("Chủ tịch"), 28, lambda row: row[0].chair),
            Field(N_("Đợt, kỳ"), 60, lambda row: row[1].title),
            Field(N_("Hạn"), 13, lambda row: row[1].deadline_on),
            Field(N_("Tình trạng"), 24, lambda row: words(OWED, row[1].state)),
            Field(N_("Mã hồ sơ"), 16, lambda row: row[1].code),
            Field(N_("Nhắc lần cuối"), 14, lambda row: row[0].reminded_at),
        ),
        _answers,
    ),
    "cay": Listing(
        N_("Các đơn vị bên dưới"),
        "don-vi-ben-duoi",
        (
            Field(N_("Bậc"), 6, lambda row: row.depth + 1),
            Field(N_("Đơn vị"), 44, lambda row: row.name),
            Field(N_("Loại"), 24, lambda row: _(row.kind)),
            Field(N_("Chủ tịch"), 28, lambda row: row.chair),
            Field(N_("Đoàn viên"), 11, lambda row: row.members, spreadsheets.MONEY),
            Field(N_("Tổ"), 6, lambda row: row.groups),
        ),
        lambda who, asked: unit_past.tree(asked.of, who, text=asked.text).nodes,
    ),
    "can-bo": Listing(
        N_("Cán bộ"),
        "can-bo",
        (
            Field(N_("Họ và tên"), 30, lambda row: row.name),
            Field(N_("Chức vụ"), 36, lambda row: _(row.title)),
            Field(N_("Từ ngày"), 13, lambda row: row.valid_from),
            Field(N_("Đến ngày"), 13, lambda row: row.valid_to),
            Field(N_("Nhiệm kỳ"), 14, lambda row: row.term),
            Field(N_("Căn cứ"), 44, lambda row: row.source),
            Field(N_("Chức vụ khác"), 44, lambda row: "; ".join(row.beside)),
        ),
        _served,
    ),
    "quyet-dinh": Listing(
        N_("Quyết định về tổ chức"),
        "quyet-dinh-ve-to-chuc",
        (
            Field(N_("Nội dung"), 40, lambda row: words(TITLES, row.kind)),
            Field(N_("Số quyết định"), 20, lambda row: row.decision_no),
            Field(N_("Ngày quyết định"), 13, lambda row: row.decided_on),
            Field(N_("Nơi quyết định"), 40, lambda row: row.decided_by),
            Field(N_("Hiệu lực từ"), 13, lambda row: row.effective_on),
            Field(N_("Người ghi"), 28, lambda row: row.recorded_by),
            Field(N_("Ngày ghi"), 13, lambda row: row.recorded_at),
            Field(N_("Ngày rút lại"), 13, lambda row: row.undone_at),
            Field(N_("Lý do rút"), 40, lambda row: row.undone_why),
        ),
        lambda who, asked: unit_act_pages.page(asked.of, who).lines,
    ),
    "hoi-dong": Listing(
        N_("Hội đồng"),
        "hoi-dong",
        (
            Field(N_("Hội đồng"), 44, lambda row: row.name),
            Field(N_("Số quyết định"), 20, lambda row: row.decision_no),
            Field(N_("Ngày quyết định"), 13, lambda row: row.decision_on),
            Field(N_("Từ ngày"), 13, lambda row: row.valid_from),
            Field(N_("Đến ngày"), 13, lambda row: row.valid_to),
            Field(N_("Số ủy viên"), 10, lambda row: row.seats),
        ),
        lambda who, asked: councils.of_unit(asked.of, who).councils,
    ),
    "tai-khoan": Listing(
        N_("Tài khoản"),
        "tai-khoan",
        (
            Field(N_("Họ và tên"), 30, lambda row: row.name),
            Field(N_("Chức vụ"), 44, _posts),
            Field(N_("Tên đăng nhập"), 28, lambda row: row.username),
            Field(N_("Tình trạng"), 22, lambda row: words(ACCOUNTS, row.state)),
            Field(N_("Vào lần cuối"), 14, lambda row: row.last_at),
            Field(
                N_("Hai bước"),
                9,
                lambda row: (_("Có") if row.second else _("Không")) if row.account_id else "",
            ),
        ),
        _accounts,
    ),
    "tin-da-gui": Listing(
        N_("Tin đã gửi cho cán bộ"),
        "tin-da-gui",
        (
            Field(N_("Người nhận"), 30, lambda row: row.name),
            Field(N_("Ngày"), 13, lambda row: row.at),
            Field(N_("Tin"), 60, lambda row: row.subject),
            Field(N_("Thư"), 36, lambda row: row.mail),
            Field(N_("Thư gửi ngày"), 13, lambda row: row.mailed_at),
            Field(N_("Lý do"), 40, lambda row: row.reason),
        ),
        lambda who, asked: every(lambda number: telling_log.of_unit(asked.of, who, number), "lines"),
    ),
}
