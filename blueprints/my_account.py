"""My ways in: second step, passkeys, recovery codes, where I am signed in. Changes ask for the password once more."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_security import current_user

from blueprints import arriving, device, half, session
from blueprints.arriving import rate
from blueprints.entrance import own_path
from blueprints.session import requires, visitor
from extensions import limiter
from forms.account import PasskeyForm
from forms.base import BaseForm
from forms.own_account import NewKeyForm, NumbersForm, ProofForm
from services import (
    account_keys,
    account_log,
    account_sessions,
    accounts,
    one_time_numbers,
    passkeys,
    sign_in,
)
from services.errors import Conflict, Refused

blueprint = Blueprint("my_account", __name__, url_prefix="/toi/bao-ve")


def _mine() -> accounts.AccountView:
    """Return the account that may change its ways in. Errors: `Conflict` for people of the demonstration."""
    own = accounts.account(current_user.id)
    if own.demo:
        raise Conflict("Tài khoản của dữ liệu mẫu vào bằng thẻ, không đổi ở đây.")
    return own


def _first_prove(back: str) -> Any:
    """Return the way to the page that asks for the password again, None where that was just done."""
    _mine()
    return None if half.proved() else redirect(url_for(".prove", next=url_for(back)))


@blueprint.get("")
@requires("signed_in")
def page() -> Any:
    """Show all ways in, where one is signed in, and what was done to the account."""
    own = accounts.account(current_user.id)
    return render_template(
        "account/ways_in.html",
        own=own,
        numbers=one_time_numbers.is_on(own.account_id),
        two_steps=sign_in.takes_two_steps(own.account_id),
        keys=passkeys.of(own.account_id),
        recovery=account_keys.recovery_left(own.account_id),
        sessions=account_sessions.running(own.account_id, cookie.get("sid", "")),
        log=account_log.latest(own.account_id),
        owes=cookie.get("owes") == "second",
        device=device.words,
    )


@blueprint.route("/xac-nhan", methods=["GET", "POST"])
@requires("signed_in")
@limiter.limit(rate, methods=["POST"])
def prove() -> Any:
    """Ask for the password, or a passkey, before something is changed."""
    own, form, status = _mine(), ProofForm(next=own_path(request.args.get("next"))), 200
    if form.validate_on_submit():
        attempt = sign_in.authenticate(own.username, form.current.data, request.remote_addr or "")
        if not attempt.problem:
            return _proved(form.next.data)
        status = arriving.refuse(form, attempt, at="current")
    elif form.errors:
        status = 422
    return _proof_page(form, own), status


def _proved(target: str | None) -> Any:
    half.prove()
    return redirect(own_path(target) or url_for(".page"))


def _proof_page(form: ProofForm, own: accounts.AccountView) -> str:
    key_form = PasskeyForm(formdata=None, next=own_path(form.next.data))
    keys = bool(passkeys.of(own.account_id))
    return render_template("account/prove.html", form=form, own=own, keys=keys, key_form=key_form)


@blueprint.post("/xac-nhan/khoa")
@requires("signed_in")
@limiter.limit(rate)
def prove_by_key() -> Any:
    """Take a passkey in the place of the password."""
    own, key_form = _mine(), PasskeyForm()
    answer = key_form.passkey.data or ""
    said = {"place": half.place(), "address": request.remote_addr or ""}
    attempt = passkeys.use("prove", own.account_id, answer, **said)
    if not attempt.problem:
        return _proved(key_form.next.data)
    form = ProofForm(formdata=None, next=own_path(key_form.next.data))
    status = arriving.refuse(form, attempt, at=None, wrong=arriving.WRONG_KEY)
    return _proof_page(form, own), status


@blueprint.route("/so", methods=["GET", "POST"])
@requires("signed_in")
@limiter.limit(rate, methods=["POST"])
def numbers() -> Any:
    """Switch numbers of the telephone on: a QR to read, a number to show that it was read."""
    if ask := _first_prove(".numbers"):
        return ask
    own, form = _mine(), NumbersForm()
    if form.validate_on_submit():
        try:
            codes = one_time_numbers.switch_on(
                own.account_id, own.person_id, form.sealed.data, form.number.data
            )
            return _recovery(codes)
        except Refused as refused:
            form.refuse(refused.message, at="number", params=refused.params)
    return _numbers_page(form, own), 422 if form.errors else 200


def _numbers_page(form: NumbersForm, own: accounts.AccountView) -> str:
    try:
        offer = one_time_numbers.offer(own.username, form.sealed.data or "")
    except Refused:
        offer = one_time_numbers.offer(own.username)
    form.sealed.data = offer.sealed
    return render_template("account/numbers.html", form=form, offer=offer)


def _recovery(codes: list[str]) -> Any:
    """Show new recovery codes, this once; whoever owed a second step may go on now."""
    cookie.pop("owes", None)
    if not codes:
        return redirect(url_for(".page"))
    return render_template("account/recovery.html", codes=codes, own=accounts.account(current_user.id))


@blueprint.post("/so/tat")
@requires("signed_in")
def numbers_off() -> Any:
    """Switch numbers off."""
    if ask := _first_prove(".page"):
        return ask
    if BaseForm().validate_on_submit():
        one_time_numbers.switch_off(current_user.id, _mine().person_id)
        flash(_("Đã tắt số trên điện thoại."), "success")
    return redirect(url_for(".page"))


@blueprint.post("/ma-khoi-phuc")
@requires("signed_in")
def recovery() -> Any:
    """Make ten new recovery codes."""
    if ask := _first_prove(".page"):
        return ask
    if not sign_in.takes_two_steps(current_user.id) or not BaseForm().validate_on_submit():
        return redirect(url_for(".page"))
    return _recovery(account_keys.renew_recovery(current_user.id, _mine().person_id))


@blueprint.route("/khoa", methods=["GET", "POST"])
@requires("signed_in")
@limiter.limit(rate, methods=["POST"])
def keys() -> Any:
    """Make a passkey on this telephone or machine."""
    if ask := _first_prove(".keys"):
        return ask
    form = NewKeyForm(name=device.words(device.code(request.user_agent.string)))
    if form.validate_on_submit():
        try:
            return _key_made(form, _mine())
        except Refused as refused:
            form.refuse(refused.message, params=refused.params)
    return render_template("account/new_key.html", form=form), 422 if form.errors else 200


def _key_made(form: NewKeyForm, own: accounts.AccountView) -> Any:
    said = {"name": form.name.data, "second": form.second.data, "place": half.place()}
    codes = passkeys.add(own.account_id, own.person_id, form.passkey.data or "", **said)
    if sign_in.takes_two_steps(own.account_id):
        cookie.pop("owes", None)
    flash(_("Đã tạo khóa. Lần sau bấm “Vào bằng khóa” ở trang đăng nhập."), "success")
    return _recovery(codes) if codes else redirect(url_for(".page"))


@blueprint.post("/khoa/<int:key_id>/bo")
@requires("signed_in")
def drop_key(key_id: int) -> Any:
    """Take a passkey away."""
    if ask := _first_prove(".page"):
        return ask
    if BaseForm().validate_on_submit():
        passkeys.remove(current_user.id, _mine().person_id, key_id)
        flash(_("Đã bỏ khóa."), "success")
    return redirect(url_for(".page"))


@blueprint.post("/phien/<int:session_id>/thoat")
@requires("signed_in")
def end_one(session_id: int) -> Any:
    """Sign out on one machine."""
    if BaseForm().validate_on_submit():
        account_sessions.end_one(visitor().account_id, session_id)
        flash(_("Đã đăng xuất trên máy đó."), "success")
    return redirect(url_for(".page"))


@blueprint.post("/thoat-het")
@requires("signed_in")
def end_all() -> Any:
    """Sign out on every machine, this one too."""
    session.end(everywhere=True)
    flash(_("Đã đăng xuất trên mọi máy."), "success")
    answer = redirect(url_for("account.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
