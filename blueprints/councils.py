"""Councils: of a unit, their seats, their sittings, the secret ballot, the minutes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from blueprints import issue_page
from blueprints.event_acts import status_of
from blueprints.session import current_who, requires
from extensions import clock
from forms import councils as forms
from forms.base import BaseForm
from services import (
    council_ballots,
    council_charges,
    council_minutes,
    council_pages,
    council_sittings,
    councils,
)
from services.errors import NotFound, Refused

blueprint = Blueprint("councils", __name__)

# The page of a matter that a council may be charged with, by its procedure.
MATTERS = {"award_nomination": "awards.round", "self_review": "reviews.cycle"}


@blueprint.app_context_processor
def _words() -> dict:
    """What pages call the parts of a council and the ways of passing."""
    words = {"council_parts": dict(forms.PARTS), "council_passing": dict(forms.PASSING)}
    return words | {"council_seats": lambda: council_pages.seats(current_who())}


def _done(form: BaseForm, act: Callable[[], object]) -> object:
    """Do what a valid form asks; None where it was refused, with each reason at the field that it is about."""
    if not form.validate_on_submit():
        return None
    try:
        return act() or True
    except Refused as refused:
        params = dict(refused.params)
        at = params.pop("field", None)
        for field, message, said in refused.findings or [(at, refused.message, params)]:
            form.refuse(message, at=field or None, params=said)
        return None


# Councils -----------------------------------------------------------------------------------------------------


@blueprint.get("/hoi-dong")
@requires("signed_in")
def index():
    """Show the councils in which one sits, and their sittings."""
    who = current_who()
    shown = {"councils": councils.mine(who), "sittings": council_pages.mine(who)}
    return render_template("councils/index.html", **shown)


@blueprint.get("/don-vi/<int:unit_id>/hoi-dong")
@requires("signed_in")
def of_unit(unit_id: int):
    """Show the councils of a unit."""
    return render_template("councils/unit.html", page=councils.of_unit(unit_id, current_who()))


@blueprint.route("/don-vi/<int:unit_id>/hoi-dong/moi", methods=["GET", "POST"])
@requires("signed_in")
def new(unit_id: int):
    """Write a council down."""
    page = councils.setting(unit_id, current_who())
    proposed = councils.settings()["quorum"]
    data = {f"quorum_{name}": proposed[name] for name in ("kind", "num", "den")}
    form = forms.council_form(councils.candidates(unit_id))(today=clock.today(), data=data)
    council_id = _done(form, lambda: councils.set_up(unit_id, who=current_who(), **form.given()))
    if council_id:
        flash(_("Đã ghi Hội đồng."), "success")
        return redirect(url_for(".show", council_id=council_id))
    return render_template("councils/new.html", page=page, form=form), status_of(form)


@blueprint.get("/hoi-dong/<int:council_id>")
@requires("signed_in")
def show(council_id: int):
    """Show a council: its members, its sittings."""
    page = councils.page(council_id, current_who())
    lines = council_pages.of_council(council_id, current_who())
    return render_template("councils/show.html", page=page, sittings=lines)


@blueprint.route("/hoi-dong/<int:council_id>/uy-vien", methods=["GET", "POST"])
@requires("signed_in")
def add_member(council_id: int):
    """Seat one more member."""
    page, people = councils.adding(council_id, current_who())
    form = forms.MemberForm(today=clock.today(), data={"part": "member", "first": clock.today()})
    form.person.offer(people)
    if _done(form, lambda: councils.add_member(council_id, who=current_who(), **form.given())):
        flash(_("Đã thêm ủy viên Hội đồng."), "success")
        return redirect(url_for(".show", council_id=council_id))
    return render_template("councils/member.html", page=page, form=form), status_of(form)


@blueprint.route("/hoi-dong/<int:council_id>/uy-vien/<int:member_id>", methods=["GET", "POST"])
@requires("signed_in")
def end_member(council_id: int, member_id: int):
    """Write down the last day of a seat."""
    page, line = councils.ending(council_id, member_id, current_who())
    form = forms.EndMemberForm(today=clock.today(), data={"last": clock.today()})
    said = {"who": current_who(), "last": form.last.data}
    if _done(form, lambda: councils.end_member(council_id, member_id, **said)):
        flash(_("Đã ghi ngày thôi tham gia."), "success")
        return redirect(url_for(".show", council_id=council_id))
    return render_template("councils/end_member.html", page=page, line=line, form=form), status_of(form)


@blueprint.route("/hoi-dong/giao/<int:matter_id>", methods=["GET", "POST"])
@requires("signed_in")
def charge(matter_id: int):
    """Let a round or a cycle go through a council."""
    page = council_charges.charging(matter_id, current_who())
    back = url_for(MATTERS[page.procedure], matter_id=matter_id)
    now = {"council": page.council_id, "passing": page.kind, "passing_num": page.num or None}
    form = forms.ThroughCouncil(today=clock.today(), data=now)
    form.council.offer(page.offered)
    if _done(form, lambda: council_charges.choose(matter_id, who=current_who(), through=form.through())):
        flash(_("Đã ghi Hội đồng xét đợt này."), "success")
        return redirect(back)
    return render_template("councils/charge.html", page=page, form=form, back=back), status_of(form)


# Sittings -----------------------------------------------------------------------------------------------------


@blueprint.route("/hoi-dong/<int:council_id>/phien", methods=["GET", "POST"])
@requires("signed_in")
def call(council_id: int):
    """Call a sitting."""
    there = council_pages.calling(council_id, current_who())
    rows = [row for _title, rows in there.matters for row in rows]
    codes = [row.code for row in rows] if len(there.matters) == 1 else []
    form = forms.CallForm(today=clock.today(), data={"held_on": clock.today(), "codes": codes})
    form.codes.offer((row.code, f"{row.unit_name} · {row.code}") for row in rows)
    sent = {"once": form.once.data, "who": current_who()} | form.said()
    if sitting_id := _done(form, lambda: council_sittings.call(council_id, **sent)):
        return redirect(url_for(".sitting", sitting_id=sitting_id))
    return render_template("councils/call.html", there=there, form=form), status_of(form)


@blueprint.get("/hoi-dong/phien/<int:sitting_id>")
@requires("signed_in")
def sitting(sitting_id: int):
    """Show a sitting: who is there, what is before it, how far it has come."""
    page = council_pages.page(sitting_id, current_who())
    here = forms.presence_form(page.seats)
    return render_template("councils/sitting.html", page=page, here=here, form=BaseForm())


@blueprint.post("/hoi-dong/phien/<int:sitting_id>/co-mat")
@requires("signed_in")
def presence(sitting_id: int):
    """Write down who is present."""
    form = forms.presence_form(council_pages.led(sitting_id, current_who()).seats)
    if _done(form, lambda: council_sittings.record_presence(sitting_id, who=current_who(), **form.said())):
        flash(_("Đã ghi người có mặt."), "success")
    return redirect(url_for(".sitting", sitting_id=sitting_id))


@blueprint.route("/hoi-dong/phien/<int:sitting_id>/khong-bo-phieu", methods=["GET", "POST"])
@requires("signed_in")
def recuse(sitting_id: int):
    """Keep a member from voting on a case."""
    page, form = council_pages.led(sitting_id, current_who()), forms.RecusalForm()
    form.item.offer((one.id, f"{one.no}. {one.name}") for one in page.items)
    form.person.offer((one.person_id, one.name) for one in page.seats)
    if _done(form, lambda: council_sittings.recuse(sitting_id, who=current_who(), **form.given())):
        flash(_("Đã ghi người không bỏ phiếu."), "success")
        return redirect(url_for(".sitting", sitting_id=sitting_id))
    return render_template("councils/recuse.html", page=page, form=form), status_of(form)


MOVES = {
    "bo-phieu": council_ballots.start,
    "kiem-phieu": council_ballots.close,
    "huy-phieu": council_ballots.cancel,
    "bo-phien": council_sittings.drop,
}


@blueprint.post("/hoi-dong/phien/<int:sitting_id>/lam/<move>")
@requires("signed_in")
def move(sitting_id: int, move: str):
    """Open the ballot, count it, throw it away, give the sitting up; a refusal is told on the sitting's page."""
    page, form = council_pages.led(sitting_id, current_who()), BaseForm()
    if move not in MOVES:
        raise NotFound
    if _done(form, lambda: MOVES[move](sitting_id, who=current_who())):
        gone = move == "bo-phien"
        there = url_for(".show", council_id=page.council_id) if gone else None
        return redirect(there or url_for(".sitting", sitting_id=sitting_id))
    here = forms.presence_form(page.seats)
    return render_template("councils/sitting.html", page=page, here=here, form=form), 422


@blueprint.route("/hoi-dong/phien/<int:sitting_id>/phieu", methods=["GET", "POST"])
@requires("signed_in")
def vote(sitting_id: int):
    """Give a member the ballot paper, take it."""
    row, items = council_ballots.voting(sitting_id, current_who())
    page, form = council_pages.page(sitting_id, current_who()), forms.ballot_form(items)
    if _done(form, lambda: council_ballots.vote(sitting_id, who=current_who(), votes=form.votes())):
        flash(_("Đã bỏ phiếu. Không ai xem được đồng chí chọn gì."), "success")
        return redirect(url_for(".sitting", sitting_id=sitting_id))
    lines = {f"vote_{one.id}": one for one in page.items}
    return render_template("councils/vote.html", page=page, form=form, lines=lines), status_of(form)


@blueprint.route("/hoi-dong/phien/<int:sitting_id>/bien-ban", methods=["GET", "POST"])
@requires("signed_in")
def minutes(sitting_id: int):
    """Lay the minutes out; with «issue» pressed, number and issue them."""
    return issue_page.shown(
        partial(council_minutes.issue_page, sitting_id),
        partial(council_minutes.issue, sitting_id),
        action=url_for(".minutes", sitting_id=sitting_id),
        back=(url_for(".sitting", sitting_id=sitting_id), _("Phiên họp Hội đồng")),
    )
