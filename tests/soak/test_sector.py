"""The province grown to a real sector: as many units, accounts and dossiers as asked, and everything verifies."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from extensions import clock, db
from models import Account, Dossier, Membership, Paper, Unit, Waiting
from services import definitions, history, paper_chain, registers, search_index, units
from tests.support.applications import opened
from workflows import engine

pytestmark = pytest.mark.soak

TOGETHER = 300


@pytest.fixture(scope="module")
def sector(database_kind, templates, tmp_path_factory):
    """An application over a copy of the grown province."""
    folder = tmp_path_factory.mktemp("sector") / "instance"
    for database in templates(database_kind, "sector").copy(folder):
        with opened(database) as app:
            yield app


def count(table):
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(table))


def test_it_is_as_large_as_a_real_one(sector):
    with sector.app_context():
        above = db.session.scalar(select(Unit.id).where(Unit.code == "CDN"))
        unions = [
            one for one in units.children_of(above, clock.today()) if units.kind_of(one) == "grassroots"
        ]
        assert len(unions) == 87
        assert (count(Account), count(Dossier), count(Membership)) == (260, 6000, 20_000)
        issued = db.session.scalar(select(func.count(Paper.id)).where(Paper.state == "issued"))
        assert issued >= 300


def test_what_is_stored_equals_the_fold_of_every_history(sector):
    with sector.app_context():
        ids = list(db.session.scalars(select(Dossier.id)))
        waits: dict[int, set[tuple[object, ...]]] = {}
        for row in db.session.scalars(select(Waiting)):
            waits.setdefault(row.dossier_id, set()).add((row.unit_id, row.role, row.person_id, row.kind))
        wrong = []
        for begin in range(0, len(ids), TOGETHER):
            part = ids[begin : begin + TOGETHER]
            past = history.histories(part)
            for row in db.session.scalars(select(Dossier).where(Dossier.id.in_(part))):
                state = engine.fold(definitions.chain_of(row.definition_id), past[row.id])
                stored = (row.status, row.step, row.seq, row.revision_no)
                waiting = {(one.unit_id, one.role, one.person_id, one.kind) for one in state.waiting_on()}
                same = stored == (state.status, state.step, state.seq, state.revision)
                if not same or waits.get(row.id, set()) != waiting:
                    wrong.append(row.code)
        assert wrong == []


def test_every_chain_of_hashes_verifies(sector):
    with sector.app_context():
        broken = [one for one in db.session.scalars(select(Dossier.id)) if history.verify(one) is not None]
        assert broken == []
        assert [one for one in registers.every() if registers.verify(one)] == []
        assert list(paper_chain.verify()) == []


def test_everything_of_it_can_be_found(sector):
    with sector.app_context():
        assert search_index.differences() == []
