"""Forms about being told: how one wishes to hear of what, and the texts of messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from forms.base import BaseForm
from forms.fields import LongTextField, NumberHidden, RadioChoiceField, TextField
from forms.validators import Required

WISHES = (
    ("now", _l("Gửi thư ngay")),
    ("digest", _l("Gộp vào thư buổi sáng")),
    ("none", _l("Không gửi thư, chỉ báo trong máy")),
)

#: One mailbox: letters before and after one @, a dot in the name of the server, nothing that begins a header.
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]{2,}")
PHONE = re.compile(r"(?:\+84|0)\d{8,10}")
PREFIX = "kind_"


class WishesForm(BaseForm):
    """Address and number; `for_kinds` adds a choice for each kind of notice."""

    email = TextField(
        _l("Địa chỉ thư điện tử"),
        longest=255,
        description=_l("Ví dụ: ten@donvi.vn. Để trống thì mọi tin chỉ báo trong máy"),
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"},
    )
    phone = TextField(
        _l("Số điện thoại"),
        longest=20,
        description=_l("Để người xét hồ sơ gọi khi cần. Ví dụ: 0912 345 678"),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )

    def validate_email(self, field: TextField) -> None:
        """One address, or none."""
        if field.data and not ADDRESS.fullmatch(field.data):
            raise ValidationError(_l("Địa chỉ thư chưa đúng. Nhập dạng ten@donvi.vn"))

    def validate_phone(self, field: TextField) -> None:
        """A number of this country, or none."""
        if field.data and not PHONE.fullmatch(re.sub(r"[\s.\-]", "", field.data)):
            raise ValidationError(_l("Số điện thoại chưa đúng. Nhập dạng 0912 345 678"))

    def chosen(self) -> dict[str, str]:
        """Return {kind: wish}."""
        return {
            name.removeprefix(PREFIX): self[name].data for name in self._fields if name.startswith(PREFIX)
        }

    def choices(self) -> list[RadioChoiceField]:
        """Return the fields of the kinds, in their order."""
        return [field for name, field in self._fields.items() if name.startswith(PREFIX)]


def for_kinds(kinds: Iterable[tuple[str, str, str]]) -> type[WishesForm]:
    """Return the form with one choice for each (kind, title, hint), these being in the reader's words."""
    fields = {
        f"{PREFIX}{key}": RadioChoiceField(title, [Required()], choices=list(WISHES), description=hint)
        for key, title, hint in kinds
    }
    return type("KindsForm", (WishesForm,), fields)


def as_data(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what is chosen as the form's data."""
    return {f"{PREFIX}{key}": wish for key, wish in chosen.items()}


class MessageForm(BaseForm):
    """The words of one message."""

    subject = TextField(_l("Tiêu đề"), [Required()], longest=200)
    body = LongTextField(_l("Nội dung"), [Required()], longest=2000, rows=7)


class ReadForm(BaseForm):
    """Which notice was read; 0: all of them."""

    notice = NumberHidden(default=0)
