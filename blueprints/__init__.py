"""Pages, by journey: a view parses with a form, calls one service, and answers.

What pages share (the shell around them, filters of the templates) stands in `page.py`. A view must not
know models, SQL, workflows, rules or documents; it knows forms, services, `vietnamese`, `extensions` and
typed errors.
"""

from flask import Flask

from blueprints import (
    account,
    accounts,
    addresses,
    archive,
    attachments,
    awards,
    batches,
    calendars,
    checking,
    councils,
    deciding,
    delegations,
    dossiers,
    event_day,
    event_followup,
    events,
    formats,
    head,
    health,
    imports,
    inbox,
    joint,
    library,
    lists,
    my_account,
    offices,
    organisation,
    overview,
    page,
    people,
    problems,
    registers,
    reviews,
    search,
    session,
    telling,
    unit_acts,
    verify,
    ways_in,
)

# In the order of a visit. A new journey adds its module here.
JOURNEYS = (
    account,
    ways_in,
    my_account,
    health,
    inbox,
    calendars,
    search,
    awards,
    events,
    reviews,
    dossiers,
    archive,
    deciding,
    event_day,
    event_followup,
    attachments,
    library,
    lists,
    registers,
    joint,
    batches,
    organisation,
    offices,
    people,
    overview,
    unit_acts,
    imports,
    delegations,
    councils,
    accounts,
    formats,
    telling,
    checking,
    verify,
)


def init_app(app: Flask) -> None:
    """Bind the sign-in, the shell and the error pages, and register every blueprint."""
    app.url_rule_class = addresses.Address
    session.init_app(app)
    page.init_app(app, shell=head.shell)
    problems.init_app(app)
    for journey in JOURNEYS:
        app.register_blueprint(journey.blueprint)
