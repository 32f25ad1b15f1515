"""Forms of the way in: signing in, the first page of an empty installation, a new password."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import ValidationError

from forms.base import BaseForm
from forms.fields import CheckField, RadioChoiceField, TextField
from forms.validators import Required

# Nobody types more; the service refuses such a password unread.
LONGEST_PASSWORD = 256

SHARED = _l("Máy dùng chung: thoát khi đóng trình duyệt hoặc để yên lâu")


class SecretField(PasswordField):
    """A password: never sent back to the page, never cleaned, limited in length; `new`: being chosen now."""

    kind = "secret"

    def __init__(self, label=None, validators=None, *, new: bool = False, **kwargs) -> None:
        attributes = {
            "autocomplete": "new-password" if new else "current-password",
            "data-show": _l("Hiện"),
            "data-hide": _l("Ẩn"),
        }
        super().__init__(label, validators, render_kw=attributes, **kwargs)

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is too long to be a password."""
        if self.data and len(self.data) > LONGEST_PASSWORD:
            raise ValidationError(_l("Mật khẩu dài quá %(most)s chữ", most=LONGEST_PASSWORD))


class SignInForm(BaseForm):
    """Name, password, whose machine; where to go, and a carried form (`blueprints/kept.py`)."""

    identity = TextField(
        _l("Số điện thoại, mã cán bộ hoặc e-mail"),
        [Required()],
        longest=255,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = SecretField(_l("Mật khẩu"), [Required()])
    shared = CheckField(SHARED, default=True)
    next = HiddenField()
    kept = HiddenField()


class CodeForm(BaseForm):
    """The code of a printed invitation; the sheet's QR has filled in the name."""

    identity = TextField(
        _l("Tên đăng nhập ghi trên giấy"),
        [Required()],
        longest=255,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    code = TextField(
        _l("Mã trên giấy"),
        [Required()],
        longest=60,
        description=_l("12 chữ, gõ thường cũng được. Ví dụ: HK7T-3MPX-94RC"),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )


class ForgottenForm(BaseForm):
    """Who has forgotten the password."""

    identity = TextField(
        _l("Số điện thoại, mã cán bộ hoặc e-mail"),
        [Required()],
        longest=255,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class StepForm(BaseForm):
    """The second step: the number of the telephone, or a recovery code; what the first page held comes along."""

    number = TextField(
        _l("Số trên điện thoại"),
        [Required()],
        longest=60,
        description=_l("6 chữ số trong ứng dụng, hoặc một mã khôi phục."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"},
    )
    next = HiddenField()
    kept = HiddenField()


class PasskeyForm(BaseForm):
    """What the browser has signed with a passkey (filled by the script), and where to go on."""

    passkey = HiddenField()
    shared = CheckField(SHARED, default=False)
    next = HiddenField()
    kept = HiddenField()


class PasswordForm(BaseForm):
    """A new password, typed once and shown on wish: typing it blindly twice helps nobody."""

    password = SecretField(
        _l("Mật khẩu mới"),
        [Required()],
        new=True,
        description=_l("Từ 8 chữ trở lên. Một câu dễ nhớ là tốt nhất, ví dụ bốn từ không liên quan."),
    )


class FirstPasswordForm(PasswordForm):
    """The password chosen through a link or a code, and whose machine this is."""

    shared = CheckField(SHARED, default=False)


class ChangePasswordForm(PasswordForm):
    """A new password for oneself: the present one proves that the owner sits here."""

    current = SecretField(_l("Mật khẩu đang dùng"), [Required()])


class LanguageForm(BaseForm):
    """The language of the pages."""

    locale = RadioChoiceField(_l("Ngôn ngữ"), [Required()], choices=[("vi", "Tiếng Việt"), ("en", "English")])
    next = HiddenField()


class FirstForm(BaseForm):
    """The four questions of an empty installation: the unit, the level above, the chair, mail."""

    unit_name = TextField(
        _l("Tên đơn vị"),
        [Required()],
        longest=200,
        description=_l("Ghi đủ như trên con dấu, ví dụ: Công đoàn cơ sở Bệnh viện Đa khoa tỉnh"),
    )
    place = TextField(
        _l("Địa danh ghi trên văn bản"),
        [Required()],
        longest=100,
        description=_l("Đứng trước ngày tháng, ví dụ: Sông Lam"),
    )
    upper_name = TextField(
        _l("Công đoàn cấp trên trực tiếp"),
        longest=200,
        description=_l("Để trống nếu chưa muốn khai; thêm sau được"),
    )
    chair_name = TextField(_l("Họ và tên Chủ tịch"), [Required()], longest=100)
    username = TextField(_l("Số điện thoại hoặc mã cán bộ, dùng để đăng nhập"), [Required()], longest=100)
    password = SecretField(
        _l("Mật khẩu"),
        [Required()],
        new=True,
        description=_l("Từ 8 chữ trở lên. Một câu dễ nhớ là tốt nhất, ví dụ bốn từ không liên quan."),
    )
    mail = RadioChoiceField(
        _l("Có gửi thư điện tử báo việc không?"),
        [Required()],
        choices=[("none", _l("Không, chỉ báo trong máy")), ("server", _l("Có, qua máy chủ thư của cơ quan"))],
        default="none",
    )
    mail_server = TextField(_l("Địa chỉ máy chủ thư"), longest=200, description=_l("Ví dụ: mail.donvi.vn"))
    email = TextField(_l("E-mail của Chủ tịch"), longest=255)

    def validate_mail_server(self, field: TextField) -> None:
        """A mail server is needed when mail is wanted."""
        if self.mail.data == "server" and not field.data:
            raise ValidationError(_l("Nhập địa chỉ máy chủ thư, hoặc chọn không gửi thư"))

    def answers(self) -> dict[str, str]:
        """Return the answers by name; a mail server only where mail is wanted."""
        names = ("unit_name", "place", "upper_name", "chair_name", "username", "password", "email")
        server = self.mail_server.data if self.mail.data == "server" else ""
        return {name: self[name].data for name in names} | {"mail_server": server}
