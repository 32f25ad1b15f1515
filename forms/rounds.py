"""Forms of a round and of issuing a paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin
from forms.councils import ThroughCouncil
from forms.fields import (
    ChoiceField,
    CountField,
    DateField,
    LongTextField,
    MoneyField,
    RadioChoiceField,
    TextField,
    YearField,
)
from forms.validators import NumberBetween, Required


class OnceForm(OnceMixin, BaseForm):
    """A lone button that acts once."""


class IssueForm(OnceMixin, BaseForm):
    """«Cấp số và phát hành»: who signs, the paper's date, a reason for an earlier one, the hash of what was seen."""

    signer = RadioChoiceField(_l("Người ký"), validate_choice=False)

    dated_on = DateField(
        _l("Ngày của văn bản"),
        [Required()],
        description=_l("Hôm nay, hoặc ngày trước có lý do. Ví dụ: 20/11/2026"),
    )
    reason = LongTextField(
        _l("Lý do lùi ngày"),
        longest=500,
        rows=2,
        description=_l("Chỉ điền khi ngày văn bản ở trước hôm nay."),
    )
    seen_hash = TextField("", longest=64)

    def show(
        self, seen_hash: str, dated_on: date, signers: Sequence[tuple[str, str, str]] = (), signer: str = ""
    ) -> None:
        """Set what the page shows now: the laid-out paper's hash, date and signer, and who may sign on that date."""
        self.seen_hash.data = seen_hash
        if self.dated_on.data is None and not self.dated_on.errors:
            self.dated_on.process_data(dated_on)
        self.signer.offer([(key, name) for key, name, _form in signers])
        if signers and not self.errors and self.signer.data not in (None, "", signer):
            words = _l("Người đã chọn không ký được vào ngày này. Chọn lại người ký.")
            self.refuse(str(words), at="signer")
        self.signer.process_data(signer)

    def wanted(self) -> dict[str, Any]:
        """Return what the paper is laid out for: its date (None: today) and its signer ("": the one proposed)."""
        return {"dated_on": self.dated_on.data, "signer": self.signer.data or ""}

    def sent(self) -> dict[str, Any]:
        """Return the arguments of the issuing services."""
        return {
            "once": self.once.data,
            "dated_on": self.dated_on.data,
            "reason": self.reason.data,
            "seen_hash": self.seen_hash.data,
            "signer": self.signer.data or "",
        }


class RoundForm(ThroughCouncil, BaseForm):
    """A new round of an award for the units directly below."""

    award = ChoiceField(_l("Hình thức khen thưởng"), [Required()])
    year = YearField(_l("Năm xét"), [Required(), NumberBetween(2000, 2100)], highest=2100)
    title = TextField(
        _l("Tên đợt"),
        [Required()],
        longest=300,
        description=_l("Ví dụ: Giấy khen của Công đoàn ngành Y tế năm 2026"),
    )
    opens_on = DateField(_l("Mở từ ngày"), [Required()], description=_l("Ví dụ: 01/11/2026"))
    deadline_on = DateField(_l("Hạn nộp"), [Required()], description=_l("Ví dụ: 10/12/2026"))
    cut_off = DateField(
        _l("Tính thành tích đến ngày"),
        [Required()],
        description=_l("Tháng công tác tính đến ngày này. Ví dụ: 30/11/2026"),
    )
    quota_kind = RadioChoiceField(
        _l("Số người mỗi đơn vị được đề nghị"),
        [Required()],
        choices=[
            ("none", _l("Không giới hạn")),
            ("share", _l("Theo tỷ lệ đoàn viên")),
            ("fixed", _l("Số cố định")),
        ],
    )
    quota = CountField(
        _l("Tỷ lệ phần trăm, hoặc số người"),
        highest=10_000,
        description=_l("Ví dụ: 15. Bỏ trống nếu không giới hạn."),
    )
    bonus_person = MoneyField(
        _l("Tiền thưởng mỗi cá nhân"), description=_l("Không thưởng tiền thì để trống.")
    )
    bonus_collective = MoneyField(_l("Tiền thưởng mỗi tập thể"))
    purse = TextField(
        _l("Nguồn chi"),
        longest=200,
        description=_l("Ví dụ: nguồn tài chính công đoàn năm 2026 của Công đoàn ngành"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if self.opens_on.data and self.deadline_on.data and self.deadline_on.data < self.opens_on.data:
            self.deadline_on.errors = [*self.deadline_on.errors, str(_l("Hạn nộp phải sau ngày mở đợt"))]
            ok = False
        if self.quota_kind.data in ("share", "fixed") and not self.quota.data and not self.quota.errors:
            self.quota.errors = [str(_l("Nhập tỷ lệ hoặc số người"))]
            ok = False
        if self.quota_kind.data == "share" and (self.quota.data or 0) > 100:
            self.quota.errors = [str(_l("Tỷ lệ từ 1 đến 100"))]
            ok = False
        return ok

    def particulars(self) -> dict[str, Any]:
        """Return the arguments of the service that opens a round."""
        share = self.quota_kind.data == "share"
        names = ("award", "year", "title", "opens_on", "deadline_on", "cut_off", "quota_kind", "purse")
        return {name: self[name].data for name in names} | {
            "quota_num": self.quota.data or 0,
            "quota_den": 100 if share else 1,
            "bonus_person": self.bonus_person.data,
            "bonus_collective": self.bonus_collective.data,
            "through": self.through(),
        }
