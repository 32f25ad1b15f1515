"""Which format profile governs a paper, and what a unit may set otherwise in it.

A profile holds from `valid_from` to `valid_to`; one marked `by_choice` (the State's decree) governs only the papers of
an issuer that chose it. What a unit sets stays inside the range that the law gives; a value that was read and has no
range cannot be set at all.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from .errors import ProfileFault
from .profile import Profile

SETTABLE = ("own", "unverified")


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


def with_settings(data: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The table of a profile with a unit's settings in it: {"page.left": 32, "style.body.size": 13, …}.

    `data` is what `Profile.from_dict` takes; it is not changed. Raises ProfileFault with the place of a setting that
    names no value, has another type, leaves the range of the law, or would change a value that the law fixes.
    """
    table = deepcopy(dict(data))
    for place, value in settings.items():
        leaf = _leaf(table, place)
        _allowed(leaf, place, value)
        leaf["value"] = value
    return table


def _leaf(table: Mapping[str, Any], place: str) -> dict[str, Any]:
    found: Any = table
    for step in place.split("."):
        found = found.get(step) if isinstance(found, Mapping) and "value" not in found else None
        if found is None:
            raise ProfileFault(place, "the profile has no such value")
    if not isinstance(found, dict) or "value" not in found:
        raise ProfileFault(place, "this is not a value that can be set")
    return found


def _allowed(leaf: Mapping[str, Any], place: str, value: Any) -> None:
    least, most, now = leaf.get("min"), leaf.get("max"), leaf["value"]
    if isinstance(value, bool) != isinstance(now, bool) or not isinstance(value, _type(now)):
        raise ProfileFault(place, f"{value!r} is not of the type of {now!r}")
    if (least is not None and value < least) or (most is not None and value > most):
        raise ProfileFault(place, f"{value} is outside {least}–{most}")
    if least is None and most is None and leaf["status"] not in SETTABLE:
        raise ProfileFault(place, "the text was read and fixes this value")


def _type(value: Any) -> type | tuple[type, ...]:
    return (int, float) if isinstance(value, int | float) else type(value)
