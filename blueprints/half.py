"""Between two steps, and proofs: what a browser has shown already, for a few minutes.

After the right password of an account that takes two steps the browser holds half a sign-in. It opens no page; it
ends with the time, with a new password, and with a sign-in.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from flask import current_app, request, session
from flask_security import current_user
from flask_wtf.csrf import generate_csrf

from extensions import clock
from services import accounts
from services.errors import NotFound
from services.passkeys import Place


@dataclass(frozen=True)
class Half:
    """Whose password was right, and whether the machine is shared."""

    account_id: int
    shared: bool


def hold(account_id: int, *, shared: bool) -> None:
    """Remember that the first step was right."""
    moment = int(clock().timestamp())
    session["half"] = [account_id, accounts.mark_of(account_id), moment, bool(shared)]


def held() -> Half | None:
    """Return the half sign-in of this browser while it lasts."""
    account_id, mark, moment, shared = session.get("half") or (None, "", 0, False)
    minutes = current_app.config["SECOND_STEP_MINUTES"]
    if account_id is None or clock().timestamp() - moment > minutes * 60:
        return None
    try:
        fresh = accounts.mark_of(account_id) == mark
    except NotFound:
        return None
    return Half(account_id, shared) if fresh else None


def prove() -> None:
    """Remember that the person has just shown password or passkey."""
    session["proved"] = [current_user.id, int(clock().timestamp())]


def proved() -> bool:
    """Tell whether that was a few minutes ago at most."""
    account_id, moment = session.get("proved") or (None, 0)
    fresh = clock().timestamp() - moment <= current_app.config["PROOF_MINUTES"] * 60
    return account_id == current_user.id and fresh


def place() -> Place:
    """Return where passkeys are used: the address people see (behind a proxy PUBLIC_URL), and this browser's mark."""
    generate_csrf()  # so that a browser without a session gets its mark
    public = urlsplit(current_app.config["PUBLIC_URL"])
    seen = urlsplit(request.host_url)
    shown = public if public.hostname and public.hostname == seen.hostname else seen
    browser = sha256(f"passkey/{session['csrf_token']}".encode()).hexdigest()[:24]
    return Place(f"{shown.scheme}://{shown.netloc}", browser)
