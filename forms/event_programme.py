"""The second half of an event's plan: programme, estimate, papers asked from units, who does what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.event_rows import CommissionForm, CostForm, SlotForm, TaskForm
from forms.events import CODE, EventPart
from forms.fields import (
    YES_NO,
    ChoiceField,
    DateField,
    LongTextField,
    ManyField,
    PartField,
    RadioChoiceField,
    RowsField,
    TextField,
)
from forms.parts import provide
from forms.validators import Required, RequiredWhen
from vietnamese.numbers import group
from vietnamese.words import amount_in_words

MOST_SLOTS, MOST_COSTS, MOST_PAPERS, MOST_TASKS = 60, 40, 60, 40


class ProgrammePart(EventPart):
    """Who leads, and the time grid."""

    chairs = ManyField(_l("Chủ trì"), [Required(_l("Chọn ít nhất một người chủ trì"))])
    secretary = ChoiceField(_l("Thư ký ghi biên bản"), [Required()])
    rows = RowsField(PartField(SlotForm), _l("Chương trình"), max_entries=MOST_SLOTS, min_entries=3)
    tight_reason = TextField(
        _l("Lý do chương trình kín giờ"),
        longest=200,
        description=_l(
            "Chỉ điền khi báo cáo, thảo luận dùng gần hết buổi. Ví dụ: họp trực tuyến, không nghỉ giải lao"
        ),
    )

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        super().offer(choices, row)
        self.chairs.offer(choices["officers"])
        self.secretary.offer(choices["officers"])

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if all(entry.form.blank for entry in self.rows.entries):
            return self.wrong(self.rows.entries[0].form.start, _l("Ghi ít nhất một mục của chương trình"))
        return ok


class BudgetPart(EventPart):
    """The estimate: lines against norms; sums and words are computed."""

    spends = RadioChoiceField(_l("Có chi kinh phí"), [Required()], choices=YES_NO)
    source = TextField(
        _l("Nguồn kinh phí"),
        [RequiredWhen("spends", "yes", said=_l("(bắt buộc khi có chi)"), message=_l("Nhập nguồn kinh phí"))],
        longest=300,
        description=_l("Ví dụ: nguồn tài chính công đoàn năm 2026 của Công đoàn ngành"),
    )
    lines = RowsField(PartField(CostForm), _l("Các khoản chi"), max_entries=MOST_COSTS, min_entries=1)

    @property
    def filled(self) -> list[Any]:
        """The lines that hold something."""
        return [entry.form for entry in self.lines.entries if not entry.form.blank]

    @property
    def computed(self) -> tuple[str, str]:
        """The sum in figures and in words, as the estimate will print it; ("", "") without lines."""
        amounts = [form.amount or 0 for form in self.filled]
        total = sum(amounts)
        return (group(total), amount_in_words(total)) if amounts else ("", "")

    def validate(self, extra_validators: Any = None) -> bool:
        if self.spends.data == "no":
            return self.spends.validate(self)
        ok = super().validate(extra_validators)
        if self.spends.data == "yes" and not self.filled:
            ok = self.wrong(self.lines.entries[0].form.content, _l("Ghi ít nhất một khoản chi"))
        return ok


class CommissionsPart(EventPart):
    """Papers asked from units, and until when."""

    asks = RadioChoiceField(_l("Đặt tham luận của các đơn vị"), [Required()], choices=YES_NO)
    due = DateField(
        _l("Hạn gửi tham luận"),
        [RequiredWhen("asks", "yes", said=_l("(bắt buộc khi có đặt)"), message=_l("Nhập hạn gửi tham luận"))],
        description=_l("Ví dụ: 04/04/2026"),
    )
    rows = RowsField(PartField(CommissionForm), _l("Tham luận"), max_entries=MOST_PAPERS, min_entries=1)

    def validate(self, extra_validators: Any = None) -> bool:
        if self.asks.data == "no":
            return self.asks.validate(self)
        ok = super().validate(extra_validators)
        if self.asks.data == "yes" and all(entry.form.blank for entry in self.rows.entries):
            ok = self.wrong(self.rows.entries[0].form.title, _l("Ghi ít nhất một tham luận"))
        return ok


class AssignmentPart(EventPart):
    """Who does what until when, and who gets the plan."""

    rows = RowsField(PartField(TaskForm), _l("Phân công"), max_entries=MOST_TASKS, min_entries=2)
    recipients = LongTextField(
        _l("Nơi nhận"),
        longest=1500,
        rows=3,
        description=_l(
            "Mỗi dòng một nơi. Máy tự ghi “Lưu: VT”. Ví dụ: Các công đoàn cơ sở trực thuộc (để thực hiện)"
        ),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if all(entry.form.blank for entry in self.rows.entries):
            return self.wrong(self.rows.entries[0].form.text, _l("Ghi ít nhất một việc"))
        return ok


provide(CODE, "programme", ProgrammePart)
provide(CODE, "budget", BudgetPart)
provide(CODE, "commissions", CommissionsPart)
provide(CODE, "assignment", AssignmentPart)
