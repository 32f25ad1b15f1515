"""Forms beside a decision: notes, opinions, handing a task on; and the one form for many dossiers at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin, SeenMixin
from forms.fields import ChoiceField, LongTextField, ManyField, RadioChoiceField
from forms.validators import Required

READERS = (
    ("inside", _l("Chỉ những người xét hồ sơ")),
    ("all", _l("Cả đơn vị trình")),
)
LONGEST = 2000


class SayForm(OnceMixin, SeenMixin, BaseForm):
    """A note: among those who judge, or for the dossier's unit as well."""

    text = LongTextField(_l("Ghi chú"), [Required(_l("Nhập ghi chú"))], longest=LONGEST, rows=2)
    readers = RadioChoiceField(_l("Ai đọc được"), [Required()], choices=READERS, default="inside")


class PlainSayForm(OnceMixin, SeenMixin, BaseForm):
    """A note for everybody who takes part."""

    text = LongTextField(_l("Ghi chú"), [Required(_l("Nhập ghi chú"))], longest=LONGEST, rows=2)


class AskForm(OnceMixin, SeenMixin, BaseForm):
    """A question to a colleague; `person` is an office."""

    person = ChoiceField(
        _l("Hỏi ai"), [Required(_l("Chọn người được hỏi"))], blank=_l("Chọn người trong đơn vị")
    )
    text = LongTextField(_l("Câu hỏi"), [Required(_l("Nhập câu hỏi"))], longest=LONGEST, rows=2)


class AnswerForm(OnceMixin, SeenMixin, BaseForm):
    """The answer of who was asked."""

    text = LongTextField(_l("Ý kiến của đồng chí"), [Required(_l("Nhập ý kiến"))], longest=LONGEST, rows=3)


class ReassignForm(OnceMixin, SeenMixin, BaseForm):
    """The task goes to somebody else; `giver` is asked only of who oversees the step."""

    giver = ChoiceField(_l("Đang do ai xét"), blank=_l("Chưa có ai"))
    person = ChoiceField(
        _l("Chuyển cho ai"), [Required(_l("Chọn người nhận"))], blank=_l("Chọn người trong đơn vị")
    )
    reason = LongTextField(_l("Lý do"), [Required(_l("Nhập lý do"))], longest=1000, rows=2)


class TakeOverForm(OnceMixin, SeenMixin, BaseForm):
    """An overdue step is taken over."""

    reason = LongTextField(_l("Lý do"), [Required(_l("Nhập lý do"))], longest=1000, rows=2)


class UndoForm(OnceMixin, SeenMixin, BaseForm):
    """The button that takes the last decision back."""


class BulkForm(OnceMixin, BaseForm):
    """One opinion on the ticked dossiers."""

    codes = ManyField(_l("Hồ sơ"))
    choice = RadioChoiceField(_l("Ý kiến"), [Required(_l("Chọn một ý kiến"))])
    comment = LongTextField(
        _l("Lý do, ý kiến chung"),
        longest=LONGEST,
        rows=3,
        description=_l("Ghi vào từng hồ sơ đã chọn. Bắt buộc khi trả lại. Đơn vị trình đọc được."),
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Check the fields; a return needs a reason."""
        ok = super().validate(extra_validators)
        if not self.codes.data:
            self.codes.errors = [*self.codes.errors, str(_l("Chọn ít nhất một hồ sơ."))]
            ok = False
        if self.choice.data == "return" and not self.comment.data:
            self.comment.errors = [
                *self.comment.errors,
                str(_l("Ghi chỗ cần sửa, để đơn vị biết phải làm gì")),
            ]
            ok = False
        return ok


def bulk_form(labels: Mapping[str, str], lines: Sequence[tuple[str, str]]) -> BulkForm:
    """Return the form: `labels` {command: words}, `lines` (code, title) of the dossiers that can be judged."""
    form = BulkForm()
    form.choice.offer(labels.items())
    form.codes.offer(lines)
    return form


def seen_of(codes: Sequence[str], sent: Mapping[str, str]) -> dict[str, int]:
    """Return {code: the sequence that the page showed of it}; one that did not come is 0, which is old."""
    numbers = {code: sent.get(f"seen-{code}", "") for code in codes}
    return {
        code: int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        for code, text in numbers.items()
    }
