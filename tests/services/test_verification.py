"""What the public learns by a code; marks that are frozen with the number; signed scans beside their source."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from sqlalchemy import select, update

from documents import mark
from extensions import clock, db
from jobs.worker import drain
from models import Office, Paper, PaperPart
from services import files, formats, paper_chain, verification
from services.errors import Conflict, NotFound, Refused
from services.transaction import writing
from services.who import Who
from tests.support.issuing import Desk, noon
from vietnamese.text import clean

TODAY = date(2025, 12, 9)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200


def issue(desk: Desk, once: str = "one", **changes: object) -> Paper:
    """Number a draft and let the worker make its files."""
    paper_id = desk.number(desk.draft(f"Về việc {once}", **changes), TODAY, once)
    with clock.at(noon(TODAY)):
        drain(desk.app)
    db.session.rollback()
    return db.session.get_one(Paper, paper_id)


def part_of(paper: Paper) -> PaperPart:
    return db.session.scalar(select(PaperPart).where(PaperPart.paper_id == paper.id))


def footer(paper: Paper) -> str:
    """Return the first page's footer of the Word file, empty where it has none."""
    with zipfile.ZipFile(io.BytesIO(files.read(part_of(paper).docx_sha256))) as package:
        there = "word/footerMark.xml" in package.namelist()
        return package.read("word/footerMark.xml").decode("utf-8") if there else ""


def seated(desk: Desk, role: str) -> Who:
    """Give the clerk an office in the unit."""
    with writing():
        office = Office(
            person_id=desk.person_id,
            unit_id=desk.unit_id,
            role=role,
            title=clean("Văn thư"),
            valid_from=date(2020, 1, 1),
        )
        db.session.add(office)
        db.session.flush()
        return Who(desk.person_id, office.id)


@pytest.mark.sql
def test_the_public_learns_what_stands_on_the_paper_and_no_more(desk: Desk) -> None:
    paper = issue(desk)
    known = verification.look_up(paper.code.lower().replace("-", " "))
    assert (known.number, known.dated_on, known.standing) == ("01/TB-CĐN", TODAY, "valid")
    assert (known.issuer, known.signer) == ("Công đoàn ngành Y tế tỉnh Sông Lam", paper.signer)
    assert {file.sha256 for file in known.files} == {part_of(paper).pdf_sha256, part_of(paper).docx_sha256}
    assert "Về việc" not in repr(known)


@pytest.mark.parametrize(
    "typed", ["", "x", "7K3M-9QWX-2HTP", "' OR 1=1 --", "../../etc", "\0" * 12, "ă" * 12]
)
def test_an_unknown_code_is_not_found(desk: Desk, typed: str) -> None:
    issue(desk)
    with pytest.raises(NotFound):
        verification.look_up(typed)


def test_a_numbered_paper_without_files_is_not_shown_yet(desk: Desk) -> None:
    paper = db.session.get_one(Paper, desk.number(desk.draft(), TODAY, "one"))
    assert mark.read(paper.code) == paper.code
    with pytest.raises(NotFound):
        verification.look_up(paper.code)


def test_codes_cannot_be_foretold() -> None:
    codes = {verification.new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(mark.read(code) == code for code in codes)
    letters = "".join(codes).replace("-", "")
    assert set(letters) == set(mark.LETTERS)


def test_a_replaced_paper_leads_to_the_one_that_stands_for_it(desk: Desk) -> None:
    first = issue(desk)
    second = issue(desk, "two", replaces_id=first.id)
    known = verification.look_up(first.code)
    assert (known.standing, known.replaced_by, known.replaced_number) == (
        "replaced",
        second.code,
        second.number,
    )
    with writing():
        db.session.execute(update(Paper).where(Paper.id == second.id).values(standing="recalled"))
    assert verification.look_up(second.code).standing == "recalled"


def test_the_address_is_frozen_with_the_number(desk: Desk) -> None:
    desk.app.config["PUBLIC_URL"] = "https://cdn.example/"
    paper_id = desk.number(desk.draft(), TODAY, "one")
    desk.app.config["PUBLIC_URL"] = "https://moved.example"
    with clock.at(noon(TODAY)):
        drain(desk.app)
    db.session.rollback()
    paper = db.session.get_one(Paper, paper_id)
    assert paper.mark_address == f"https://cdn.example/xac-minh/{paper.code}"
    assert f'descr="{paper.mark_address}"' in footer(paper)
    assert "cdn.example/xac-minh" in footer(paper)


def test_without_a_public_address_the_code_stands_alone(desk: Desk) -> None:
    paper = issue(desk)
    assert paper.mark_address == ""
    assert paper.code in footer(paper)
    assert "w:drawing" not in footer(paper)


def test_a_unit_may_switch_the_mark_off(desk: Desk) -> None:
    who = seated(desk, "chair")
    with clock.at(noon(TODAY)):
        said = {"preferred": "", "code": "tld-933", "settings": {}, "without_kt": False, "reason": "Thử"}
        formats.decide(desk.unit_id, who=who, valid_from=TODAY, mark=False, **said)
    paper = issue(desk)
    assert (paper.mark_address, footer(paper)) == (None, "")
    assert verification.look_up(paper.code).number == paper.number


def test_a_file_is_compared_by_its_bytes(desk: Desk) -> None:
    paper = issue(desk)
    known, pdf = verification.look_up(paper.code), files.read(part_of(paper).pdf_sha256)
    assert verification.matching(known, io.BytesIO(pdf)).fmt == "pdf"
    for place in range(0, len(pdf), len(pdf) // 200):
        changed = bytearray(pdf)
        changed[place] ^= 1 << (place % 8)
        assert verification.matching(known, io.BytesIO(bytes(changed))) is None


@pytest.mark.sql
def test_a_signed_scan_stands_beside_its_source(desk: Desk) -> None:
    paper, who = issue(desk), seated(desk, "clerk")
    source = part_of(paper).pdf_sha256
    first = verification.add_scan(paper.id, b"%PDF-1.4 signed", who=who)
    assert verification.add_scan(paper.id, b"%PDF-1.4 signed", who=who) == first
    verification.add_scan(paper.id, PNG, who=who)
    db.session.rollback()
    scans = verification.scans(paper.id)
    assert [(scan.no, scan.media_type, scan.added_by) for scan in scans] == [
        (1, "application/pdf", "Quách Thu Thủy"),
        (2, "image/png", "Quách Thu Thủy"),
    ]
    shown = verification.look_up(paper.code).files
    assert [file.sha256 for file in shown if file.fmt == "scan"] == [scans[1].sha256]
    assert part_of(paper).pdf_sha256 == source
    assert list(paper_chain.verify()) == []
    content, name, media_type = verification.scan_file(paper.id, 1, who=who)
    assert (content, media_type) == (b"%PDF-1.4 signed", "application/pdf")
    assert name.endswith(".pdf") and "/" not in name
    files.path_of(first).write_bytes(b"%PDF-1.4 signer")
    assert [fault.reason for fault in paper_chain.verify()] == ["Tệp của văn bản này đã bị sửa."]


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a" + b"\0" * 50, b"<svg/>", b"PK\x03\x04", b"\0" * (11 << 20)]
)
def test_what_is_no_scan_is_refused(desk: Desk, content: bytes) -> None:
    paper, who = issue(desk), seated(desk, "clerk")
    with pytest.raises(Refused):
        verification.add_scan(paper.id, content, who=who)
    assert verification.scans(paper.id) == []


def test_only_the_issuing_office_adds_a_scan(desk: Desk) -> None:
    paper, who = issue(desk), seated(desk, "member")
    with pytest.raises(Conflict):
        verification.add_scan(paper.id, b"%PDF-1.4 signed", who=who)
    assert verification.scans(paper.id) == []
