"""The format profile: every value has a source and a status, and stands in its range."""

import copy
from datetime import date

import pytest

import reference
from documents.errors import ProfileFault
from documents.profile import STATUSES, Profile

DATA = reference.load("profiles/tld-933.toml")


def _leaves(node, path=""):
    if isinstance(node, dict):
        if "value" in node:
            yield path, node
        else:
            for key, value in node.items():
                yield from _leaves(value, f"{path}.{key}" if path else key)


def test_every_value_says_where_it_comes_from():
    leaves = list(_leaves(DATA))
    assert len(leaves) > 140
    for path, leaf in leaves:
        assert leaf["source"] in DATA["sources"], path
        assert leaf["status"] in STATUSES, path
        assert (leaf["status"] == "own") == (leaf["source"] == "own"), path


def test_values(profile):
    assert profile.valid_from == date(2024, 5, 14)
    assert (profile.page.width, profile.page.height, profile.page.text_width) == (210, 297, 165)
    assert profile.sheet("landscape").text_width == 252
    assert profile.styles["number"].size == 13
    assert profile.styles["recipient"].size == 11
    assert profile.styles["recipients_head"].face == "bold_italic"
    assert profile.origins["style.body.size"].least == 13


@pytest.mark.parametrize(
    ("path", "key", "value", "place"),
    [
        (("page", "left"), "value", 25, "page.left"),
        (("style", "body", "size"), "value", 15, "style.body.size"),
        (("style", "recipient", "size"), "status", "somebody said", "style.recipient.size"),
        (("style", "recipient", "size"), "source", "nowhere", "style.recipient.size"),
        (("style", "body", "line"), "value", 15, "style.body.line"),
        (("style", "body", "line"), "value", 26, "style.body.line"),
    ],
)
def test_a_wrong_value_is_named(path, key, value, place):
    data = copy.deepcopy(DATA)
    leaf = data
    for step in path:
        leaf = leaf[step]
    leaf[key] = value
    with pytest.raises(ProfileFault) as caught:
        Profile.from_dict(data)
    assert caught.value.place == place


@pytest.mark.parametrize(
    "missing", [("page", "left"), ("style", "motto"), ("texts", "national"), ("frame", "rule_weight")]
)
def test_a_missing_value_is_refused(missing):
    data = copy.deepcopy(DATA)
    del data[missing[0]][missing[1]]
    with pytest.raises(ProfileFault) as caught:
        Profile.from_dict(data)
    assert missing[1] in caught.value.place or missing[1] in caught.value.reason
