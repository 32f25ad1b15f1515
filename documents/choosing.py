"""Which format profile governs a paper, and what a unit may set otherwise in it.

A profile holds from `valid_from` to `valid_to`; one marked `by_choice` (the State's decree) governs only the papers of
an issuer that chose it. What a unit sets stays inside the range that the law gives; a value that was read and has no
range cannot be set at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from vietnamese.numbers import decimal_comma

from .errors import ProfileFault, SettingRefused
from .profile import Profile

SETTABLE = ("own", "unverified")
TABLES = ("page", "lines", "texts", "frame", "table", "mark", "style")

# What no unit sets: the name and motto of the State (Hiến pháp 2013 knows one), the size of the paper and the font
# (the pinned files have one), the bounds of the law on lines, the words and faces by which a component is known; the
# mark is switched as a whole. A soak test sets all others to their ends and has the papers measured.
SHUT = frozenset(
    {
        "texts.national", "texts.motto", "page.width", "page.height", "page.font", "page.number_from",
        "lines.least", "lines.most", "lines.between_paragraphs", "mark.show",
        "texts.number", "texts.recipients", "texts.kept", "style.issuer.face", "style.basis.indent",
    }
)  # fmt: skip

# What can be laid out at all, by a place or its last name, where the law gives no bound (mm on the page, pt in
# type). A heading «STT» larger than these does not fit the narrowest columns.
BOUNDS: Mapping[str, tuple[float, float]] = {
    "top": (10, 60), "bottom": (15, 60), "left": (0, 120), "right": (10, 60), "header": (5, 18),
    "between_paragraphs": (0, 24), "letterhead_left": (0.3, 0.6), "signature_left": (0.3, 0.6),
    "signature_right_most": (60, 120), "rule_weight": (0.25, 3), "issuer_rule": (0.1, 1), "subject_rule": (0.1, 1),
    "motto_rule": (0.3, 1), "signature_space": (20, 150), "border": (0.25, 2), "padding_side": (0, 4),
    "padding_line": (0, 10), "around": (0, 24), "size": (8, 16), "line": (6, 60),
    "after": (0, 40), "style.table_head.size": (8, 14), "style.table_head_small.size": (8, 12),
    "indent": (-20, 40), "edge": (3, 12), "gap": (0, 10), "letters": (6, 12),
}  # fmt: skip

CHOICES: Mapping[str, tuple[str, ...]] = {
    "number_at": ("top", "bottom"),
    "align": ("left", "center", "right", "justify"),
    "face": ("", "bold", "italic", "bold italic"),
    "case": ("", "upper"),
}
LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class Settable:
    """A value of a profile that a unit may set: "style.body.size", what it is now, its bounds, where it comes from.

    `type` is number, flag, choice or text; `least` and `most` bound a number, `choices` are those of a choice.
    """

    place: str
    value: float | str | bool
    type: str
    source: str
    status: str
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()


def in_force(profiles: Iterable[Profile], on: date, preferred: str = "") -> Profile:
    """The profile for a paper dated `on`, of an issuer that prefers the code `preferred` ("": none).

    The preferred one while it is in force; else the newest in force that needs no choice; of a day before all of them
    the oldest such. Raises ProfileFault when there is none at all.
    """
    known = sorted(profiles, key=lambda profile: profile.valid_from)
    holding = [profile for profile in known if _holds(profile, on)]
    chosen = [profile for profile in holding if profile.code == preferred]
    common = [profile for profile in known if not profile.by_choice]
    if not common:
        raise ProfileFault("profiles", "there is none that holds without a choice")
    newest = [profile for profile in common if profile in holding] or common[:1]
    return (chosen or newest)[-1]


def _holds(profile: Profile, on: date) -> bool:
    return profile.valid_from <= on and (profile.valid_to is None or on <= profile.valid_to)


def settable(data: Mapping[str, Any]) -> list[Settable]:
    """What a unit may set in a profile's table, in its order; values that the law fixes are left out."""
    sources = data["sources"]
    found = []
    for place, leaf in _leaves({name: data[name] for name in TABLES if name in data}):
        if _fixed(leaf, place):
            continue
        least, most = _bounds(leaf, place)
        found.append(
            Settable(
                place=place,
                value=leaf["value"],
                type=_type(leaf, place),
                source=sources[leaf["source"]],
                status=leaf["status"],
                least=least,
                most=most,
                choices=_choices(place),
            )  # fmt: skip
        )
    return found


def with_settings(data: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The table of a profile with a unit's settings in it: {"page.left": 32, "style.body.size": 13, …}.

    `data` is what `Profile.from_dict` takes; it is not changed. Raises SettingRefused with the place of a setting that
    names no value, has another type, leaves the range of the law, or would change a value that the law fixes.
    """
    table = deepcopy(dict(data))
    for place, value in settings.items():
        leaf = _leaf(table, place)
        _allowed(leaf, place, value)
        leaf["value"] = value
    return table


def refusals(data: Mapping[str, Any], settings: Mapping[str, Any]) -> list[SettingRefused]:
    """Why settings cannot stand: each by itself, and when all of them may, what they would break together."""
    found = []
    for place, value in settings.items():
        try:
            with_settings(data, {place: value})
        except SettingRefused as refused:
            found.append(refused)
    if not found:
        try:
            Profile.from_dict(with_settings(data, settings))
        except SettingRefused as refused:
            found.append(refused)
    return found


def _leaves(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, below in node.items():
        place = f"{path}.{name}" if path else name
        if isinstance(below, dict) and "value" in below:
            yield place, below
        elif isinstance(below, dict):
            yield from _leaves(below, place)


def _leaf(table: Mapping[str, Any], place: str) -> dict[str, Any]:
    found: Any = table
    for step in place.split("."):
        found = found.get(step) if isinstance(found, Mapping) and "value" not in found else None
        if found is None:
            break
    if not isinstance(found, dict) or "value" not in found:
        raise SettingRefused(place, "Thể thức đang dùng không có giá trị này.")
    return found


def _fixed(leaf: Mapping[str, Any], place: str) -> bool:
    """Whether no unit may set the value: shut for all, read and without a range, or a range of one value."""
    least, most = leaf.get("min"), leaf.get("max")
    aligned = place.endswith(".align") and place != "style.page_number.align"
    if place in SHUT or aligned or place.startswith("style.gap."):
        return True
    if least is None and most is None:
        return leaf["status"] not in SETTABLE
    return least == most


def _bounds(leaf: Mapping[str, Any], place: str) -> tuple[float | None, float | None]:
    if _type(leaf, place) != "number":
        return None, None
    least, most = BOUNDS.get(place) or BOUNDS.get(place.rsplit(".", 1)[-1], (None, None))
    return leaf.get("min", least), leaf.get("max", most)


def _type(leaf: Mapping[str, Any], place: str) -> str:
    value = leaf["value"]
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    return "choice" if _choices(place) else "text"


def _choices(place: str) -> tuple[str, ...]:
    return CHOICES.get(place.rsplit(".", 1)[-1], ())


def _allowed(leaf: Mapping[str, Any], place: str, value: Any) -> None:
    if _fixed(leaf, place):
        raise SettingRefused(place, "Quy định đã ghi rõ giá trị này, đơn vị không đặt khác được.")
    _KINDS[_type(leaf, place)](leaf, place, value)


def _number(leaf: Mapping[str, Any], place: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SettingRefused(place, "Nhập một số, ví dụ %(now)s.", now=said(leaf["value"]))
    least, most = _bounds(leaf, place)
    if least is not None and most is not None and not least <= value <= most:
        raise SettingRefused(place, "Nhập từ %(least)s đến %(most)s.", least=said(least), most=said(most))


def _flag(leaf: Mapping[str, Any], place: str, value: Any) -> None:
    if not isinstance(value, bool):
        raise SettingRefused(place, "Chọn có hoặc không.")


def _choice(leaf: Mapping[str, Any], place: str, value: Any) -> None:
    if value not in _choices(place):
        raise SettingRefused(place, "Chọn lại một mục trong danh sách.")


def _text(leaf: Mapping[str, Any], place: str, value: Any) -> None:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT:
        raise SettingRefused(place, "Nhập từ 1 đến %(most)s chữ.", most=LONGEST_TEXT)


_KINDS = {"number": _number, "flag": _flag, "choice": _choice, "text": _text}


def said(value: float) -> str:
    """A size as people write it: 12.7 → "12,7"."""
    return decimal_comma(round(value * 1000), 3, trim=True)
