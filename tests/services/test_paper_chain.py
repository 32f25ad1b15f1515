"""The chain of issued papers: one changed byte, one removed row, one swapped file are found and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update

from extensions import clock, db
from jobs.worker import drain
from models import Paper, PaperChain, PaperLink, PaperPart, RegisterEntry
from services import files, paper_chain, registers
from services.transaction import writing
from tests.support.issuing import Desk, noon

TODAY = date(2025, 12, 9)
COUNT = 3


@pytest.fixture
def issued(desk: Desk) -> Desk:
    """Return the office with three issued papers."""
    for place in range(COUNT):
        desk.number(desk.draft(f"Về việc {place}"), TODAY, f"o{place}")
    with clock.at(noon(TODAY)):
        drain(desk.app)
    db.session.rollback()
    return desk


def faults() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(fault.number, fault.reason) for fault in paper_chain.verify()]


def second() -> Paper:
    return db.session.scalar(select(Paper).where(Paper.number == "02/TB-CĐN"))


def part_path(fmt: str = "pdf") -> Path:
    part = db.session.scalar(select(PaperPart).where(PaperPart.paper_id == second().id))
    return files.path_of(getattr(part, f"{fmt}_sha256"))


def one_byte() -> None:
    path = part_path()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def one_byte_of_word() -> None:
    path = part_path("docx")
    path.write_bytes(path.read_bytes() + b"\0")


def lost_file() -> None:
    part_path().unlink()


def swapped_file() -> None:
    """Another file with a right name, and the row that points to it: only the chain knows better."""
    sha256 = files.keep(b"%PDF-1.7 another decision")
    with writing():
        files.register(sha256, "application/pdf")
        db.session.execute(
            update(PaperPart).where(PaperPart.paper_id == second().id).values(pdf_sha256=sha256)
        )


def sql(statement: str) -> Callable[[], None]:
    """Return a forgery done by hand in the database; {id} is the second paper."""

    def change() -> None:
        with writing():
            db.session.execute(text(statement.format(id=second().id)))

    return change


def removed_link() -> None:
    with writing():
        db.session.execute(delete(PaperLink).where(PaperLink.paper_id == second().id))


def removed_end() -> None:
    with writing():
        db.session.execute(delete(PaperLink).where(PaperLink.position == COUNT))


CHANGED = "Dữ liệu của văn bản này đã bị sửa sau khi phát hành."
OTHER_WORDS = "Trích yếu hoặc người ký của văn bản này đã bị sửa."
FORGERIES = {
    "one byte of the PDF": (one_byte, [("02", "Tệp của văn bản này đã bị sửa.")]),
    "one byte of the Word file": (one_byte_of_word, [("02", "Tệp của văn bản này đã bị sửa.")]),
    "a lost file": (lost_file, [("02", "Mất tệp của văn bản này.")]),
    "a swapped file": (swapped_file, [("02", "Tệp của văn bản này đã bị đổi bằng tệp khác.")]),
    "another number": (sql("UPDATE paper SET number = '99/TB-CĐN' WHERE id = {id}"), [("99", CHANGED)]),
    "another date": (sql("UPDATE paper SET dated_on = '2025-01-01' WHERE id = {id}"), [("02", CHANGED)]),
    "other values": (sql("UPDATE paper SET values_sha256 = 'x' WHERE id = {id}"), [("02", CHANGED)]),
    "another code": (sql("UPDATE paper SET code = 'x' WHERE id = {id}"), [("02", CHANGED)]),
    "another signer": (sql("UPDATE paper SET signer = 'x' WHERE id = {id}"), [("02", OTHER_WORDS)]),
    "another time": (sql("UPDATE paper_link SET salt = 'x' WHERE paper_id = {id}"), [("02", OTHER_WORDS)]),
    "a removed link": (
        removed_link,
        [
            ("03", "Thiếu mắt xích ngay trước văn bản này."),
            ("02", "Văn bản đã phát hành nhưng không có trong chuỗi."),
        ],
    ),
    "a removed end": (
        removed_end,
        [
            ("", "Cuối chuỗi thiếu văn bản đã phát hành."),
            ("03", "Văn bản đã phát hành nhưng không có trong chuỗi."),
        ],
    ),
}


def test_issued_papers_are_chained_and_hold(issued: Desk) -> None:
    assert faults() == []
    links = list(db.session.scalars(select(PaperLink).order_by(PaperLink.position)))
    assert [link.position for link in links] == [1, 2, 3]
    assert [link.previous_hash for link in links] == ["", links[0].hash, links[1].hash]
    assert all(len(link.files) == 2 for link in links)
    head = db.session.scalar(select(PaperChain))
    assert (head.count, head.head_hash) == (3, links[-1].hash)


@pytest.mark.sql
def test_every_forgery_is_found_and_named(issued: Desk) -> None:
    """One office for all of them: each is done, found, and undone."""
    folder = files.path_of("0" * 64).parent.parent
    for name, (forge, told) in FORGERIES.items():
        kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        rows = {
            table: db.session.execute(select(table)).mappings().all()
            for table in (Paper.__table__, PaperPart.__table__, PaperLink.__table__)
        }
        forge()
        assert [(number.partition("/")[0], reason) for number, reason in faults()] == told, name
        _undo(rows, kept)
        assert faults() == [], name


def _undo(rows: dict, kept: dict[Path, bytes]) -> None:
    with writing():
        db.session.execute(delete(PaperLink))
        for table in (Paper.__table__, PaperPart.__table__):
            for row in rows[table]:
                db.session.execute(update(table).where(table.c.id == row["id"]).values(**row))
        for row in rows[PaperLink.__table__]:
            db.session.execute(PaperLink.__table__.insert().values(**row))
    for path, content in kept.items():
        path.write_bytes(content)


def test_blanked_by_law_the_chain_still_holds(issued: Desk) -> None:
    with writing():
        db.session.execute(update(Paper).values(subject="", signer=""))
        db.session.execute(update(RegisterEntry).values(subject="", signer="", recipients=""))
    assert faults() == []


def test_a_paper_from_before_the_codes_stays_without(issued: Desk) -> None:
    with writing():
        db.session.execute(update(Paper).values(code=None))
        db.session.execute(delete(PaperLink))
        db.session.execute(delete(PaperChain))
    assert faults() == []
    desk = issued
    desk.number(desk.draft("Về việc mới"), TODAY, "new")
    with clock.at(noon(TODAY)):
        drain(desk.app)
    assert faults() == []
    assert db.session.scalars(select(PaperLink.position)).all() == [1]


def test_the_register_is_verified_too(issued: Desk) -> None:
    with writing():
        db.session.execute(text("UPDATE register_entry SET subject = 'khác' WHERE seq = 2"))
    assert faults() == [("02/TB-CĐN", "Trích yếu, người ký hoặc nơi nhận của dòng này đã bị sửa.")]
    assert registers.every()


def test_the_command_ends_with_one_and_names_the_paper(issued: Desk) -> None:
    run = issued.app.test_cli_runner()
    whole = run.invoke(args=["documents", "verify"])
    assert (whole.exit_code, whole.output) == (0, "Chuỗi văn bản nguyên vẹn.\n")
    one_byte()
    broken = run.invoke(args=["documents", "verify"])
    assert broken.exit_code == 1
    assert (
        broken.output
        == "Công đoàn ngành Y tế tỉnh Sông Lam, 2025: 02/TB-CĐN: Tệp của văn bản này đã bị sửa.\n"
    )


def test_every_bit_of_a_file_counts(issued: Desk) -> None:
    """200 single bits all over the PDF, each found."""
    path = part_path()
    content = path.read_bytes()
    for turn in range(200):
        changed = bytearray(content)
        changed[turn * len(content) // 200] ^= 1 << (turn % 8)
        path.write_bytes(changed)
        assert files.sha256_of(path) != path.name, turn
    path.write_bytes(content)
    assert faults() == []
