"""The tree over time: each fault by a table of cases, and all of them against a plain walk over every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.tree import Held, Life, Link, wrong_links, wrong_offices

FIRST = date(2026, 1, 1)
DAY = timedelta(days=1)
LENGTH = 8


def on(n: int | None) -> date | None:
    """Return the n-th day of the little calendar."""
    return None if n is None else FIRST + n * DAY


LIVES = [Life(1, root=True), Life(2, on(0)), Life(3, on(0)), Life(4, on(2), on(5))]

CASES = [
    # links as (unit, parent, first, last), about, rules found
    ([(2, 1, 0, None), (3, 2, 0, None)], (3,), set()),
    ([(2, 1, 0, 3), (2, 1, 4, None)], (2,), set()),
    ([(2, 1, 0, 3), (2, 1, 3, None)], (2,), {"TR03"}),
    ([(2, 1, 0, 3), (2, 1, 5, None)], (2,), {"TR04"}),
    ([(2, 1, 1, None)], (2,), {"TR04"}),
    ([(2, 1, 0, 4)], (2,), {"TR04"}),
    ([], (2,), {"TR04"}),
    ([], (1,), set()),
    ([(2, 3, 0, None), (3, 2, 0, None)], (2,), {"TR07"}),
    ([(2, 3, 0, None), (3, 1, 0, 2), (3, 2, 3, None)], (3,), {"TR07"}),
    ([(2, 4, 0, None)], (2,), {"TR05"}),
    ([(2, 1, 0, 2), (2, 4, 3, None)], (2,), {"TR06"}),
    ([(2, 1, 0, 2), (2, 4, 3, 5), (2, 1, 6, None)], (2,), set()),
    ([(4, 1, 2, None)], (4,), {"TR02"}),
    ([(4, 1, 2, 5)], (4,), set()),
    ([(2, 4, 0, None), (4, 1, 2, 5)], (4,), {"TR05"}),
    ([(2, 1, 0, None), (3, 4, 0, None)], (2,), set()),  # somebody else's old fault
]


@pytest.mark.parametrize(("links", "about", "rules"), CASES)
def test_faults_of_links(links, about, rules):
    made = [Link(unit, parent, on(a), on(b)) for unit, parent, a, b in links]
    assert {one.rule for one in wrong_links(LIVES, made, about)} == rules


HELD = [
    # (person, role, first, last) in unit 4, rules found
    ([(7, "chair", 2, 5)], set()),
    ([(7, "chair", 2, 3), (8, "chair", 4, 5)], set()),
    ([(7, "chair", 2, 4), (8, "chair", 4, 5)], {"TR08"}),
    ([(7, "executive", 2, 4), (8, "executive", 2, 5)], set()),
    ([(7, "executive", 2, 4), (7, "executive", 3, 5)], {"TR09"}),
    ([(7, "chair", 1, 5)], {"TR02"}),
    ([(7, "chair", 3, None)], {"TR02"}),
    ([(7, "chair", 4, 3)], {"TR01"}),
]


@pytest.mark.parametrize(("held", "rules"), HELD)
def test_faults_of_offices(held, rules):
    made = [Held(person, 4, role, on(a), on(b)) for person, role, a, b in held]
    assert {one.rule for one in wrong_offices(LIVES, made, {"chair"})} == rules


DAYS = st.integers(0, LENGTH - 1)
LINKS = st.lists(
    st.builds(
        lambda unit, parent, a, b: Link(unit, parent, on(min(a, b)), on(max(a, b))),
        st.integers(2, 4),
        st.integers(1, 4),
        DAYS,
        DAYS,
    ).filter(lambda one: one.unit_id != one.parent_id),
    max_size=5,
)


def walked(links: list[Link]) -> set[str]:
    """Return the faults that somebody finds who looks at every day: rings, two above."""
    found = set()
    for n in range(LENGTH):
        above: dict[int, list[int]] = {}
        for link in links:
            if link.on(on(n)):
                above.setdefault(link.unit_id, []).append(link.parent_id)
        if any(len(parents) > 1 for parents in above.values()):
            found.add("TR03")
        for unit in above:
            front, seen = set(above[unit]), set()
            while front - seen:
                seen |= front
                front = {parent for one in front for parent in above.get(one, ())}
            if unit in seen:
                found.add("TR07")
    return found


@given(LINKS)
def test_rings_and_double_parents_are_those_of_a_walk_over_every_day(links):
    lives = [Life(one, root=True) for one in range(1, 5)]
    found = {one.rule for one in wrong_links(lives, links, {1, 2, 3, 4})}
    assert found & {"TR03", "TR07"} == walked(links)
