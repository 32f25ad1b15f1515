"""Forms about units: a new official name from a day on."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin
from forms.fields import DateField, LongTextField, TextField
from forms.validators import Required

MOST_LINES = 4


class RenameForm(OnceMixin, BaseForm):
    """The new name as the decision gives it, the day it begins, the decision's number."""

    name = TextField(
        _l("Tên mới, ghi đủ như trong quyết định"),
        [Required(_l("Nhập tên mới của đơn vị"))],
        longest=200,
        description=_l("Ví dụ: Công đoàn cơ sở Bệnh viện Đa khoa khu vực A"),
    )
    short_name = TextField(
        _l("Tên gọi tắt trên các trang"),
        [Required()],
        longest=100,
        description=_l("Ví dụ: CĐCS Bệnh viện Đa khoa khu vực A"),
    )
    letterhead = LongTextField(
        _l("Tên ở đầu văn bản, ngắt dòng như khi in"),
        longest=200,
        rows=3,
        description=_l(
            "Mỗi dòng in thành một dòng, máy tự đổi ra chữ in hoa. Để trống thì in tên mới ở trên."
        ),
    )
    on = DateField(
        _l("Có hiệu lực từ ngày"),
        [Required(_l("Nhập ngày tên mới có hiệu lực"))],
        description=_l("Ví dụ: 01/01/2027"),
    )
    decision = TextField(
        _l("Số quyết định đổi tên"),
        [Required()],
        longest=60,
        description=_l("Của công đoàn cấp trên. Ví dụ: 41/QĐ-CĐN"),
    )
    decided_on = DateField(_l("Ngày ký quyết định"), description=_l("Ví dụ: 28/11/2026"))

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if len((self.letterhead.data or "").split("\n")) > MOST_LINES:
            words = _l("Đầu văn bản có tối đa %(limit)s dòng", limit=MOST_LINES)
            self.letterhead.errors = [*self.letterhead.errors, str(words)]
            return False
        return ok

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service that writes the name down."""
        names = ("name", "short_name", "letterhead", "on", "decision", "decided_on", "once")
        return {name: self[name].data for name in names}
