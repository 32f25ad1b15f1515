"""The quick check of values says what the validator says, on good values and on all that can be wrong with them."""

import copy
import random

import pytest

from documents import catalogue, schema, shapes

from .conftest import TEMPLATES

WRONG = (
    None,
    "",
    "x" * 30_000,
    0,
    -1,
    10**16,
    1.5,
    True,
    [],
    {},
    ["x"],
    {"x": 1},
    "2025-02-30",
    "2025-12-31",
    "aé/b c",
)


@pytest.fixture(scope="module")
def every():
    """All kinds."""
    return catalogue.opened(TEMPLATES)


def _places(value, path=()):
    yield path
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _places(part, (*path, name))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _places(part, (*path, place))


def _changed(values, path, chance):
    made = copy.deepcopy(values)
    if not path:
        return {**made, "unknown": 1}
    *way, last = path
    inner = made
    for step in way:
        inner = inner[step]
    if chance.random() < 0.2:
        del inner[last]
    else:
        inner[last] = copy.deepcopy(chance.choice(WRONG))
    return made


def test_every_kind_has_a_quick_check_that_agrees_with_the_validator(every):
    chance, tried, refused = random.Random(1), 0, 0
    for kind in every:
        quick = shapes.quick(kind.schema, {"date": schema.is_date})
        assert quick is not None, kind.code
        paths = list(_places(kind.sample))
        for path in [(), *chance.choices(paths, k=60)]:
            values = _changed(kind.sample, path, chance)
            assert quick(values) == kind.validator.is_valid(values), (kind.code, path, values)
            tried, refused = tried + 1, refused + (not quick(values))
    assert tried > 500
    assert 0.3 < refused / tried < 0.98


@pytest.mark.parametrize(
    "odd",
    [{"const": 1}, {"type": "string", "format": "email"}, {"enum": [1]}, {"additionalProperties": True}],
)
def test_a_schema_that_says_more_has_no_quick_check(odd):
    assert shapes.quick(odd, {}) is None
