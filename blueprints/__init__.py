"""Pages, by journey: a view parses with a form, calls one service, and answers.

What pages share (the shell around them, filters of the templates) stands in `page.py`. A view must not
know models, SQL, workflows, rules or documents; it knows forms, services, `vietnamese`, `extensions` and
typed errors.
"""

from flask import Flask

from blueprints import (
    account,
    attachments,
    awards,
    batches,
    checking,
    delegations,
    dossiers,
    event_day,
    event_followup,
    events,
    formats,
    head,
    health,
    inbox,
    joint,
    library,
    organisation,
    page,
    problems,
    registers,
    reviews,
    session,
    verify,
)

# In the order of a visit. A new journey adds its module here.
JOURNEYS = (
    account,
    health,
    inbox,
    awards,
    events,
    reviews,
    dossiers,
    event_day,
    event_followup,
    attachments,
    library,
    registers,
    joint,
    batches,
    organisation,
    delegations,
    formats,
    checking,
    verify,
)


def init_app(app: Flask) -> None:
    """Bind the sign-in, the shell and the error pages, and register every blueprint."""
    session.init_app(app)
    page.init_app(app, shell=head.shell)
    problems.init_app(app)
    for journey in JOURNEYS:
        app.register_blueprint(journey.blueprint)
