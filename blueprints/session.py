"""Who is signed in and in which seat; who may come to which page; what every answer carries.

Every view says who may come by `@requires("…")`. The check runs before the view, here, and a view without
such a word is refused: forgetting it closes a page instead of opening it. What a person may see and do inside
a page is decided by `services/access.py` and by the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_security import current_user
from flask_security.utils import login_user, logout_user
from werkzeug.wrappers import Response

from blueprints import device, kept
from blueprints.entrance import STATIC_ENDPOINTS, ask_to_sign_in, demo_visit
from extensions import clock, security
from services import access, account_policy, account_sessions, accounts, remembered, sign_in
from services.access import SeatView
from services.errors import NotFound
from services.who import Who

View = TypeVar("View", bound=Callable[..., Any])


#: How long a browser may keep a file whose address changes with its content: a year, the longest there is.
ASSET_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Visitor:
    """Who is signed in: the account, the person, all seats of today and the one acted in (None: no office)."""

    account_id: int
    person_id: int
    name: str
    locale: str
    demo: bool
    seats: tuple[SeatView, ...]
    seat: SeatView | None


def visitor() -> Visitor | None:
    """Return who is signed in, None for the public. Offices are read anew in every request."""
    if not current_user.is_authenticated:
        return None
    if "visitor" not in g:
        view = accounts.account(current_user.id)
        seats = tuple(access.seats_of(view.person_id, clock.today()))
        chosen = next((seat for seat in seats if seat.office_id == session.get("seat")), None)
        seat = chosen or next(iter(seats), None)
        g.visitor = Visitor(view.account_id, view.person_id, view.name, view.locale, view.demo, seats, seat)
    return g.visitor


def current_who() -> Who:
    """Return the person and the office acted in, as commands ask for them. Errors: `NotFound` for the public."""
    seen = visitor()
    if seen is None:
        raise NotFound
    return Who(seen.person_id, seen.seat.office_id if seen.seat else None)


def current_actor() -> Any:
    """Return the engine's actor of this request (its acting seat first), for the query services."""
    me = current_who()
    return access.actor_for(me.person_id, office_id=me.office_id, on=clock.today())


def _holds(roles: str) -> bool:
    wanted = roles.split(",")
    seen = visitor()
    return seen is not None and any(seat.role in wanted for seat in seen.seats)


#: Who may come: word → may this visitor come? «seat:a,b» is handled apart: any office of today with role a or b.
GUARDS: dict[str, Callable[[], bool]] = {
    "always": lambda: True,
    "public": lambda: True,
    "signed_in": lambda: visitor() is not None,
    "demo": demo_visit,
    "no_account": lambda: not accounts.any_exists(),
}


def requires(guard: str) -> Callable[[View], View]:
    """Say who may come to a view: "always", "public", "signed_in", "demo", "no_account" or "seat:role,role".

    "always" answers even before the installation has its first account. The word stays on the view as
    `view.guard`, where the table of routes and roles reads it. Raises ValueError for an unknown word.
    """
    if guard not in GUARDS and not guard.startswith("seat:"):
        raise ValueError(f"unknown guard {guard!r}")

    def mark(view: View) -> View:
        view.guard = guard
        return view

    return mark


def guard_of(endpoint: str) -> str | None:
    """Return the guard of an endpoint: "always" for our static files, None where a view has none."""
    if endpoint in STATIC_ENDPOINTS:
        return "always"
    return getattr(current_app.view_functions[endpoint], "guard", None)


def begin(account_id: int, *, shared: bool, office_id: int | None = None) -> None:
    """Sign an account in on a fresh session. `shared`: ends when the browser closes, keeps nothing behind."""
    seat = office_id if office_id is not None else kept.seat_of(account_id)
    locale = session.get("locale")
    if current_user.is_authenticated:
        account_sessions.end(current_user.id, session.get("sid", ""))
    session.clear()
    g.pop("csrf_token", None)
    g.pop("visitor", None)
    session.permanent = not shared
    where = {"device": device.code(request.user_agent.string), "address": request.remote_addr or ""}
    session["sid"] = account_sessions.begin(account_id, shared=shared, **where)
    session["seen"] = int(clock().timestamp())
    if account_policy.lacks_second_step(account_id, clock.today()):
        session["owes"] = "second"
    login_user(security.datastore.find_user(id=account_id), remember=False)
    if seat is not None:
        session["seat"] = seat
    session["locale"] = locale or accounts.account(account_id).locale


def end(*, everywhere: bool = False) -> None:
    """Sign out here, or on all machines: the session's row goes, so that no copy of the cookie is worth anything."""
    if everywhere:
        accounts.end_sessions(current_user.id)
    else:
        account_sessions.end(current_user.id, session.get("sid", ""))
    leave()


def _loaded(mark: str) -> Any:
    """Return the account of this request's cookie while its session runs (`services/account_sessions.py`)."""
    token = session.get("sid")
    return account_sessions.signed_in(mark, token) if token and not _rested_too_long() else None


def _rested_too_long() -> bool:
    """On a shared machine a session ends by itself: whoever sits down next finds the door closed."""
    resting = clock().timestamp() - session.get("seen", 0)
    return not session.permanent and resting > current_app.config["SHARED_IDLE_MINUTES"] * 60


def leave() -> None:
    """Forget who is signed in on this browser, and what could be carried on; the language stays."""
    logout_user()
    locale = session.get("locale")
    session.clear()
    g.pop("visitor", None)
    g.forget_typed = True
    if locale:
        session["locale"] = locale


def _check() -> Any:
    """Before every view: first page of an empty installation, then the view's own guard."""
    if request.endpoint is None:
        return None
    guard = guard_of(request.endpoint)
    if guard is None:
        raise LookupError(f"{request.endpoint} does not say who may come: put @requires on it")
    if guard == "always":
        return None
    if guard != "no_account" and not current_user.is_authenticated and not accounts.any_exists():
        return redirect(url_for("account.first_page"))
    roles = guard.removeprefix("seat:")
    if _holds(roles) if roles != guard else GUARDS[guard]():
        return redirect(url_for("my_account.numbers")) if _owes_second_step() else None
    if visitor() is None and guard not in ("demo", "no_account"):
        return ask_to_sign_in()
    raise NotFound


def _owes_second_step() -> bool:
    """Tell whether this person must first set up a second step; only the pages for it, and the way out, are open."""
    if session.get("owes") != "second" or not current_user.is_authenticated:
        return False
    return request.blueprint != "my_account" and request.endpoint != "account.sign_out"


def _slide() -> None:
    """A session that ends with the browser remembers its last page: after a rest it is over."""
    if request.endpoint in STATIC_ENDPOINTS:
        return
    if current_user.is_authenticated and not session.permanent:
        session["seen"] = int(clock().timestamp())


def _refused(response: Response) -> bool:
    """A form that came back to be mended: the browser keeps it, else its «Back» shows an error of its own."""
    return request.method == "POST" and response.status_code in (409, 422)


class _Sessions(SecureCookieSessionInterface):
    """Signed cookies. A refused form is its owner's alone whatever the cookie says now: a session that slides gives
    every answer another cookie, and `Vary: Cookie` would make the browser throw the page away before «Back».
    """

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Write the cookie as always."""
        super().save_session(app, session, response)
        if _refused(response):
            response.vary.discard("cookie")  # the library compares in small letters


def _finish(response: Response) -> Response:
    """After every view: browsers and proxies store nothing of ours but what is marked public for everybody."""
    if request.endpoint in STATIC_ENDPOINTS:
        if "v" in request.args and response.status_code == 200:  # marked with its content (`page.asset`)
            response.cache_control.public, response.cache_control.no_cache = True, None
            response.cache_control.max_age, response.cache_control.immutable = ASSET_SECONDS, True
        return response
    everybodys = request.endpoint is not None and guard_of(request.endpoint) == "always"
    if not (everybodys and response.cache_control.public):
        response.headers["Cache-Control"] = (
            "no-store, private" if not _refused(response) else "no-cache, private"
        )
    if request.endpoint is not None and not everybodys:
        account_id = current_user.id if current_user.is_authenticated else None
        kept.remember(response, account_id, session.get("seat"), forget=g.get("forget_typed", False))
    return response


def _no_token_sign_in(request_: Any) -> None:
    """Pages know one way in, the session: tokens in addresses and headers are not looked at."""


def init_app(app: Flask) -> None:
    """Bind the sign-in library (its own pages stay off) and put the checks before and after every view."""
    app.config.update(
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
        SECURITY_REGISTERABLE=False,
        SECURITY_TRACKABLE=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_SCHEMES=["argon2"],
    )
    app.session_interface = _Sessions()
    app.before_request(remembered.begin)
    app.teardown_request(lambda error: remembered.end())
    security.init_app(app, accounts.datastore(), register_blueprint=False)
    security.principal.skip_static = True
    security.login_manager.user_loader(_loaded)
    security.login_manager.request_loader(_no_token_sign_in)
    security.unauthn_handler(lambda mechanisms=None, headers=None: ask_to_sign_in())
    sign_in.init_app(app)
    app.before_request(_check)
    app.before_request(_slide)
    app.after_request(_finish)
