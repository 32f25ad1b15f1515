"""Certificates by the list: started once, resumed where they stopped, a bad record named, files as asked."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pikepdf
import pytest

from extensions import clock, db
from jobs.worker import drain
from models import Batch, BatchRow, Job, Office
from services import batches, batches_rows, batches_run
from services.batches_rows import Listed
from services.errors import Forbidden, NotFound, Refused
from services.who import Who
from tests.support.issuing import furnish, noon
from tests.support.tree import person

DAY = date(2025, 12, 16)
NAMES = ["Kiều Thị Dung", "Phí Đức Long", "W" * 120, "Ứng Thị Bích", "Chử Thị Nga"]


@pytest.fixture
def clerk(make_app):
    """Yield the clerk of a sector union, inside an application whose pool is warm."""
    app = make_app(LEASE_SECONDS=120, RENDER_WAIT_SECONDS=120)
    desk = furnish(app)
    with app.app_context(), clock.at(noon(DAY)):
        db.session.add(
            Office(
                person_id=desk.person_id,
                unit_id=desk.unit_id,
                role="clerk",
                title="Văn thư",
                valid_from=date(2020, 1, 1),
            )
        )
        db.session.commit()
        yield desk


def listed(names=NAMES, **more) -> Listed:
    shared = {
        "authority": "Ban Thường vụ\nCông đoàn ngành Y tế tỉnh Sông Lam", "place": "Sông Lam",
        "date": DAY.isoformat(),
        "year": 2025, "signature": {"lines": ["CHỦ TỊCH"], "name": "Đinh Thu Hạnh"},
        "merit": "Đã có thành tích năm 2025",
        **more,
    }  # fmt: skip
    rows = tuple(
        {"name": name, "about": "Công đoàn cơ sở Bệnh viện Phổi", "book_no": str(no)}
        for no, name in enumerate(names, 1)
    )
    return Listed("certificate_merit", "Giấy khen 47/QĐ-CĐN", shared, rows)


def start(clerk, once="o", formats=("pdf", "docx"), people=None, **more) -> int:
    return batches.start(people or listed(), who=Who(clerk.person_id), once=once, formats=formats, **more)


def view(clerk, batch_id):
    db.session.rollback()
    return batches.view(batch_id, Who(clerk.person_id))


@pytest.mark.sql
def test_a_list_becomes_files_and_the_bad_record_is_named(clerk):
    batch_id = start(clerk)
    assert start(clerk) == batch_id
    assert view(clerk, batch_id).state == "queued"
    assert drain(clerk.app) == 1
    seen = view(clerk, batch_id)
    assert (seen.state, seen.total, seen.handled, seen.made) == ("done", 5, 5, 4)
    assert [(row.no, row.name[:3]) for row in seen.refused] == [(3, "WWW")]
    assert "dài quá" in seen.refused[0].reason
    taken = batches.whole(batch_id, Who(clerk.person_id))
    with pikepdf.open(io.BytesIO(taken.content)) as file:
        assert len(file.pages) == 4
    name, pieces = batches.archive(batch_id, "docx", Who(clerk.person_id))
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "001 Kiều Thị Dung.docx"
        assert all(entry.flag_bits & 0x800 for entry in archive.infolist())
        assert len(archive.namelist()) == 4
    assert name.endswith(".zip")
    assert batches.single(batch_id, 2, "pdf", Who(clerk.person_id)).content[:5] == b"%PDF-"
    with pytest.raises(NotFound):
        batches.single(batch_id, 3, "pdf", Who(clerk.person_id))


def test_a_killed_worker_leaves_what_it_wrote_and_the_next_goes_on(clerk, monkeypatch):
    monkeypatch.setattr(batches_run, "ROWS_AT_ONCE", 2)
    batch_id = start(clerk, formats=("docx",))
    times = iter([True, False])
    batches_run.complete(batch_id, timeout=120, before_rows=lambda: next(times))
    seen = view(clerk, batch_id)
    assert (seen.state, seen.handled) == ("running", 2)
    kept = {
        row.no: row.docx_sha256
        for row in db.session.query(BatchRow).filter_by(batch_id=batch_id, state="made")
    }
    assert set(kept) == {1, 2}
    batches_run.complete(batch_id, timeout=120)
    seen = view(clerk, batch_id)
    assert (seen.state, seen.handled, seen.made, seen.has_whole) == ("done", 5, 4, True)
    again = {
        row.no: row.docx_sha256
        for row in db.session.query(BatchRow).filter_by(batch_id=batch_id, state="made")
    }
    assert kept.items() <= again.items()
    batches_run.complete(batch_id, timeout=120)


def test_only_the_units_clerk_starts_and_only_the_unit_sees(clerk):
    stranger = person("Nghiêm Thị Hà")
    db.session.commit()
    with pytest.raises(Forbidden):
        batches.start(listed(), who=Who(stranger), once="x", formats=())
    batch_id = start(clerk)
    for look in (batches.view, batches.whole):
        with pytest.raises(NotFound):
            look(batch_id, Who(stranger))


@pytest.mark.parametrize(
    ("people", "says"),
    [
        (listed(names=[]), "chưa có ai"),
        (listed(place=None), "thiếu hoặc sai"),
        (listed(date="31/12"), "thiếu hoặc sai"),
    ],
)
def test_what_cannot_become_a_batch_is_refused_at_once(clerk, people, says):
    with pytest.raises(Refused, match=says):
        start(clerk, people=people)
    db.session.rollback()
    assert db.session.query(Batch).count() == db.session.query(Job).count() == 0


def test_the_time_left_is_told_from_the_pace(clerk):
    batch_id = start(clerk)
    batch = db.session.get(Batch, batch_id)
    batch.state, batch.started_at, batch.total, batch.handled = "running", clock(), 87, 34
    db.session.commit()
    with clock.at(noon(DAY).replace(minute=0, second=34)):
        assert view(clerk, batch_id).minutes_left == 1


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Kiều Thị Dung\tTổ trưởng\t12", [("Kiều Thị Dung", "Tổ trưởng", "12")]),
        (
            "1.\tKiều Thị Dung\n\n2.\tPhí Đức Long\tKhoa Nội",
            [("Kiều Thị Dung", "", ""), ("Phí Đức Long", "Khoa Nội", "")],
        ),
        ("Kiều Thị Dung; Khoa Nội", [("Kiều Thị Dung", "Khoa Nội", "")]),
        (
            "STT\tHọ và tên\tChức vụ\tĐơn vị\n1\tKiều Thị Dung\tTổ trưởng\tKhoa Nội",
            [("Kiều Thị Dung", "Tổ trưởng, Khoa Nội", "")],
        ),
    ],
)
def test_pasted_rows_are_read(text, rows):
    found = batches_rows.read_text(text)
    assert [tuple(row[name] for name in batches_rows.VARYING) for row in found] == rows


def test_files_of_lists_are_read_or_refused():
    import openpyxl

    book, packed = openpyxl.Workbook(), io.BytesIO()
    for cells in (("TT", "Họ và tên", "Đơn vị"), (1, "Kiều Thị Dung", "Khoa Nội")):
        book.active.append(cells)
    book.save(packed)
    wanted = ({"name": "Kiều Thị Dung", "about": "Khoa Nội", "book_no": ""},)
    assert batches_rows.read_file("a.xlsx", packed.getvalue()) == wanted
    assert batches_rows.read_file("a.csv", "Họ và tên,Đơn vị\nKiều Thị Dung,Khoa Nội\n".encode()) == wanted
    for name, content in (("a.xlsx", b"PK\x03\x04broken"), ("a.csv", b"\xff\xfe"), ("a.csv", b"\n\n")):
        with pytest.raises(Refused):
            batches_rows.read_file(name, content)
