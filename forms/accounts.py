"""Forms of looking after accounts: one person, an Excel file of many, for which offices two steps are asked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from forms.base import BaseForm
from forms.fields import FileField, ManyField, TextField
from forms.validators import Required


class InviteForm(BaseForm):
    """How somebody signs in, and where the letter goes."""

    username = TextField(
        _l("Tên đăng nhập"),
        [Required()],
        longest=100,
        description=_l("Số điện thoại, mã cán bộ hoặc e-mail. Ví dụ: 0912 345 678"),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    email = TextField(
        _l("E-mail"),
        longest=255,
        description=_l("Có e-mail thì máy gửi thư mời; để trống thì in mã ra giấy."),
        render_kw={"autocomplete": "off", "inputmode": "email", "spellcheck": "false"},
    )


class InviteFileForm(BaseForm):
    """An Excel file of people to invite."""

    file = FileField(
        _l("Tệp Excel danh sách mời"),
        [Required()],
        endings=("xlsx",),
        description=_l("Tệp .xlsx theo tệp mẫu. Máy kiểm tra trước, chưa mời ai."),
    )


class CheckedForm(BaseForm):
    """The rows of a checked file, sealed by the page that showed them."""

    rows = HiddenField()


class PolicyForm(BaseForm):
    """For which offices signing in takes two steps."""

    roles = ManyField(_l("Chức danh phải đăng nhập hai bước"))
