"""The score sheets that ship, their frames and tags, and RV03 on an edited one."""

from dataclasses import replace

import pytest

import reference
from rules.errors import RuleDataError
from rules.review_sheet import TAGS, Item, as_data, faults, for_year, read, shown
from rules.reviews import CYCLE, REVIEW, check_cycle
from tests.rules.review_samples import PROVINCE, SHEETS, SHIPPED, SN, cycle, told

RULE = SHIPPED.get("RV03")


@pytest.mark.parametrize(
    ("code", "items", "groups"),
    [("sn", 30, (400, 400, 150, 50)), ("hc", 30, (400, 400, 150, 50)), ("dn", 25, (500, 300, 150, 50))],
)
def test_the_sheets_that_ship(code, items, groups):
    sheet = SHEETS[code]
    assert (len(sheet.items), tuple(group.max for group in sheet.groups), sheet.max) == (items, groups, 1000)
    assert faults(sheet, RULE) == []
    assert [group.bonus for group in sheet.groups] == [False, False, False, True]
    assert all(item.full_when and item.evidence for item in sheet.items)
    assert {item.tag for item in sheet.items} - {""} == set(TAGS)


def test_maxima_of_the_notes():
    by_code = {item.code: item.max for item in SN.items}
    assert [by_code[f"1.{n}"] for n in range(1, 11)] == [40, 50, 40, 30, 40, 40, 40, 60, 30, 30]
    assert [by_code[f"2.{n}"] for n in range(1, 12)] == [40, 50, 30, 40, 50, 30, 40, 40, 40, 20, 20]
    assert [by_code[f"3.{n}"] for n in range(1, 6)] == [40, 30, 20, 30, 30]
    assert [by_code[f"4.{n}"] for n in range(1, 5)] == [20, 10, 10, 10]
    office = {item.code: item.max for item in SHEETS["hc"].items_of("1")}
    assert list(office.values()) == [40, 60, 40, 20, 40, 50, 40, 50, 30, 30]
    firm = [[item.max for item in SHEETS["dn"].items_of(group)] for group in "123"]
    assert firm == [
        [120, 80, 70, 50, 80, 60, 40],
        [30, 40, 60, 20, 30, 30, 50, 10, 30],
        [50, 30, 20, 20, 30],
    ]


def test_every_tag_names_a_rule_that_runs_and_the_item_that_it_reads():
    assert {rule for rule, _ in TAGS.values()} <= set(REVIEW)
    assert {tag: [item.code for item in SN.tagged(tag)] for tag in TAGS} == {
        "conference": ["1.2"],
        "minutes": ["2.2"],
        "training": ["2.7"],
        "dues": ["2.9"],
        "recommendations": ["1.3"],
        "reports": ["2.11"],
    }


@pytest.mark.parametrize("code", SHEETS)
def test_what_a_cycle_stores_reads_back(code):
    copied = for_year(SHEETS[code], 2026)
    assert (copied.year, SHEETS[code].year) == (2026, None)
    assert read(as_data(copied)) == copied and as_data(copied)["group"][0]["item"]


def edited(code="1.1", **changes):
    items = tuple(replace(item, **changes) if item.code == code else item for item in SN.items)
    return replace(SN, items=items)


def said(sheet, rule=RULE):
    return [(each.level, each.field) for each in faults(sheet, rule)]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (edited(max=45), [("block", "groups.1")]),
        (edited(max=35), [("block", "groups.1")]),
        (edited(code="1.2", title="  "), [("block", "items.1_2")]),
        (edited(code="1.2", tag="weather"), [("block", "items.1_2"), ("warn", "items")]),
        (edited(code="2.2", tag=""), [("warn", "items")]),
        (edited(max=42), [("block", "groups.1"), ("block", "items.1_1")]),
        (edited(max=0), [("block", "groups.1"), ("block", "items.1_1")]),
        (edited(max=-5), [("block", "groups.1"), ("block", "items.1_1")]),
        (
            replace(SN, items=(*SN.items[:-1], replace(SN.items[-1], code="4.3"))),
            [("block", "items.4_3")] * 2,
        ),
        (replace(SN, items=(*SN.items, Item("9.9", "9", "Lạc nhóm", 10))), [("block", "items.9_9")]),
    ],
)
def test_rv03_faults_of_an_edited_sheet(sheet, expected):
    assert said(sheet) == expected


def test_rv03_the_frame_of_the_kind():
    groups = tuple(
        replace(group, max=most) for group, most in zip(SN.groups, (450, 350, 150, 50), strict=True)
    )
    (frame, *sums) = faults(replace(SN, groups=groups), RULE)
    assert told(frame).startswith("Khung điểm các nhóm là 45/35/15/5; loại đơn vị này theo khung 40/40/15/5.")
    assert (frame.level, frame.status, len(sums)) == ("block", "sourced", 2)
    # The frame of enterprises was not read: it warns. A kind without a frame is held to its sums alone.
    firm = replace(SHEETS["dn"], groups=groups, items=())
    assert faults(firm, RULE)[0].level == "warn"
    assert "groups" not in {field for _, field in said(replace(SN, kind="KHAC", groups=groups))}


def test_rv03_groups_twice_and_the_sentence_of_a_sum():
    twice = replace(SN, groups=(SN.groups[0], *SN.groups))
    assert ("block", "groups.1") in said(twice) and ("block", "groups") in said(twice)
    assert told(faults(edited(max=45), RULE)[0]).startswith(
        "Nhóm 1: các tiêu chí cộng lại 40,5 điểm, điểm tối đa của nhóm là 40."
    )


def test_a_cycle_with_a_broken_sheet_does_not_open():
    levels = {each.level for each in check_cycle(cycle(), PROVINCE)}
    broken = {each.level for each in check_cycle(replace(cycle(), sheet=edited(max=45)), PROVINCE)}
    assert (levels, "block" in broken, set(CYCLE)) == ({"pass"}, True, {"RV03", "RV40"})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"code": ""}, "sheet.code"),
        ({"status": "sure"}, "sheet.status"),
        ({"not_applicable": "skip"}, "sheet.not_applicable"),
        ({"group": [{"code": "1", "title": "Nhóm", "max": 4.5}]}, "group[0].max"),
        ({"group": [{"code": "1", "title": "Nhóm", "max": True}]}, "group[0].max"),
        (
            {
                "group": [
                    {"code": "1", "title": "Nhóm", "max": 5, "item": [{"code": "1.1", "title": "", "max": 5}]}
                ]
            },
            "group[0].item[0].title",
        ),
    ],
)
def test_data_of_the_wrong_shape_is_refused_by_place(change, place):
    with pytest.raises(RuleDataError) as refused:
        read({**reference.load("reviews/sheets/sn.toml"), **change})
    assert refused.value.place == place


@pytest.mark.parametrize(("tenths", "text"), [(895, "89,5"), (400, "40"), (5, "0,5"), (0, "0"), (970, "97")])
def test_points_as_papers_print_them(tenths, text):
    assert shown(tenths) == text
