"""The self-score of one group of the sheet: a card per item with points, evidence, «không áp dụng»."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import PartForm
from forms.fields import CheckField, PartField, PointsField, TextField
from forms.parts import DossierPart
from vietnamese.numbers import decimal_comma

LONGEST_EVIDENCE = 300


class ScoreForm(PartForm):
    """One item. `excluded`: it cannot apply to this unit."""

    excluded = CheckField(_l("Không áp dụng với đơn vị"))
    evidence = TextField(
        _l("Minh chứng"),
        longest=LONGEST_EVIDENCE,
        render_kw={"list": "known-documents"},
        description=_l("Tên, số, ngày của văn bản. Ví dụ: Nghị quyết hội nghị ngày 20/3/2026"),
    )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        ok = super().validate(*args, **kwargs)
        if self.own.errors:
            return False
        if self.excluded.data and self.own.data is not None:
            self.own.errors = [str(_l("Tiêu chí không áp dụng thì để trống điểm"))]
            return False
        if not self.excluded.data and self.own.data is None:
            self.own.errors = [str(_l("Nhập điểm tự chấm; chưa làm được thì ghi 0"))]
            return False
        return ok


class ScoresPart(DossierPart):
    """One group of the sheet: a part per item, named by its key."""


def scores_part(choices: Mapping[str, Any], row: str | None) -> type[DossierPart]:
    """Return the form of a group («g2») with one card per item; without such a group an empty form."""
    sheet = choices["sheet"]
    group = next((one for one in sheet.groups if f"g{one.code}" == row), None)
    items = sheet.items_of(group.code) if group else ()
    cards = {
        f"i{item.key}": PartField(_card(item, sheet.step), f"{item.code}. {item.title}") for item in items
    }
    return type("GroupScores", (ScoresPart,), cards)


def _card(item: Any, step: int) -> type[PartForm]:
    most = decimal_comma(item.max, 1, trim=True)
    own = PointsField(_l("Điểm tự chấm (tối đa %(most)s)", most=most), most=item.max, step=step)
    return type("Card", (ScoreForm,), {"own": own, "caption": item.code, "item": item})
