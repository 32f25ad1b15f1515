"""The texts of messages as administrators edit them, and the log of what each person got."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from extensions import db
from jobs.worker import drain
from models import (
    MessageText,
    Notice,
)
from services import (
    message_texts,
    messages,
    notices,
    telling_log,
    wishes,
)
from services.errors import Forbidden, NotFound, Refused
from services.who import Who
from tests.support import province as road
from tests.support.told import tell, told_province
from tests.web.test_review_page_cost import statements


@pytest.fixture
def made(make_app, smtp):
    """Return the province, its people with accounts and addresses, mail going to a real server."""
    with told_province(make_app, smtp) as found:
        yield found


@pytest.fixture
def sent(made):
    """Return the province with a nomination that was sent up on Monday."""
    road.type_all(made, ["dung"])
    road.send(made)
    return made


# Texts ------------------------------------------------------------------------------------------------------------


def admin(made):
    """Return the administrator of the sector union."""
    return Who(made.people["admin"])


def test_an_edited_text_counts_below_its_unit_and_can_be_taken_back(sent):
    at = sent.units["sector"]
    message_texts.edit(at, "returned", "Sửa giúp %(code)s", "%(by)s viết:\n%(comment)s", who=admin(sent))
    road.act(sent, "reviewer", "receive")
    road.act(sent, "reviewer", "return", comment="Thiếu minh chứng.", notes=[])
    told = db.session.scalar(select(Notice).where(Notice.message == "returned"))
    assert told.subject == f"Sửa giúp {sent.code}"
    assert told.body == "Mạc Thị Lan Chi viết:\nThiếu minh chứng."
    message_texts.reset(at, "returned", who=admin(sent))
    assert messages.text_of("returned", sent.units["own"]) == messages.shipped("returned")
    page = message_texts.page(at, "returned", admin(sent))
    assert [one.subject for one in page.versions] == [None, "Sửa giúp %(code)s"]
    assert db.session.scalar(select(func.count()).select_from(MessageText)) == 2


FAULTS = {
    "unknown name": ("%(password)s", "body"),
    "name of another message": ("%(holder)s", "body"),
    "not closed": ("Mã %(code", "body"),
    "without its letter": ("Mã %(code) xong", "body"),
    "old way": ("Mã %s", "body"),
    "empty": ("   ", "body"),
    "too long": ("x" * 2001, "body"),
}


@pytest.mark.parametrize(("text", "field"), FAULTS.values(), ids=FAULTS)
def test_a_text_with_a_fault_is_refused_in_words(made, text, field):
    with pytest.raises(Refused) as refused:
        message_texts.edit(made.units["sector"], "returned", "Tin", text, who=admin(made))
    assert refused.value.findings == [field]
    assert db.session.scalar(select(func.count()).select_from(MessageText)) == 0


PLAIN = {
    "format string": "{0.__class__} {code}",
    "template": "{{ 7 * 7 }} {% raw %}",
    "percent": "Đạt 100% chỉ tiêu",
    "markup": "<script>alert(1)</script>",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_what_is_no_name_is_text(made, text):
    message_texts.check("returned", "Tin", text)
    assert messages.fill(text, {"code": "X"}) == text


def test_values_are_never_read_as_texts():
    assert messages.fill("%(comment)s", {"comment": "%(code)s", "code": "X"}) == "%(code)s"
    assert messages.fill("Hạn: %(due)s.\nXong", {"due": ""}) == "Xong"


def test_only_administrators_edit_and_only_theirs(made):
    with pytest.raises(Forbidden):
        message_texts.lines(made.units["own"], made.who("chair"))
    with pytest.raises(NotFound):
        message_texts.lines(made.units["above"], admin(made))
    with pytest.raises(NotFound):
        message_texts.page(made.units["own"], "no such message", admin(made))


def test_every_shipped_text_uses_the_names_it_declares():
    about = messages.names()
    for key, message in messages.catalogue().items():
        message_texts.check(key, message.subject, message.body)
        assert set(message.names) <= set(about), key
        assert message.kind in messages.kinds(), key


# The log ----------------------------------------------------------------------------------------------------------


def test_the_log_says_what_became_of_each_and_to_others_no_words(made):
    tell(made, "chair", "returned", "Trả lại riêng")
    tell(made, "chair", "waiting", "Hồ sơ mới")
    wishes.choose(made.people["chair"], {"decided": "none"}, email="chair@songlam.example", phone="")
    tell(made, "chair", "decided", "Kết quả")
    before = [one.mail for one in telling_log.own(made.people["chair"]).lines]
    assert before == ["Chỉ báo trong máy", "Chờ thư gộp", "Đang gửi"]
    drain(made.app)
    db.session.rollback()
    lines = telling_log.own(made.people["chair"]).lines
    assert [one.subject for one in lines] == ["Kết quả", "Hồ sơ mới", "Trả lại riêng"]
    assert lines[-1].mail == "Đã gửi thư" and lines[-1].mailed_at is not None
    seen = telling_log.of_unit(made.units["own"], admin(made)).lines
    assert [one.subject for one in seen] == [
        "Kết quả hồ sơ đã gửi",
        "Hồ sơ mới chờ đồng chí",
        "Hồ sơ bị trả lại",
    ]
    with pytest.raises(Forbidden):
        telling_log.of_unit(made.units["own"], made.who("secretary"))


def test_queries_of_the_lists_do_not_grow(made):
    counts = []
    for _no in range(2):
        for _row in range(6):
            tell(made, "chair", "returned")
        db.session.rollback()
        with statements() as seen:
            telling_log.own(made.people["chair"])
            notices.page(made.people["chair"])
        counts.append(len(seen))
    assert counts[0] == counts[1]
