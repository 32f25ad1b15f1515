"""Events: the unit's list, creating one, an event's own page, its delegates, the papers that call people."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints import issue_page, replies
from blueprints.session import current_who, requires
from extensions import clock
from forms.base import BaseForm
from forms.event_new import KINDS, DelegatesForm, NewEventForm
from services import event_issuing, event_pages, events
from services.errors import Forbidden, Refused

blueprint = Blueprint("events", __name__, url_prefix="/su-kien")


@blueprint.get("/")
@requires("signed_in")
def index():
    """List the unit's events, the latest first."""
    who = current_who()
    shown = {"lines": event_pages.of_unit(who), "may_open": events.may_open(who), "kinds": dict(KINDS)}
    return render_template("events/index.html", phases=event_pages.PHASES, **shown)


@blueprint.route("/tao", methods=["GET", "POST"])
@requires("signed_in")
def new():
    """Create an event of the unit, and go on to its plan."""
    form = NewEventForm(today=clock.today(), data={"path": "full", "earlier": request.args.get("tu", "")})
    form.offer(event_pages.earlier(current_who()))
    if form.validate_on_submit():
        try:
            matter_id = events.open_event(who=current_who(), **form.particulars())
            return redirect(url_for("dossiers.show", code=events.plan_code(matter_id)))
        except (Refused, Forbidden) as refused:
            form.refuse(refused.message, params=refused.params)
    return render_template("events/new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/<int:matter_id>")
@requires("signed_in")
def show(matter_id: int):
    """Show an event: where it stands, its plan, its papers, what comes next."""
    page = event_pages.page(matter_id, current_who())
    return render_template("events/show.html", page=page, kinds=dict(KINDS), form=BaseForm())


@blueprint.route("/<int:matter_id>/dai-bieu", methods=["GET", "POST"])
@requires("signed_in")
def delegates(matter_id: int):
    """Show the list of delegates; correct it once the plan is issued."""
    event, people, rows = event_pages.delegates_page(matter_id, current_who())
    form = DelegatesForm(data={"people": rows})
    if form.validate_on_submit():
        faults = event_pages.keep_delegates(matter_id, form.people.data or "", who=current_who())
        if not faults:
            flash(_("Đã lưu danh sách đại biểu."), "success")
            return redirect(url_for(".delegates", matter_id=matter_id))
        form.refuse_rows(faults)
    shown = {"event": event, "people": people, "form": form}
    return render_template("events/delegates.html", **shown), 422 if form.errors else 200


@blueprint.get("/<int:matter_id>/danh-sach.<any(pdf, docx):fmt>")
@requires("signed_in")
def print_list(matter_id: int, fmt: str):
    """Return the list of delegates as it prints: it has no number of its own."""
    content = event_pages.print_list(matter_id, fmt, who=current_who())
    return replies.file(content, f"danh-sach-dai-bieu-{matter_id}.{fmt}", replies.MEDIA_TYPES[fmt])


@blueprint.route("/<int:matter_id>/van-ban/<kind>", methods=["GET", "POST"])
@requires("signed_in")
def issue(matter_id: int, kind: str):
    """Lay the summons or the invitations out; with «issue» pressed, number and issue them."""
    return issue_page.shown(
        partial(event_issuing.page, matter_id, kind),
        partial(event_issuing.issue, matter_id, kind),
        action=url_for(".issue", matter_id=matter_id, kind=kind),
        back=(url_for(".show", matter_id=matter_id), _("Sự kiện")),
    )
