"""Chromium from Debian: pages in four views, screenshots, and what must hold on every page.

A test that asks for `page` runs on the phone in the everyday suite; in the long suite also at the desk and
without JavaScript. Each page fails its test on a script error, a blocked resource or an answer of 500.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.hands import watch

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

VIEWS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "plain": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
    "keyboard": {"viewport": {"width": 1280, "height": 900}},
}

WITHOUT_SCRIPT: set[Any] = set()

# What axe does not see: errors tied to their field, addresses inside the page, pages that scroll sideways.
HOUSE_RULES = """() => {
  const problems = [], root = document.documentElement;
  const words = id => (document.getElementById(id)?.textContent || '').trim();
  const ids = (element, name) => (element.getAttribute(name) || '').split(/\\s+/).filter(Boolean);
  if (!root.lang) problems.push('the page does not say its language');
  if (!document.title.trim()) problems.push('the page has no title');
  for (const field of document.querySelectorAll('[aria-invalid="true"]'))
    if (!ids(field, 'aria-describedby').some(words))
      problems.push(`${field.name || field.id}: its error is not tied to it`);
  for (const error of document.querySelectorAll('.tk-err')) {
    const tied = [...document.querySelectorAll('[aria-describedby]')]
      .filter(e => ids(e, 'aria-describedby').includes(error.id));
    if (!error.id || !tied.some(e => e.matches('[aria-invalid="true"]') || e.querySelector('[aria-invalid="true"]')))
      problems.push(`«${error.textContent.trim()}» is tied to no field`);
  }
  if (document.getElementById('errors') && !document.title.startsWith('Lỗi:'))
    problems.push('the title does not say that something is wrong');
  for (const name of ['aria-describedby', 'aria-labelledby', 'aria-controls', 'for'])
    for (const element of document.querySelectorAll(`[${name}]`))
      for (const id of ids(element, name))
        if (!document.getElementById(id)) problems.push(`${name}="${id}" leads nowhere`);
  for (const link of document.querySelectorAll('a[href^="#"]'))
    if (link.hash.length > 1 && !document.getElementById(decodeURIComponent(link.hash.slice(1))))
      problems.push(`the link ${link.hash} leads nowhere`);
  const seen = new Set();
  for (const element of document.querySelectorAll('[id]')) {
    if (seen.has(element.id)) problems.push(`two elements with id="${element.id}"`);
    seen.add(element.id);
  }
  if (root.scrollWidth > root.clientWidth)
    problems.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth} px`);
  return problems;
}"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The phone every day; the other views in the long suite."""
    if "view" in metafunc.fixturenames:
        others = [pytest.param(view, marks=pytest.mark.soak) for view in ("desk", "plain")]
        metafunc.parametrize("view", ["phone", *others])


def chromium_path() -> str | None:
    """Return Debian's Chromium (or another one on the path), None where there is none."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in ("/usr/bin/chromium", *found) if path and Path(path).exists()), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Yield the running browser (playwright's, sync). Without Chromium: skipped, but never in CI."""
    path = chromium_path()
    if path is None:
        verdict = pytest.fail if os.environ.get("CI") else pytest.skip
        verdict("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened_page(browser: Any, view: str) -> Iterator[Any]:
    """Open a page in a profile of its own; fail at the end if anything went wrong behind the scenes."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **VIEWS[view])
    page = context.new_page()
    if view == "plain":
        WITHOUT_SCRIPT.add(page)
    page.set_default_timeout(20_000)
    wrong: list[str] = []
    if view == "keyboard":
        watch(page, wrong)
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on("console", lambda message: wrong.extend(_serious(message)))
    page.on("response", lambda answer: wrong.extend(_refused(answer)))
    try:
        yield page
    finally:
        WITHOUT_SCRIPT.discard(page)
        context.close()
    assert not wrong, "\n".join(wrong)


def _serious(message: Any) -> list[str]:
    """Return the console's errors; answers of the server are judged by `_refused`."""
    # Taking a picture looks into every frame; a sheet's frame is closed to scripts and says so.
    expected = ("Failed to load resource", "Blocked script execution in")
    if message.type != "error" or message.text.startswith(expected):
        return []
    return [f"console: {message.text}"]


def _refused(answer: Any) -> list[str]:
    """Return what should never be answered: 500 to anything, 4xx to a stylesheet, script or picture."""
    part = answer.request.resource_type in ("stylesheet", "script", "image", "font")
    return [f"{answer.status} {answer.url}"] if answer.status >= (400 if part else 500) else []


@pytest.fixture
def page(browser: Any, view: str) -> Iterator[Any]:
    """Yield a page in the view of this run: "phone", "desk" or "plain" (fixture `view` tells which)."""
    with opened_page(browser, view) as page:
        yield page


@pytest.fixture
def page_phone(browser: Any) -> Iterator[Any]:
    """Yield a page of 360 × 740."""
    with opened_page(browser, "phone") as page:
        yield page


@pytest.fixture
def page_desk(browser: Any) -> Iterator[Any]:
    """Yield a page of 1280 × 900."""
    with opened_page(browser, "desk") as page:
        yield page


@cache
def page_checker() -> Callable[[Any], None]:
    """Return a function that fails when a page breaks a rule of access (axe) or of the house.

    Both look with scripts of their own: a page without JavaScript is not looked at.
    """
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def check(page: Any) -> None:
        if page in WITHOUT_SCRIPT:
            return
        problems = page.evaluate(HOUSE_RULES)
        results = axe.run(page)
        if results.violations_count:
            problems.append(results.generate_report())
        assert not problems, f"{page.url}:\n" + "\n".join(problems)

    return check


@pytest.fixture
def check_page() -> Callable[[Any], None]:
    """Return the function that looks at a page: access and the rules of the house."""
    return page_checker()


@pytest.fixture
def shot(root: Path) -> Callable[[Any, str], Path]:
    """Return a function: page, name → picture of the whole page under build/screenshots/."""

    def take(page: Any, name: str) -> Path:
        folder = root / "build" / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}-{page.viewport_size['width']}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take
