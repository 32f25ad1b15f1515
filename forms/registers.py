"""Forms of the registers: a paper made elsewhere, a number cancelled, an arrival, the way of numbering, an old book."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin
from forms.fields import DateField, FileField, LongTextField, RadioChoiceField, TextField, YearField
from forms.validators import NumberBetween, Required

LONGEST_SUBJECT = 500
BODY = re.compile(r"[^\W\d_]{2,10}")


class _PaperFields(BaseForm):
    kind = TextField(_l("Loại văn bản"), [Required()], longest=60, description=_l("Ví dụ: Kế hoạch"))
    subject = LongTextField(
        _l("Trích yếu"),
        [Required(_l("Nhập trích yếu nội dung"))],
        longest=LONGEST_SUBJECT,
        rows=2,
        description=_l("Ví dụ: Tổ chức Tháng Công nhân năm 2026"),
    )


class OutsidePaperForm(OnceMixin, _PaperFields):
    """A paper made outside the product that needs a number of the unit's series."""

    symbol = TextField(_l("Ký hiệu, đứng sau số"), [Required()], longest=30, description=_l("Ví dụ: KH-CĐCS"))
    dated_on = DateField(_l("Ngày của văn bản"), [Required()], description=_l("Ví dụ: 20/11/2026"))
    reason = LongTextField(
        _l("Lý do lùi ngày"), longest=500, rows=2, description=_l("Chỉ điền khi ngày ở trước hôm nay.")
    )
    signer = TextField(_l("Người ký"), [Required()], longest=100, description=_l("Họ và tên"))
    recipients = LongTextField(
        _l("Nơi nhận"), longest=1000, rows=2, description=_l("Ví dụ: Các tổ công đoàn")
    )

    def given(self) -> dict[str, Any]:
        """Return the arguments of `outgoing.enter`."""
        names = ("once", "symbol", "dated_on", "reason", "kind", "subject", "signer", "recipients")
        return {name: self[name].data or "" for name in names}


class CancelForm(BaseForm):
    """Why a number is cancelled."""

    reason = LongTextField(
        _l("Lý do hủy số"),
        [Required(_l("Nhập lý do hủy; lý do in trong sổ"))],
        longest=300,
        rows=2,
        description=_l("Ví dụ: Văn bản không ban hành nữa"),
    )


class RecallForm(BaseForm):
    """Why a paper that was issued is recalled, and the paper that says so."""

    reason = LongTextField(
        _l("Lý do thu hồi"),
        [Required(_l("Nhập lý do thu hồi; lý do in trong sổ"))],
        longest=300,
        rows=2,
        description=_l("Ví dụ: Ban hành sai thẩm quyền"),
    )
    notice = TextField(
        _l("Văn bản thông báo thu hồi"), longest=100, description=_l("Ví dụ: Thông báo số 12/TB-CĐN")
    )


class ArrivalForm(_PaperFields):
    """A paper that came in from outside."""

    arrived_on = DateField(_l("Ngày đến"), [Required()], description=_l("Ví dụ: 20/11/2026"))
    author = TextField(
        _l("Nơi gửi"), [Required()], longest=200, description=_l("Ví dụ: Liên đoàn Lao động tỉnh Sông Lam")
    )
    number = TextField(
        _l("Số, ký hiệu"), longest=60, description=_l("Ví dụ: 112/HD-LĐLĐ. Không có thì để trống.")
    )
    dated_on = DateField(_l("Ngày của văn bản"), description=_l("Ví dụ: 18/11/2026"))
    handler = TextField(_l("Chuyển cho"), longest=200, description=_l("Người hoặc tổ xử lý"))

    def given(self) -> dict[str, Any]:
        """Return the columns that people fill in."""
        texts = {name: self[name].data or "" for name in ("author", "number", "kind", "subject", "handler")}
        return texts | {"arrived_on": self.arrived_on.data, "dated_on": self.dated_on.data}


class PassOnForm(BaseForm):
    """Who got an incoming paper, when, who signed for it."""

    handler = TextField(_l("Chuyển cho"), [Required()], longest=200, description=_l("Người hoặc tổ xử lý"))
    forwarded_on = DateField(_l("Ngày chuyển"), description=_l("Ví dụ: 20/11/2026"))
    receipt = TextField(_l("Ký nhận"), longest=100, description=_l("Họ tên người nhận"))
    note = LongTextField(_l("Ghi chú"), longest=500, rows=2)

    def given(self) -> dict[str, Any]:
        """Return the arguments of `incoming.pass_on`."""
        texts = {name: self[name].data or "" for name in ("handler", "receipt", "note")}
        return texts | {"forwarded_on": self.forwarded_on.data}


class WayForm(BaseForm):
    """One series for all kinds, or one per kind; committees with a series of their own; from a year on."""

    from_year = YearField(_l("Từ năm"), [Required(), NumberBetween(2000, 2100)], highest=2100)
    mode = RadioChoiceField(
        _l("Dãy số"),
        [Required()],
        choices=[
            ("one", _l("Một dãy chung cho mọi loại văn bản")),
            ("by_kind", _l("Mỗi loại văn bản một dãy")),
        ],
    )
    committees = TextField(
        _l("Các ban có dãy số riêng"),
        longest=100,
        description=_l("Ghi ký hiệu của ban, cách nhau bằng dấu phẩy. Ví dụ: UBKT, BNC"),
    )

    def bodies(self) -> tuple[str, ...]:
        """Return the committees' symbols."""
        return tuple(
            dict.fromkeys(one.strip() for one in (self.committees.data or "").split(",") if one.strip())
        )

    def given(self) -> tuple[int, str, tuple[str, ...]]:
        """Return year, mode and committees."""
        return self.from_year.data, self.mode.data, self.bodies()

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if wrong := [one for one in self.bodies() if not BODY.fullmatch(one)]:
            words = _l("“%(body)s” không phải ký hiệu: ghi từ 2 đến 10 chữ cái", body=wrong[0])
            self.committees.errors = [*self.committees.errors, str(words)]
            return False
        return ok


class OldBookForm(BaseForm):
    """The Excel file of an older register."""

    file = FileField(
        _l("Tệp Excel của sổ cũ"),
        [Required()],
        endings=("xlsx",),
        description=_l("Tệp .xlsx theo tệp mẫu, tối đa 5.000 dòng. Máy kiểm tra trước, chưa ghi gì."),
    )
