"""A stage for journeys: the product with its workers, a mail server, and people at one browser.

Each person has one page of their own for the whole journey. Nothing waits for a fixed time: a press waits for the
page that it leads to, `until` for a state.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error

from tests.support.browsers import WITHOUT_SCRIPT, opened_page, page_checker
from tests.support.hands import Keys, Mouse
from tests.support.mail import Mailbox, mailbox
from tests.support.servers import Server, served

# The cards' order of a sign-in is the demonstration's own: people are called by their code.
SEATS = {
    "P01": "committee_member",
    "P03": "committee_member",
    "P28": "committee_member",
    "P08": "committee_member",
}

# On a crowded machine a paper may take longer than a page may wait; what happens then has tests of its own. One
# process of each kind carries a story: what several do to each other has tests of its own as well (test_kill).
PATIENCE = {"RENDER_WAIT_SECONDS": 60, "WORKERS": 1, "RENDER_WORKERS": 1}

# A picture of the whole page has no bottom for a bar to stick to.
BARS = "position => document.querySelectorAll('.tk-bar,.tk-tabs').forEach(bar => { bar.style.position = position; })"

# What the browser says when a page went away while it was looked at: in the middle of a question, or between two.
GONE = ("context was destroyed", "axe is not defined")

# One page, one main button; a link to a place on the same page is a way to it, no second one.
MAIN_BUTTONS = """() => [...document.querySelectorAll('main .btn-primary, main .tk-seal')]
  .filter(e => e.checkVisibility() && !(e.getAttribute('href') || '').startsWith('#')).map(e => e.textContent.trim())"""

# Every control that can be reached is focused; those that then lie wholly under the bar are told.
COVERED = """() => {
  const bar = document.querySelector('.tk-bar, .tk-tabs'), hidden = [];
  const inside = 'input:not([type=hidden]),select,textarea,button,a';
  for (const e of document.querySelectorAll(`main :is(${inside})`)) {
    if (bar.contains(e) || !e.checkVisibility()) continue;
    e.focus();
    const r = e.getBoundingClientRect(), b = bar.getBoundingClientRect();
    if (r.top >= b.top && r.top < b.bottom) hidden.push(e.name || e.textContent.trim());
  }
  return hidden;
}"""

# WCAG 2.5.8 asks for 24 px; links inside a sentence are exempt.
SMALL = """() => [...document.querySelectorAll('button, summary, input:not([type=hidden]), select, nav a, .btn')]
  .filter(e => e.checkVisibility() && !e.classList.contains('visually-hidden'))
  .filter(e => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 24)
  .map(e => e.outerHTML.slice(0, 120))"""

# Everything typed has reached the server: the line of saving says so, and no copy of it waits on this machine.
SAFE = """() => document.getElementById('saved').textContent.includes('Đã lưu lúc')
  && !Object.keys(localStorage).some(key => key.startsWith('tk:'))"""

# The words tied to a control; and those tied to the one that is marked as wrong: the control or one inside it.
WORDS = """control => (control ? control.getAttribute('aria-describedby') || '' : '').split(' ')
  .map(id => document.getElementById(id)).filter(Boolean).map(e => e.textContent.trim()).join(' ')"""
TIED = f"""control => ({WORDS})(
  control.matches('[aria-invalid="true"]') ? control : control.querySelector('[aria-invalid="true"]'))"""


@dataclass
class Download:
    """A file as the browser got it."""

    content: bytes
    name: str
    media_type: str

    @property
    def sha256(self) -> str:
        """The hash of the bytes that came."""
        return hashlib.sha256(self.content).hexdigest()


class Person:
    """Somebody at the browser: opens pages, presses buttons, fills fields by their labels, looks."""

    def __init__(self, stage: Stage, page: Any) -> None:
        self.stage, self.page = stage, page
        self.hands = Keys(page) if stage.view == "keyboard" else Mouse(page)
        page.emulate_media(reduced_motion="reduce")

    @property
    def scripted(self) -> bool:
        """Tell whether this browser runs scripts."""
        return self.page not in WITHOUT_SCRIPT

    @property
    def address(self) -> str:
        """Where this person is: the page, whatever place of it was gone to."""
        return self.page.url.partition("#")[0]

    def open(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(
            path if path.startswith("http") else self.stage.url + path, wait_until="domcontentloaded"
        )

    def press(self, words: str, within: Any = None) -> None:
        """Press a button and wait for the page that follows."""
        self.go(self.button(words, within))

    def follow(self, words: str, within: Any = None) -> None:
        """Follow a link and wait for its page."""
        self.go((within or self.page).get_by_role("link", name=words).first)

    def go(self, control: Any) -> None:
        """Press what leads to another page, and wait for it."""
        self.hands.approach(control)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.hands.strike(control)

    def touch(self, control: Any) -> None:
        """Press what changes this page."""
        self.hands.approach(control)
        self.hands.strike(control)

    def button(self, words: str, within: Any = None) -> Any:
        """Return the button with these words."""
        return (within or self.page.locator("main")).get_by_role("button", name=words).first

    def unfold(self, words: str) -> None:
        """Open a folded part of the page."""
        folded = self.page.locator("details:not([open]) > summary", has_text=words)
        if folded.count():
            self.touch(folded.first)

    def fill(self, label: str, text: str, within: Any = None) -> None:
        """Type into the field with this label."""
        self.write(self.field(label, within), text)

    def write(self, control: Any, text: str) -> None:
        """Type into a field in the place of what it holds."""
        self.hands.write(control, text)

    def tick(self, control: Any) -> None:
        """Tick a box or choose a radio button."""
        self.hands.tick(control)

    def untick(self, control: Any) -> None:
        """Take a tick away."""
        self.hands.untick(control)

    def pick(self, control: Any, **option: Any) -> None:
        """Choose from a list, by `label`, `value` or `index`."""
        self.hands.pick(control, **option)

    def hand_in(self, path: Path, control: str = "main input[type=file]") -> None:
        """Choose a file."""
        self.hands.hand_in(self.page.locator(control), path)

    def field(self, label: str, within: Any = None) -> Any:
        """Return the control whose label begins so."""
        return (
            (within or self.page.locator("main")).get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first
        )

    def choose(self, group: str, option: str, within: Any = None) -> None:
        """Choose one of the buttons of a group."""
        found = (within or self.page.locator("main")).get_by_role(
            "radiogroup", name=re.compile(rf"^\s*{re.escape(group)}")
        )
        self.tick(found.get_by_label(option, exact=True))

    def decide(self, choice: str) -> None:
        """Say what one thinks of a dossier and record it; the button says what was chosen, where scripts run."""
        if choice:
            self.choose("Ý kiến", choice)
        self.go(self.page.locator("#y-kien button.btn-primary"))

    def tied(self, control: Any) -> str:
        """Return the words tied to a control: hint, note, error."""
        return control.evaluate(WORDS)

    def sees(self, words: str, within: Any = None) -> None:
        """Fail unless the words come to stand on the page, in sight."""
        (within or self.page.locator("body")).get_by_text(words).locator("visible=true").first.wait_for()

    def saved(self) -> None:
        """Wait until the page says that what was typed is safe; without a script it never does."""
        if self.scripted:
            self.hands.leave()
            self.page.wait_for_function(SAFE)

    def refused(self, label: str, reason: str, control: str = "") -> None:
        """Fail unless the page came back with a summary, and the reason is tied to the field of this label."""
        assert self.page.title().startswith("Lỗi:")
        self.sees(reason, self.page.locator("#errors"))
        main = self.page.locator("main")
        named = re.compile(rf"^\s*{re.escape(label)}")
        group = main.get_by_role("group", name=named)
        found = main.locator(control) if control else group if group.count() else self.field(label)
        words = found.first.evaluate(TIED)
        assert reason in words, f"«{label}» says {words!r}"

    def reach(self) -> None:
        """On a phone: fail when the bar hides a focused control, or one is too small for a thumb."""
        if self.stage.view == "phone":
            assert self.page.evaluate(COVERED) == [], "under the bar"
            assert self.page.evaluate(SMALL) == [], "too small"

    def text(self, selector: str = "main") -> str:
        """Return what the page, or one part of it, says; spaces that do not break are spaces."""
        return self.page.locator(selector).first.inner_text().replace("\u00a0", " ")

    def until(self, happened: Callable[[], Any], seconds: float = 60) -> Any:
        """Open the same page again until something is there; return it."""
        end = time.monotonic() + seconds
        while not (found := happened()):
            assert time.monotonic() < end, f"{self.page.url} stays as it is:\n{self.text()[:2000]}"
            self.page.reload(wait_until="domcontentloaded")
        return found

    def take(self, link: Any) -> Download:
        """Download what a link leads to, with the browser's own cookies, whatever hour its server has."""
        url = self.stage.url + link.get_attribute("href")
        cookies = self.page.context.cookies(self.stage.url)
        said = "; ".join(f"{one['name']}={one['value']}" for one in cookies)
        with urllib.request.urlopen(
            urllib.request.Request(url, headers={"Cookie": said}), timeout=60
        ) as answer:
            disposition = answer.headers["content-disposition"]
            return Download(answer.read(), disposition, answer.headers["content-type"])

    def look(self, name: str) -> None:
        """Look at the page once: its rules, its picture under build/screenshots/."""
        self.stage.look(self, name)


def steadily(look: Callable[..., None], *args: Any) -> None:
    """Look at a page; once more when it opened again by itself meanwhile, as a page does when its papers are ready.

    A page that opens again and again is a fault of its own: the third time the error stands.
    """
    for _again in range(2):
        try:
            return look(*args)
        except Error as problem:
            if not any(said in problem.message for said in GONE):
                raise
    return look(*args)


@dataclass
class Stage:
    """The running product and everybody who is at it."""

    server: Server
    mail: Mailbox
    browser: Any
    view: str
    pictures: Path
    closing: ExitStack
    people: dict[str, Person] = field(default_factory=dict)
    looked: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The address of the product."""
        return self.server.url

    def newcomer(self) -> Person:
        """Return somebody nobody knows."""
        return Person(self, self.closing.enter_context(opened_page(self.browser, self.view)))

    def __call__(self, code: str) -> Person:
        """Return the person with this card, signed in; the same page as before."""
        if code not in self.people:
            person = self.people[code] = self.newcomer()
            person.open("/dang-nhap")
            person.go(person.page.locator(f'button[name="as"][value="{code}"]'))
        return self.people[code]

    @contextmanager
    def pictured(self, name: str) -> Iterator[None]:
        """Take a picture of everybody's page when the block fails."""
        try:
            yield
        except BaseException:
            for code, person in self.people.items():
                with suppress(Error):  # a page on its way elsewhere must not hide what failed
                    self.picture(person, f"{name}-{code}")
            raise

    def picture(self, person: Person, name: str) -> None:
        """Take a picture of the whole page."""
        view = f"-{self.view}" if self.view in ("plain", "keyboard") else ""
        size = f"{person.page.viewport_size['width']}{view}"
        self.pictures.mkdir(parents=True, exist_ok=True)
        person.page.wait_for_load_state()
        person.page.evaluate(BARS, "static")
        person.page.screenshot(path=self.pictures / f"{name}-{size}.png", full_page=True)
        person.page.evaluate(BARS, "")

    def look(self, person: Person, name: str) -> None:
        """Check a page and take its picture, the first time that it is looked at under this name."""
        if name in self.looked:
            return
        self.looked.add(name)
        steadily(self._examine, person, name)

    def _examine(self, person: Person, name: str) -> None:
        page = person.page
        page.wait_for_load_state()
        page_checker()(page)
        main = page.evaluate(MAIN_BUTTONS)
        assert len(main) < 2, f"{page.url}: more than one main button in sight: {main}"
        self.picture(person, name)


@contextmanager
def staged(root: Path, database: Any, browser: Any, view: str) -> Iterator[Stage]:
    """Run the product on `database` for people who come in one view."""
    with ExitStack() as closing:
        mail = closing.enter_context(mailbox())
        server = closing.enter_context(served(root, database, **PATIENCE, **mail.settings()))
        yield Stage(server, mail, browser, view, root / "build" / "screenshots", closing)


@pytest.fixture(scope="class")
def stage(
    request: pytest.FixtureRequest,
    root: Path,
    database_kind: str,
    templates: Callable,
    tmp_path_factory: pytest.TempPathFactory,
    browser: Any,
) -> Iterator[Stage]:
    """Yield the stage of a class of journeys, in the view that the class names (`view`).

    A class with `province = "sector"` has the province grown to a real sector.
    """
    folder = tmp_path_factory.mktemp("stage") / "instance"
    content = getattr(request.cls, "province", "demo")
    copied = contextmanager(templates(database_kind, content).copy)
    with copied(folder) as database, staged(root, database, browser, request.cls.view) as stage:
        yield stage
    if content == "sector":  # a hundred megabytes for each class
        shutil.rmtree(folder)
