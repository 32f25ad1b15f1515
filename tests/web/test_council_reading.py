"""A member of a council from another unit at every door of the dossier they vote on: what is read, nothing changed."""

from __future__ import annotations

import io

from extensions import clock, db
from models import Attachment
from services import council_sittings, councils, deciding
from tests.architecture.crowd import fingerprint
from tests.support import council as house
from tests.support import desk
from tests.support import province as road
from tests.support.dossier_visits import plain, visitor
from tests.support.tree import CHEAP_HASH

#: Doors that a member finds open while the sitting lasts; every other one of a dossier is closed to them.
OPEN = {
    *("dossiers.show", "dossiers.timeline", "archive.dossier", "attachments.take"),
    "library.issue",  # leads back to the dossier whoever may not issue
}


def settled(make_app):
    """Return the province, the sister union's chair in the council, a dossier with a file before it."""
    from services import attachments

    made, made_council = house.settled(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH), accounts=True)
    with made.app.app_context():
        said = {"part": "member", "first": clock.today(), "last": None}
        councils.add_member(made_council, who=made.who("head"), person=made.people["sister"], **said)
        road.type_all(made, ["dung", "long"])
        chair = made.who("chair")
        attachments.add(made.code, b"%PDF-1.4\n%%EOF\n", "giay.pdf", purpose="other", subject="", who=chair)
        road.send(made)
        road.act(made, "reviewer", "receive")
        road.act(made, "reviewer", "approve")
        note = {"seen": desk.seen(made, made.code, "seat1"), "once": desk.key(), "inside": True}
        deciding.say(made.code, "Hỏi thêm quỹ xã hội", who=made.who("seat1"), **note)
    return made, made_council


def doors(made, method):
    """Return (endpoint, address) of everything that hangs on the dossier, but prints, which take their time."""
    with made.app.app_context():
        file_id = db.session.scalar(db.select(Attachment.id))
    values = {
        "code": made.code,
        "part": "round",
        "row": made.key("dung"),
        "kind": "award_proposal",
        "name": "recall",
        "talk": "say",
        "attachment_id": file_id,
    }
    adapter = made.app.url_map.bind("localhost")
    return [
        (rule.endpoint, adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}))
        for rule in made.app.url_map.iter_rules()
        if "code" in rule.arguments and method in rule.methods and rule.arguments <= values.keys()
    ]


def test_a_member_of_another_unit_at_every_door(make_app):
    made, council_id = settled(make_app)
    client, problems = visitor(made, "sister"), []
    reading = doors(made, "GET")
    assert {endpoint for endpoint, _at in reading} >= OPEN
    assert {client.get(at).status_code for _endpoint, at in reading} == {404}, "not before the call"
    with made.app.app_context():
        sitting_id = house.called(made, council_id)
    before = fingerprint(made.app)
    for endpoint, at in reading:
        answer = client.get(at)
        wanted = {200, 302} if endpoint in OPEN else {403, 404}
        if answer.status_code not in wanted or "Hỏi thêm quỹ".encode() in answer.data:
            problems.append(f"GET {at} → {answer.status_code}")
    body = {"seen": 99, "version": 1, "once": "1" * 32, "choice": "approve", "comment": "x", "text": "x"}
    for endpoint, at in doors(made, "POST"):
        file = {"file": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "thu.pdf"), "purpose": "other", "subject": ""}
        answer = client.post(at, data={**body, **file})
        if answer.status_code not in {403, 404, 409} | ({302} if endpoint == "library.issue" else set()):
            problems.append(f"POST {at} → {answer.status_code}")
    assert not problems, "\n".join(problems)
    assert fingerprint(made.app) == before
    page = plain(client.get(f"/ho-so/{made.code}"))
    assert "Vận động 12 đoàn viên hiến máu" in page
    assert "Ghi ý kiến" not in page
    assert made.code in client.get(f"/hoi-dong/phien/{sitting_id}").text
    with made.app.app_context():
        council_sittings.drop(sitting_id, who=made.who("reviewer"))
    assert {client.get(at).status_code for _endpoint, at in reading} == {404}, "not after it was given up"
