"""What the papers of events and reviews promise: no meeting link, no doubled form of address, sums that add up."""

import copy
import re
from pathlib import Path

import pytest

from documents import produce, schema, text
from documents.errors import ValuesRefused

from .conftest import TEMPLATES

LINKS = [
    "https://zoom.example/j/818", "HTTP://hop.example", "Phòng họp www.hop.example", "us02web.zoom.us/j/818",
    "Meet.google.com/abc-defg", "teams.microsoft.com/l/1", "Điểm cầu\nhttps://hop.example",
]  # fmt: skip
PUBLIC = [
    ("event_proposal", "place"), ("event_proposal", "event"), ("event_plan", "place"), ("event_plan", "contact"),
    ("event_plan", "venues[0].place"), ("event_approval", "place"), ("event_approval_letter", "place"),
    ("summons_letter", "place"), ("summons_letter", "contact"), ("invitation", "place"), ("invitation", "contact"),
    ("event_programme", "place"), ("contribution_outline", "contact"), ("event_minutes", "place"),
    ("event_conclusions", "place"), ("event_report", "event"),
]  # fmt: skip


def _with(kind, **changed):
    return {**copy.deepcopy(kind.sample), **changed}


def _said(kind, values, profile):
    return " ".join(text.words(produce.tree(kind, values, profile)))


def _refused(kind, values):
    with pytest.raises(ValuesRefused) as caught:
        schema.check(kind, values)
    return [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize(("code", "field"), PUBLIC)
@pytest.mark.parametrize("link", LINKS)
def test_a_meeting_link_never_stands_in_a_public_paper(kinds, code, field, link):
    kind = kinds.kind(code)
    if field == "venues[0].place":
        changed = {"venues": [{"place": link, "in_charge": "Lương Quốc Bảo"}]}
    else:
        changed = {field: link}
    assert _refused(kind, _with(kind, **changed)) == [f"$.{field}"]


@pytest.mark.parametrize(
    "contact", ["chi.mtl@cdn.example", "0912 000 000", "đồng chí Chi; Zoom của Văn phòng"]
)
def test_other_ways_to_reach_somebody_are_printed(kinds, profile, contact):
    kind = kinds.kind("invitation")
    assert contact in _said(kind, _with(kind, contact=contact), profile)


def test_an_online_meeting_prints_its_venues_and_says_that_the_link_comes_apart(kinds, profile):
    venues = [
        {"place": "Công đoàn ngành Y tế tỉnh", "count": 38, "in_charge": "Lương Quốc Bảo"},
        {"place": "Bệnh viện Phổi", "count": None, "in_charge": "Nghiêm Thị Hà"},
    ]
    plan = kinds.kind("event_plan")
    said = _said(plan, _with(plan, mode="trực tuyến", venues=venues), profile)
    assert "trực tuyến; đường liên kết phòng họp được gửi riêng cho đại biểu." in said
    assert "4. Các điểm cầu (02):" in said and "Bệnh viện Phổi Nghiêm Thị Hà" in said
    summons = kinds.kind("summons_letter")
    said = _said(summons, _with(summons, online="trực tuyến", venues=venues), profile)
    assert "5. Các điểm cầu (02):" in said and "6. Số lượng: 84 đại biểu" in said
    for code in ("event_plan", "summons_letter", "invitation"):
        kind = kinds.kind(code)
        assert "liên kết" not in _said(kind, kind.sample, profile)


GUESTS = [
    ({"address": "Đồng chí", "name": "Lục Thị Hòa", "post": "Phó Chủ tịch"}, "Đồng chí Lục Thị Hòa, Phó Chủ tịch."),
    ({"address": "Ông", "name": "Ông Ích Thạnh"}, "Ông Ông Ích Thạnh."),  # Ông is a family name, too
    ({"address": "Các đồng chí", "name": "Ủy viên Ban Thường vụ"}, "Các đồng chí Ủy viên Ban Thường vụ."),
    ({"name": "Ban Giám đốc Sở Y tế"}, "Ban Giám đốc Sở Y tế."),
    ({"address": None, "name": "Bàn Văn Sơn", "post": None}, "Bàn Văn Sơn."),
]  # fmt: skip


@pytest.mark.parametrize(("guest", "shown"), GUESTS)
def test_a_guest_is_addressed_once(kinds, profile, guest, shown):
    kind = kinds.kind("invitation")
    assert f"trân trọng kính mời: {shown}" in _said(kind, _with(kind, guest=guest), profile)


@pytest.mark.parametrize(
    "name",
    [
        "Đồng chí Lục Thị Hòa",
        "đồng chí Hòa",
        " Đ/c Hòa",
        "Bà Lục Thị Hòa",
        "Ông Bà Hòa",
        "Các đồng chí BTV",
        "Quý vị A",
    ],
)
def test_a_form_of_address_typed_before_the_name_is_refused(kinds, name):
    kind = kinds.kind("invitation")
    assert _refused(kind, _with(kind, guest={"address": "Đồng chí", "name": name})) == ["$.guest.name"]


@pytest.mark.parametrize(
    ("code", "field"),
    [("event_minutes", "chair"), ("event_conclusions", "chair"), ("review_minutes", "secretary")],
)
def test_nobody_is_called_comrade_twice(kinds, profile, code, field):
    kind = kinds.kind(code)
    assert _refused(kind, _with(kind, **{field: {"name": "Đồng chí Đinh Thu Hạnh"}})) == [f"$.{field}.name"]
    assert "đồng chí đồng chí" not in _said(kind, kind.sample, profile).lower()


def test_invitations_of_one_event_differ_in_the_guest_alone_and_share_the_number(kinds, profile):
    kind = kinds.kind("invitation")
    letters = [_said(kind, _with(kind, guest=guest), profile) for guest, _ in GUESTS]
    assert len(set(letters)) == len(GUESTS)
    assert {re.search(r"Số: \S+", letter).group() for letter in letters} == {"Số: 25/GM-CĐN"}
    assert len({re.sub(r"kính mời: .*? Tới dự", "", letter) for letter in letters}) == 1


@pytest.mark.parametrize(
    "code",
    ["event_approval", "event_approval_letter", "contribution_outline", "event_minutes", "event_report", "event_plan",
     "summons_letter", "review_summary", "review_report", "review_notice"],
)  # fmt: skip
def test_parts_left_out_leave_no_gap(kinds, profile, code):
    kind = kinds.kind(code)
    optional = [name for name in kind.sample if name not in kind.schema["required"]]
    for left in [[], optional, *([name] for name in optional)]:
        values = {name: value for name, value in kind.sample.items() if name not in left}
        for parent in produce.tree(kind, values, profile).walk():
            for tag, first in (("part", "I."), ("clause", "1."), ("article", "Điều 1.")):
                labels = [node.get("label") for node in parent.nodes(tag)]
                assert labels[:1] in ([], [first]) and len(set(labels)) == len(labels)
                if tag == "clause":
                    assert labels == [f"{number}." for number in range(1, len(labels) + 1)]


def test_an_approval_carries_the_estimate_in_the_same_file_or_none(kinds, profile):
    kind = kinds.kind("event_approval")
    whole = produce.tree(kind, kind.sample, profile)
    assert len(whole.nodes("appendix")) == 1
    assert "(có dự toán kèm theo)" in " ".join(text.words(whole)) and "Như Điều 3" in " ".join(
        text.words(whole)
    )
    bare = produce.tree(kind, _with(kind, costs=[], duties=[]), profile)
    assert not bare.nodes("appendix")
    said = " ".join(text.words(bare))
    assert "kèm theo" not in said and "Như Điều 2" in said and "Điều 3" not in said


@pytest.mark.parametrize(
    ("changed", "shown", "hidden"),
    [
        ({"agreed": True}, "1. Đồng ý chủ trương tổ chức Tọa đàm", "Chưa đồng ý"),
        ({"agreed": False, "reason": "trùng đợt kiểm tra."}, "1. Chưa đồng ý chủ trương tổ chức", "Kinh phí"),
        ({"budget": None}, "2. Đề nghị Ban Chấp hành", "Kinh phí"),
    ],
)
def test_a_letter_of_approval_says_yes_or_no(kinds, profile, changed, shown, hidden):
    kind = kinds.kind("event_approval_letter")
    said = _said(kind, _with(kind, **changed), profile)
    assert shown in said and hidden not in said


def test_contributions_are_followed_up_in_columns_that_appear_with_the_first_one(kinds, profile):
    kind = kinds.kind("contribution_outline")
    assert "Ngày nhận" not in _said(kind, kind.sample, profile)
    papers = copy.deepcopy(kind.sample["papers"])
    papers[0].update(received="2025-04-01", result="Trình bày")
    said = _said(kind, _with(kind, papers=papers, reviewer="Lương Quốc Bảo"), profile)
    assert "01/04/2025 Trình bày" in said and "đã nhận 01 tham luận." in said and "Lương Quốc Bảo" in said


def test_recommendations_are_counted_not_typed(kinds, profile):
    kind = kinds.kind("recommendation_register")
    counted = "Sổ có 05 kiến nghị: đã giải quyết xong 03, đang giải quyết 02"
    assert f"{counted} (quá hạn trả lời 01)." in _said(kind, kind.sample, profile)
    entries = [{**entry, "overdue": False} for entry in kind.sample["entries"]]
    assert f"{counted}." in _said(kind, _with(kind, entries=entries), profile)


def test_the_report_prints_plan_and_result_as_said_and_no_share_of_them(kinds, profile):
    kind = kinds.kind("event_report")
    rows = [{"content": "Đại biểu", "planned": "80", "done": "hơn 80"}]
    said = _said(kind, _with(kind, comparison=rows, spoken=4, written=2, fields=[]), profile)
    assert "Có 06 ý kiến: 04 ý kiến phát biểu, 02 ý kiến bằng văn bản." in said
    assert re.search(r"Đại biểu 80 hơn 80 (?!\d)", said)


def test_every_ranked_unit_is_in_the_annex_under_its_rank(kinds, profile):
    kind = kinds.kind("review_decision")
    said = _said(kind, kind.sample, profile)
    order = ["(01 công đoàn cơ sở) 1 CĐCS Bệnh viện Đa khoa tỉnh", "(08 công đoàn cơ sở) 1 CĐCS Bệnh viện Sản - Nhi",
             "(02 công đoàn cơ sở) 1 CĐCS Trung tâm Y tế huyện C", "Tổng cộng: 11 công đoàn cơ sở 2.155"]  # fmt: skip
    assert sorted(order, key=said.index) == order
    units = copy.deepcopy(kind.sample["units"])
    units[3]["rank"] = "Chưa xếp loại"
    assert "Mức khác (01 công đoàn cơ sở)" in _said(kind, _with(kind, units=units), profile)


def test_the_summary_prints_shares_earlier_years_and_who_was_not_ranked(kinds, profile):
    kind = kinds.kind("review_summary")
    said = _said(kind, kind.sample, profile)
    assert "Tỷ lệ 9,1% 72,7% 18,2% 0%" in said
    assert "2023 2 8 1 0 11 2024 1 8 2 0 11 2025 1 8 2 0 11" in said
    assert "3. Không xếp loại: - Công đoàn cơ sở Văn phòng Sở Y tế" in said


def test_an_answered_appeal_has_both_signatures_under_the_answer(kinds, profile):
    kind = kinds.kind("review_appeal")
    answer = {"answer": "Công nhận 4 điểm.", "answered_on": "2026-01-05", "answered_by": "Lương Quốc Bảo"}
    said = _said(kind, _with(kind, **answer), profile)
    order = [
        "đúng sự thật",
        "Trả lời của Tổ thẩm định (ngày 05 tháng 01 năm 2026):",
        "Chử Thị Nga",
        "Lương Quốc Bảo",
    ]
    assert sorted(order, key=said.rindex) == order
    assert "Trả lời" not in _said(kind, kind.sample, profile)


def test_sessions_have_a_column_only_where_they_are_counted(kinds, profile):
    kind = kinds.kind("event_estimate")
    assert "Số buổi" not in _said(kind, kind.sample, profile)
    costs = copy.deepcopy(kind.sample["costs"])
    costs[0].update(sessions=2, amount=3_800_000)
    assert "Số buổi" in _said(kind, _with(kind, costs=costs, total=10_850_000), profile)


def test_the_table_of_papers_names_kinds_that_exist(kinds):
    page = (Path(TEMPLATES) / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:D|M)\d\d?(?:, (?:D|M)\d\d?)*) \| (.+?) \|", page, re.MULTILINE)
    listed = {code: re.findall(r"`(\w+)`", names) for codes, names in rows for code in codes.split(", ")}
    asked = [
        "D01 D02 D03 D04 D06 D07 D08 D09 D10 D13 D14 D15 D19 D20 D21 D22 D24 D25",
        "M1 M2 M3 M4 M5 M6 M7 M8 M9 M11",
    ]
    assert set(" ".join(asked).split()) <= listed.keys()
    shipped = {entry.name for entry in TEMPLATES.iterdir() if (entry / "manifest.toml").exists()}
    assert {name for names in listed.values() for name in names} <= shipped
