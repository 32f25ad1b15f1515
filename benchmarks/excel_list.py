"""A list of 5,000 people from Excel at a union of the grown sector: read, looked over with every doubt, written."""

from __future__ import annotations

import io
import shutil
import tempfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import func, select

from benchmarks.fifty_people import grown_sector
from benchmarks.measuring import cpu, verdict

ROWS, MOST_SECONDS, UNIT = 5_000, 30, "CS08"
HEADS = ("Mã NV", "Họ và tên", "Giới tính", "Ngày sinh", "Chức vụ", "Ngày vào làm")
GIVEN = ("An", "Bình", "Chính", "Dung", "Giao", "Hiên", "Khôi", "Lam", "Mỹ", "Nguyên")


def _list() -> bytes:
    book = Workbook()
    book.active.append(HEADS)
    for no in range(ROWS):
        name = " ".join(GIVEN[no // 10**place % 10] for place in range(4))
        born, hired = date(1960 + no % 45, 1 + no % 12, 1 + no % 28), date(2020, 1, 2)
        book.active.append((f"V{no:05d}", name, "Nam", born, "Điều dưỡng viên", hired))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def main() -> None:
    """Print the CPU seconds of each step, and whether all of them together are few enough."""
    from app import create_app

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "instance"
        shutil.copytree(grown_sector(), folder)
        app = create_app({"INSTANCE": str(folder), "TESTING": True})
        with app.app_context():
            _measure(_list())


def _measure(content: bytes) -> None:
    from extensions import db
    from models import Membership, Office, Unit
    from services import import_writing, imports
    from services.who import Who

    unit_id = db.session.scalar(select(Unit.id).where(Unit.code == UNIT))
    office = db.session.scalar(select(Office).where(Office.unit_id == unit_id, Office.role == "chair"))
    who, done = Who(office.person_id, office.id), {}
    members = select(func.count()).select_from(Membership).where(Membership.unit_id == unit_id)
    before = db.session.scalar(members)

    def write() -> None:
        others = {step.record.no: "other" for step in done["found"].plan.steps if step.state == "ask"}
        seen = done["found"].seen
        import_writing.write(unit_id, done["staged"], who=who, seen=seen, choices=others)

    steps = {
        "read": lambda: done.update(staged=imports.stage(unit_id, "people", content, "x.xlsx", who=who)),
        "looked over": lambda: done.update(found=imports.considered(unit_id, done["staged"], who=who)),
        "written": write,
    }
    spent = {name: cpu(step) for name, step in steps.items()}
    for name, seconds in spent.items():
        print(f"  {name:12} {seconds:6.1f} s")
    assert db.session.scalar(members) - before == ROWS
    verdict(f"{ROWS} rows ≤ {MOST_SECONDS} s", sum(spent.values()), sum(spent.values()) <= MOST_SECONDS)
