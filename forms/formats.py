"""The form of a unit's papers: which profile, which values the unit sets in it, the line KT., the mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from forms import format_words
from forms.base import BaseForm
from forms.fields import CheckField, ChoiceField, DateField, LongTextField, RadioChoiceField, TextField
from forms.typed import TypedField
from forms.validators import Required
from vietnamese.numbers import decimal_comma, parse_decimal

PLACES = 3  # decimals that a size may have
FLAGS = (("1", _l("Có")), ("0", _l("Không")))
CHOICES = {
    "top": _l("Giữa lề trên"),
    "bottom": _l("Giữa lề dưới"),
    "left": _l("Sát lề trái"),
    "center": _l("Giữa dòng"),
    "right": _l("Sát lề phải"),
    "justify": _l("Đều hai lề"),
    "": _l("Thường"),
    "bold": _l("Đậm"),
    "italic": _l("Nghiêng"),
    "bold italic": _l("Đậm, nghiêng"),
    "upper": _l("In hoa"),
}
PLAIN = "-"  # how the empty choice (an upright face) is sent: "" leaves the value as it is


class SizeField(TypedField):
    """A size in mm or pt, with a sign and at most three decimals: 12,7."""

    kind = "count"
    inputmode = "text"

    def _read(self, typed: str) -> float:
        minus = typed.strip().startswith(("-", "\u2212"))
        read = parse_decimal(typed.strip().lstrip("-\u2212"), PLACES)
        value = read / 10**PLACES
        return -value if minus else value

    def _print(self, value: float) -> str:
        return size(value)

    def _load(self, stored: float) -> float:
        return float(stored)

    def _store(self, value: float) -> float:
        return value


class FormatForm(BaseForm):
    """What every unit may choose; the values of a profile are added by `for_values`."""

    preferred = RadioChoiceField(_l("Thể thức của văn bản"))
    without_kt = CheckField(_l("Cấp phó ký thay mặt tập thể không ghi dòng “KT. Chủ tịch”"))
    mark = CheckField(_l("In mã văn bản và mã QR ở lề dưới trang đầu"))
    valid_from = DateField(
        _l("Áp dụng cho văn bản ký từ ngày"),
        [Required(_l("Nhập ngày bắt đầu áp dụng"))],
        description=_l("Từ hôm nay trở đi. Ví dụ: 01/01/2027"),
    )
    reason = LongTextField(
        _l("Căn cứ hoặc lý do"),
        [Required(_l("Ghi căn cứ hoặc lý do để người sau hiểu"))],
        longest=300,
        rows=2,
        description=_l("Ví dụ: Quy chế công tác văn thư của đơn vị"),
    )

    names: dict[str, str] = {}  # name of the field → place in the profile
    types: dict[str, str] = {}

    def show(self, profiles: Iterable[tuple[str, str]]) -> None:
        """Offer the profiles: (code, title)."""
        self.preferred.offer((code or PLAIN, title) for code, title in profiles)

    def settings(self) -> dict[str, Any]:
        """Return {place: value} of what was set; empty fields leave the value of the rules."""
        found = {}
        for name, place in self.names.items():
            value = self[name].data
            if value not in (None, ""):
                found[place] = _read(self.types[name], value)
        return found

    def given(self) -> dict[str, Any]:
        """Return the arguments of `formats.decide` but the profile shown."""
        return {
            "preferred": "" if self.preferred.data == PLAIN else self.preferred.data,
            "without_kt": bool(self.without_kt.data),
            "mark": bool(self.mark.data),
            "valid_from": self.valid_from.data,
            "reason": self.reason.data,
            "settings": self.settings(),
        }

    def refuse_values(self, findings: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
        """Put what the rules of form said beside the field of each place."""
        by_place = {place: name for name, place in self.names.items()}
        for place, message, params in findings:
            self.refuse(message, at=by_place.get(place), params=params)


def _read(kind: str, value: Any) -> Any:
    return {"flag": value == "1", "choice": "" if value == PLAIN else value}.get(kind, value)


def _sent(kind: str, value: Any) -> Any:
    return {"flag": "1" if value else "0", "choice": value or PLAIN}.get(kind, value)


@dataclass(frozen=True)
class Line:
    """A value on the page: its field's name, label, what the rules say now, bounds in words, source, whether read."""

    name: str
    row: Any
    label: str
    now: str
    bounds: tuple[str, str] | None


def for_values(lines: Iterable[Line], longest: int) -> type[FormatForm]:
    """Return the form for these values of a profile."""
    lines = list(lines)
    fields = {line.name: _field(line.row, line.label, longest) for line in lines}
    names = {line.name: line.row.place for line in lines}
    types = {line.name: line.row.type for line in lines}
    return type("ValuesForm", (FormatForm,), {**fields, "names": names, "types": types})


def grouped(rows: Iterable[Any], styles: Mapping[str, str]) -> dict[str, list[Line]]:
    """Return {group's title: lines} of what a unit may set; `styles` names the components."""
    found: dict[str, list[Line]] = {}
    for row in rows:
        found.setdefault(str(format_words.group_of(row.place)), []).append(_line(row, styles))
    return found


def _line(row: Any, styles: Mapping[str, str]) -> Line:
    bounds = (size(row.least), size(row.most)) if row.least is not None and row.most is not None else None
    label = str(format_words.label_of(row.place, styles))
    return Line(_name(row.place), row, label, shown(row.type, row.value), bounds)


def size(value: float) -> str:
    """Return a size as people write it."""
    return decimal_comma(round(value * 10**PLACES), PLACES, trim=True)


def shown(kind: str, value: Any) -> str:
    """Return a value of a profile in words."""
    words = {
        "number": lambda: size(value),
        "flag": lambda: str(FLAGS[0 if value else 1][1]),
        "choice": lambda: str(CHOICES[value]),
        "text": lambda: f"“{value}”",
    }
    return words[kind]()


def _name(place: str) -> str:
    return "v-" + place.replace(".", "-")


def _field(row: Any, label: str, longest: int) -> Any:
    if row.type == "number":
        return SizeField(label)
    if row.type == "text":
        return TextField(label, longest=longest)
    choices = FLAGS if row.type == "flag" else [(one or PLAIN, CHOICES[one]) for one in row.choices]
    return ChoiceField(label, choices=list(choices), blank=_l("Theo thể thức"))


def stored(page: Any) -> dict[str, Any]:
    """Return what the fields show at first: what the unit chose last."""
    kinds = {row.place: row.type for row in page.values}
    values = {
        _name(place): _sent(kinds[place], value) for place, value in page.settings.items() if place in kinds
    }
    return {
        "preferred": page.preferred or PLAIN,
        "without_kt": page.without_kt,
        "mark": page.mark,
        **values,
    }
