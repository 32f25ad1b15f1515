"""Which profile governs a paper of a day, and what a unit may set otherwise."""

from datetime import date

import pytest

import reference
from documents import produce
from documents.checker import check, reading_pdf
from documents.choosing import in_force, refusals, settable, with_settings
from documents.errors import ProfileFault
from documents.profile import STATUSES, Profile

CODES = ("nd-30", "tld-1014", "tld-933")
DATA = {code: reference.load(f"profiles/{code}.toml") for code in CODES}
PROFILES = [Profile.from_dict(data) for data in DATA.values()]


@pytest.mark.parametrize(
    ("day", "preferred", "code"),
    [
        (date(2011, 8, 18), "", "tld-1014"),
        (date(2011, 8, 19), "", "tld-1014"),
        (date(2020, 3, 4), "nd-30", "tld-1014"),
        (date(2020, 3, 5), "nd-30", "nd-30"),
        (date(2020, 3, 5), "", "tld-1014"),
        (date(2024, 5, 13), "", "tld-1014"),
        (date(2024, 5, 13), "tld-933", "tld-1014"),
        (date(2024, 5, 14), "", "tld-933"),
        (date(2024, 5, 14), "tld-1014", "tld-933"),
        (date(2025, 12, 16), "nd-30", "nd-30"),
        (date(2025, 12, 16), "tld-933", "tld-933"),
        (date(2025, 12, 16), "no such code", "tld-933"),
    ],
)
def test_the_profile_follows_the_date_and_the_choice(day, preferred, code):
    assert in_force(PROFILES, day, preferred).code == code
    assert in_force(reversed(PROFILES), day, preferred).code == code


def test_without_a_common_profile_there_is_none():
    with pytest.raises(ProfileFault):
        in_force([profile for profile in PROFILES if profile.by_choice], date(2025, 1, 1))


def _leaves(node, path=""):
    if isinstance(node, dict) and "value" in node:
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, f"{path}.{key}" if path else key)


@pytest.mark.parametrize("code", CODES)
def test_every_value_has_a_source_and_a_status(code):
    leaves = dict(_leaves(DATA[code]))
    assert leaves.keys() == dict(_leaves(DATA["tld-933"])).keys()
    for path, leaf in leaves.items():
        assert leaf["source"] in DATA[code]["sources"], path
        assert leaf["status"] in STATUSES, path
    read = {leaf["status"] for leaf in leaves.values()}
    assert ("unverified" in read) == (code != "nd-30")


@pytest.mark.parametrize(
    ("place", "value"),
    [("page.left", 35), ("style.body.size", 13), ("style.body.indent", 10), ("style.body.line", 20),
     ("texts.end", "/."), ("page.number_at", "bottom"), ("frame.subject_rule", 0.5)],
)  # fmt: skip
def test_a_unit_may_set_what_the_law_leaves_open(place, value):
    made = Profile.from_dict(with_settings(DATA["tld-933"], {place: value}))
    assert made != Profile.from_dict(DATA["tld-933"])


@pytest.mark.parametrize(
    ("code", "place", "value"),
    [
        ("tld-933", "page.left", 29.9),
        ("tld-933", "page.left", 36),
        ("tld-933", "style.body.size", 12),
        ("tld-933", "style.parent.size", 11),
        ("tld-933", "style.issuer.size", 11.5),
        ("tld-933", "style.body.size", "13"),
        ("tld-933", "style.body.size", True),
        ("tld-933", "style.body", 13),
        ("tld-933", "style.body.colour", 1),
        ("tld-933", "style.body.size.value", 13),
        ("tld-933", "code", "x"),
        ("tld-933", "", 1),
        ("nd-30", "texts.motto", "Độc lập"),
        ("nd-30", "page.width", 200),
        ("nd-30", "style.number.size", 14),
    ],
)
def test_a_setting_outside_the_law_is_refused_with_its_place(code, place, value):
    with pytest.raises(ProfileFault) as caught:
        with_settings(DATA[code], {place: value})
    assert caught.value.place == place


def test_a_setting_that_would_break_the_lines_is_refused_when_read():
    with pytest.raises(ProfileFault, match="dòng"):
        Profile.from_dict(with_settings(DATA["tld-933"], {"style.body.line": 40}))


def test_grounds_stand_upright_before_2024_and_the_number_may_stand_at_the_foot(kinds, renderer):
    settings = {"page.number_at": "bottom", "style.page_number.align": "right"}
    profile = Profile.from_dict(with_settings(DATA["tld-1014"], settings))
    kind = kinds.kind("event_plan")
    made = produce.produce(kind, kind.sample, profile, ("pdf", "docx"), renderer)
    pages = reading_pdf.read(made["pdf"]).pages
    grounds = [word for word in pages[0].words if word.text == "Căn"]
    assert grounds and not any(word.italic for word in grounds)
    for number, page in enumerate(pages, start=1):
        foot = [word.text for word in page.words if word.base > 790]
        assert foot == ([str(number)] if number > 1 else [])
    common = Profile.from_dict(DATA["tld-1014"])
    assert check(made, kind, profile) == []
    assert {fault.rule for fault in check(made, kind, common)} >= {"page-number"}
    above = produce.produce(kind, kind.sample, common, ("pdf", "docx"), renderer)
    for name in ("pdf", "docx"):
        assert "page-number" in {fault.rule for fault in check({name: above[name]}, kind, profile)}


WRONG = [
    ({"page.left": 36}, "page.left"),
    ({"page.left": 29}, "page.left"),
    ({"page.left": "32"}, "page.left"),
    ({"style.body.size": True}, "style.body.size"),
    ({"style.body.line": 30}, "style.body.line"),
    ({"texts.national": "VIỆT NAM"}, "texts.national"),
    ({"page.font": "Arial"}, "page.font"),
    ({"no.such": 1}, "no.such"),
    ({"texts.end": ""}, "texts.end"),
    ({"style.title.align": "left"}, "style.title.align"),
    ({"page.number_at": "side"}, "page.number_at"),
    ({"frame.rule_weight": 50}, "frame.rule_weight"),
]


@pytest.mark.parametrize(("settings", "place"), WRONG)
def test_what_cannot_stand_is_told_at_its_place_in_vietnamese(settings, place):
    told = refusals(DATA["tld-933"], {"page.right": 20, **settings})
    assert [one.place for one in told] == [place]
    assert told[0].message % told[0].params
    assert not told[0].message.isascii()


@pytest.mark.parametrize("code", CODES)
def test_what_is_offered_can_be_set_as_it_is_and_at_its_bounds(code):
    rows = settable(DATA[code])
    assert {"page.left", "style.body.size"} <= {row.place for row in rows}
    assert not {"texts.national", "page.font", "mark.show"} & {row.place for row in rows}
    for row in rows:
        for value in (row.value, row.least, row.most, *row.choices):
            if value is not None:
                with_settings(DATA[code], {row.place: value})
