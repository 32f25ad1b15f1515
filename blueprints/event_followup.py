"""After an event: tasks and the units' reports on them, the recommendation register, papers, certificates."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints import issue_page, replies
from blueprints.event_acts import done, status_of
from blueprints.session import current_who, requires
from extensions import clock
from forms.base import BaseForm
from forms.event_followup import (
    CertificatesForm,
    DoneForm,
    MoveForm,
    RecommendationForm,
    ReopenForm,
    ScoresForm,
    TaskForm,
)
from services import (
    dossiers,
    event_certificates,
    event_day_pages,
    event_recommendations,
    event_record_issuing,
    event_scores,
    event_tasks,
)

blueprint = Blueprint("event_followup", __name__, url_prefix="/su-kien")

ALL = ("all", _l("Mọi đơn vị được triệu tập"))
OWN = "own"


# Tasks --------------------------------------------------------------------------------------------------------


@blueprint.route("/<int:matter_id>/nhiem-vu", methods=["GET", "POST"])
@requires("signed_in")
def tasks(matter_id: int):
    """Show the tasks that the conclusions give; write one more down."""
    page, form = event_day_pages.tasks(matter_id, current_who()), TaskForm(today=clock.today())
    form.to.offer([(OWN, page.desk.day.unit_name), ALL, *page.to])
    said = {"who": current_who(), "once": form.once.data}
    if done(form, lambda: event_tasks.add(page.desk.day, said=form.said(), to=form.to.data, **said)):
        flash(_("Đã ghi nhiệm vụ."), "success")
        return redirect(url_for(".tasks", matter_id=matter_id))
    return render_template("events/day/tasks.html", page=page, form=form), status_of(form)


@blueprint.post("/<int:matter_id>/nhiem-vu/giao")
@requires("signed_in")
def give(matter_id: int):
    """Give the tasks to their units, where no notice of conclusions does."""
    form = BaseForm()
    given = done(form, lambda: event_tasks.give_by_hand(matter_id, who=current_who()))
    for line in form.errors_list():
        flash(line.message, "error")
    if given:
        flash(_("Đã giao nhiệm vụ. Các đơn vị thấy việc này ở mục Chờ xử lý."), "success")
    return redirect(url_for(".tasks", matter_id=matter_id))


@blueprint.post("/<int:matter_id>/nhiem-vu/<int:task_id>/bo")
@requires("signed_in")
def drop_task(matter_id: int, task_id: int):
    """Take a task back that was not given yet."""
    if BaseForm().validate_on_submit():
        event_tasks.drop(matter_id, task_id, who=current_who())
        flash(_("Đã bỏ nhiệm vụ."), "success")
    return redirect(url_for(".tasks", matter_id=matter_id))


@blueprint.route("/<int:matter_id>/nhiem-vu/<int:task_id>/<int:unit_id>", methods=["GET", "POST"])
@requires("signed_in")
def reopen(matter_id: int, task_id: int, unit_id: int):
    """Open a task again for a unit whose result is not enough."""
    page, form = event_day_pages.tasks(matter_id, current_who()), ReopenForm()
    said = {"who": current_who(), "once": form.once.data, "note": form.note.data}
    if done(form, lambda: event_tasks.reopen(matter_id, task_id, unit_id, **said)):
        flash(_("Đã mở lại nhiệm vụ cho đơn vị."), "success")
        return redirect(url_for(".tasks", matter_id=matter_id))
    shown = {"page": page, "form": form, "state": page.state(task_id, unit_id)}
    return render_template("events/day/reopen.html", **shown), status_of(form)


@blueprint.route("/viec/<int:task_id>", methods=["GET", "POST"])
@requires("signed_in")
def report_done(task_id: int):
    """Let a unit report a task done."""
    task, form = event_tasks.waiting_for(task_id, current_who()), DoneForm(today=clock.today())
    said = {"who": current_who(), "once": form.once.data, "note": form.note.data}
    if done(form, lambda: event_tasks.report_done(task_id, done_on=form.done_on.data, **said)):
        flash(_("Đã báo xong nhiệm vụ."), "success")
        return redirect(url_for("inbox.home"))
    return render_template("events/day/task.html", task=task, form=form), status_of(form)


# Recommendations ----------------------------------------------------------------------------------------------


@blueprint.route("/<int:matter_id>/kien-nghi", methods=["GET", "POST"])
@requires("signed_in")
def register(matter_id: int):
    """Show the recommendation register; write one more into it."""
    page = event_day_pages.register(matter_id, current_who())
    form = RecommendationForm(today=clock.today())
    form.offer(page.desk.units, page.levels)
    said = {"who": current_who(), "once": form.once.data}
    if done(form, lambda: event_recommendations.add(page.desk.day, said=form.said(), **said)):
        flash(_("Đã vào sổ kiến nghị."), "success")
        return redirect(url_for(".register", matter_id=matter_id))
    return render_template("events/day/register.html", page=page, form=form), status_of(form)


@blueprint.route("/<int:matter_id>/kien-nghi/<int:row_id>", methods=["GET", "POST"])
@requires("signed_in")
def recommendation(matter_id: int, row_id: int):
    """Show one recommendation with its moves; write down what became of it."""
    page, form = event_day_pages.register(matter_id, current_who()), MoveForm(today=clock.today())
    entry = page.entry(row_id)
    form.offer([(one, _(page.title_of(one))) for one in entry.possible], page.levels)
    said = {"who": current_who(), "once": form.once.data, "on": form.on.data, **form.said()}
    if done(form, lambda: event_recommendations.make_move(matter_id, row_id, form.move.data, **said)):
        flash(_("Đã ghi vào sổ kiến nghị."), "success")
        return redirect(url_for(".recommendation", matter_id=matter_id, row_id=row_id))
    return render_template("events/day/recommendation.html", page=page, entry=entry, form=form), status_of(
        form
    )


# Papers -------------------------------------------------------------------------------------------------------


@blueprint.route("/<int:matter_id>/ket-qua/<kind>", methods=["GET", "POST"])
@requires("signed_in")
def issue(matter_id: int, kind: str):
    """Lay minutes or the notice of conclusions out; with «issue» pressed, number and issue them."""
    return issue_page.shown(
        partial(event_record_issuing.issue_page, matter_id, kind),
        partial(event_record_issuing.issue, matter_id, kind),
        action=url_for(".issue", matter_id=matter_id, kind=kind),
        back=(url_for("event_day.minutes", matter_id=matter_id), _("Biên bản")),
    )


@blueprint.get("/<int:matter_id>/in/<kind>.<any(pdf, docx):fmt>")
@requires("signed_in")
def print_records(matter_id: int, kind: str, fmt: str):
    """Return a list or register of the event as a PDF or Word file, as it stands now."""
    session = request.args.get("buoi", "")[:40]
    content = event_record_issuing.print_records(matter_id, kind, fmt, who=current_who(), session=session)
    return replies.file(content, f"{kind}.{fmt}", replies.MEDIA_TYPES[fmt])


@blueprint.route("/<int:matter_id>/chung-nhan", methods=["GET", "POST"])
@requires("signed_in")
def certificates(matter_id: int):
    """Show who has earned a certificate and who has not; start the batch for those who have."""
    form = CertificatesForm(today=clock.today())
    page = event_certificates.page(matter_id, current_who())
    said = {"who": current_who(), "once": form.once.data}
    batch_id = done(
        form,
        lambda: event_certificates.start(matter_id, course=form.course.data, on=form.dated_on.data, **said),
    )
    if batch_id:
        return redirect(url_for("batches.show", batch_id=batch_id))
    return render_template("events/day/certificates.html", page=page, form=form), status_of(form)


@blueprint.route("/<int:matter_id>/kiem-tra", methods=["GET", "POST"])
@requires("signed_in")
def scores(matter_id: int):
    """Take over the results of the test at the end; show the average."""
    form, desk = ScoresForm(), event_day_pages.desk(matter_id, current_who())
    taken = done(form, lambda: event_scores.take(matter_id, _scored(form), who=current_who()))
    shown = {"desk": desk, "form": form, "taken": taken, "mean": event_scores.mean(matter_id)}
    return render_template("events/day/scores.html", **shown), 200 if taken else status_of(form)


def _scored(form: ScoresForm) -> list[event_scores.Scored]:
    return [event_scores.Scored(*row) for row in form.rows]


@blueprint.post("/<int:matter_id>/bao-cao")
@requires("signed_in")
def report(matter_id: int):
    """Open the report on the event, or go on with the one there is."""
    if not BaseForm().validate_on_submit():
        return redirect(url_for("event_day.check_in", matter_id=matter_id))
    code = dossiers.open_dossier(matter_id, who=current_who(), procedure="event_report")
    return redirect(url_for("dossiers.show", code=code))
