"""Rows of an event's lists: quotas, guests, sessions, points, slots, costs, papers asked for, tasks.

A row left empty is no row: nothing is asked of it. What a filled one needs stands in `NEEDS`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import ValidationError

from forms.base import PartForm
from forms.fields import (
    YES_NO,
    ChoiceField,
    CountField,
    DateField,
    MoneyField,
    TextField,
    TimeField,
)
from forms.validators import Required, is_empty

MOST_PERSONS = 100_000
IN_PRINT = _l("Ô này in trong văn bản: bỏ đường liên kết, ghi ở ô “Đường liên kết phòng họp”")
LINK = re.compile(r"https?://|www\.|zoom\.us|meet\.google|teams\.(?:microsoft|live)", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*(?:(?:các )?đồng chí|đ/c|đ\.c|ông[ ,]+bà|bà|quý vị)(?:\s|\.|:)", re.IGNORECASE)

ADDRESSES = [
    ("Đồng chí", _l("Đồng chí")),
    ("Ông", _l("Ông")),
    ("Bà", _l("Bà")),
    ("Các đồng chí", _l("Các đồng chí")),
    ("Quý vị", _l("Quý vị")),
]
SLOT_KINDS = [
    ("other", _l("Đón tiếp, việc khác")),
    ("opening", _l("Khai mạc, giới thiệu")),
    ("lecture", _l("Đề dẫn, chuyên đề")),
    ("paper", _l("Tham luận")),
    ("discussion", _l("Thảo luận")),
    ("remarks", _l("Phát biểu của khách, chỉ đạo")),
    ("break", _l("Giải lao")),
    ("closing", _l("Tổng kết, bế mạc")),
]
# Kinds of row in which a person speaks by name.
SPOKEN = ("opening", "lecture", "remarks", "closing")


def no_link(form: Form, field: Field) -> None:
    """Refuse the address of a meeting in a field that papers print."""
    if field.data and LINK.search(field.data):
        raise ValidationError(IN_PRINT)


def bare_name(form: Form, field: Field) -> None:
    """Refuse a form of address before a name: it is chosen beside, and printed once."""
    if field.data and _ADDRESS.match(f"{field.data} "):
        raise ValidationError(_l("Chỉ ghi họ tên; cách xưng hô chọn ở ô “Xưng hô”"))


class ListRow(PartForm):
    """A row of a list. `NEEDS` are the fields that a row with anything in it must have."""

    NEEDS: tuple[str, ...] = ()
    LEFT_OUT: tuple[str, ...] = ()  # filled beforehand: alone they do not make a row

    @property
    def blank(self) -> bool:
        """Whether nothing was typed in this row."""
        return all(is_empty(value) for name, value in self.stored().items() if name not in self.LEFT_OUT)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and that what a row needs is there."""
        if self.blank:
            return True
        ok = super().validate(extra_validators)
        for name in self.NEEDS:
            field = self[name]
            if is_empty(field.data) and not field.errors:
                field.errors = [str(Required()._words(field))]
                ok = False
        return ok

    def offer(self, choices: Mapping[str, Any]) -> None:
        """Set what the fields of this row may offer."""


class QuotaForm(PartForm):
    """How many one unit sends."""

    called = CountField(_l("Số đại biểu"), highest=MOST_PERSONS)
    chairs = CountField(_l("Chủ tịch"), highest=1000)
    vice_chairs = CountField(_l("Phó Chủ tịch"), highest=1000)
    inspectors = CountField(_l("Ủy viên UBKT"), highest=1000)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """The offices named are not more than are called."""
        ok = super().validate(*args, **kwargs)
        named = sum(self[name].data or 0 for name in ("chairs", "vice_chairs", "inspectors"))
        if named > (self.called.data or 0):
            words = _l("Ghi rõ %(named)s chức vụ, nhiều hơn %(called)s đại biểu được triệu tập",
                       named=named, called=self.called.data or 0)  # fmt: skip
            self.called.errors = [*self.called.errors, str(words)]
            return False
        return ok


class GuestForm(ListRow):
    """A guest, or a body that is invited."""

    NEEDS = ("name",)

    address = ChoiceField(_l("Xưng hô"), choices=ADDRESSES, blank=_l("Không (mời cơ quan, đơn vị)"))
    name = TextField(_l("Họ và tên, hoặc tên cơ quan"), [bare_name], longest=200)
    post = TextField(
        _l("Chức vụ, đơn vị"), longest=300, description=_l("Ví dụ: Phó Chủ tịch Liên đoàn Lao động tỉnh")
    )
    body = ChoiceField(_l("Thuộc khối"), description=_l("Để xếp khách theo thứ tự."))
    rank = ChoiceField(_l("Cấp bậc"))
    topic = TextField(
        _l("Nội dung đề nghị chuẩn bị"), longest=300, description=_l("Ví dụ: phát biểu chỉ đạo Hội thảo")
    )
    salaried = ChoiceField(
        _l("Hưởng lương từ ngân sách"), choices=YES_NO, description=_l("Để tính hỗ trợ tiền ăn.")
    )

    def offer(self, choices: Mapping[str, Any]) -> None:
        """Bodies and ranks in the order of protocol."""
        self.body.offer(choices["bodies"])
        self.rank.offer(choices["ranks"])


class SessionForm(ListRow):
    """One sitting (buổi)."""

    NEEDS = ("start", "end")
    LEFT_OUT = ("day",)

    day = DateField(_l("Ngày"), description=_l("Để trống: ngày bắt đầu của sự kiện."))
    start = TimeField(_l("Từ"), description=_l("Ví dụ: 7h30"))
    end = TimeField(_l("Đến"), description=_l("Ví dụ: 11h30"))
    title = TextField(_l("Tên buổi"), longest=100, description=_l("Ví dụ: Buổi sáng"))


class PointForm(ListRow):
    """A connection point of an event online, with who keeps it."""

    NEEDS = ("name", "keeper")

    name = TextField(_l("Điểm cầu"), longest=200, description=_l("Ví dụ: CĐCS Bệnh viện Phổi"))
    unit = ChoiceField(
        _l("Đơn vị dự tại điểm cầu"),
        blank=_l("Ban Tổ chức tự điểm danh"),
        description=_l("Đơn vị được chọn điểm danh người của mình trên điện thoại."),
    )
    keeper = TextField(
        _l("Người phụ trách"),
        longest=200,
        description=_l(
            "Họ tên cán bộ điểm danh. Không phải cán bộ đơn vị thì chủ tịch, thư ký đơn vị điểm danh."
        ),
    )
    called = CountField(_l("Số đại biểu"), highest=MOST_PERSONS)
    capacity = CountField(_l("Số chỗ"), highest=MOST_PERSONS)

    def offer(self, choices: Mapping[str, Any]) -> None:
        """The units that may be called."""
        self.unit.offer([(key, name) for key, name, _closed in choices["units"]])


class SlotForm(ListRow):
    """One row of the programme."""

    NEEDS = ("start", "end", "content", "kind")
    LEFT_OUT = ("session",)

    session = ChoiceField(_l("Buổi"), blank=_l("Buổi 1"))
    start = TimeField(_l("Từ"))
    end = TimeField(_l("Đến"))
    content = TextField(_l("Nội dung"), longest=300)
    kind = ChoiceField(_l("Loại"), choices=SLOT_KINDS)
    who = TextField(
        _l("Người thực hiện"),
        longest=300,
        description=_l("Họ tên; nhiều người thì cách nhau bằng dấu chấm phẩy."),
    )

    def offer(self, choices: Mapping[str, Any]) -> None:
        """The sessions of the part before."""
        self.session.offer(choices["sessions"][1:])
        self.known = choices["speakers"]

    def validate(self, extra_validators: Any = None) -> bool:
        """The row ends after it begins, and who speaks by name is known."""
        ok = super().validate(extra_validators)
        if self.start.data and self.end.data and self.end.data <= self.start.data:
            self.end.errors = [*self.end.errors, str(_l("Giờ kết thúc phải sau giờ bắt đầu"))]
            ok = False
        if self.blank or self.kind.data not in SPOKEN:
            return ok
        for name in self.known.unknown(self.who.data or ""):
            words = _l(
                "“%(name)s” không có trong danh bạ và không có trong khách mời. Sửa tên, hoặc thêm khách ở phần "
                "Thành phần",
                name=name,
            )
            self.who.errors = [*self.who.errors, str(words)]
            ok = False
        return ok


class CostForm(ListRow):
    """One line of the estimate; the amount is computed."""

    NEEDS = ("item", "content", "quantity", "price")
    LEFT_OUT = ("times",)

    item = ChoiceField(_l("Loại chi"), description=_l("Để đối chiếu định mức."))
    content = TextField(_l("Nội dung"), longest=300, description=_l("In trong Dự toán."))
    unit = TextField(_l("Đơn vị tính"), longest=40, description=_l("Ví dụ: người"))
    quantity = CountField(_l("Số lượng"), highest=1_000_000)
    times = CountField(_l("Số buổi"), lowest=1, highest=1000, description=_l("Để trống là 1."))
    price = MoneyField(_l("Đơn giá"), highest=10**12)
    basis = TextField(_l("Định mức, căn cứ"), longest=200, description=_l("Ví dụ: Quy chế chi tiêu nội bộ"))
    payee = ChoiceField(_l("Người nhận tiền"), blank=_l("Không phải cán bộ của đơn vị"))
    approver = ChoiceField(
        _l("Người duyệt khoản này"),
        blank=_l("Người duyệt dự toán"),
        description=_l("Người nhận tiền không tự duyệt khoản của mình."),
    )
    exception = TextField(
        _l("Văn bản cho phép vượt định mức"), longest=200, description=_l("Ví dụ: Công văn số 12/CĐN-TC")
    )

    def offer(self, choices: Mapping[str, Any]) -> None:
        """Items with norms, and the officers of the unit."""
        self.item.offer([*choices["items"], ("none", _l("Khoản khác, theo hóa đơn"))])
        self.payee.offer(choices["officers"])
        self.approver.offer(choices["officers"])

    @property
    def amount(self) -> int | None:
        """Quantity × price × times in đồng; None while one is missing."""
        if self.quantity.data is None or self.price.data is None:
            return None
        return self.quantity.data * self.price.data * (self.times.data or 1)


class CommissionForm(ListRow):
    """A paper asked from a unit."""

    NEEDS = ("unit", "title")

    unit = ChoiceField(_l("Đơn vị"))
    title = TextField(_l("Đề tài tham luận"), longest=300)

    def offer(self, choices: Mapping[str, Any]) -> None:
        """The units that may be called."""
        self.unit.offer([(key, name) for key, name, _closed in choices["units"]])


class TaskForm(ListRow):
    """What somebody has to do."""

    NEEDS = ("text", "owner")

    text = TextField(_l("Việc"), longest=300)
    owner = TextField(_l("Chủ trì thực hiện"), longest=200)
    product = TextField(_l("Sản phẩm"), longest=200)
    due = DateField(_l("Thời hạn"), description=_l("Ví dụ: 31/03/2026"))
