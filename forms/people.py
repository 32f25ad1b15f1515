"""The form of the decision that moves one member to another unit."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from forms.fields import ChoiceField, TextField
from forms.unit_acts import DecisionForm


class MoveForm(DecisionForm):
    """Where a member goes, and what they do there."""

    into = ChoiceField(
        _l("Đơn vị mới"),
        blank=_l("Nơi khác, không có trong danh sách này"),
        description=_l("Công đoàn cơ sở nơi đồng chí về sinh hoạt."),
    )
    post = TextField(
        _l("Chức vụ, công việc ở đơn vị mới"), longest=120, description=_l("Ví dụ: điều dưỡng trưởng")
    )
    own = ("into", "post")

    def offer(self, there: Any) -> None:
        """Offer where one may go; the post is the one of before until another is typed."""
        self.into.offer(there.targets)
        if not self.is_submitted():
            self.post.data = there.post

    def given(self) -> dict[str, Any]:
        """Return {into: unit id or None, post}."""
        return {"into": int(self.into.data) if self.into.data else None, "post": self.post.data or ""}
