"""Forms of the day of an event: check-in, people at the door, the log of an online meeting, contributions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin
from forms.fields import (
    ChoiceField,
    CountField,
    LongTextField,
    ManyField,
    RadioChoiceField,
    RowsTextField,
    TextField,
    TimeField,
)
from forms.validators import NumberBetween, Required
from vietnamese import listing
from vietnamese.dates import parse_time
from vietnamese.errors import ParseProblem

# What a form offers where somebody speaks for a body that is no unit of the union.
OTHER = "other"

CHANNELS = [
    ("spoken", _l("Phát biểu tại chỗ")),
    ("written", _l("Bằng văn bản")),
    ("online", _l("Phát biểu qua trực tuyến")),
]
NATURES = [
    ("experience", _l("Kinh nghiệm")),
    ("proposal", _l("Kiến nghị")),
    ("remark", _l("Góp ý")),
    ("question", _l("Câu hỏi")),
]
CATEGORIES = [
    ("delegate", _l("Đại biểu")),
    ("guest", _l("Khách mời")),
    ("chair", _l("Chủ trì")),
    ("staff", _l("Phục vụ")),
]


class TapForm(OnceMixin, BaseForm):
    """One tap on the check-in list: the pressed button names who (`in`, `out`, `undo`); the hour may be typed."""

    at = TimeField(_l("Giờ ghi"), description=_l("Để trống là giờ lúc bấm. Ví dụ: 7:25"))


class ArrivalsForm(TapForm):
    """The people of one unit who have come, ticked together."""

    came = ManyField(_l("Những người đã tới"), [Required(_l("Đánh dấu ít nhất một người đã tới"))])


class UnitMixin:
    """From which unit somebody comes: one that is called, or another body by its name."""

    def offer_units(self, units: Sequence[tuple[str, str]]) -> None:
        """Set the units that may be chosen: those called, then «another»."""
        self.unit.offer([*units, (OTHER, _l("Nơi khác"))])

    def whence(self) -> dict[str, Any]:
        """Return unit_id and body as the services want them."""
        if self.unit.data and self.unit.data != OTHER:
            return {"unit_id": int(self.unit.data), "body": ""}
        return {"unit_id": None, "body": self.body.data}

    def _named(self) -> bool:
        if self.unit.data == OTHER and not self.body.data and not self.body.errors:
            self.body.errors = [str(_l("Nhập tên cơ quan, đơn vị"))]
            return False
        return True


class DoorForm(UnitMixin, OnceMixin, BaseForm):
    """Somebody who came without standing on the list."""

    name = TextField(_l("Họ và tên"), [Required()], longest=100, description=_l("Ví dụ: Nguyễn Thị Hoa"))
    post = TextField(_l("Chức vụ"), longest=200, description=_l("Ví dụ: Phó Giám đốc"))
    unit = ChoiceField(_l("Đơn vị"), [Required()])
    body = TextField(_l("Tên nơi khác"), longest=200, description=_l("Ví dụ: Sở Y tế tỉnh"))
    category = RadioChoiceField(_l("Là"), [Required()], choices=CATEGORIES, default="delegate")

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self._named()

    def added(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        said = {"name": self.name.data, "post": self.post.data, "category": self.category.data}
        return said | self.whence()


_TIMES = {"came": ("Giờ vào", "Vào lúc", "Join time"), "left": ("Giờ ra", "Ra lúc", "Leave time")}
_COLUMNS = [
    listing.Column("name", ("Họ và tên", "Họ tên", "Tên", "Name"), required=True, longest=100),
    *(listing.Column(key, titles, longest=40) for key, titles in _TIMES.items()),
]


class LogForm(OnceMixin, BaseForm):
    """The log of an online meeting, pasted: name, when joined, when left."""

    pasted = RowsTextField(
        _l("Nhật ký phòng họp"),
        [Required()],
        longest=100_000,
        rows=8,
        description=_l(
            "Chép từ Excel ba cột: họ và tên, giờ vào, giờ ra. Một người vào nhiều lần thì nhiều dòng."
        ),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self._read()

    def _read(self) -> bool:
        found = listing.read_rows(self.pasted.data, _COLUMNS)
        self.rows, faults = [], [(odd.line, odd.message, odd.params) for odd in found.odd]
        for row in found.rows:
            try:
                self.rows.append((row.line, row.cells["name"], *(_hour(row.cells[key]) for key in _TIMES)))
            except ParseProblem as problem:
                faults.append((row.line, problem.message, problem.params))
        for line, reason, params in sorted(faults, key=lambda fault: fault[0]):
            words = _l("Dòng %(line)s: %(reason)s", line=line, reason=gettext(reason, **params))
            self.pasted.errors = [*self.pasted.errors, str(words)]
        return not faults


_HALVES = {"AM": 0, "SA": 0, "PM": 12, "CH": 12}


def _hour(cell: str) -> time | None:
    """The hour of a cell as platforms write it: a date before it and the seconds are passed over."""
    words = cell.replace(",", " ").split()
    half = _HALVES.get(words[-1].upper()) if words else None
    if half is not None:
        words.pop()
    if not words:
        return None
    parts = words[-1].split(":")
    found = parse_time(":".join(parts[:2]) if len(parts) == 3 else words[-1])
    return found if half is None else found.replace(hour=found.hour % 12 + half)


class ContributionForm(UnitMixin, OnceMixin, BaseForm):
    """A contribution: spoken or written, by group of questions, unit and person, with its gist."""

    channel = RadioChoiceField(_l("Cách góp ý"), [Required()], choices=CHANNELS, default="spoken")
    field = ChoiceField(_l("Nhóm vấn đề"))
    field_other = TextField(
        _l("Nhóm vấn đề khác"), longest=200, description=_l("Chỉ điền khi không có trong danh sách.")
    )
    unit = ChoiceField(_l("Đơn vị"), [Required()])
    body = TextField(_l("Tên nơi khác"), longest=200, description=_l("Ví dụ: Sở Y tế tỉnh"))
    person = TextField(_l("Người phát biểu, người viết"), [Required()], longest=100)
    gist = LongTextField(
        _l("Nội dung chính"),
        [Required()],
        longest=4000,
        rows=4,
        description=_l("Ghi ý chính, có số liệu thì ghi số liệu."),
    )
    nature = RadioChoiceField(_l("Loại ý kiến"), [Required()], choices=NATURES, default="remark")
    minutes = CountField(_l("Số phút"), [NumberBetween(highest=600)], highest=600)

    def offer(self, units: Sequence[tuple[str, str]], fields: Sequence[str]) -> None:
        """Set the units called and the groups of questions of the event."""
        self.offer_units(units)
        self.field.offer([(one, one) for one in fields])

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators) and self._named()
        if ok and not self.field.data and not self.field_other.data:
            self.field.errors = [str(_l("Chọn nhóm vấn đề, hoặc ghi nhóm khác"))]
            return False
        return ok

    def said(self) -> dict[str, Any]:
        """Return what the service writes down."""
        names = ("channel", "person", "gist", "nature", "minutes")
        field = self.field_other.data or self.field.data
        return {name: self[name].data for name in names} | {"field": field} | self.whence()

    def show(self, entry: Any) -> None:
        """Fill the form with a contribution that is to be corrected."""
        for name in ("channel", "person", "gist", "nature", "minutes"):
            self[name].process_data(getattr(entry, name))
        self.unit.process_data(entry.unit_id or OTHER)
        self.body.process_data("" if entry.unit_id else entry.unit_name)
        offered = {str(one.value) for one in self.field.choices}
        self.field.process_data(entry.field if entry.field in offered else "")
        self.field_other.process_data("" if entry.field in offered else entry.field)
