"""The form of an event's minutes: it grows from the programme, one field for each slot and each absent delegate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, PartForm
from forms.fields import (
    YES_NO,
    CountField,
    LongTextField,
    PartField,
    RadioChoiceField,
    RowsField,
    TextField,
    TimeField,
)
from forms.validators import Required

VOTE_ROWS = 20


class VoteForm(PartForm):
    """A vote: on what, for, against, other, and how many votes were cast in all."""

    subject = TextField(_l("Biểu quyết về việc"), longest=300)
    agree = CountField(_l("Tán thành"), highest=10_000)
    against = CountField(_l("Không tán thành"), highest=10_000)
    other = CountField(_l("Ý kiến khác"), highest=10_000)
    cast = CountField(_l("Tổng số phiếu biểu quyết"), highest=10_000)

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        counts = [self[name].data for name in ("agree", "against", "other", "cast")]
        if ok and not self.subject.data and any(count is not None for count in counts):
            self.subject.errors = [str(_l("Nhập việc được biểu quyết"))]
            return False
        return ok


class _Minutes(BaseForm):
    """What every event's minutes have; who was there, how many and who spoke is computed, not asked."""

    begins = TimeField(_l("Khai mạc lúc"), [Required()], description=_l("Ví dụ: 7:30"))
    ends = TimeField(_l("Kết thúc lúc"), [Required()], description=_l("Ví dụ: 11:30"))
    place = TextField(_l("Địa điểm"), [Required()], longest=300)
    chair = TextField(
        _l("Chủ trì"), [Required()], longest=100, description=_l("Chỉ ghi họ và tên. Ví dụ: Đinh Thu Hạnh")
    )
    chair_post = TextField(_l("Chức vụ của người chủ trì"), longest=200)
    secretary = TextField(_l("Thư ký"), [Required()], longest=100)
    secretary_post = TextField(_l("Chức vụ của thư ký"), longest=200)
    guests = LongTextField(
        _l("Khách mời tới dự"), longest=3000, rows=3, description=_l("Mỗi dòng một người hoặc một đoàn.")
    )
    directions = LongTextField(_l("Phát biểu chỉ đạo"), longest=10_000, rows=3)
    heard = TextField(
        _l("Người chủ trì kết luận sau khi nghe"),
        longest=300,
        description=_l("Ví dụ: báo cáo đề dẫn. Số ý kiến do máy đếm và ghi tiếp."),
    )
    conclusions = LongTextField(
        _l("Kết luận"),
        [Required()],
        longest=10_000,
        rows=5,
        description=_l("Mỗi kết luận một dòng. Việc giao đơn vị thì ghi ở trang Nhiệm vụ."),
    )
    recipients = LongTextField(
        _l("Nơi nhận Thông báo kết luận"), longest=2000, rows=2, description=_l("Mỗi nơi một dòng.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if self.begins.data and self.ends.data and self.ends.data <= self.begins.data:
            self.ends.errors = [*self.ends.errors, str(_l("Giờ kết thúc phải sau giờ khai mạc"))]
            ok = False
        if self.chair.data and self.chair.data == self.secretary.data:
            self.secretary.errors = [str(_l("Chủ trì và thư ký là hai người khác nhau"))]
            ok = False
        return ok


def minutes_form(
    slots: Sequence[tuple[str, str]], absent: Sequence[tuple[str, str]], decides: bool
) -> type[BaseForm]:
    """Return the form for an event: `slots` (key, «07:30–08:00 Đón tiếp»), `absent` (key, name) of those missing.

    `decides`: the kind of event may decide something, so votes and the quorum are asked for.
    """
    fields: dict[str, Any] = {
        f"slot_{key}": LongTextField(words, longest=4000, rows=2) for key, words in slots
    }
    if not slots:
        fields["agenda"] = LongTextField(
            _l("Diễn biến"), [Required()], longest=10_000, rows=5, description=_l("Mỗi việc một dòng.")
        )
    fields |= {
        f"why_{key}": TextField(name, longest=100, description=_l("Lý do vắng. Ví dụ: trực"))
        for key, name in absent
    }
    if decides:
        fields["decides"] = RadioChoiceField(_l("Có quyết định việc gì không?"), [Required()], choices=YES_NO)
        fields["votes"] = RowsField(
            PartField(VoteForm), _l("Biểu quyết"), min_entries=1, max_entries=VOTE_ROWS
        )
    return type("MinutesForm", (_Minutes,), fields)
