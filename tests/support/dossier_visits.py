"""A complete dossier and its people at their browsers, for tests of what goes wrong on pages."""

from __future__ import annotations

import html
import re

from extensions import clock, db
from services import dossier_views
from tests.support import province as road
from tests.support import tree
from tests.support.visits import PASSWORD


def settle(app):
    """Return the province with accounts, and a member of the sister unit («other»)."""
    found = road.build(app)
    with app.app_context():
        found.people["other"] = tree.person("Lã Thị Yến")
        tree.member(found.people["other"], found.units["sister"], clock.today())
        db.session.commit()
    road.accounts_for(found)
    return found


def visitor(made, name):
    """Return a client signed in as one of the people."""
    client = made.app.test_client()
    answer = client.post("/dang-nhap", data={"identity": name, "password": PASSWORD, "shared": ""})
    assert answer.status_code == 302, answer.text
    return client


def typed(made, names=("dung",), **parts):
    """Type a complete dossier; return (the chair's client, the dossier's address)."""
    with made.app.app_context():
        road.type_all(made, list(names), **parts)
    return visitor(made, "chair"), f"/ho-so/{made.code}"


def sent(made, names=("dung",)):
    """Type and submit; return the dossier's address."""
    with made.app.app_context():
        road.type_all(made, list(names))
        road.send(made)
    return f"/ho-so/{made.code}"


def state(made):
    """Return the dossier as its chair sees it."""
    with made.app.app_context():
        found = dossier_views.view(made.code, made.who("chair"))
        db.session.rollback()
        return found


def count(made, model):
    """Return how many rows of a table there are."""
    with made.app.app_context():
        return db.session.query(model).count()


def plain(answer):
    """Return the words of a page's main part."""
    main = re.search(r"<main.*</main>", answer.text, re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", main[0] if main else answer.text)
    return re.sub(r"\s+", " ", html.unescape(words).replace("\u00a0", " "))


def submit(made, client, **more):
    """Press «Trình …» on a fresh page."""
    seen = state(made)
    data = {"confirmed": "y", "seen": seen.seq, "version": seen.draft_version, "once": "a" * 32, **more}
    return client.post(f"/ho-so/{made.code}/trinh", data=data)
