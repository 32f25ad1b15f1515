"""Accounts of a unit: who has one, inviting one or many, printed codes, a new way in, for whom two steps are asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints import replies
from blueprints.page import msg, whole
from blueprints.session import current_who, requires
from forms.accounts import CheckedForm, InviteFileForm, InviteForm, PolicyForm
from forms.base import BaseForm
from services import account_acts, account_import, account_list, account_policy, account_rights
from services.account_acts import Opened
from services.errors import Conflict, Refused
from services.spreadsheets import MEDIA_TYPE

blueprint = Blueprint("accounts", __name__, url_prefix="/don-vi/<int:unit_id>/tai-khoan")


@blueprint.get("")
@requires("signed_in")
def index(unit_id: int) -> Any:
    """List the unit's accounts; the search stays in the address."""
    asked, number = request.args.get("q", "")[:100], request.args.get("trang", 1, type=whole)
    page = account_list.page(unit_id, current_who(), text=asked, number=number)
    return render_template("accounts/index.html", page=page, asked=asked)


@blueprint.get("/moi")
@requires("signed_in")
def choose(unit_id: int) -> Any:
    """Look for somebody to invite."""
    asked = request.args.get("q", "")[:100]
    people = account_list.without_account(unit_id, current_who(), asked)
    return render_template("accounts/choose.html", people=people, asked=asked, unit_id=unit_id)


@blueprint.route("/moi/<int:person_id>", methods=["GET", "POST"])
@requires("signed_in")
def invite(unit_id: int, person_id: int) -> Any:
    """Invite one person: a letter where mail goes, else a sheet with a code."""
    person = account_acts.person(unit_id, person_id, current_who())
    form = InviteForm(username=person.code.lower())
    if form.validate_on_submit():
        said = (form.username.data, form.email.data or "")
        try:
            return _given(unit_id, [account_acts.invite(unit_id, person_id, *said, who=current_who())])
        except (Refused, Conflict) as refused:
            at = next(iter(getattr(refused, "findings", [])), "username")
            form.refuse(refused.message, at=at, params=refused.params)
    shown = {"form": form, "person": person, "unit_id": unit_id, "mails": account_acts.mails("a@b")}
    return render_template("accounts/invite.html", **shown), 422 if form.errors else 200


def _given(unit_id: int, opened: Sequence[Opened]) -> Any:
    """Answer with the sheet of the codes just made (shown this once); mailed ones are only told."""
    mailed = sum(1 for one in opened if not one.code)
    if mailed:
        flash(_("Đã gửi thư mời cho %(n)s người.", n=mailed), "success")
    if mailed == len(opened):
        return redirect(url_for(".index", unit_id=unit_id))
    base = current_app.config["PUBLIC_URL"].rstrip("/") or request.host_url.rstrip("/")
    address = f"{base}{url_for('ways_in.by_code')}"
    slips = account_acts.slips(opened, address, current_who())
    days = current_app.config["INVITATION_DAYS"]
    return render_template(
        "accounts/sheet.html", slips=slips, address=address.split("://")[-1], unit_id=unit_id, days=days
    )


# What can be done to an account: the service, and what is said afterwards (None: the sheet is shown).
MOVES: dict[str, tuple[Callable[..., Any], Any]] = {
    "moi-lai": (account_acts.send_again, None),
    "in-ma": (lambda *at, who: account_acts.send_again(*at, who=who, on_paper=True), None),
    "cap-lai": (account_acts.reset, None),
    "tat": (account_acts.switch_off, _l("Đã tắt tài khoản; người đó đã bị thoát trên mọi máy.")),
    "bat": (account_acts.switch_on, _l("Đã bật lại tài khoản.")),
}


@blueprint.post("/<int:account_id>/<any('moi-lai', 'in-ma', 'cap-lai', 'tat', 'bat'):change>")
@requires("signed_in")
def act(unit_id: int, account_id: int, change: str) -> Any:
    """Do something to an account."""
    if not BaseForm().validate_on_submit():
        return redirect(url_for(".index", unit_id=unit_id))
    service, words = MOVES[change]
    opened = service(unit_id, account_id, who=current_who())
    if opened is not None:
        return _given(unit_id, [opened])
    flash(str(words), "success")
    return redirect(url_for(".index", unit_id=unit_id))


@blueprint.get("/<int:account_id>")
@requires("signed_in")
def show(unit_id: int, account_id: int) -> Any:
    """Show one account and what can be done to it."""
    line, log = account_list.one(unit_id, account_id, current_who())
    return render_template("accounts/show.html", line=line, log=log, unit_id=unit_id)


@blueprint.route("/excel", methods=["GET", "POST"])
@requires("signed_in")
def excel(unit_id: int) -> Any:
    """Check an Excel file of people to invite: everything that is wrong at once; nothing is written yet."""
    account_rights.looked_after(unit_id, current_who())
    form, checked = InviteFileForm(), None
    if form.validate_on_submit():
        try:
            checked = account_import.check(unit_id, form.file.data.read(), who=current_who())
        except Refused as refused:
            form.refuse(refused.message, at="file", params=refused.params)
    shown = {"form": form, "checked": checked, "unit_id": unit_id}
    return render_template("accounts/excel.html", **shown), 422 if form.errors else 200


@blueprint.post("/excel/ghi")
@requires("signed_in")
def write_excel(unit_id: int) -> Any:
    """Invite everybody of a checked file, all or nobody."""
    account_rights.looked_after(unit_id, current_who())
    form = CheckedForm()
    if not form.validate_on_submit():
        return redirect(url_for(".excel", unit_id=unit_id))
    try:
        return _given(unit_id, account_import.write(unit_id, form.rows.data or "", who=current_who()))
    except (Refused, Conflict) as refused:
        flash(_(refused.message, **refused.params), "error")
        return redirect(url_for(".excel", unit_id=unit_id))


@blueprint.get("/mau-moi-dung.xlsx")
@requires("signed_in")
def template(unit_id: int) -> Any:
    """Return the workbook to fill in, the officers without an account in it."""
    content = account_import.template(unit_id, current_who())
    return replies.file(content, "mau-moi-dung.xlsx", MEDIA_TYPE)


@blueprint.route("/hai-buoc", methods=["GET", "POST"])
@requires("signed_in")
def policy(unit_id: int) -> Any:
    """Set for which offices of the unit, and of those below, signing in takes two steps."""
    name, chosen = account_policy.page(unit_id, current_who())
    form = PolicyForm(data={"roles": chosen})
    form.roles.offer([(role, msg(title)) for role, title in account_policy.roles()])
    if form.validate_on_submit():
        account_policy.decide(unit_id, form.roles.data, who=current_who())
        flash(_("Đã ghi. Ai chưa có bước hai sẽ được nhắc ở lần đăng nhập tới."), "success")
        return redirect(url_for(".index", unit_id=unit_id))
    shown = {"form": form, "unit_id": unit_id, "name": name}
    return render_template("accounts/policy.html", **shown), 422 if form.errors else 200
