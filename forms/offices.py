"""Forms about officers and people: an appointment, its end, a new term, somebody new."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from forms.base import BaseForm
from forms.fields import CheckField, ChoiceField, DateField, ManyField, RadioChoiceField, TextField
from forms.validators import Required


class AppointForm(BaseForm):
    """Who holds which office from when, for which term."""

    person = RadioChoiceField(_l("Người giữ chức vụ"), [Required(_l("Tìm rồi chọn một người"))])
    role = ChoiceField(_l("Chức vụ"), [Required()])
    title = TextField(
        _l("Chức danh ghi trên văn bản"),
        longest=100,
        description=_l("Để trống thì ghi như chức vụ. Ví dụ: Ủy viên Ban Chấp hành, Thư ký"),
    )
    valid_from = DateField(_l("Từ ngày"), [Required()], description=_l("Ví dụ: 12/05/2026"))
    valid_to = DateField(_l("Đến hết ngày"), description=_l("Để trống khi chưa có ngày kết thúc."))
    term = TextField(_l("Nhiệm kỳ"), longest=20, description=_l("Ví dụ: 2023-2028"))
    source = TextField(
        _l("Căn cứ"), longest=300, description=_l("Ví dụ: Quyết định 27/QĐ-CĐN ngày 10/05/2026")
    )

    def offer(self, there: Any) -> None:
        """Set what may be chosen."""
        self.person.offer([(one.person_id, one.name) for one in there.people])
        self.role.offer([(role, _l(title)) for role, title in there.roles])

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        days = {name: self[name].data for name in ("valid_from", "valid_to")}
        texts = {name: self[name].data or "" for name in ("title", "term", "source")}
        return {"person_id": int(self.person.data), "role": self.role.data, **days, **texts}


class EndForm(BaseForm):
    """The last day of an office, and why."""

    last = DateField(_l("Ngày giữ chức vụ cuối cùng"), [Required()], description=_l("Ví dụ: 30/06/2026"))
    source = TextField(
        _l("Căn cứ"), longest=200, description=_l("Ví dụ: nghỉ hưu; Quyết định 31/QĐ-CĐN ngày 25/06/2026")
    )

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        return {"last": self.last.data, "source": self.source.data or ""}


class TermForm(BaseForm):
    """A new term: its label, its first day, who goes on."""

    term = TextField(_l("Nhiệm kỳ"), [Required()], longest=20, description=_l("Ví dụ: 2028-2033"))
    begins = DateField(_l("Ngày đại hội"), [Required()], description=_l("Ví dụ: 12/05/2028"))
    source = TextField(
        _l("Căn cứ"), longest=300, description=_l("Ví dụ: Đại hội công đoàn cơ sở, nhiệm kỳ 2028-2033")
    )
    stays = ManyField(
        _l("Tiếp tục giữ chức vụ"),
        description=_l("Ai không được đánh dấu thì kết thúc vào ngày trước đại hội. Người mới thêm sau."),
    )

    def offer(self, lines: Any) -> None:
        """Offer the offices of today."""
        self.stays.offer([(one.office_id, f"{one.name}, {one.title}") for one in lines])
        if not self.is_submitted():
            self.stays.data = [str(one.office_id) for one in lines]

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        return {
            "term": self.term.data,
            "begins": self.begins.data,
            "source": self.source.data or "",
            "stays": [int(one) for one in self.stays.data],
        }


class PersonForm(BaseForm):
    """Somebody new: the name in one field, whatever it looks like."""

    name = TextField(_l("Họ và tên"), [Required()], longest=100, description=_l("Ví dụ: Đỗ Thị Ninh Hường"))
    sex = ChoiceField(_l("Giới tính"), choices=[("F", _l("Nữ")), ("M", _l("Nam"))])
    born_on = DateField(_l("Ngày sinh"), description=_l("Ví dụ: 20/11/1985"))
    post = TextField(_l("Chức vụ, công việc ở cơ quan"), longest=120, description=_l("Ví dụ: điều dưỡng"))
    group = ChoiceField(_l("Tổ công đoàn"))
    hired_on = DateField(_l("Sinh hoạt ở đơn vị từ ngày"), [Required()], description=_l("Ví dụ: 01/03/2026"))
    another = CheckField(_l("Đây là người khác, trùng tên với người đã có"))

    def validate_name(self, field: TextField) -> None:
        """A name has a letter and no digit; apostrophes and one word alone are names too."""
        text = field.data or ""
        if any(one.isdigit() for one in text) or not any(one.isalpha() for one in text):
            raise ValidationError(_l("Nhập họ và tên bằng chữ, không có số"))

    def validate_born_on(self, field: DateField) -> None:
        """Nobody is born after today."""
        if field.data is not None and self.today_given is not None and field.data > self.today_given:
            raise ValidationError(_l("Nhập ngày sinh trước hôm nay"))

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        return {
            "name": self.name.data,
            "sex": self.sex.data or None,
            "born_on": self.born_on.data,
            "post": self.post.data or "",
            "group_id": int(self.group.data) if self.group.data else None,
            "hired_on": self.hired_on.data,
            "another": bool(self.another.data),
        }
