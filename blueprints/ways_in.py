"""Other ways in: a printed code, a forgotten password, the second step, a passkey."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_security import current_user

from blueprints import arriving, half, kept
from blueprints.arriving import rate
from blueprints.entrance import own_path, sign_in_page
from blueprints.session import requires
from extensions import limiter
from forms.account import CodeForm, ForgottenForm, PasskeyForm, StepForm
from forms.base import BaseForm
from services import account_keys, account_letters, one_time_numbers, passkeys

blueprint = Blueprint("ways_in", __name__)


@blueprint.route("/vao-bang-ma", methods=["GET", "POST"])
@requires("public")
@limiter.limit(rate, methods=["POST"])
def by_code() -> Any:
    """Come in by the code of a printed sheet; the next page asks for a password."""
    form, status = CodeForm(identity=request.args.get("ten", "")[:255]), 200
    if form.validate_on_submit():
        attempt, key = account_keys.enter_by_code(form.identity.data, form.code.data, _address())
        if not attempt.problem:
            return redirect(url_for("account.new_password", key=key))
        status = arriving.refuse(form, attempt, at="code", wrong=arriving.WRONG_CODE)
    elif form.errors:
        status = 422
    return render_template("account/by_code.html", form=form), status


@blueprint.route("/quen-mat-khau", methods=["GET", "POST"])
@requires("public")
@limiter.limit(rate, methods=["POST"])
def forgotten() -> Any:
    """Ask for a letter with a link; the answer is the same for every name."""
    form = ForgottenForm()
    if form.validate_on_submit():
        account_letters.forgotten(form.identity.data)
        return render_template("account/forgotten.html", form=None)
    return render_template("account/forgotten.html", form=form), 422 if form.errors else 200


@blueprint.route("/dang-nhap/buoc-hai", methods=["GET", "POST"])
@requires("public")
@limiter.limit(rate, methods=["POST"])
def second_step() -> Any:
    """Take the second step by a number or a recovery code, a few minutes after the password at most."""
    found, form = half.held(), StepForm()
    if found is None:
        return redirect(url_for("account.sign_in", next=own_path(form.next.data)))
    if not form.validate_on_submit():
        return arriving.step_page(found, form), 422 if form.errors else 200
    attempt = one_time_numbers.take_step(found.account_id, form.number.data, _address())
    if not attempt.problem:
        return _enter(found.account_id, found.shared, form)
    status = arriving.refuse(form, attempt, at="number", wrong=arriving.WRONG_NUMBER)
    return arriving.step_page(found, form), status


@blueprint.post("/dang-nhap/khoa")
@requires("public")
@limiter.limit(rate)
def by_key() -> Any:
    """Come in by a passkey: alone, or as the second step after the password."""
    form, found = PasskeyForm(), half.held() if request.form.get("step") else None
    if not form.validate() or not form.passkey.data:
        return sign_in_page(key_form=form), 422
    purpose, whose = ("second", found.account_id) if found else ("enter", None)
    attempt = passkeys.use(purpose, whose, form.passkey.data, place=half.place(), address=_address())
    if not attempt.problem:
        return _enter(attempt.account_id, found.shared if found else form.shared.data, form)
    status = arriving.refuse(form, attempt, at=None, wrong=arriving.WRONG_KEY)
    return (arriving.step_page(found, key_form=form) if found else sign_in_page(key_form=form)), status


def _enter(account_id: int | None, shared: bool, form: StepForm | PasskeyForm) -> Any:
    carried = kept.unseal(form.kept.data)
    return arriving.enter(account_id, shared=shared, target=own_path(form.next.data), carried=carried)


def _address() -> str:
    return request.remote_addr or ""


# What a passkey is asked for, by the word in the address → whose it must be. «enter» is everybody's.
def _whose(purpose: str) -> int | None:
    if purpose == "second":
        found = half.held()
        return found.account_id if found else None
    return current_user.id if current_user.is_authenticated else None


@blueprint.post("/khoa/<any(enter, second, prove, add):purpose>")
@requires("public")
@limiter.limit(rate)
def ask_key(purpose: str) -> Any:
    """Return what the browser's script needs for using or making a passkey (JSON); nothing is written."""
    BaseForm().validate()
    whose, place = None if purpose == "enter" else _whose(purpose), half.place()
    if purpose != "enter" and whose is None:
        abort(404)
    if purpose == "add":
        return passkeys.options_to_add(whose, place), {"Content-Type": "application/json"}
    return passkeys.options_to_use(purpose, whose, place), {"Content-Type": "application/json"}
