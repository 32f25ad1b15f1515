"""A template that changes after a paper has its number: issued bytes stay, numbered papers are made anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from extensions import clock, db
from jobs.pool import Pool
from jobs.worker import drain
from models import Job, Notice, Paper, PaperPart
from services import files, issuing, paper_kinds, preparing
from services.issuing import PaperChanged
from tests.support.issuing import KINDS, Desk, noon

TODAY = date(2025, 12, 9)
NUMBER = "<number>{{ number | number_text }}</number>"


@pytest.fixture
def folder(desk: Desk, tmp_path: Path, root: Path) -> Iterator[Path]:
    """Yield a folder of kinds of the test's own, which the desk now works with."""
    own = tmp_path / "kinds"
    shutil.copytree(KINDS, own)
    before = desk.app.extensions["render_pool"]
    desk.app.config["DOC_TEMPLATES"] = str(own)
    desk.app.extensions["render_pool"] = Pool(1, own, root / "reference" / "profiles", "tld-933")
    yield own
    desk.app.extensions["render_pool"].close()
    desk.app.extensions["render_pool"] = before
    paper_kinds.below.cache_clear()


def upgrade(desk: Desk, folder: Path, old: str, new: str) -> None:
    """Change the letterhead and start anew, as after an upgrade."""
    template = folder / "_base" / "letterhead.html"
    text = template.read_text(encoding="utf-8")
    assert old in text
    template.write_text(text.replace(old, new), encoding="utf-8")
    paper_kinds.below.cache_clear()
    desk.app.extensions["render_pool"].close()


def work(desk: Desk, hours: int = 0) -> None:
    with clock.at(noon(TODAY) + timedelta(hours=hours)):
        drain(desk.app)
    db.session.rollback()


def test_faulty_files_keep_the_paper_numbered_until_the_template_is_mended(desk: Desk, folder: Path) -> None:
    paper_id = desk.number(desk.draft(), TODAY, "one")
    upgrade(desk, folder, NUMBER, "")
    for hours in (0, 1):
        work(desk, hours)
        paper, job = (
            db.session.get(Paper, paper_id),
            db.session.scalar(select(Job).where(Job.kind == "paper")),
        )
        assert (paper.state, paper.number, job.state) == ("numbered", "01/TB-CĐN", "queued")
        assert paper.trouble
        assert "Văn bản chưa đúng thể thức." in job.error
        assert "'rule': 'missing'" in job.error
    # Told once, however often it is tried.
    assert db.session.scalars(select(Notice.subject)).all() == ["Văn bản 01/TB-CĐN chưa phát hành được"]
    assert db.session.scalars(select(PaperPart.docx_sha256)).all() == [None]
    upgrade(desk, folder, "<place-date>", f"{NUMBER}<place-date>")
    work(desk, 3)
    paper = db.session.get(Paper, paper_id)
    assert (paper.state, paper.trouble) == ("issued", "")


def test_issued_bytes_never_change_and_drafts_must_be_looked_at_again(desk: Desk, folder: Path) -> None:
    issued = desk.number(desk.draft(), TODAY, "one")
    work(desk)
    part = db.session.scalar(select(PaperPart).where(PaperPart.paper_id == issued))
    before = (part.docx_sha256, part.pdf_sha256, part.template_version, files.read(part.pdf_sha256))
    waiting = desk.number(desk.draft(), TODAY, "two")
    draft = desk.draft("Về việc thứ ba")
    seen = issuing.prepare(draft, timeout=120).seen_hash
    upgrade(desk, folder, "<letterhead>", "<letterhead><!-- mended -->")
    with clock.at(noon(TODAY)), pytest.raises(PaperChanged):
        issuing.number(draft, person_id=desk.person_id, once="three", dated_on=TODAY, seen_hash=seen)
    work(desk)
    issuing.complete(issued, timeout=120)
    db.session.rollback()
    part = db.session.scalar(select(PaperPart).where(PaperPart.paper_id == issued))
    assert (part.docx_sha256, part.pdf_sha256, part.template_version, files.read(part.pdf_sha256)) == before
    later = db.session.scalar(select(PaperPart).where(PaperPart.paper_id == waiting))
    assert later.template_version == preparing.catalogue().kind("trial_paper").version != before[2]
