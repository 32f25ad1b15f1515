"""The shell in Chromium: looks, access, and that a strict CSP blocks nothing."""

from __future__ import annotations

import pytest

from tests.web.shell_app import make_app, running

ERRORS = (400, 403, 404, 409, 413, 429, 500)


@pytest.fixture(params=["page_phone", "page_desk"])
def page(request):
    """A page on the phone and one at the desk: the shell is checked on both every day."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def app():
    return make_app()


def test_all_components_in_all_states_are_accessible(page, app, check_page, shot):
    with running(app) as url:
        page.goto(url)
        check_page(page)
        shot(page, "components")


def test_the_same_after_errors(page, app, check_page, shot):
    app.state.with_bar = True
    with running(app) as url:
        page.goto(url)
        page.fill("#title", "")
        page.fill("#held_on", "29/02/2025")
        page.fill("#women", "90")
        page.fill("#ballots-1-agree", "mười")
        page.uncheck("#bases-0")
        page.click("text=Lưu và sang phần 3")
        page.wait_for_selector("#errors")
        assert page.title().startswith("Lỗi: ")
        assert page.evaluate("document.activeElement.id") == "errors"
        check_page(page)
        shot(page, "components-errors")


def test_error_pages(page, app, check_page, shot):
    with running(app) as url:
        for code in ERRORS:
            page.goto(f"{url}/loi/{code}?as=200")
            check_page(page)
            shot(page, f"error-{code}")
