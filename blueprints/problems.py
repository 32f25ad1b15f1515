"""What went wrong, as a page or as JSON: typed errors of the rooms, old forms, HTTP errors, our own faults."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, current_app, jsonify, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from blueprints import kept
from blueprints.entrance import ask_to_sign_in, from_our_page, sign_in_page, sign_in_url, wants_json
from blueprints.page import file_size, msg, plain_page
from blueprints.session import guard_of, visitor
from forms.account import SignInForm
from forms.fields import STALE
from services import errors
from workflows import errors as chain

# Typed error → status. The most particular class wins (Flask walks the classes upwards).
STATUS: dict[type[Exception], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Conflict: 409,
    errors.Refused: 409,
    errors.Busy: 503,
    errors.NotMade: 503,
    chain.WorkflowError: 409,
    chain.CorruptHistory: 500,
}

# Reasons of the engine that speak of the person and not of the dossier's state: may read, may not change.
PERSONAL = frozenset(
    {
        "seat",
        "unit",
        "author",
        "interested",
        "recused",
        "replaced",
        "distinct",
        "decided",
        "office_used",
        "not_eligible",
        "outside",
        "not_asked",
        "not_own_decision",
    }
)

# Word for scripts, by status.
WORDS = {400: "form", 401: "session", 403: "forbidden", 404: "missing", 409: "conflict", 413: "too_large"}

# Status → page; what is not listed uses the page of its hundred.
PAGES = frozenset({400, 403, 404, 409, 413, 429, 500, 503})
_OTHERS = {4: 400, 5: 500}


def _answer(status: int, message: str = "", later: str | None = None) -> Any:
    """Return the page (or JSON) of a status; `message` is what happened, already in the reader's words.

    `later` is the address that takes a page which was too long in the making as a job.
    """
    if wants_json():
        return jsonify(ok=False, error=WORDS.get(status, "failed"), message=message), status
    page = status if status in PAGES else 404 if status == 405 else _OTHERS[status // 100]
    shown = {"happened": message, "limit": _limit(), "here": _here(), "later": later}
    return render_template(f"errors/{page}.html", **shown), status


def _limit() -> str:
    """Return how much may be sent at once, in words: files and all, or the text fields of a form alone."""
    config = current_app.config
    whole = (request.content_length or 0) > config["MAX_CONTENT_LENGTH"]
    return file_size(config["MAX_CONTENT_LENGTH" if whole else "MAX_FORM_MEMORY_SIZE"])


def _here() -> str | None:
    """Return the address of the dossier that the request was about."""
    code = (request.view_args or {}).get("code")
    return url_for("dossiers.show", code=code) if code else None


def _typed(error: errors.ServiceError | chain.WorkflowError) -> Any:
    """A typed error that no view turned into words at a field."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return _answer(status, msg(error) if error.message else "", _later(error))


def _later(error: Exception) -> str | None:
    """Reading leaves no job behind: who wants the work done although it takes long, says so by a button."""
    rule = request.url_rule
    asked = isinstance(error, errors.Busy) and request.method == "GET" and rule and "POST" in rule.methods
    return request.full_path.rstrip("?") if asked else None


def _not_allowed(error: chain.NotAllowed) -> Any:
    """The engine refuses: 403 where it is about the person, 409 where nobody could do it now."""
    return _answer(403 if error.reason in PERSONAL else 409, msg(error))


def _http(error: HTTPException) -> Any:
    """An HTTP error raised by Flask, Werkzeug or the limiter."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    body, status = _answer(error.code)
    return body, status, [(k, v) for k, v in error.get_headers() if k in ("Allow", "Retry-After")]


def _fault(error: InternalServerError) -> Any:
    """Our own fault: a code to read out on the telephone, the rest in the log; nothing asks the database."""
    code = secrets.token_hex(3)
    current_app.logger.error("fault %s at %s %s", code, request.method, request.path)
    if wants_json():
        return jsonify(ok=False, error="failed", message="", code=code), 500
    return plain_page("errors/500.html", code=code), 500


def _old_form(error: CSRFError) -> Any:
    """The form is older than the session, or not from here: never lose what was typed, never send it unasked."""
    me = visitor()
    if request.endpoint == "account.sign_in":
        form = SignInForm()
        form.form_errors = [str(STALE)]
        return sign_in_page(form), 400
    if me is None and guard_of(request.endpoint) not in ("always", "public", "demo", "no_account"):
        return ask_to_sign_in()
    if wants_json():
        return jsonify(ok=False, error="form", message=str(STALE), login=sign_in_url()), 400
    owner = kept.owner()
    mine = me is not None and owner == me.account_id
    if not mine and not from_our_page():
        return _answer(400)
    form = kept.sent_form(owner or 0)
    return render_template("account/send_again.html", carried=form, may_send=mine, back=False), 400


def init_app(app: Flask) -> None:
    """Register the handlers."""
    for kind in STATUS:
        app.register_error_handler(kind, _typed)
    app.register_error_handler(chain.NotAllowed, _not_allowed)
    app.register_error_handler(CSRFError, _old_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _fault)
