"""Validators that say how to mend, in the words of the design board (ui.md §6).

Every message is a sentence a chair understands; numbers and dates in it are printed as on paper. A validator
never complains about a field that was left empty (that is `Required`'s work), so drafts may be incomplete.
"""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

from vietnamese.dates import screen_date
from vietnamese.numbers import group

CHOSEN = {"choice", "radio", "checks", "file", "picker"}


def is_empty(value: object) -> bool:
    """Tell whether nothing was given: no text, no choice, no tick, an empty list. Zero is a value."""
    return value is None or value is False or value in ("", [], ())


def lower_first(label: str) -> str:
    """Return the label as it stands inside a sentence: first letter small unless it opens an abbreviation."""
    return label if len(label) > 1 and label[1].isupper() else label[:1].lower() + label[1:]


class Required:
    """The field must be filled. Words: «Nhập {tên ô}» or, where one chooses, «Chọn {tên ô}»."""

    def __init__(self, message: str | None = None) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        if field.errors:  # something was typed and not understood: one complaint is enough
            raise StopValidation()
        if not is_empty(field.data):
            return
        raise StopValidation(self.message or self._words(field))

    def _words(self, field: Field) -> str:
        label = lower_first(str(field.label.text))
        if getattr(field, "kind", "") in CHOSEN:
            return _l("Chọn %(label)s", label=label)
        if getattr(field, "kind", "") == "check":
            return _l("Đánh dấu ô “%(label)s” để đi tiếp", label=str(field.label.text))
        return _l("Nhập %(label)s", label=label)


class RequiredWhen:
    """The field must be filled where another one of the form has a value.

    `said` stands beside the label in place of «(không bắt buộc)»: whoever chooses there knows what is asked here.
    """

    def __init__(self, other: str, value: str, *, said: str, message: str) -> None:
        self.other, self.value, self.message = other, value, message
        self.field_flags = {"required_when": said}

    def __call__(self, form: Form, field: Field) -> None:
        if form[self.other].data == self.value and not field.errors and is_empty(field.data):
            raise StopValidation(self.message)


class DateBetween:
    """A date not before `first` and not after `last`; either may be None. Dates come from the view."""

    def __init__(
        self, first: date | None = None, last: date | None = None, message: str | None = None
    ) -> None:
        self.first, self.last, self.message = first, last, message

    def __call__(self, form: Form, field: Field) -> None:
        if field.data is None:
            return
        if self.first and field.data < self.first:
            raise ValidationError(
                self.message or _l("Nhập ngày từ %(date)s trở đi", date=screen_date(self.first))
            )
        if self.last and field.data > self.last:
            raise ValidationError(
                self.message or _l("Nhập ngày từ %(date)s trở về trước", date=screen_date(self.last))
            )


class NumberBetween:
    """A whole number (money, count) not under `lowest` and not over `highest` (either may be None)."""

    def __init__(
        self, lowest: int | None = None, highest: int | None = None, message: str | None = None
    ) -> None:
        self.lowest, self.highest, self.message = lowest, highest, message

    def __call__(self, form: Form, field: Field) -> None:
        if field.data is None:
            return
        if self.lowest is not None and field.data < self.lowest:
            raise ValidationError(
                self.message or _l("Nhập số từ %(number)s trở lên", number=group(self.lowest))
            )
        if self.highest is not None and field.data > self.highest:
            raise ValidationError(
                self.message or _l("Nhập số từ %(number)s trở xuống", number=group(self.highest))
            )


class NotMoreThan:
    """A part not larger than its whole. `whole` is the name of the other field of the same form.

    The message may use %(part)s and %(whole)s:
    «%(whole)s người, trong đó nữ %(part)s. Số nữ không lớn hơn tổng số».
    """

    def __init__(self, whole: str, message: str | None = None) -> None:
        self.whole, self.message = whole, message

    def __call__(self, form: Form, field: Field) -> None:
        whole = form[self.whole].data
        if field.data is None or whole is None or field.data <= whole:
            return
        params = {"part": group(field.data), "whole": group(whole)}
        if self.message is not None:
            raise ValidationError(_l(self.message, **params))
        raise ValidationError(
            _l(
                "Nhập %(whole)s trở xuống: không lớn hơn %(label)s",
                label=lower_first(str(form[self.whole].label.text)),
                **params,
            )
        )


class Extension:
    """A file with one of the endings (lower case, no dot) and at most `most_bytes` long, not empty."""

    def __init__(self, endings: tuple[str, ...], most_bytes: int) -> None:
        self.endings, self.most_bytes = endings, most_bytes

    def __call__(self, form: Form, field: Field) -> None:
        file = field.data
        if not file:
            return
        stream = file.stream
        stream.seek(0, 2)
        size = stream.tell()
        stream.seek(0)
        ending = file.filename.rsplit(".", 1)[-1].lower() if "." in (file.filename or "") else ""
        if ending in self.endings and 0 < size <= self.most_bytes:
            return
        raise ValidationError(
            _l(
                "Tệp này mở không được. Gửi %(kinds)s, tối đa %(size)s MB",
                kinds=", ".join(e.upper() for e in self.endings),
                size=self.most_bytes // 1_000_000,
            )
        )
