"""Furnish the house with the made-up procedure, and take everything away again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from extensions import clock, db
from tests.support import province as road
from tests.support import tree
from tests.support.second_procedure.forms import PARTS

HERE = Path(__file__).resolve().parent
CODE = "trip_plan"


@contextmanager
def installed() -> Iterator[None]:
    """Add chain, manifest and forms as an installation would; the registries are as before afterwards."""
    from forms import parts
    from services import definitions, procedures

    kept = list(procedures._folders), list(definitions._FOLDERS), dict(parts._forms)
    procedures.add_folder(HERE / "procedures")
    definitions.add_folder(HERE / "chains")
    for key, form in PARTS.items():
        parts.provide(CODE, key, form)
    try:
        yield
    finally:
        procedures._folders[:], definitions._FOLDERS[:] = kept[:2]
        parts._forms.clear()
        parts._forms.update(kept[2])
        procedures.catalogue.cache_clear()
        definitions.parse.cache_clear()


def kinds(folder: Path) -> Path:
    """Write the kinds of paper of this procedure, with the product's own base, below `folder`; return it."""
    shutil.copytree(HERE / "kinds", folder)
    shutil.copytree(HERE.parent.parent.parent / "doc_templates" / "_base", folder / "_base")
    return folder


def season(made: road.Province) -> int:
    """Write a matter of the procedure, two accountants of the sector and a reviewer of the province; return its id."""
    from models import Matter

    sector, above = made.units["sector"], made.units["above"]
    for name, full, unit_id, role, title in (
        ("money1", "Vi Thị Ngọc Ánh", sector, "accountant", "Kế toán"),
        ("money2", "Giáp Văn Lợi", sector, "accountant", "Kế toán"),
        ("abroad", "Khổng Văn Dũng", above, "reviewer", "Trưởng ban"),
    ):
        made.people[name] = tree.person(full)
        tree.office(made.people[name], unit_id, role, title=title)
    today = clock.today()
    matter = Matter(
        procedure=CODE,
        unit_id=sector,
        title=f"Tham quan, học tập {today.year}",
        year=today.year,
        opens_on=today - timedelta(days=3),
        deadline_on=today + timedelta(days=30),
        created_at=clock(),
    )
    db.session.add(matter)
    db.session.commit()
    return matter.id
