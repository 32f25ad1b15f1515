"""Bad values are refused with the JSON path and a Vietnamese reason; good ones come back clean and complete."""

import copy
import json
import re

import pytest

from documents import schema
from documents.errors import ValuesRefused

CASES = [
    ("award_proposal", lambda v: v.pop("bases"), "$.bases", "Thiếu giá trị này."),
    ("award_proposal", lambda v: v["meeting"].pop("mode"), "$.meeting.mode", "Thiếu giá trị này."),
    ("award_proposal", lambda v: v.update(colour="đỏ"), "$.colour", "không có trường «colour»"),
    ("award_proposal", lambda v: v["persons"][2].update(age=3), "$.persons[2].age", "không có trường «age»"),
    ("award_proposal", lambda v: v.update(subject=5), "$.subject", "Phải là chữ."),
    ("award_proposal", lambda v: v.update(subject=""), "$.subject", "Không được để trống."),
    ("award_proposal", lambda v: v.update(subject=" \t "), "$.subject", "Không được để trống."),
    (
        "award_proposal",
        lambda v: v.update(subject="x" * 501),
        "$.subject",
        "Dài quá 500 ký tự (đang có 501).",
    ),
    ("award_proposal", lambda v: v.update(persons={}), "$.persons", "Phải là một danh sách."),
    ("award_proposal", lambda v: v.update(addressees=[]), "$.addressees", "Phải có ít nhất 1 mục."),
    ("award_proposal", lambda v: v.update(addressees=["x"] * 11), "$.addressees", "quá 10 mục (đang có 11)"),
    ("award_proposal", lambda v: v.update(date="2025-02-29"), "$.date", "Không phải ngày có thật."),
    ("award_proposal", lambda v: v.update(date="29/02/2024"), "$.date", "Không phải ngày có thật."),
    ("award_proposal", lambda v: v.update(date=20250101), "$.date", "Phải là chữ hoặc null."),
    ("award_proposal", lambda v: v["number"].update(seq=0), "$.number.seq", "Phải từ 1 trở lên."),
    (
        "award_proposal",
        lambda v: v["number"].update(seq=True),
        "$.number.seq",
        "Phải là số nguyên hoặc null.",
    ),
    ("award_proposal", lambda v: v["number"].update(seq=1.5), "$.number.seq", "Phải là số nguyên hoặc null."),
    (
        "award_proposal",
        lambda v: v["number"].update(symbol="QĐ / CĐN"),
        "$.number.symbol",
        "không có dấu cách",
    ),
    ("award_proposal", lambda v: v["number"].update(suffix="bis"), "$.number.suffix", "một chữ thường"),
    ("award_proposal", lambda v: v["meeting"].update(mode="shout"), "$.meeting.mode", "secret, hands"),
    ("award_proposal", lambda v: v.update(replaces={"number": {}}), "$.replaces.date", "Thiếu giá trị này."),
    ("award_proposal", lambda v: v.update(replaces="x"), "$.replaces", "Phải là"),
    ("award_proposal", lambda v: v.update(year=10**6), "$.year", "Không được quá 2199."),
    ("award_minutes", lambda v: v["meeting"].update({"from": "25:00"}), "$.meeting.from", "dạng 14:30"),
    ("award_decision", lambda v: v["bonus"].update(total=-1), "$.bonus.total", "Phải từ 0 trở lên."),
    ("award_decision", lambda v: v.update(subject="Tặng 🎖 cho"), "$.subject", "🎖 (U+1F396)"),
    ("award_decision", lambda v: v.update(subject="שלום"), "$.subject", "không in được"),
    ("award_decision", lambda v: v["execution"].append("漢"), "$.execution[3]", "漢 (U+6F22)"),
    ("award_decision", lambda v: v.update(subject={1, 2}), "$.subject", "Chỉ nhận chữ"),
    ("award_decision", lambda v: v.update(subject=float("nan")), "$.subject", "Chỉ nhận chữ"),
]


@pytest.mark.parametrize(("code", "spoil", "path", "reason"), CASES)
def test_a_fault_is_named_with_its_place(kinds, code, spoil, path, reason):
    kind = kinds.kind(code)
    values = copy.deepcopy(kind.sample)
    spoil(values)
    with pytest.raises(ValuesRefused) as caught:
        schema.check(kind, values)
    told = dict(caught.value.problems)
    assert path in told
    assert reason in told[path]


def test_all_faults_are_told_at_once(kinds):
    kind = kinds.kind("award_proposal")
    values = copy.deepcopy(kind.sample)
    values["subject"], values["year"] = "", "2025"
    del values["signature"]
    with pytest.raises(ValuesRefused) as caught:
        schema.check(kind, values)
    assert {path for path, _ in caught.value.problems} == {"$.subject", "$.year", "$.signature"}


def test_values_nested_without_end_are_refused(kinds):
    deep: list = []
    for _ in range(3000):
        deep = [deep]
    with pytest.raises(ValuesRefused) as caught:
        schema.check(kinds.kind("award_decision"), {"subject": deep})
    assert "Lồng quá nhiều tầng." in [reason for _, reason in caught.value.problems]


def test_every_reason_is_a_sentence_with_its_figures_filled_in(kinds):
    for code, spoil, _path, _reason in CASES:
        values = copy.deepcopy(kinds.kind(code).sample)
        spoil(values)
        with pytest.raises(ValuesRefused) as caught:
            schema.check(kinds.kind(code), values)
        for _, reason in caught.value.problems:
            assert "%(" not in reason
            assert re.search(r"[.…]$", reason), reason


def test_text_comes_back_composed_and_without_invisible_characters(kinds):
    kind = kinds.kind("award_decision")
    values = copy.deepcopy(kind.sample)
    values["subject"] = "Co\u0302ng \u0111oa\u0300n\u200b\x00\u00ad \u202egh\x0b\u2011i"
    assert schema.check(kind, values)["subject"] == "Công đoàn gh-i"


def test_optional_values_come_back_as_null_empty_or_default(kinds):
    kind = kinds.kind("award_proposal")
    values = copy.deepcopy(kind.sample)
    for name in ("replaces", "merit"):
        values.pop(name)
    values["number"].pop("suffix")
    values["persons"][0].pop("post")
    complete = schema.check(kind, values)
    assert complete["replaces"] is None
    assert complete["number"]["suffix"] == ""
    assert complete["persons"][0]["post"] is None
    listed = schema.check(kinds.kind("award_proposal_list"), kinds.kind("award_proposal_list").sample | {
        "persons": [{"name": "A", "summary": ""}],
    })  # fmt: skip
    assert listed["persons"][0]["initiatives"] == []


def test_a_schema_stands_alone(kinds):
    for kind in kinds:
        assert "$ref" not in json.dumps(kind.schema)
        assert kind.schema["additionalProperties"] is False
