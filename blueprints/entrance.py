"""The door: the sign-in page, where it leads afterwards, and who stands before it (at this machine or not)."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from blueprints import kept
from extensions import clock
from forms.account import PasskeyForm, SignInForm
from services import accounts

# What a reverse proxy adds: whoever comes through one is not sitting at this machine.
_PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

# Files of the product itself, served by Flask and by the Bootstrap wheel.
STATIC_ENDPOINTS = frozenset({"static", "bootstrap.static"})


def sits_here() -> bool:
    """Tell whether the visitor sits at this very machine: by address, by the name asked for, no proxy."""
    try:
        near = ip_address(request.remote_addr or "").is_loopback
        name = urlsplit(f"//{request.host}").hostname
    except ValueError:
        return False
    return near and name in _LOOPBACK_NAMES and not any(name in request.headers for name in _PROXY_HEADERS)


def demo_visit() -> bool:
    """Tell whether the cards of the demonstration work for this visitor."""
    return sits_here() and accounts.is_demo()


def wants_json() -> bool:
    """Tell whether a script asked (autosave) and not a person turning pages."""
    return request.accept_mimetypes.best == "application/json"


def own_path(target: str | None) -> str | None:
    """Return an address to go to after signing in when it is a page of ours, None otherwise.

    Only a plain path with an optional query, only one that our map knows, never anything a browser could
    take for another host (`//`, backslashes, control characters, also percent-encoded).
    """
    if not target or len(target) > 2000 or not target.startswith("/"):
        return None
    for text in (target, unquote(target), unquote(unquote(target))):
        bad = text.startswith("//") or "\\" in text
        if bad or any(ord(c) < 33 or ord(c) == 127 for c in text.split("?")[0]):
            return None
    path = target.split("?")[0].split("#")[0]
    try:
        endpoint, _values = current_app.create_url_adapter(request).match(path, method="GET")
    except HTTPException:
        return None
    return None if endpoint in STATIC_ENDPOINTS else target


def _page_looked_at() -> str | None:
    """Return the page to come back to: this one, or the one a script or a form was sent from."""
    if request.method in ("GET", "HEAD") and not wants_json():
        return own_path(request.full_path.rstrip("?"))
    return own_path(urlsplit(request.referrer or "").path) if from_our_page() else None


def from_our_page() -> bool:
    """Tell whether the browser says that a page of ours sent this request."""
    parts = urlsplit(request.origin or request.referrer or "")
    return f"{parts.scheme}://{parts.netloc}/" == request.host_url


def sign_in_url() -> str:
    """Return the address of the sign-in page that leads back to the page being looked at."""
    here = _page_looked_at()
    return url_for("account.sign_in", next=here) if here and here != "/" else url_for("account.sign_in")


def sign_in_page(
    form: SignInForm | None = None,
    *,
    key_form: PasskeyForm | None = None,
    over: bool = False,
    carried: bool | None = None,
) -> str:
    """Draw the sign-in page. `over`: a session has ended; `carried`: what was typed comes along, or not."""
    groups = accounts.cards(clock.today()) if demo_visit() else []
    wanted = own_path(request.args.get("next")) if key_form is None else own_path(key_form.next.data)
    form = form or SignInForm(formdata=None, next=wanted, kept=key_form.kept.data if key_form else None)
    if key_form is not None:
        form.form_errors = key_form.form_errors  # said at the top of the page, like every error
    shown = {"form": form, "groups": groups, "over": over, "carried": carried}
    return render_template("account/sign_in.html", **shown)


def ask_to_sign_in() -> Any:
    """Answer a visitor whose session is over: the sign-in page, with what was sent where it can be carried."""
    if wants_json():
        words = _("Đồng chí đã hết phiên. Đăng nhập lại, chữ đã gõ vẫn còn")
        return jsonify(ok=False, error="session", message=words, login=sign_in_url()), 401
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return redirect(sign_in_url())
    owner = kept.owner()
    sealed = kept.seal(kept.sent_form(owner)) if owner is not None else None
    form = SignInForm(formdata=None, next=_page_looked_at(), kept=sealed)
    return sign_in_page(form, over=True, carried=sealed is not None), 401
