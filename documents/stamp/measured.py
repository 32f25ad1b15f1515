"""What a press has printed, read back from the finished file: a page that is not right is named and left out."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, BinaryIO

from ..checker import check, check_pages
from ..checker.faults import Fault
from ..errors import Refusal
from .plan import Plan, RowRefused
from .press import Press

WRONG = "Trang in ra chưa đúng thể thức: %(faults)s"


def one(
    press: Press, rows: Sequence[Mapping[str, Any]], target: BinaryIO, places: Collection[int]
) -> list[tuple[int, RowRefused]]:
    """Print one PDF of all rows as `Press.one` does, the pages of the rows at `places` read back and measured.

    Where one of them is wrong its row is left out as well, and the file printed again without it. `target` can be
    read back; without a single good row nothing is left in it.
    """
    left, wrong = list(range(len(rows))), []
    while True:
        target.seek(0)
        target.truncate()
        bad = [(left[at], error) for at, error in press.one([rows[place] for place in left], target)]
        out = {place for place, _error in bad}
        printed = [place for place in left if place not in out]
        target.seek(0)
        found = _measured(press, target.read(), printed, places) if printed else []
        if not found:
            return sorted([*bad, *wrong], key=lambda pair: pair[0])
        wrong += found
        left = [place for place in left if place not in dict(found)]


def _measured(
    press: Press, data: bytes, printed: Sequence[int], places: Collection[int]
) -> list[tuple[int, RowRefused]]:
    pages = [page for page, place in enumerate(printed) if place in places]
    faults = check_pages(data, pages, press.plan.kind, press.plan.profile)
    return [(printed[page], refusal(found)) for page, found in faults.items() if found]


def single(plan: Plan, files: Mapping[str, bytes]) -> RowRefused | None:
    """Why the files of one certificate, by format, are not right; None where they are."""
    found = check(files, plan.kind, plan.profile)
    return refusal(found) if found else None


def refusal(faults: Sequence[Fault]) -> RowRefused:
    """The faults of a page as the reason why its row is left out."""
    said = "; ".join(f"{fault.place}: {fault.message} ({fault.found})" for fault in faults)
    return RowRefused([Refusal("$", WRONG, faults=said)])
