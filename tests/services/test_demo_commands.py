"""Loading and clearing the demonstration: once, only where it is empty, whole or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from cli.demo import answers_of
from extensions import clock, db, ports
from jobs import worker
from models import AwardRecord, Dossier, Job, Paper, Person, Setting, Unit
from services import accounts, demo, demo_events, demo_reviews, demo_rows, history
from services.demo_replay import Replay
from services.demo_rows import Codes
from services.errors import Conflict, Refused
from vietnamese.text import search_key

#: Days on which somebody may load the province: an ordinary one, the first of a year, one within Tết, one after.
DAYS = [date(2026, 11, 21), date(2027, 1, 1), date(2027, 2, 9), date(2027, 2, 16), date(2026, 12, 31)]


def noon(day):
    """Return noon of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def content():
    """Return all rows of all tables."""
    return {
        table.name: sorted(map(str, db.session.execute(select(table)).all()))
        for table in db.metadata.sorted_tables
    }


def test_a_second_load_changes_nothing_and_says_so(demo_app):
    runner = demo_app.test_cli_runner()
    with demo_app.app_context():
        before = content()
    gentle = runner.invoke(args=["demo", "load", "--if-empty"])
    strict = runner.invoke(args=["demo", "load"])
    with demo_app.app_context():
        assert content() == before
    assert gentle.exit_code == 0
    assert len(gentle.output.strip().splitlines()) == 1
    assert strict.exit_code == 1


def test_clear_leaves_an_empty_installation(demo_app):
    with demo_app.app_context():
        assert accounts.cards(clock.today())
    result = demo_app.test_cli_runner().invoke(args=["demo", "clear", "--yes"])
    assert result.exit_code == 0, result.output
    with demo_app.app_context():
        assert all(rows == [] for rows in content().values())
        assert accounts.cards(clock.today()) == []
        assert not accounts.any_exists()
        assert not demo.begun()
    instance = Path(demo_app.config["INSTANCE"])
    assert [path for path in (instance / "files").rglob("*") if path.is_file()] == []
    assert not (instance / "prepared").exists()


def test_without_the_mark_nothing_is_cleared_and_nothing_loaded(app):
    with app.app_context():
        db.session.add(Unit(code="DV001", kind="grassroots"))
        db.session.commit()
        with pytest.raises(Conflict):
            demo.clear()
        with pytest.raises(Conflict):
            demo.load(answers_of)
        assert [unit.code for unit in db.session.scalars(select(Unit))] == ["DV001"]


def test_a_load_that_was_cut_off_begins_afresh(app):
    def cut_off(view):
        raise Refused("cut off")

    with app.app_context():
        for _time in range(2):
            with pytest.raises(Refused):
                demo.load(cut_off)
            assert db.session.get(Setting, "demo").value == "loading"
            assert not demo.begun()
            assert not accounts.is_demo()
            assert not accounts.any_exists()
            assert len(list(db.session.scalars(select(Person.id)))) == 270
        demo.clear()
        assert all(rows == [] for rows in content().values())


def hours(replay, name):
    """Return the instants of a file's acts, in the order of the file."""
    return [replay.when(act["at"]) for act in demo_rows.story(name)["act"]]


@pytest.mark.parametrize("day", DAYS)
def test_the_living_story_lies_before_the_day_of_loading_and_in_its_order(day):
    replay = Replay(Codes({}, {}), answers_of, day)
    instants = hours(replay, "this_year")
    assert instants == sorted(instants)
    assert instants[-1].date() < day
    assert instants[0].date() > day - timedelta(days=20)
    for planned in demo_rows.story("this_year")["dossier"]:
        if "meeting" in planned:
            sent = next(
                act
                for act in demo_rows.story("this_year")["act"]
                if act["do"] == "submit" and act["dossier"] == planned["key"]
            )
            assert replay.day(planned["meeting"]["held_on"]) <= replay.when(sent["at"]).date()


def test_the_story_of_2025_is_in_its_order_and_within_its_round():
    replay = Replay(Codes({}, {}), answers_of, date(2026, 11, 21))
    instants = hours(replay, "year_2025")
    assert instants == sorted(instants)
    round_ = demo_rows.story("year_2025")["round"][0]
    assert round_["opens_on"] <= instants[0].date()
    for act in demo_rows.story("year_2025")["act"]:
        if act["do"] == "submit":
            assert act["at"].date() <= round_["deadline_on"]


def test_the_year_has_one_series_in_which_each_story_finds_its_numbers():
    """The sector union's lines with the one number that the loader always gives: no gap, no day before the last."""
    lines = {(one["unit"], one["number"]): one["dated_on"] for one in demo_rows.table("register")}
    own = {int(number.split("/")[0]): day for (unit, number), day in lines.items() if unit == "CDN"}
    own[46] = "2025-12-16"
    assert sorted(own) == list(range(1, len(own) + 1))
    assert [own[no] for no in sorted(own)] == sorted(own.values())
    assert lines.keys() >= demo_reviews.REPLACED | demo_events.REPLACED


def test_the_events_name_people_once_and_let_nobody_do_what_comes_later():
    for name in demo_events.FILES:
        data = demo_rows.story(name)
        listed = [one for rows in demo_events.delegates(data).values() for one in rows]
        assert len(listed) == sum(data["called"].values())
        assert len({search_key(one.name) for one in listed}) == len(listed)
        assert {(row["unit"], row["place"]) for row in data.get("absent", ())} <= {
            (one.unit, one.place) for one in listed
        }
        hours = [act["at"] for act in data["act"]]
        assert hours == sorted(hours)


@pytest.mark.soak
@pytest.mark.parametrize("day", DAYS)
def test_the_province_loads_on_any_day(app, day):
    with app.app_context():
        with clock.at(noon(day)):
            made = demo.load(answers_of)
        assert (made.dossiers, made.papers, made.unfinished) == (9, 9, 0)
        assert all(history.verify(row) is None for row in db.session.scalars(select(Dossier.id)))


@pytest.mark.soak
def test_without_the_pdf_library_papers_wait_in_numbered(app, monkeypatch):
    whole = ports.render

    def words_only(request, timeout=None):
        asked = {**request, "formats": [fmt for fmt in request["formats"] if fmt != "pdf"]}
        return {**whole(asked, timeout), "pdf_missing": "no library"}

    monkeypatch.setattr(ports, "render", words_only)
    with app.app_context():
        made = demo.load(answers_of)
        assert (made.papers, made.unfinished) == (9, 9)
        assert set(db.session.scalars(select(Job.state))) == {"queued"}
        assert db.session.scalar(select(AwardRecord.id).where(AwardRecord.paper_id.isnot(None))) is None
    monkeypatch.setattr(ports, "render", whole)
    worker.drain(app)
    with app.app_context():
        assert set(db.session.scalars(select(Paper.state))) == {"issued"}
        assert len(list(db.session.scalars(select(AwardRecord).where(AwardRecord.paper_id.isnot(None))))) == 2
