"""What the minutes of every committee ask first: when and where it met, who led it, who was there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.fields import ChoiceField, CountField, DateField, TextField, TimeField
from forms.parts import DossierPart
from forms.validators import Required


class HeldMeeting(DossierPart):
    """A part about a meeting that was held; its procedure adds what was voted on.

    A subclass has the counts `members_total` and `present`, where it wants them asked.
    """

    held_on = DateField(_l("Ngày họp"), [Required()], description=_l("Ví dụ: 20/11/2026"))
    starts = TimeField(_l("Bắt đầu lúc"), [Required(_l("Nhập giờ bắt đầu"))], description=_l("Ví dụ: 8:30"))
    ends = TimeField(_l("Kết thúc lúc"), [Required(_l("Nhập giờ kết thúc"))], description=_l("Ví dụ: 10:00"))
    place = TextField(_l("Địa điểm"), [Required()], longest=200, description=_l("Ví dụ: Phòng họp tầng 2"))
    chair = ChoiceField(_l("Chủ trì"), [Required()])
    secretary = ChoiceField(_l("Thư ký"), [Required()])
    members_total: CountField
    present: CountField

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        """Offer the committee as chair and secretary."""
        self.chair.offer(choices["committee"])
        self.secretary.offer(choices["committee"])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what must hold between them."""
        return all([super().validate(extra_validators), self._times(), self._presence()])

    def _wrong(self, field: Any, words: Any) -> bool:
        field.errors = [*field.errors, str(words)]
        return False

    def _times(self) -> bool:
        if self.starts.data and self.ends.data and self.ends.data <= self.starts.data:
            return self._wrong(self.ends, _l("Giờ kết thúc phải sau giờ bắt đầu"))
        if self.today_given and self.held_on.data and self.held_on.data > self.today_given:
            return self._wrong(self.held_on, _l("Cuộc họp chưa diễn ra. Nhập ngày đã họp"))
        return True

    def _presence(self) -> bool:
        total, present = self.members_total.data, self.present.data
        if total is not None and present is not None and present > total:
            words = _l("%(present)s người có mặt, nhiều hơn tổng số %(total)s", present=present, total=total)
            return self._wrong(self.present, words)
        if self.chair.data and self.chair.data == self.secretary.data:
            return self._wrong(self.secretary, _l("Chủ trì và thư ký là hai người khác nhau"))
        return True
