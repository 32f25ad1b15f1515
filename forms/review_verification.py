"""Forms of verification: points and reasons per item, the session; the unit's answer; an appeal and its answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin, PartForm, SeenMixin, VersionMixin
from forms.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    PartField,
    PointsField,
    RadioChoiceField,
    RowsField,
    TextField,
    TimeField,
)
from forms.review_meeting import RANKS
from forms.validators import Required
from vietnamese.numbers import decimal_comma

UNRANKED = ("KXL", _l("Không xếp loại"))


class _VerificationForm(OnceMixin, SeenMixin, VersionMixin, BaseForm):
    """What verifiers record beside the points."""

    held_on = DateField(_l("Ngày thẩm định"), description=_l("Ví dụ: 02/12/2026"))
    begins = TimeField(_l("Bắt đầu lúc"), description=_l("Ví dụ: 8:00"))
    ends = TimeField(_l("Kết thúc lúc"))
    place = TextField(_l("Địa điểm"), longest=200)
    people = LongTextField(
        _l("Đại diện đơn vị dự"),
        longest=1000,
        rows=2,
        description=_l("Mỗi dòng một người: họ tên, chức vụ."),
    )
    visited_on = DateField(
        _l("Ngày kiểm tra thực tế"), description=_l("Bắt buộc khi đơn vị tự chấm gần tối đa (quy tắc RV08).")
    )
    second_reader = ChoiceField(
        _l("Người đọc lại thứ hai"),
        description=_l("Khi chênh lệch lớn (quy tắc RV07); không phải người thẩm định."),
    )
    rank = RadioChoiceField(_l("Mức đề nghị công nhận"), choices=[*RANKS, UNRANKED])
    good = LongTextField(
        _l("Ưu điểm"), longest=2000, rows=3, description=_l("Mỗi dòng một ý, in trong Thông báo.")
    )
    fix = LongTextField(
        _l("Việc cần khắc phục"),
        longest=2000,
        rows=3,
        description=_l("Mỗi dòng một việc, in trong Thông báo."),
    )

    def points(self) -> dict[str, tuple[int | None, str]]:
        """Return {item code: (verified tenths or None, reason)} of the items on the page."""
        cards = {code: self[name].form for code, name in self.items.items()}
        return {code: (card.verified.data, card.reason.data) for code, card in cards.items()}

    def said(self) -> dict[str, Any]:
        """Return the session as the service keeps it; hours as «08:30»."""
        texts = ("place", "people", "good", "fix")
        return {
            "held_on": self.held_on.data,
            "visited_on": self.visited_on.data,
            "begins": self.begins.data.strftime("%H:%M") if self.begins.data else "",
            "ends": self.ends.data.strftime("%H:%M") if self.ends.data else "",
            "second_reader": int(self.second_reader.data) if self.second_reader.data else None,
            "rank": self.rank.data or None,
            **{name: self[name].data for name in texts},
        }

    def blame(self, path: str | None, message: str, params: dict[str, Any]) -> None:
        """Put a finding (`scores.2_2.verified`, `visited_on`, `asked`) beside its field."""
        first, _dot, rest = (path or "").partition(".")
        key, _dot, name = rest.partition(".")
        card = f"i{key}" if first == "scores" and f"i{key}" in self else None
        field = {"reason": "reason"}.get(name, "verified")
        at = f"{card}-{field}" if card else {"asked": "rank", "visited_on": "visited_on"}.get(first)
        self.refuse(message, at=at, params=params)


def verification_form(sheet: Any, readers: Iterable[tuple[str, str]], **more: Any) -> _VerificationForm:
    """Return the verifiers' form with one card per item, named by its key."""
    items = {item.code: f"i{item.key}" for item in sheet.items}
    parts: dict[str, Any] = {"items": items}
    for item in sheet.items:
        most = decimal_comma(item.max, 1, trim=True)
        inner = {
            "verified": PointsField(
                _l("Điểm thẩm định (tối đa %(most)s)", most=most), most=item.max, step=sheet.step
            ),
            "reason": LongTextField(
                _l("Lý do chênh lệch"),
                longest=500,
                rows=2,
                description=_l("Ghi khi điểm thẩm định khác điểm tự chấm."),
            ),
            "caption": item.code,
        }
        parts[f"i{item.key}"] = PartField(type("Card", (PartForm,), inner), f"{item.code}. {item.title}")
    form = type("VerificationForm", (_VerificationForm,), parts)(**more)
    form.second_reader.offer(readers)
    return form


class _AnswerForm(OnceMixin, SeenMixin, BaseForm):
    """The unit's answer to what was verified."""

    whole = LongTextField(
        _l("Ý kiến chung"),
        longest=500,
        rows=3,
        description=_l("In trong Biên bản thẩm định. Nhất trí thì để trống."),
    )
    outcome = RadioChoiceField(
        _l("Đơn vị trả lời"),
        [Required()],
        choices=[
            ("agree", _l("Nhất trí với kết quả thẩm định")),
            ("differ", _l("Còn ý kiến khác, đề nghị Ban Thường vụ xem xét")),
            ("again", _l("Đề nghị Tổ thẩm định xem lại")),
        ],
    )

    def words(self) -> dict[str, str]:
        """Return {item code: what the unit says of it}."""
        return {code: self[name].data for code, name in self.items.items()}

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        said = self.whole.data or any(self.words().values())
        if self.outcome.data in ("differ", "again") and not said:
            self.whole.errors = [
                *self.whole.errors,
                str(_l("Nêu ý kiến tại tiêu chí, hoặc ghi ý kiến chung")),
            ]
            return False
        if self.outcome.data == "again" and not self.whole.data:
            self.whole.errors = [*self.whole.errors, str(_l("Ghi lý do đề nghị xem lại"))]
            return False
        return ok


def answer_form(differing: Iterable[Any], **more: Any) -> _AnswerForm:
    """Return the unit's form with a field for each item whose points were changed."""
    rows = list(differing)
    parts: dict[str, Any] = {"items": {item.code: f"i{item.key}" for item in rows}}
    for item in rows:
        parts[f"i{item.key}"] = LongTextField(
            _l("Ý kiến về tiêu chí %(code)s", code=item.code), longest=500, rows=2
        )
    return type("AnswerForm", (_AnswerForm,), parts)(**more)


class AppealRow(PartForm):
    """One item that the unit wants looked at again."""

    item = ChoiceField(_l("Tiêu chí"))
    asked = PointsField(_l("Điểm đề nghị"), most=1000)
    reason = LongTextField(_l("Lý do, minh chứng"), longest=1000, rows=2)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        ok = super().validate(*args, **kwargs)
        if not self.item.data and (self.asked.typed or self.reason.data):
            self.item.errors = [str(_l("Chọn tiêu chí"))]
            return False
        for field, words in (
            (self.asked, _l("Nhập điểm đề nghị")),
            (self.reason, _l("Nêu lý do, minh chứng")),
        ):
            if self.item.data and field.data in (None, "") and not field.errors:
                field.errors = [str(words)]
                ok = False
        return ok


class AppealForm(BaseForm):
    """The items to look at again."""

    rows = RowsField(PartField(AppealRow), _l("Tiêu chí đề nghị xem lại"), max_entries=10, min_entries=3)

    def filed(self) -> list[tuple[str, int, str]]:
        """Return [(item code, points asked in tenths, reason)] of the rows that were filled in."""
        cards = [entry.form for entry in self.rows.entries]
        return [(card.item.data, card.asked.data, card.reason.data) for card in cards if card.item.data]

    def offer(self, items: Iterable[tuple[str, str]]) -> AppealForm:
        """Set the items of the sheet; returns the form."""
        pairs = list(items)
        for entry in self.rows.entries:
            entry.form.item.offer(pairs)
        return self


class AppealAnswerForm(BaseForm):
    """The answer to an appeal."""

    text = LongTextField(
        _l("Trả lời phúc tra"),
        [Required()],
        longest=4000,
        rows=5,
        description=_l("Giữ nguyên hay thay đổi điểm nào, vì sao. In trong Phiếu đề nghị phúc tra."),
    )
