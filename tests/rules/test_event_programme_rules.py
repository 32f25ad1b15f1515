"""EV07–EV11, OE02 and the time grid: places, link, programme, time left, commissioned papers."""

from dataclasses import replace
from datetime import date, time

import pytest

from rules.event_times import grid_faults, minutes, spoken_minutes
from rules.events_facts import Commission, Named, Place, Point, Session
from tests.rules.event_samples import COMMISSIONS, GOOD, MORNING, P01, PROGRAMME, event, found, levels, slot
from tests.rules.samples import told


@pytest.mark.parametrize(
    ("mode", "place", "expected"),
    [
        ("in_person", Place("A", 90, 90), []),
        ("in_person", Place("A", 89, 90), ["block"]),
        ("in_person", Place("A", None, 90), ["ask"]),
        ("in_person", Place("A", 90, None), ["ask"]),
        ("in_person", Place("A", 120, 90, True, 10, 60), []),
        ("online", Place(link_places=11, on_link=11), []),
        ("online", Place(link_places=10, on_link=11), ["block"]),
        ("online", Place(), ["ask"]),
        ("mixed", Place("A", 60, 60, True, 50, 50), []),
        ("mixed", Place("A", 59, 60, True, 49, 50), ["block", "block"]),
        ("mixed", Place("A", 60, 60), ["ask"]),
        (None, Place("A", 60, 60), ["ask"]),
    ],
)
def test_ev07_places_for_everybody(mode, place, expected):
    assert levels("EV07", event(replace(GOOD, place=place), mode=mode)) == expected


@pytest.mark.parametrize(
    ("hall", "said"),
    [("Hội trường A", "Hội trường A có 89 chỗ, mời 90 người."), (None, "Nơi họp có 89 chỗ, mời 90 người.")],
)
def test_ev07_names_the_place(hall, said):
    (finding,) = found("EV07", replace(GOOD, place=Place(hall, 89, 90)))
    assert told(finding).startswith(said)


@pytest.mark.parametrize(("capacity", "expected"), [(22, []), (21, ["block"]), (None, [])])
def test_ev07_a_point_that_tells_its_places_is_held_to_them(capacity, expected):
    place = Place(link_places=9, on_link=2, points=(Point("u2", "Bệnh viện Sản - Nhi", "A", 22, capacity),))
    facts = event(replace(GOOD, place=place), mode="online")
    assert levels("EV07", facts) == expected
    for each in found("EV07", facts):
        assert told(each).startswith("Điểm cầu Bệnh viện Sản - Nhi có 21 chỗ, mời 22 người.")


KEPT, UNKEPT = Point("u2", "Sản - Nhi", "Thiều Thị Phương"), Point("u3", "Y học cổ truyền", " ")


@pytest.mark.parametrize(
    ("mode", "place", "fields"),
    [
        ("online", Place(link=True, points=(KEPT,)), []),
        ("online", Place(link=False, points=(KEPT,)), ["where.link"]),
        ("online", Place(link=True, points=()), ["where.points"]),
        ("mixed", Place(link=True, points=(KEPT, UNKEPT)), ["where.points.u3.keeper"]),
        ("mixed", None, ["where.link", "where.points"]),
        ("in_person", None, []),
        (None, None, []),
    ],
)
def test_ev08_link_points_and_who_is_in_charge(mode, place, fields):
    said = found("EV08", event(replace(GOOD, place=place), mode=mode))
    assert [each.field for each in said] == fields and all(each.blocks for each in said)


def row(key, start, end, session="s1", content=""):
    return replace(slot(key, start, end, content or key, "other"), session=session)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", "0730", "0800"), ("b", "0800", "0830")], []),
        ([("a", "0730", "0801"), ("b", "0800", "0830")], [("overlap", "a", "b", 1)]),
        ([("b", "0800", "0830"), ("a", "0730", "0801")], [("overlap", "a", "b", 1)]),
        ([("a", "0730", "0800"), ("b", "0801", "0830")], [("gap", "a", "b", 1)]),
        ([("a", "0730", "0900"), ("b", "0740", "0750"), ("c", "0900", "0930")], [("overlap", "a", "b", 10)]),
        (
            [("a", "0730", "0900"), ("b", "0740", "0910"), ("c", "0850", "0930")],
            [("overlap", "a", "b", 80), ("overlap", "a", "c", 10), ("overlap", "b", "c", 20)],
        ),
        ([("a", "0730", "0800"), ("b", "0730", "0800")], [("overlap", "a", "b", 30)]),
        ([("a", "0720", "0800")], [("early", "a", None, 10)]),
        ([("a", "1100", "1131")], [("late", "a", None, 1)]),
        ([("a", "1100", "1130")], []),
        ([("a", "0900", "0900")], [("backwards", "a", None, 0)]),
        ([("a", "0900", "0830")], [("backwards", "a", None, 30)]),
    ],
)
def test_the_grid_names_both_rows(rows, expected):
    faults = grid_faults([MORNING], [row(*each) for each in rows])
    assert [
        (each.trouble, each.row.key, each.other.key if each.other else None, each.minutes) for each in faults
    ] == (expected)


def test_the_grid_is_one_per_session_and_leaves_out_what_is_not_timed():
    afternoon = Session("s2", date(2025, 4, 15), time(13, 30), time(17, 0))
    rows = [row("a", "0730", "1130"), row("b", "1330", "1700", "s2"), row("c", "0800", "0900", "s3")]
    rows.append(replace(row("d", "0800", "0900"), start=None))
    assert [(each.trouble, each.row.key) for each in grid_faults([MORNING, afternoon], rows)] == [
        ("no_session", "c")
    ]
    assert minutes(None, time(8)) is None and minutes(time(9), time(8, 30)) == -30
    assert spoken_minutes([rows[3]], "s1", ("other",)) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"chairs": ()}, [("block", "programme.chairs")]),
        ({"chairs": None}, [("block", "programme.chairs")]),
        ({"secretaries": ()}, [("block", "programme.secretaries")]),
        ({"programme": None}, [("ask", "programme")]),
        ({"sessions": None}, [("ask", "programme")]),
    ],
)
def test_ev09_chair_secretary_and_a_programme(changes, expected):
    assert [(each.level, each.field) for each in found("EV09", replace(GOOD, **changes))] == expected


def with_row(**changes):
    return replace(GOOD, programme=(*PROGRAMME[:2], replace(PROGRAMME[2], **changes), *PROGRAMME[3:]))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"speakers": (P01,)}, []),
        ({"speakers": ()}, ["block"]),
        ({"speakers": None}, ["ask"]),
        ({"speakers": (Named("Người Lạ"),)}, ["ask"]),
        ({"speakers": (), "kind": "paper"}, []),
        ({"end": None}, ["ask"]),
        ({"end": time(8, 30)}, ["block"]),
        ({"end": time(8, 5)}, ["block"]),
        ({"end": time(8, 20)}, []),
    ],
)
def test_ev09_rows_and_their_speakers(changes, expected):
    assert levels("EV09", with_row(**changes)) == expected


def test_ev09_names_what_overlaps_and_what_ends_before_it_begins():
    (overlap,) = found("EV09", with_row(end=time(8, 30)))
    assert told(overlap).startswith(
        "«Báo cáo đề dẫn» (08h10–08h30) chồng giờ với «Trình bày tham luận» (08h25–09h25)."
    )
    backwards = replace(GOOD, sessions=(replace(MORNING, end=time(7, 30)),), programme=PROGRAMME[:1])
    said = found("EV09", backwards)
    assert told(said[0]).startswith("Buổi sáng 15/04/2025 kết thúc 07h30, không sau giờ bắt đầu 07h30.")
    (outside,) = found("EV09", replace(GOOD, sessions=(replace(MORNING, end=time(11, 20)),)))
    assert told(outside).startswith(
        "«Tổng kết, bế mạc» kết thúc 11h30, quá giờ kết thúc buổi 11h20 là 10 phút."
    )


@pytest.mark.parametrize(
    ("first", "last", "fields"),
    [
        (date(2025, 4, 15), date(2025, 4, 15), []),
        (date(2025, 4, 14), date(2025, 4, 16), []),
        (date(2025, 4, 15), date(2025, 4, 14), ["when.last_day"]),
        (date(2025, 4, 16), date(2025, 4, 17), ["when.sessions.s1.day"]),
        (date(2025, 4, 13), date(2025, 4, 14), ["when.sessions.s1.day"]),
        (None, date(2025, 4, 14), []),
    ],
)
def test_ev09_the_days_of_the_event_and_of_its_sessions(first, last, fields):
    said = found("EV09", event(first_day=first, last_day=last))
    assert [each.field for each in said] == fields and all(each.blocks for each in said)


def test_oe02_an_open_time_is_named_with_both_rows():
    (gap,) = found("OE02", with_row(end=time(8, 20)))
    assert (gap.level, gap.subject) == ("warn", "c")
    assert told(gap).startswith(
        "Giữa «Báo cáo đề dẫn» (đến 08h20) và «Trình bày tham luận» (từ 08h25) để trống 5 phút."
    )
    assert levels("OE02", replace(GOOD, programme=None)) == ["ask"]
    assert levels("OE02", with_row(end=None)) == ["ask"]


@pytest.mark.parametrize(
    ("end", "expected"),
    [(time(9, 5), []), (time(9, 55), []), (time(9, 56), ["warn"])],
)
def test_ev10_half_an_hour_stays_free(end, expected):
    # 09h55: 105 + 60 + 15 = 180 minutes in a session of 210.
    session = replace(MORNING, end=time(11, 0))
    rows = (PROGRAMME[2], replace(PROGRAMME[3], start=time(8, 10), end=end), PROGRAMME[5], PROGRAMME[1])
    assert levels("EV10", replace(GOOD, sessions=(session,), programme=rows)) == expected


def test_ev10_asks_without_times():
    assert levels("EV10", replace(GOOD, sessions=())) == ["ask"]
    assert levels("EV10", replace(GOOD, sessions=(replace(MORNING, end=None),))) == ["ask"]
    assert levels("EV10", with_row(end=None)) == ["ask"]


@pytest.mark.parametrize(
    ("received", "today", "expected"),
    [
        (date(2025, 4, 8), None, []),
        (date(2025, 4, 9), None, ["warn"]),
        (None, date(2025, 4, 8), []),
        (None, date(2025, 4, 9), ["warn"]),
        (None, None, ["ask"]),
    ],
)
def test_ev11_five_working_days_before(received, today, expected):
    late = replace(COMMISSIONS[0], received_on=received)
    assert levels("EV11", replace(GOOD, commissions=(late,), today=today)) == expected


@pytest.mark.parametrize(("unit", "expected"), [("u1", []), ("u99", ["warn"]), (None, ["ask"])])
def test_ev11_the_authors_unit_is_called(unit, expected):
    paper = replace(COMMISSIONS[0], unit=unit)
    assert levels("EV11", replace(GOOD, commissions=(paper,))) == expected


def test_ev11_asks_when_nothing_is_told_and_is_quiet_when_nothing_was_asked_for():
    assert levels("EV11", replace(GOOD, commissions=None)) == ["ask"]
    assert levels("EV11", replace(GOOD, commissions=())) == []
    bare = replace(GOOD, commissions=(Commission("t9", "Bài"),), quotas=None, calendar=None)
    assert levels("EV11", bare) == ["ask", "ask"]
