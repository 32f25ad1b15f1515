"""The part of a self-review about the committee's meeting: who was there, what was said, how it voted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import PartForm
from forms.fields import (
    ChoiceField,
    CountField,
    LongTextField,
    PartField,
    RadioChoiceField,
    RowsField,
)
from forms.held_meeting import HeldMeeting
from forms.validators import NumberBetween, Required

RANKS = [
    ("HTXS", _l("Hoàn thành xuất sắc nhiệm vụ")),
    ("HTT", _l("Hoàn thành tốt nhiệm vụ")),
    ("HT", _l("Hoàn thành nhiệm vụ")),
    ("KHT", _l("Không hoàn thành nhiệm vụ")),
]
MOST_CONTESTED = 10


class ContestedForm(PartForm):
    """The vote on one contested item."""

    item = ChoiceField(_l("Tiêu chí"))
    agree = CountField(_l("Tán thành"), highest=1000)
    disagree = CountField(_l("Không tán thành"), highest=1000)
    other = CountField(_l("Ý kiến khác"), highest=1000)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        ok = super().validate(*args, **kwargs)
        counts = (self.agree, self.disagree, self.other)
        if not self.item.data and any(field.data for field in counts):
            self.item.errors = [str(_l("Chọn tiêu chí được biểu quyết"))]
            return False
        if self.item.data and self.agree.data is None and not self.agree.errors:
            self.agree.errors = [str(_l("Nhập số phiếu tán thành"))]
            return False
        return ok


class ReviewMeetingPart(HeldMeeting):
    """The meeting that approved the self-score, and its vote on the rank."""

    members_total = CountField(
        _l("Tổng số ủy viên Ban Chấp hành"), [Required(), NumberBetween(lowest=1)], highest=1000
    )
    present = CountField(_l("Số ủy viên có mặt"), [Required()], highest=1000)
    absent = LongTextField(
        _l("Ủy viên vắng, lý do"), longest=600, rows=2, description=_l("Ví dụ: đ/c Lê Thị Hòa, đi công tác.")
    )
    reported = LongTextField(_l("Nội dung báo cáo tại cuộc họp"), [Required()], longest=4000, rows=3)
    discussion = LongTextField(
        _l("Ý kiến thảo luận"),
        longest=4000,
        rows=4,
        description=_l("Ghi ngắn ý kiến chính, nhất là về tiêu chí còn khác nhau."),
    )
    contested = RowsField(
        PartField(ContestedForm),
        _l("Biểu quyết từng tiêu chí còn ý kiến khác nhau"),
        max_entries=MOST_CONTESTED,
        min_entries=1,
    )
    rank = RadioChoiceField(_l("Mức xếp loại đề nghị"), [Required()], choices=RANKS)
    agree = CountField(_l("Tán thành mức đề nghị"), [Required(_l("Nhập số phiếu tán thành"))], highest=1000)
    disagree = CountField(
        _l("Không tán thành"), [Required(_l("Nhập số phiếu; không có thì ghi 0"))], highest=1000
    )
    other = CountField(_l("Ý kiến khác"), [Required(_l("Nhập số phiếu; không có thì ghi 0"))], highest=1000)
    conclusions = LongTextField(
        _l("Kết luận khác"), longest=2000, rows=2, description=_l("Mỗi dòng một kết luận.")
    )

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return choices["known"]["meeting"]

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        super().offer(choices, row)
        for entry in self.contested.entries:
            entry.form.item.offer(choices["items"])

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        return all([ok, self._votes(), *map(self._row, self.contested.entries)])

    def _votes(self) -> bool:
        return self._adds_up(self.agree, (self.agree.data, self.disagree.data, self.other.data))

    def _row(self, entry: Any) -> bool:
        form = entry.form
        if not form.item.data or form.agree.data is None:
            return True
        return self._adds_up(form.agree, (form.agree.data, form.disagree.data or 0, form.other.data or 0))

    def _adds_up(self, field: Any, votes: tuple[int | None, ...]) -> bool:
        present = self.present.data
        if present is None or None in votes or sum(one or 0 for one in votes) == present:
            return True
        words = _l(
            "Cộng các ý kiến được %(sum)s, khác số %(present)s người có mặt",
            sum=sum(one or 0 for one in votes),
            present=present,
        )
        return self._wrong(field, words)
