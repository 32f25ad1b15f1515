"""One person at a browser, with a stopwatch: what the machine took, and what a person would have taken for the rest.

The machine's part is measured: wall time from a press until the page that answers stands. The person's part is a
keystroke-level model (Card, Moran, Newell 1980) over what was really typed, pressed, scrolled past and read in that
browser. `RATES` is the only place of its values; all of them are assumptions and say where they come from.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

# name: (phone, desk, where the value comes from)
RATES: dict[str, tuple[float, float, str]] = {
    "letters": (2.3, 4.0, "letters a second, Telex; assumed: two thumbs 28, a nurse at a keyboard 48 words a minute"),
    "press": (1.0, 1.3, "seconds; Card et al.: point 1.1 + click 0.2; a thumb assumed a little quicker"),
    "hand": (0.6, 0.4, "seconds until the hand is on the keys; Card et al. 0.4; the phone's keyboard slides in"),
    "think": (1.35, 1.35, "seconds before each thing done; Card et al., M"),
    "scroll": (0.9, 0.7, "seconds a screen, looking included; assumed"),
    "read": (3.0, 3.0, "words a second = 180 a minute, syllables counted as words; slow for Vietnamese, kept"),
    "pick": (6.0, 5.0, "seconds in the system's own window for choosing a file, or to open one; assumed"),
    "carry": (9.0, 6.0, "seconds to fetch a cell or a list from the open sheet: switch, mark, copy, back; assumed"),
    "leaf": (12.0, 8.0, "seconds to look a printed paper over; assumed"),
}  # fmt: skip

VIEWS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "desk": {"viewport": {"width": 1280, "height": 900}},
}

# Under the bars that stick to the window nothing can be pressed, in pixels.
EDGE = 90

# Blocks of text of <main> in the column of a target, with the height at which they stand. What is folded away or
# hidden is not there; a hint is read by who fills its field, the rows of a long list to choose from by nobody.
_TEXTS = """target => {
  const main = document.querySelector('main') || document.body, found = [];
  const column = (target.closest('aside, form, fieldset, article, section') || main).getBoundingClientRect();
  const told = e => (e.getAttribute('aria-describedby') || '').split(' ');
  const own = [...told(target), ...told(target.closest('fieldset') || target)];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim().replace(/\\s+/g, ' '), parent = node.parentElement;
    if (!text || parent.closest('script,style,option,textarea,.visually-hidden,.tk-hidden,[hidden]')) continue;
    if (parent.closest('aside') && !target.closest('aside')) continue;
    const hint = parent.closest('.tk-hint'), row = parent.closest('.tk-pick > li');
    if ((hint && !own.includes(hint.id)) || (row && !row.contains(target))) continue;
    if (!parent.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
    const box = parent.getBoundingClientRect();
    if (box.right < column.left - 4 || box.left > column.right + 4) continue;
    if (box.width > 2 && box.height > 2) found.push([box.top + scrollY, text]);
  }
  return found;
}"""


# The same blocks of text within one part of the page.
_INSIDE = """part => {
  const found = [], walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim().replace(/\\s+/g, ' '), parent = node.parentElement;
    if (!text || parent.closest('script,style,.visually-hidden,.tk-hidden,[hidden]')) continue;
    if (parent.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) found.push(text);
  }
  return found;
}"""


@dataclass
class Count:
    """What one journey took."""

    fields: int = 0
    presses: int = 0
    letters: int = 0
    pages: int = 0
    words: int = 0
    screens: float = 0
    thoughts: int = 0
    files: int = 0
    carried: int = 0
    leaves: int = 0
    hands: int = 0
    machine: float = 0
    notes: list[str] = field(default_factory=list)
    marks: list[tuple[str, Count | None]] = field(default_factory=list)

    def person(self, device: str) -> float:
        """Return the seconds of the person's part on "phone" or "desk"."""
        at = ("phone", "desk").index(device)
        rate = {name: values[at] for name, values in RATES.items()}
        return (
            self.letters / rate["letters"]
            + self.presses * rate["press"]
            + self.hands * rate["hand"]
            + self.thoughts * rate["think"]
            + self.screens * rate["scroll"]
            + self.words / rate["read"]
            + self.files * rate["pick"]
            + self.carried * rate["carry"]
            + self.leaves * rate["leaf"]
        )


class Person:
    """Somebody at a page: every verb does it in the browser and counts what it cost."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url
        self.count, self.read = Count(), set()
        self.at = 0.0

    def sign_in(self, who: str, password: str = "") -> None:
        """Sit down at the card of somebody, or sign in by name; not counted: the day began before."""
        self.page.goto(f"{self.url}/dang-nhap")
        card = self.page.locator(f'button[name="as"][value="{who}"]')
        if card.count():
            card.click()
        else:
            self.page.locator('main [name="identity"]').fill(who.lower())
            self.page.locator('main [name="password"]').fill(password)
            self.page.locator('main [name="password"]').press("Enter")
        self.page.wait_for_url(lambda url: "/dang-nhap" not in url)
        self.page.wait_for_load_state()
        self.at = 0.0

    def sit_down(self) -> None:
        """Have the first page open; not counted."""
        self.page.goto(f"{self.url}/viec")
        self.at = 0.0

    def note(self, text: str) -> None:
        """Remember where one hesitates."""
        if text not in self.count.notes:
            self.count.notes.append(text)

    def mark(self, text: str, *, timed: bool = True) -> None:
        """Remember that something was reached, and after how much."""
        self.count.marks.append((text, replace(self.count) if timed else None))

    # what is done -------------------------------------------------------------------------------------------------

    def press(self, target: Any, *, decided: bool = True, leads: bool = True) -> None:
        """Press something; wait until the page that answers stands (`leads`) or the same page has settled."""
        self._look(target)
        self.count.presses += 1
        self.count.thoughts += decided
        with self._machine(leads):
            target.click()

    def type(self, target: Any, text: str) -> None:
        """Type into a field that was found by its label, in place of what stands there."""
        self._look(target)
        self.count.fields += 1
        self.count.presses += 1
        self.count.hands += 1
        self.count.thoughts += 1
        self.count.letters += len(text)
        self._known(text)
        target.fill(text)

    def choose(self, target: Any, label: str) -> None:
        """Choose from a list: open it, read it, press the line."""
        self._look(target)
        options = [one.strip() for one in target.locator("option").all_text_contents()]
        place = next((at for at, one in enumerate(options) if one == label or one.startswith(label)), 0)
        self._remember([part for one in options[: place + 1] for part in one.split(": ")])
        self.count.fields += 1
        self.count.presses += 2
        self.count.thoughts += 1
        target.select_option(options[place])

    def tick(self, target: Any) -> None:
        """Tick a box or one of several answers."""
        self._look(target)
        self.count.fields += 1
        self.count.presses += 1
        self.count.thoughts += 1
        target.check()

    def untick(self, target: Any) -> None:
        """Take a tick away."""
        self._look(target)
        self.count.fields += 1
        self.count.presses += 1
        self.count.thoughts += 1
        target.uncheck()

    def attach(self, target: Any, file: Any) -> None:
        """Choose a file in the system's window."""
        self._look(target)
        self.count.presses += 1
        self.count.files += 1
        self.count.thoughts += 1
        target.set_input_files(file)

    def carry(self, target: Any, text: str, *, opened: bool = False, fetched: bool = True) -> None:
        """Copy a cell, or with `opened` a whole list from a file opened first, and paste it into a field.

        `fetched` is False where it is what was copied last.
        """
        self._look(target)
        self.count.fields += 1
        self.count.presses += 2
        self.count.thoughts += 1
        self.count.carried += fetched
        self.count.files += opened
        self._known(text)
        target.fill(text)

    def take(self, link: Any, *, begins: bytes = b"", looks: bool = False) -> None:
        """Download what a link leads to; with `looks` look it over."""
        self._look(link)
        self.count.presses += 1
        self.count.thoughts += 1
        self.count.leaves += looks
        begun = time.monotonic()
        address = link.get_attribute("href")
        answer = self.page.request.get(f"{self.url}{address}", timeout=120_000)
        self.count.machine += time.monotonic() - begun
        if not (answer.ok and answer.body().startswith(begins)):
            raise RuntimeError(f"{address}: {answer.status}, not what was asked for")

    def look(self, target: Any) -> None:
        """Read down to something without touching it."""
        self._look(target)

    def study(self, whole: Any) -> None:
        """Read a part of the page from its beginning to its end."""
        whole.wait_for()
        low, high, height = whole.evaluate(
            "e => { let b = e.getBoundingClientRect(); return [b.top + scrollY, b.bottom + scrollY, innerHeight] }"
        )
        self.count.screens += (high - low) / (0.8 * height)
        self._remember(whole.evaluate(_INSIDE))
        whole.evaluate("e => e.scrollIntoView({block: 'end', behavior: 'instant'})")
        self.at = high

    def wait(self, until: Callable[[], Any]) -> None:
        """Wait for the machine."""
        begun = time.monotonic()
        until()
        self.count.machine += time.monotonic() - begun

    # what it costs ------------------------------------------------------------------------------------------------

    @contextmanager
    def _machine(self, leads: bool):
        before, begun = self.page.evaluate("performance.timeOrigin"), time.monotonic()
        yield
        if leads:
            self.page.wait_for_function("before => performance.timeOrigin !== before", arg=before)
        self.page.wait_for_load_state("domcontentloaded")
        self.count.machine += time.monotonic() - begun
        if self.page.evaluate("performance.timeOrigin") != before:
            self.count.pages += 1
            self.at = self.page.evaluate("scrollY")

    def _look(self, target: Any) -> None:
        """Read what was passed on the way to the target and has not been read before; scroll there by screens."""
        target.wait_for(state="attached")
        box = target.evaluate(
            "e => { let b = e.getBoundingClientRect(); if (!b.height) b = e.parentElement.getBoundingClientRect();"
            " return [b.top + scrollY, b.bottom + scrollY, innerHeight, scrollY] }"
        )
        top, bottom, height, scrolled = box
        low, high = min(self.at, top) - 60, max(self.at, bottom) + 30
        found = target.evaluate(_TEXTS)
        stuck = target.evaluate("e => !!e.closest('.tk-bar, .tk-tabs, header')")
        if not self.at and stuck:
            # A bar that sticks to the edge of the window is seen at once: one reads what the page is and what it says.
            heading = self.page.locator("main h1").first
            low = top - 30
            self._remember([heading.inner_text()] if heading.count() else [])
        self._remember([text for where, text in found if low <= where <= high])
        if not stuck and not scrolled + EDGE <= top <= bottom <= scrolled + height - EDGE:
            self.count.screens += max(1.0, abs(top - scrolled - height / 2) / (0.8 * height))
            target.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
        self.at = top

    def _known(self, text: str) -> None:
        """What one has written oneself is read no more; of a pasted sheet, its cells."""
        cells = [cell for line in text.splitlines() for cell in line.split("\t")]
        self.read.update(" ".join(line.strip('"').split()) for line in [text, *text.splitlines(), *cells])

    def _remember(self, texts: list[str]) -> None:
        for text in (" ".join(one.split()).removeprefix("Lỗi: ") for one in texts):
            if text not in self.read and any(map(str.isalnum, text)):
                self.read.add(text)
                self.count.words += len(text.split())


class Seats:
    """Everybody of one journey at one device; `legs` are their counts by name, in the order of beginning."""

    def __init__(self, browser: Any, url: str, device: str, password: str = "") -> None:
        self.browser, self.url, self.device, self.password = browser, url, device, password
        self.people: dict[str, Person] = {}
        self.legs: dict[str, Count] = {}

    def at(self, who: str, leg: str) -> Person:
        """Return somebody at their first page, what they do being counted under the name of a leg."""
        if who not in self.people:
            context = self.browser.new_context(
                locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **VIEWS[self.device]
            )
            page = context.new_page()
            page.set_default_timeout(60_000)
            self.people[who] = Person(page, self.url)
            self.people[who].sign_in(who, self.password)
        person = self.people[who]
        person.count = self.legs.setdefault(leg, Count())
        person.sit_down()
        return person

    def close(self) -> None:
        """Send everybody home."""
        for person in self.people.values():
            person.page.context.close()
