"""A decision that was taken back: whose mailbox has it gets one more mail at once, nobody else gets any about it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from extensions import clock, db
from jobs.worker import drain
from models import Notice
from services import deciding, sweep
from tests.support import desk
from tests.support import province as road
from tests.support.told import MORNING, mails, subjects, told_province


@pytest.fixture
def sent(make_app, smtp):
    """Return the province with a nomination before the first reviewer, mail going to a real server."""
    with told_province(make_app, smtp) as found:
        road.type_all(found, ["dung"])
        road.send(found)
        road.act(found, "reviewer", "receive")
        yield found


def undo(made):
    """Let the reviewer take the decision back."""
    at = desk.seen(made, made.code)
    deciding.undo(made.code, who=made.who("reviewer"), seen=at, once=desk.key())


def unread(made, name):
    query = select(Notice.subject).where(Notice.person_id == made.people[name], Notice.read_at.is_(None))
    return list(db.session.scalars(query.order_by(Notice.id)))


def test_a_return_that_was_mailed_is_taken_back_by_one_mail_at_once(sent):
    road.act(sent, "reviewer", "return", comment="Thiếu minh chứng")
    undo(sent)
    assert (mails(sent, "chair"), unread(sent, "chair")) == (
        2,
        [f"{sent.code}: đ/c Mạc Thị Lan Chi đã rút lại ý kiến"],
    )
    drain(sent.app)
    first, second = sent.smtp.to("chair@songlam.example")
    assert "được trả lại để bổ sung" in str(first["Subject"])
    assert "Tin trước về ý kiến đó không còn hiệu lực" in second.get_body(("plain",)).get_content()
    with clock.at(MORNING):
        sweep.run()
        drain(sent.app)
    assert not [one for one in subjects(sent, "chair")[2:] if sent.code in one], "not told a third time"


def test_what_nobody_was_mailed_is_taken_back_without_a_mail(sent):
    """The unit would have been told of its next paper in the morning; now there is nothing to be told by mail."""
    road.act(sent, "reviewer", "approve")
    undo(sent)
    assert (mails(sent, "chair"), len(unread(sent, "chair"))) == (0, 1)
    with clock.at(MORNING):
        sweep.run()
        drain(sent.app)
    assert not [one for one in sent.smtp.to("chair@songlam.example") if "rút lại" in str(one)]
