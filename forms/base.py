"""The form that all forms are made of: Vietnamese words, one list of errors, drafts kept whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.csrf import _FlaskFormCSRF
from wtforms import Field
from wtforms.validators import ValidationError

from forms.errors import UnknownField
from forms.fields import STALE, KeyHidden, NumberHidden

# Every message of WTForms and Flask-WTF. A test reads their sources and names one that is missing here.
MESSAGES = {
    "Invalid field name '%s'.": _l("Biểu mẫu này thiếu ô “%s”"),
    "Field must be equal to %(other_name)s.": _l("Nhập giống ô %(other_name)s"),
    "Field must be at least %(min)d character long.": _l("Nhập từ %(min)d chữ trở lên"),
    "Field cannot be longer than %(max)d character.": _l("Nhập tối đa %(max)d chữ"),
    "Field must be exactly %(max)d character long.": _l("Nhập đúng %(max)d chữ"),
    "Field must be between %(min)d and %(max)d characters long.": _l("Nhập từ %(min)d đến %(max)d chữ"),
    "Number must be at least %(min)s.": _l("Nhập số từ %(min)s trở lên"),
    "Number must be at most %(max)s.": _l("Nhập số từ %(max)s trở xuống"),
    "Number must be between %(min)s and %(max)s.": _l("Nhập số từ %(min)s đến %(max)s"),
    "Date must be at least %(min)s.": _l("Nhập ngày từ %(min)s trở đi"),
    "Date must be at most %(max)s.": _l("Nhập ngày từ %(max)s trở về trước"),
    "Date must be between %(min)s and %(max)s.": _l("Nhập ngày từ %(min)s đến %(max)s"),
    "This field is required.": _l("Ô này cần được điền"),
    "Invalid input.": _l("Chữ trong ô này chưa đúng dạng. Xem ví dụ rồi nhập lại"),
    "Invalid email address.": _l("Địa chỉ thư chưa đúng. Nhập dạng ten@donvi.vn"),
    "Invalid IP address.": _l("Địa chỉ máy chưa đúng. Nhập dạng 192.168.1.10"),
    "Invalid Mac address.": _l("Địa chỉ thiết bị chưa đúng. Nhập dạng 00:1A:2B:3C:4D:5E"),
    "Invalid URL.": _l("Địa chỉ trang chưa đúng. Nhập dạng https://donvi.vn"),
    "Invalid UUID.": STALE,
    "Invalid value, must be one of: %(values)s.": _l("Chọn một trong: %(values)s"),
    "Invalid value, can't be any of: %(values)s.": _l("Chọn khác: %(values)s không dùng được ở đây"),
    "This field cannot be edited.": _l("Ô này không sửa được"),
    "This field is disabled and cannot have a value.": _l("Ô này đang đóng, để trống"),
    "Invalid Choice: could not coerce.": _l("Chọn lại một mục trong danh sách"),
    "Choices cannot be None.": _l("Danh sách để chọn đang trống"),
    "Not a valid choice.": _l("Chọn lại một mục trong danh sách"),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l(
        "Chọn lại các mục trong danh sách"
    ),
    "'%(value)s' is not a valid choice for this field.": _l("Chọn lại: %(value)s không có trong danh sách"),
    "Not a valid datetime value.": _l("Nhập ngày, giờ dạng 08:30 20/11/2026"),
    "Not a valid date value.": _l("Nhập ngày dạng 20/11/2026"),
    "Not a valid time value.": _l("Nhập giờ dạng 08:30"),
    "Not a valid week value.": _l("Nhập tuần dạng 2026-W47"),
    "Not a valid integer value.": _l("Nhập một số nguyên, ví dụ 25"),
    "Not a valid decimal value.": _l("Nhập một số, ví dụ 8,5"),
    "Not a valid float value.": _l("Nhập một số, ví dụ 8,5"),
    "Invalid CSRF Token.": STALE,
    "CSRF token missing.": STALE,
    "CSRF failed.": STALE,
    "CSRF token expired.": STALE,
    "The CSRF token is missing.": STALE,
    "The CSRF session token is missing.": STALE,
    "The CSRF token has expired.": STALE,
    "The CSRF token is invalid.": STALE,
    "The CSRF tokens do not match.": STALE,
    "File does not have an approved extension: {extensions}": _l("Gửi tệp dạng {extensions}"),
    "File does not have an approved extension.": _l("Tệp này mở không được. Gửi ảnh hoặc PDF"),
    "File must be between {min_size} and {max_size} bytes.": _l("Gửi tệp từ {min_size} đến {max_size} byte"),
}


class Words:
    """What WTForms asks for its messages: English in, the words of the reader's language out."""

    def gettext(self, string: str) -> str:
        """Return our words for a message of the library."""
        return str(MESSAGES[string]) if string in MESSAGES else gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Vietnamese has no plural: the words of the singular serve every number."""
        return self.gettext(singular)


class PageToken(_FlaskFormCSRF):
    """Flask-WTF's token check, refusing in the reader's words."""

    def validate_csrf_token(self, form, field) -> None:
        """Raise ValidationError with one sentence for every way in which a token can be old or wrong."""
        try:
            super().validate_csrf_token(form, field)
        except ValidationError as error:
            raise ValidationError(STALE) from error


@dataclass(frozen=True)
class ErrorLine:
    """One line of the error summary: the same words as at the field, and where to go.

    `anchor` is an id on the page, None when the words belong to the whole form; `context` names the part
    (a nominee) when the field stands in one, "" otherwise.
    """

    anchor: str | None
    message: str
    context: str = ""


class BaseForm(FlaskForm):
    """Every form of the product.

    `today` is the day that «hôm nay» means; the view hands it in. `data=` may be a stored draft (see
    `stored`). Give `formdata=None` and `meta={"csrf": False}` to check a stored draft.
    """

    caption = ""  # a part's name for the summary: the nominee it is about

    class Meta:
        csrf_class = PageToken

        def get_translations(self, form):
            return Words()

        def render_field(self, field, render_kw):
            # The browser's own bubbles speak its language, not ours, and stop drafts from being sent.
            render_kw.setdefault("required", False)
            return super().render_field(field, render_kw)

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        self.today_given = today
        super().__init__(*args, **kwargs)

    def errors_list(self) -> list[ErrorLine]:
        """Return all errors in the order of the page, parts and rows included, each with its control's id."""
        return [*(ErrorLine(None, str(e)) for e in self.form_errors), *_lines(self, self.caption)]

    def stored(self) -> dict[str, Any]:
        """Return what a draft keeps, as JSON: values where they were understood, else the text as typed.

        Hidden fields, files and the token are left out, and so is every field that the page did not send:
        what is absent erases nothing.
        """
        return {
            name: field.stored
            for name, field in self._fields.items()
            if hasattr(field, "stored") and not _is_absent(field)
        }

    def refuse(self, message: str, *, at: str | None = None, params: dict[str, Any] | None = None) -> None:
        """Add an error found after validation (a rule's finding, a service's refusal).

        `message` is a message id with %(name)s, `at` the HTML name of the field, None for the whole form.
        Raises UnknownField.
        """
        words = gettext(message, **(params or {}))
        if at is None:
            self.form_errors = [*self.form_errors, words]
            return
        for field in walk(self):
            if field.name == at:
                field.errors = [*field.errors, words]
                return
        raise UnknownField(at)


class PartForm(BaseForm):
    """A form inside another (PartField): the token and the hidden keys belong to the outer one."""

    class Meta:
        csrf = False


class SeenMixin:
    """The sequence number of the history that the page showed; a stale press is refused by the engine."""

    seen = NumberHidden(default=0)


class OnceMixin:
    """A key made with the page: a double click or a retry acts once."""

    once = KeyHidden()


class VersionMixin:
    """The version of the draft that the page showed; autosave takes the next one from the answer."""

    version = NumberHidden(default=0)


def walk(form: Any) -> Iterator[Field]:
    """Yield every field of a form, parts and rows included, in the order of the page."""
    for field in form:
        yield field
        yield from _inside(field)


def _inside(field: Field) -> Iterator[Field]:
    if hasattr(field, "entries"):
        for entry in field.entries:
            yield entry
            yield from _inside(entry)
    elif hasattr(field, "form"):
        yield from walk(field.form)


def _is_absent(field: Field) -> bool:
    """Tell whether a page was sent that did not show this field (an empty field is sent as "")."""
    if hasattr(field, "absent"):
        return field.absent
    return field.raw_data is not None and len(field.raw_data) == 0


def anchor_of(field: Field) -> str | None:
    """Return the id that a link to this field goes to: a group's first button; None for hidden ones."""
    kind = getattr(field, "kind", "")
    if kind == "hidden" or field.type in ("HiddenField", "CSRFTokenField"):
        return None
    return f"{field.id}-0" if kind in ("radio", "checks") else field.id


def _lines(form: Any, context: str) -> Iterator[ErrorLine]:
    for field in form:
        yield from _field_lines(field, context)


def _field_lines(field: Field, context: str) -> Iterator[ErrorLine]:
    if hasattr(field, "entries"):
        for entry in field.entries:
            yield from _field_lines(entry, context)
        own = [e for e in field.errors if not isinstance(e, (list, tuple, dict))]
        yield from (ErrorLine(anchor_of(field), str(e), context) for e in own)
    elif hasattr(field, "form"):
        inner = str(getattr(field.form, "caption", "") or "") or context
        yield from (ErrorLine(field.id, str(e), inner) for e in field.form.form_errors)
        yield from _lines(field.form, inner)
    else:
        yield from (ErrorLine(anchor_of(field), str(e), context) for e in field.errors)
