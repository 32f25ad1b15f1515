"""Issuing: what was seen is what gets the number; files made once, by hash, whole; downloads and replacements."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from extensions import clock, db
from jobs.pool import Pool
from jobs.worker import drain
from models import Job, Notice, Paper, PaperPart, RegisterEntry, StoredFile
from services import files, issuing, papers, preparing, registers
from services.errors import Busy, Conflict, NotFound, Refused
from services.issuing import PaperChanged, Part
from services.registers import Register
from tests.support.issuing import KINDS, Desk, noon, trial_values
from workflows.actors import Actor, Seat

TODAY = date(2025, 12, 9)


def paper_of(paper_id: int) -> Paper:
    db.session.rollback()
    return db.session.get(Paper, paper_id)


def part_of(paper_id: int, no: int = 1) -> PaperPart:
    db.session.rollback()
    return db.session.scalar(select(PaperPart).where(PaperPart.paper_id == paper_id, PaperPart.no == no))


def clerk(desk: Desk) -> Actor:
    return Actor(desk.person_id, (Seat(1, "clerk", desk.unit_id, None),))


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\u2060", "")


def body(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return re.sub("<[^>]+>", "", archive.read("word/document.xml").decode("utf-8"))


def run_jobs(desk: Desk) -> int:
    with clock.at(noon(TODAY)):
        done = drain(desk.app)
    db.session.rollback()
    return done


@pytest.mark.sql
def test_from_draft_to_issued(desk: Desk) -> None:
    paper_id = desk.number(desk.draft(), TODAY, "one")
    assert (paper_of(paper_id).state, part_of(paper_id).pdf_sha256) == ("numbered", None)
    assert run_jobs(desk) == 1
    paper, part = paper_of(paper_id), part_of(paper_id)
    assert (paper.state, paper.number, paper.issued_at) == ("issued", "01/TB-CĐN", noon(TODAY))
    assert part.values["number"] == {"seq": 1, "suffix": "", "symbol": "TB-CĐN"}
    assert (part.values["date"], part.values["year"]) == ("2025-12-09", 2025)
    pdf, docx = files.read(part.pdf_sha256), files.read(part.docx_sha256)
    assert hashlib.sha256(pdf).hexdigest() == part.pdf_sha256
    assert "01/TB-CĐN" in words(pdf)
    assert "01/TB-CĐN" in body(docx)
    assert "ngày 09 tháng 12 năm 2025" in body(docx)
    assert {row.size for row in db.session.scalars(select(StoredFile))} == {len(pdf), len(docx)}
    assert run_jobs(desk) == 0


def test_completing_again_changes_nothing(desk: Desk) -> None:
    paper_id = desk.number(desk.draft(), TODAY, "one")
    run_jobs(desk)
    before = part_of(paper_id).pdf_sha256
    issuing.complete(paper_id, timeout=120)
    other = files.keep(b"something else")
    issuing.finish(paper_id, {1: issuing.MadePart(other, other, "0" * 64)})
    assert part_of(paper_id).pdf_sha256 == before


def test_what_is_seen_is_what_is_numbered(desk: Desk) -> None:
    draft = desk.draft()
    with clock.at(noon(TODAY)):
        seen = issuing.prepare(draft, timeout=120)
        changed = desk.draft("Về việc nghỉ Tết Nguyên đán")
        with pytest.raises(PaperChanged):
            issuing.number(
                changed, person_id=desk.person_id, once="one", dated_on=TODAY, seen_hash=seen.seen_hash
            )
        with pytest.raises(PaperChanged):  # the right hash, but nobody has laid it out
            issuing.number(
                changed,
                person_id=desk.person_id,
                once="one",
                dated_on=TODAY,
                seen_hash=issuing.fingerprint(changed),
            )
    assert re.search(r"Số:\s*/TB-CĐN", words(issuing.kept_file(seen.seen_hash, 1, "pdf")))
    assert db.session.scalars(select(RegisterEntry)).all() == []


@pytest.mark.parametrize(
    "change",
    [
        {"values": {"recipients": ["Sở Y tế"]}},
        {"signer": "Lương Quốc Bảo"},
        {"symbol": "TB-CĐYT"},
        {"subject": "Về việc khác"},
        {"recipients": "Sở Y tế"},
        {"replaces_id": 7},
    ],
    ids=lambda change: next(iter(change)),
)
def test_hash_covers_all_that_will_stand_in_paper_and_register(desk: Desk, change: dict) -> None:
    assert issuing.fingerprint(desk.draft(**change)) != issuing.fingerprint(desk.draft())


def test_hash_does_not_depend_on_what_only_numbering_knows(desk: Desk) -> None:
    stamped = {"number": {"seq": 9, "suffix": "", "symbol": "X"}, "date": "2025-01-01", "year": 2024}
    part = Part("trial_paper", "Thông báo", {**desk.draft().parts[0].values, **stamped})
    assert issuing.fingerprint(replace(desk.draft(), parts=(part,))) == issuing.fingerprint(desk.draft())


def test_values_that_do_not_fit_are_refused_with_their_place(desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        issuing.prepare(desk.draft(values={"paragraphs": []}), timeout=120)
    assert [path for path, _ in caught.value.findings] == ["$.paragraphs"]


def test_two_parts_share_number_and_date(desk: Desk) -> None:
    second = Part("trial_paper", "Danh sách", trial_values(subject="Danh sách kèm theo"))
    draft = desk.draft()
    paper_id = desk.number(replace(draft, parts=(*draft.parts, second)), TODAY, "one")
    run_jobs(desk)
    assert paper_of(paper_id).state == "issued"
    for no in (1, 2):
        assert "01/TB-CĐN" in body(files.read(part_of(paper_id, no).docx_sha256))
    assert part_of(paper_id, 1).pdf_sha256 != part_of(paper_id, 2).pdf_sha256


def test_replacement_marks_the_old_one_and_keeps_its_number(desk: Desk) -> None:
    old = desk.number(desk.draft(), TODAY, "one")
    new = desk.number(desk.draft("Về việc nghỉ Tết (thay)", replaces_id=old), TODAY, "two")
    assert (paper_of(old).standing, paper_of(old).number) == ("replaced", "01/TB-CĐN")
    notes = {row.paper_id: row.note for row in db.session.scalars(select(RegisterEntry))}
    assert notes == {
        old: "Thay bằng số 02/TB-CĐN ngày 09/12/2025",
        new: "Thay số 01/TB-CĐN ngày 09/12/2025",
    }
    assert registers.verify(Register(desk.unit_id, "all", 2025)) is None
    with pytest.raises(Conflict):
        desk.number(desk.draft("Về việc nghỉ Tết (lại thay)", replaces_id=old), TODAY, "three")
    view = papers.paper(old, clerk(desk))
    assert (view.badge, view.replaced_by.number) == ("replaced", "02/TB-CĐN")
    assert papers.paper(new, clerk(desk)).replaces.number == "01/TB-CĐN"


def test_hooks_run_inside_their_transactions(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []
    monkeypatch.setitem(issuing.ISSUED, "trial_paper", lambda paper: seen.append((paper.number, paper.state)))
    desk.number(desk.draft(), TODAY, "one", also=lambda paper: seen.append((paper.number, paper.state)))
    run_jobs(desk)
    assert seen == [("01/TB-CĐN", "numbered"), ("01/TB-CĐN", "issued")]


def test_failing_hook_leaves_the_paper_numbered_and_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(paper: Paper) -> None:
        raise Conflict("Hồ sơ đang được ghi.")

    paper_id = desk.number(desk.draft(), TODAY, "one")
    with monkeypatch.context() as broken:
        broken.setitem(issuing.ISSUED, "trial_paper", refuse)
        run_jobs(desk)
        assert paper_of(paper_id).state == "numbered"
        assert "Hồ sơ đang được ghi." in db.session.scalar(select(Job.error))
    with clock.at(noon(TODAY) + timedelta(hours=1)):
        drain(desk.app)
    assert paper_of(paper_id).state == "issued"
    assert db.session.scalar(select(Notice.subject)) == "Văn bản 01/TB-CĐN đã phát hành"  # it took an hour


def test_download_names_and_readers(desk: Desk) -> None:
    paper_id = desk.number(desk.draft("Về việc: “đổi mới” <1/2>"), TODAY, "one")
    with pytest.raises(NotFound):
        papers.download(paper_id, 1, "docx", clerk(desk))
    run_jobs(desk)
    got = papers.download(paper_id, 1, "docx", clerk(desk))
    assert hashlib.sha256(got.content).hexdigest() == got.sha256 == part_of(paper_id).docx_sha256
    assert got.name.startswith("01-TB-CĐN_Thông báo_Về việc")
    assert re.fullmatch(r"01-TB-CDN_Thong-bao_Ve-viec-doi-moi[A-Za-z0-9_-]*\.docx", got.ascii_name)
    assert got.disposition.isascii()
    assert "\n" not in got.disposition
    stranger = Actor(desk.person_id, (Seat(2, "clerk", desk.unit_id + 1, None),))
    for no, fmt, actor in ((2, "pdf", clerk(desk)), (1, "exe", clerk(desk)), (1, "pdf", stranger)):
        with pytest.raises(NotFound):
            papers.download(paper_id, no, fmt, actor)
    with pytest.raises(NotFound):
        papers.paper(paper_id, stranger)


def test_damaged_file_is_not_handed_out(desk: Desk) -> None:
    paper_id = desk.number(desk.draft(), TODAY, "one")
    run_jobs(desk)
    path = files.path_of(part_of(paper_id).pdf_sha256)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(NotFound):
        papers.download(paper_id, 1, "pdf", clerk(desk))


def test_register_page(desk: Desk) -> None:
    registers.import_entry(desk.unit_id, "03/KH-CĐN", date(2025, 1, 20), "Kế hoạch", "Kế hoạch năm")
    paper_id = desk.number(desk.draft(), TODAY, "one")
    run_jobs(desk)
    page = papers.register_page(desk.unit_id, 2025, clerk(desk))
    assert [(line.number, line.title, line.paper_id) for line in page.lines] == [
        ("04/TB-CĐN", "Thông báo", paper_id),
        ("03/KH-CĐN", "Kế hoạch", None),
    ]
    assert (page.gaps, page.counts) == ((1, 2), (("Kế hoạch", 1), ("Thông báo", 1)))
    assert {file.fmt for file in page.lines[0].parts[0].files} == {"docx", "pdf"}
    filtered = papers.register_page(desk.unit_id, 2025, clerk(desk), kind="trial_paper", month=12)
    assert [line.number for line in filtered.lines] == ["04/TB-CĐN"]
    assert registers.next_number(desk.unit_id, "TB-CĐN", TODAY) == "05/TB-CĐN"
    with pytest.raises(NotFound):
        papers.register_page(desk.unit_id, 2025, Actor(1, (Seat(2, "clerk", desk.unit_id + 1, None),)))


@pytest.fixture
def without_pango(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """Yield a pool on a machine that lacks the PDF library: importing it fails as it does there."""
    stand_in = tmp_path / "no-pango" / "weasyprint.py"
    stand_in.parent.mkdir()
    stand_in.write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n", encoding="utf-8")
    with monkeypatch.context() as poorer:
        poorer.setenv("PYTHONPATH", str(stand_in.parent))
        pool = Pool(1, KINDS, root / "reference" / "profiles", "tld-933")
        pool.start()
    yield pool
    pool.close()


def test_without_pdf_the_paper_waits_with_its_word_file(desk: Desk, without_pango: Pool) -> None:
    rich = desk.app.extensions["render_pool"]
    desk.app.extensions["render_pool"] = without_pango
    with clock.at(noon(TODAY)):
        prepared = issuing.prepare(desk.draft(), timeout=120)
    assert "libpango" in prepared.pdf_missing
    paper_id = desk.number(desk.draft(), TODAY, "one")
    run_jobs(desk)
    paper = paper_of(paper_id)
    assert (paper.state, paper.standing) == ("numbered", "valid")
    assert "libpango" in paper.trouble
    word = papers.download(paper_id, 1, "docx", clerk(desk))
    assert "01/TB-CĐN" in body(word.content)
    with pytest.raises(NotFound):
        papers.download(paper_id, 1, "pdf", clerk(desk))
    desk.app.extensions["render_pool"] = rich
    with clock.at(noon(TODAY) + timedelta(hours=2)):
        drain(desk.app)
    paper = paper_of(paper_id)
    assert (paper.state, paper.trouble) == ("issued", "")
    assert papers.download(paper_id, 1, "docx", clerk(desk)).content == word.content
    assert "01/TB-CĐN" in words(papers.download(paper_id, 1, "pdf", clerk(desk)).content)


def test_page_that_takes_too_long_is_prepared_by_a_worker(desk: Desk) -> None:
    long = desk.draft(values={"paragraphs": [f"Đoạn thứ {number}." for number in range(400)]})
    with clock.at(noon(TODAY)):
        with pytest.raises(Busy):
            issuing.prepare(long, timeout=0.2)
        assert issuing.kept(issuing.fingerprint(long)) is None
        drain(desk.app)
        assert issuing.prepare(long, timeout=0.2).faults == ()


def test_who_only_reads_leaves_no_job(desk: Desk) -> None:
    long = desk.draft(values={"paragraphs": [f"Đoạn thứ {number}." for number in range(400)]})
    with pytest.raises(Busy):
        issuing.prepare(long, timeout=0.2, queue=False)
    assert db.session.scalars(select(Job)).all() == []


def test_same_values_same_bytes(desk: Desk) -> None:
    values = {**trial_values(), "number": {"seq": 1, "suffix": "", "symbol": "X"}, "date": None, "year": 2025}
    asked = preparing.request("trial_paper", values, "tld-933")
    first, second = (desk.app.extensions["render_pool"].render(asked, 120)["files"] for _ in range(2))
    assert first == second
