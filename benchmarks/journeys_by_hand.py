"""Five journeys as a new user goes them, on a phone and at a desk, each beside its target.

Everything is done in Chromium on a fresh demonstration (`benchmarks/by_hand_ready.py` says what stands there before);
`benchmarks/person.py` holds the stopwatch and its rates. One row is what one person did in one journey: those before
and between who are no part of its target are told without one. Where there is no target in minutes (the year-end
review: three sittings, nothing lost) the journey itself fails when something is gone.

    python -m benchmarks journeys_by_hand
    TRINHKY_BY_HAND="event,sixty" python -m benchmarks journeys_by_hand
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.by_hand_desk import sixty, standing
from benchmarks.by_hand_event import event
from benchmarks.by_hand_nomination import nomination
from benchmarks.by_hand_ready import PASSWORD, make_ready
from benchmarks.by_hand_review import review
from benchmarks.fifty_people import _env, _served
from benchmarks.measuring import verdict
from benchmarks.person import RATES, VIEWS, Count, Seats

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "by_hand"

# what: (how, {whose part: minutes on the phone and at the desk})
JOURNEYS: dict[str, tuple[Callable[[Seats], None], dict[str, tuple[float, float]]]] = {
    "sixty": (sixty, {"reviewer": (25, 25)}),
    "event": (event, {"chair": (18, 12), "reviewer": (2, 2)}),
    "standing": (standing, {"chair sets": (2, 2)}),
    "nomination": (nomination, {"25 people": (8, 8), "list again": (2, 2)}),
    "review": (review, {}),
}
# In how many sittings; the journey itself stops where something typed is gone.
SITTINGS = {"review": 3}
# Whether sixty dossiers wait: the journeys played there, one after the other.
STAGES = {False: ("event", "standing", "nomination", "review"), True: ("sixty",)}
COLUMNS = ("fields", "presses", "letters", "pages", "words")


def main() -> None:
    """Print the rates, then each journey on both devices beside its target."""
    from playwright.sync_api import sync_playwright

    for name, (phone, desk, origin) in RATES.items():
        print(f"  {name:8} phone {phone:g}, desk {desk:g}: {origin}")
    wanted = {one.strip() for one in os.environ.get("TRINHKY_BY_HAND", ",".join(JOURNEYS)).split(",")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for device, (waiting, names) in product(VIEWS, STAGES.items()):
            played = [one for one in names if one in wanted]
            if not played:
                continue
            with tempfile.TemporaryDirectory() as place:
                folder = Path(place) / "instance"
                shutil.copytree(_demonstration(waiting), folder)
                with _served(folder) as (url, _pid):
                    for what in played:
                        _walk(browser, url, device, what)
        browser.close()


def _walk(browser: Any, url: str, device: str, what: str) -> None:
    how, targets = JOURNEYS[what]
    seats = Seats(browser, url, device, PASSWORD)
    how(seats)
    for leg, count in seats.legs.items():
        _tell(f"{what}, {leg}, {device}", count, device)
        for text, until in count.marks:
            print(f"    {text}" + (f": after {_minutes(until, device):.1f} min" if until else ""))
        for note in count.notes:
            print(f"    hesitates: {note}")
        if leg in targets:
            minutes, most = _minutes(count, device), targets[leg][tuple(VIEWS).index(device)]
            verdict(f"{what}, {leg}, {device}, minutes ≤ {most:g}", minutes, minutes <= most)
    if what in SITTINGS:
        took = len(seats.legs)
        verdict(f"{what}, {device}, sittings ≤ {SITTINGS[what]}, nothing lost", took, took <= SITTINGS[what])
    seats.close()


def _minutes(count: Count, device: str) -> float:
    return (count.machine + count.person(device)) / 60


def _tell(what: str, count: Count, device: str) -> None:
    numbers = ", ".join(f"{getattr(count, name)} {name}" for name in COLUMNS)
    taken = count.person(device)
    print(
        f"  {what}: {numbers}; machine {count.machine:.0f} s, person {taken:.0f} s,"
        f" together {_minutes(count, device):.1f} min (load {os.getloadavg()[0]:.1f})",
        flush=True,
    )


def _demonstration(waiting: bool) -> Path:
    """Return the demonstration made ready for the journeys, loaded once and kept under build/."""
    kept = KEPT / ("waiting" if waiting else "plain")
    if not (kept / "done").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        for args in (["db", "upgrade"], ["demo", "load"]):
            command = [sys.executable, "-m", "flask", "--app", "app", *args]
            subprocess.run(command, cwd=ROOT, env=_env(kept), check=True, stdout=subprocess.DEVNULL)
        make_ready(kept, waiting=waiting)
        (kept / "done").touch()
    return kept
