"""The file of the paper by which somebody stands in: sent with the record or later, replaced until it was used."""

from __future__ import annotations

from datetime import timedelta

import pytest

from extensions import clock, db
from models import Delegation, DelegationFile, Office, Paper
from services import (
    delegations,
    dossier_papers,
    files,
    handing_over,
    mandate_files,
    signed_scans,
)
from services.errors import Conflict, Forbidden, NotFound, Refused
from tests.support import province as road
from tests.support import tree

DAY = timedelta(days=1)
PDF, PNG = b"%PDF-1.4\n%%EOF\n", b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def made(make_app):
    """Return the province; the hospital's union has a deputy."""
    found = road.build(make_app(RENDER_WAIT_SECONDS=120))
    with found.app.app_context():
        found.people["deputy"] = tree.person("Lương Văn Bảo")
        tree.office(found.people["deputy"], found.units["own"], "vice_chair", title="Phó Chủ tịch")
        db.session.commit()
        yield found


def office_of(made, name):
    """Return the office that a person holds in the hospital's union."""
    mine = (Office.person_id == made.people[name], Office.unit_id == made.units["own"])
    return db.session.scalar(db.select(Office.id).where(*mine))


def give(made, receiver="secretary", content=None, who="chair", **more):
    """Let the chair give a mandate of signing requests; returns its id."""
    today = clock.today()
    said = {"kind": "mandate", "covers": ["award_proposal"], "paper_no": "05/GUQ-CĐCS", "paper_on": today}
    said |= {"giver": office_of(made, "chair"), "receiver": office_of(made, receiver)}
    said |= {"valid_from": today, "valid_to": today + 9 * DAY}
    scan = signed_scans.kept(content, "giấy ủy quyền.pdf") if content else None
    return delegations.record(made.units["own"], who=made.who(who), scan=scan, **said | more)


def send(made, delegation_id, content=PDF, who="chair", name="bản quét.pdf"):
    """Send a file later."""
    scan = signed_scans.kept(content, name)
    mandate_files.send(made.units["own"], delegation_id, scan, who=made.who(who))


def line(made, who="chair"):
    """Return the newest delegation as somebody sees it."""
    return delegations.page(made.units["own"], made.who(who)).lines[0]


def sent(made, who="chair"):
    """Return (name, who sent it, was it replaced) of the files, the one in force first."""
    return [(one.name, one.added_by, one.replaced_at is not None) for one in line(made, who).files]


def test_it_comes_with_the_record_and_is_read_with_the_page(made):
    given = give(made, content=PDF)
    assert sent(made) == [("giấy ủy quyền.pdf", "Doãn Trung Kiên", False)]
    for who in ("chair", "secretary", "deputy", "reviewer", "clerk", "dung"):
        taken = mandate_files.take(made.units["own"], given, who=made.who(who))
        assert (taken.content, taken.name, taken.media_type) == (PDF, "giấy ủy quyền.pdf", "application/pdf")
    with pytest.raises(NotFound):
        mandate_files.take(made.units["own"], given, who=made.who("sister"))
    with pytest.raises(NotFound):  # not by the address of another unit that one may read
        mandate_files.take(made.units["sector"], given, who=made.who("reviewer"))


def test_the_record_of_handing_over_takes_it_along(made):
    today = clock.today()
    terms = {"power": "decide", "valid_from": today, "valid_to": today + DAY}
    terms |= {"receiver": office_of(made, "deputy"), "scan": signed_scans.kept(PNG, "chụp.png")}
    handing_over.hand_over(made.units["own"], who=made.who("chair"), **terms)
    assert [name for name, _who, _replaced in sent(made)] == ["chụp.png"]


def test_a_refused_record_leaves_no_file(made):
    with pytest.raises(Refused):
        give(made, content=PDF, paper_no="")
    assert db.session.query(DelegationFile).count() == 0


def test_it_comes_later_and_stands_with_who_and_when(made):
    given = give(made)
    assert (line(made).files, line(made).may_send) == ((), True)
    with pytest.raises(NotFound):
        mandate_files.take(made.units["own"], given, who=made.who("chair"))
    send(made, given, who="reviewer")
    send(made, given, who="reviewer")  # the same again: a double click
    assert sent(made) == [("bản quét.pdf", "Mạc Thị Lan Chi", False)]
    send(made, given, PNG, name="rõ hơn.png")
    assert sent(made) == [("rõ hơn.png", "Doãn Trung Kiên", False), ("bản quét.pdf", "Mạc Thị Lan Chi", True)]
    assert mandate_files.take(made.units["own"], given, who=made.who("chair")).content == PNG
    assert files.read(db.session.scalars(db.select(DelegationFile.file_sha256)).first()) == PDF


WHO = [
    ("chair", None), ("reviewer", None), ("head", None), ("secretary", Forbidden), ("deputy", Forbidden),
    ("clerk", Forbidden), ("seat1", Forbidden), ("dung", Forbidden), ("sister", NotFound),
]  # fmt: skip


def test_who_may_send_it(made):
    """Who may record, but not the receiver: here the secretary."""
    given = give(made)
    for no, (who, refused) in enumerate(WHO):
        if refused is None:
            send(made, given, PDF + bytes([no]), who=who)
            continue
        with pytest.raises(refused):
            send(made, given, PDF + bytes([no]), who=who)
    allowed = [who for who, refused in WHO if refused is None]
    assert db.session.query(DelegationFile).count() == len(allowed)
    assert [who for who in ("chair", "secretary", "reviewer", "clerk") if line(made, who).may_send] == [
        "chair",
        "reviewer",
    ]


def _sign(made):
    """Let the secretary sign the request by the mandate; returns the minutes before it."""
    road.type_all(made, ["dung"])
    road.send(made)
    road.act(made, "reviewer", "approve", comment="Đủ.")
    minutes = road.issue(made, "award_minutes")
    page = dossier_papers.issue_page(made.code, "award_proposal", who=made.who("secretary"))
    key = next(key for key, _name, form in page.signers if form.startswith("TUQ."))
    asked = {"who": made.who("secretary"), "signer": key}
    seen = dossier_papers.issue_page(made.code, "award_proposal", **asked).prepared.seen_hash
    said = {"once": "tuq", "dated_on": clock.today(), "reason": "", "seen_hash": seen}
    dossier_papers.issue(made.code, "award_proposal", **asked, **said)
    road.finish_papers()
    return minutes


def test_after_a_paper_was_signed_the_file_stays_and_a_first_one_may_still_come(made):
    given, unit_id = give(made), made.units["own"]
    minutes = _sign(made)
    assert (line(made).used, line(made).may_send) == (True, True)
    send(made, given)
    assert line(made).may_send is False
    with pytest.raises(Conflict):
        send(made, given, PNG)
    with pytest.raises(Conflict):
        mandate_files.sending(unit_id, given, made.who("chair"))
    assert [name for name, _who, _replaced in sent(made)] == ["bản quét.pdf"]

    delegations.end(unit_id, given, who=made.who("chair"), on=clock.today() + DAY, why="Xong việc")
    number, today = db.session.get(Paper, minutes).number, clock.today()
    later = {"valid_from": today + DAY, "valid_to": today + DAY}
    for typed, day, found in (
        (number, today, minutes),
        (f" {number.lstrip('0').lower()}", today, minutes),
        (number, today - DAY, None),
        ("77/GUQ-CĐCS", today, None),
    ):
        row = db.session.get(Delegation, give(made, paper_no=typed, paper_on=day, **later))
        assert line(made).paper_id == found, typed
        assert line(made, "dung").paper_id is None, "a plain member does not read the unit's papers"
        db.session.delete(row)
        db.session.commit()


REFUSED = [
    (b"", "Tệp rỗng hoặc lớn quá"),
    (b"%PDF-" + b"0" * 2000, "Tệp rỗng hoặc lớn quá"),
    (b"plain words", "không phải PDF"),
    (b"PK\x03\x04 no archive", "không phải PDF"),
    (b"GIF89a" + b"\0" * 40, "không phải PDF"),
]


def test_what_is_no_scan_is_refused_at_its_field(made):
    made.app.config["UPLOAD_LIMIT"] = 1000
    for content, words in REFUSED:
        with pytest.raises(Refused) as refused:
            signed_scans.kept(content, "x.pdf")
        field, message, _params = refused.value.findings[0]
        assert (field, words in message) == ("file", True), content[:10]


def test_it_is_not_replaced_without_end(made):
    given = give(made)
    for no in range(mandate_files.MOST_FILES):
        send(made, given, PDF + bytes([no]))
    with pytest.raises(Refused):
        send(made, given, PNG)
    assert [replaced for _name, _who, replaced in sent(made)] == [False] + [True] * (
        mandate_files.MOST_FILES - 1
    )
