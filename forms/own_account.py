"""Forms of one's own ways in: proving oneself again, one-time numbers, passkeys."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from forms.account import SecretField
from forms.base import BaseForm
from forms.fields import CheckField, TextField
from forms.validators import Required


class ProofForm(BaseForm):
    """The password once more, before something of the ways in is changed."""

    current = SecretField(_l("Mật khẩu đang dùng"), [Required()])
    next = HiddenField()


class NumbersForm(BaseForm):
    """The first number that the telephone shows; the new secret travels sealed beside it."""

    number = TextField(
        _l("6 chữ số đang hiện trên điện thoại"),
        [Required()],
        longest=40,
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    sealed = HiddenField()


class NewKeyForm(BaseForm):
    """A new passkey: what to call it, whether a password alone still opens the account."""

    name = TextField(
        _l("Gọi khóa này là gì"),
        [Required()],
        longest=60,
        description=_l("Để sau này biết khóa nào ở máy nào. Ví dụ: Điện thoại của tôi"),
    )
    second = CheckField(_l("Khi vào bằng mật khẩu thì đòi thêm khóa này (hai bước)"))
    passkey = HiddenField()
