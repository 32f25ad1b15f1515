"""Creating an event, and the list of delegates that is kept once its plan is issued."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from forms.base import BaseForm
from forms.event_rows import no_link
from forms.fields import ChoiceField, DateField, RadioChoiceField, RowsTextField, TextField
from forms.validators import Required

KINDS = [
    ("workshop", _l("Hội thảo")),
    ("seminar", _l("Tọa đàm")),
    ("training", _l("Tập huấn")),
    ("interim_review", _l("Hội nghị sơ kết")),
    ("final_review", _l("Hội nghị tổng kết")),
    ("meeting", _l("Cuộc họp, hội nghị nhỏ")),
]
PATHS = [
    ("full", _l("Đầy đủ, 7 phần: có khách mời, chương trình theo giờ, tham luận, phân công")),
    ("short", _l("Ngắn, 3 phần: cuộc họp nhỏ, chỉ cần Kế hoạch và Dự toán")),
]


class NewEventForm(BaseForm):
    """A new event, empty or from an earlier one."""

    earlier = ChoiceField(
        _l("Từ sự kiện trước"),
        blank=_l("Không, lập mới"),
        description=_l(
            "Lấy lại nội dung, thành phần, dự toán; ngày để trống, lần tổ chức cộng một, căn cứ kiểm lại."
        ),
    )
    kind = ChoiceField(_l("Loại sự kiện"), [Required()], choices=KINDS)
    path = RadioChoiceField(_l("Cách lập"), [Required()], choices=PATHS)
    title = TextField(
        _l("Tên sự kiện"),
        [Required(), no_link],
        longest=250,
        description=_l(
            "Ghi đủ như in trong văn bản. Ví dụ: Hội thảo “Nâng cao chất lượng hoạt động công đoàn cơ sở năm 2026”"
        ),
    )
    first_day = DateField(
        _l("Ngày dự kiến tổ chức"), [Required()], description=_l("Sửa được sau. Ví dụ: 15/04/2026")
    )

    def offer(self, earlier: Iterable[tuple[int, str]]) -> None:
        """Set the earlier events of the unit: (id, title)."""
        self.earlier.offer(earlier)

    def particulars(self) -> dict[str, Any]:
        """Return the arguments of the service that creates an event."""
        names = ("kind", "path", "title", "first_day")
        earlier = int(self.earlier.data) if self.earlier.data else None
        return {name: self[name].data for name in names} | {"from_matter_id": earlier}


class DelegatesForm(BaseForm):
    """The list of delegates, corrected as rows of Excel."""

    people = RowsTextField(
        _l("Danh sách đại biểu, dán từ Excel"),
        longest=60_000,
        rows=14,
        description=_l(
            "Dòng đầu là tên cột: Họ và tên, Chức vụ, Đơn vị, Giới tính, Hưởng lương. Sửa ngay ở đây, hoặc dán danh "
            "sách mới thay vào."
        ),
    )

    def refuse_rows(self, faults: Iterable[Any]) -> None:
        """Say every fault of the rows at the field."""
        found = [gettext(fault.message, **fault.params) for fault in faults]
        self.people.errors = [*self.people.errors, *found]
