"""The page «Cấp số và phát hành», the same for every paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from blueprints.session import current_who
from extensions import clock
from forms.rounds import IssueForm
from services.errors import Conflict, NotFound, Refused
from services.issue_pages import IssuePage


def shown(
    lay_out: Callable[..., IssuePage],
    number: Callable[..., int],
    *,
    action: str,
    back: tuple[str, str],
    codes: Sequence[str] = (),
    said: str = "",
):
    """Show a paper laid out; with «issue» pressed, number and issue it.

    `lay_out` and `number` are a service's pair (see `services.issue_pages`), `action` the page's own address, `back`
    the address and words of the page before it, `codes` the dossiers that were ticked, `said` replaces the words
    after issuing.
    """
    form = IssueForm(today=clock.today())
    if request.form.get("do") == "issue" and form.validate_on_submit():
        try:
            paper_id = number(who=current_who(), **form.sent())
            flash(said or _("Đã cấp số. Tệp Word và PDF đang được tạo."), "success")
            return redirect(url_for("library.paper", paper_id=paper_id))
        except (Refused, Conflict) as refused:
            params = dict(refused.params)
            form.refuse(refused.message, at=params.pop("field", None), params=params)
    try:
        page = lay_out(who=current_who(), **form.wanted(), queue=request.method == "POST")
    except (Refused, Conflict, NotFound) as refused:
        if not refused.message:  # nothing here that this person may know of
            raise
        flash(_(refused.message, **refused.params), "error")
        return redirect(back[0])
    form.show(page.prepared.seen_hash, page.dated_on, page.signers, page.signer)
    told = {"page": page, "form": form, "action": action, "back": back, "codes": codes}
    return render_template("library/issue.html", **told), 422 if form.errors else 200
