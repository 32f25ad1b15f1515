"""A list of nominees pasted with its columns: seen before it counts, written when the page is saved, nothing lost."""

from __future__ import annotations

import html
import json
import re
from datetime import date

import pytest

from extensions import db
from tests.support import province as road
from tests.support import tree
from tests.support.dossier_visits import plain, state, visitor
from tests.support.tree import CHEAP_HASH

SHEET = (
    "TT\tHọ và tên\tThành tích\tXếp loại\tSố ngày nghỉ\n"
    '1\tKiều Thị Dung\t"Hiến máu\nThăm hỏi 3 lượt"\tHTXSNV\t2\n'
    "2\tPhí Đức Long\tTrực 12 ca\tLoại A\thai ngày\n"
    "3\tỨng Thị Bích\tDạy nghề\tHTT\t"
)
SAME = ("registered", "present", "clean", "settled")


@pytest.fixture
def made(make_app):
    """Return the province with accounts and the unit's dossier opened."""
    found = road.build(make_app(**CHEAP_HASH))
    road.accounts_for(found)
    client = visitor(found, "chair")
    found.code = client.post(f"/ho-so/lap/{found.matter_id}").location.rsplit("/", 1)[1]
    found.client, found.place = client, f"/ho-so/{found.code}/phan"
    return found


def read(made, text, people=(), **more):
    """Press «Đọc danh sách»; return the page."""
    data = {"people": ["", *people], "groups": "", "pasted": text, "version": 0, "do": "read", **more}
    return made.client.post(f"{made.place}/nominees", data=data)


def hidden(answer):
    """Return what was read, as the page carries it on."""
    return html.unescape(re.search(r'name="sheet"[^>]*value="([^"]*)"', answer.text)[1])


def keep(made, answer, *, same=(), people=None, **more):
    """Save the page of nominees as it came back."""
    ticked = re.findall(r'name="people" value="(p\d+)" checked', answer.text)
    data = {
        "people": ["", *(ticked if people is None else people)],
        "groups": "",
        "pasted": "",
        "sheet": hidden(answer),
        "version": state(made).draft_version,
        "do": "next",
        **{f"same-{name}": ["", "y"] for name in same},
        **more,
    }
    return made.client.post(f"{made.place}/nominees", data=data)


def results(made, name):
    """Return what is kept on a nominee's page."""
    return state(made).draft[f"results/{made.key(name)}"]


def test_what_was_read_is_seen_before_it_counts(made):
    answer = read(made, SHEET)
    words = plain(answer)
    assert "Đọc được 3 dòng, 0 dòng chưa hiểu" in words
    assert "Cột đã đọc: Thành tích, Xếp loại, Số ngày nghỉ." in words
    assert "Dòng 3 (Phí Đức Long), cột “Xếp loại”: “Loại A” chưa rõ là mức nào" in words
    assert "“hai ngày” không phải là số từ 0 đến 366" in words
    assert "Kiều Thị Dung mới Xếp loại năm nay: Hoàn thành xuất sắc nhiệm vụ" in words
    assert "nominees" not in state(made).draft, "reading writes nothing"


def test_saving_writes_the_sheet_and_the_common_answers_and_leads_to_who_misses_something(made):
    answer = keep(made, read(made, SHEET), same=SAME)
    assert answer.location.endswith(f"/results/{made.key('long')}")
    dung = results(made, "dung")
    assert (dung["results"], dung["rating"], dung["absent_days"]) == ("Hiến máu\nThăm hỏi 3 lượt", "HTXS", 2)
    assert (dung["registered"], dung["discipline"], dung["open_case"]) == ("yes", "none", "no")
    assert results(made, "bich")["absent_days"] == 0, "no cell: what was said for all"
    long = results(made, "long")
    assert (long["absent_days"], long["rating"], long["discipline"]) == ("", "", "none")
    page = plain(made.client.get(answer.location))
    assert "Trong bảng dán: “Loại A”" in page
    assert "Trong bảng dán: “hai ngày”" in page
    assert "Trang của từng người: 2/3 đã đủ" in page
    kept = state(made).draft["nominees"]
    assert (kept["sheet"], kept["same"]) == ("", {}), (
        "what was said once is not said again for who comes later"
    )


def test_names_alone_open_nobody_s_page(made):
    answer = keep(made, read(made, "Kiều Thị Dung\nPhí Đức Long"))
    assert answer.location.endswith(f"/results/{made.key('dung')}")
    assert [place for place in state(made).draft if place.startswith("results/")] == []


def test_what_the_page_works_with_is_no_answer_and_takes_no_note(made):
    keep(made, read(made, SHEET), same=SAME)
    with made.app.test_request_context():
        from blueprints import reading

        found = reading.read(state(made))
        assert sorted(found.assembly.answers["nominees"]) == ["groups", "pasted", "people"]
        paths = [path for path, _words in reading.places(found)]
        assert [path for path in paths if path.startswith("nominees.")] == [
            "nominees.groups",
            "nominees.people",
        ]


def test_who_was_told_by_hand_keeps_every_word(made):
    dung = made.key("dung")
    keep(made, read(made, "Kiều Thị Dung"))
    typed = {"summary": "Chữ tự gõ", "rating": "HTT", "absent_days": "5", "discipline": "canh_cao"}
    made.client.post(f"{made.place}/results/{dung}", data={**typed, "version": 9, "do": "save"})
    answer = read(made, SHEET, people=[dung])
    assert "Trong bảng dán: “HTXSNV”" in plain(answer)
    keep(made, answer, same=SAME)
    kept = results(made, "dung")
    assert {name: kept[name] for name in typed} == {**typed, "absent_days": 5}
    assert kept["results"] == "Hiến máu\nThăm hỏi 3 lượt", "an open field is filled"
    page = plain(made.client.get(f"{made.place}/results/{dung}"))
    assert "Trong bảng dán: “HTXSNV”" in page
    assert "Trong bảng dán: “2”" in page


def test_answers_for_all_are_no_answers_of_the_dossier_until_saved(made):
    answer = read(made, SHEET)
    made.client.post(
        f"{made.place}/nominees",
        data={
            "people": ["", made.key("dung")],
            "same-clean": ["", "y"],
            "sheet": hidden(answer),
            "version": 0,
        },
        headers={"X-Requested-With": "fetch"},
    )
    assert f"results/{made.key('dung')}" not in state(made).draft, "a page that saves itself declares nothing"
    page = made.client.get(f"{made.place}/nominees")
    assert re.search(r'name="same-clean"[^>]*checked|checked[^>]*name="same-clean"', page.text)
    assert "Sẽ ghi cho từng người khi lưu" in page.text


def test_a_list_pasted_again_tells_who_is_gone_and_marks_who_is_new(made):
    first = keep(made, read(made, SHEET.replace("Loại A\thai ngày", "HTT\t0")), same=SAME)
    assert first.location.endswith("/meeting"), "nobody misses anything"
    everybody = [made.key(name) for name in ("dung", "long", "bich")]
    with made.app.app_context():
        made.people["oanh"] = tree.person("Phạm Thị Oanh")
        tree.member(made.people["oanh"], made.units["own"], date(2020, 1, 1))
        db.session.commit()
    again = SHEET.replace("Phí Đức Long", "Phạm Thị Oanh").replace("hai ngày", "0").replace("Loại A", "HTT")
    answer = read(made, again, people=everybody)
    words = plain(answer)
    assert "Trong hồ sơ mà không có trong danh sách vừa dán" in words
    assert re.findall(r'name="leave"[^>]*value="(p\d+)"', answer.text) == [made.key("long")]
    assert "Phạm Thị Oanh mới" in words
    assert "2 trường hợp không có gì thay đổi." in words
    stays = keep(made, answer)
    assert stays.location.endswith(f"/results/{made.key('oanh')}"), "straight to who is new"
    assert made.key("long") in state(made).draft["nominees"]["people"], "nobody goes silently"
    keep(made, read(made, again, people=[*everybody, made.key("oanh")]), leave=["", made.key("long")])
    assert made.key("long") not in state(made).draft["nominees"]["people"]
    assert results(made, "long")["results"] == "Trực 12 ca", "what was told about them is kept"


def test_two_of_one_name_are_told_apart(made):
    with made.app.app_context():
        for key, year in (("yen1", 1980), ("yen2", 1994)):
            made.people[key] = tree.person("Nguyễn Thị Yến")
            db.session.get(__import__("models").Person, made.people[key]).born_on = date(year, 2, 3)
            tree.member(made.people[key], made.units["own"], date(2020, 1, 1))
        db.session.commit()
    answer = read(made, "TT\tHọ và tên\tNăm sinh\tXếp loại\n1\tNguyễn Thị Yến\t1994\tHTT")
    offered = re.findall(r"<option value=\"(p\d+)\">([^<]*)</option>", html.unescape(answer.text))
    assert [key for key, _words in offered[:2]] == [made.key("yen2"), made.key("yen1")]
    assert ["sinh năm 1994" in offered[0][1], "sinh năm 1980" in offered[1][1]] == [True, True]
    rest = html.unescape(re.search(r"<textarea[^>]*name=\"pasted\"[^>]*>\s*([^<]*)<", answer.text)[1])
    number = re.search(r'name="row-(\d+)"', answer.text)[1]
    chosen = read(made, rest, sheet=hidden(answer), **{f"row-{number}": made.key("yen2")})
    assert json.loads(hidden(chosen)) == {made.key("yen2"): {"rating": "HTT"}}, (
        "the columns go with the answer"
    )
    again = read(made, "TT\tHọ và tên\n1\tNguyễn Thị Yến", people=[made.key("yen2")])
    assert "“Nguyễn Thị Yến”: lấy người đã có trong hồ sơ (sinh năm 1994)." in plain(again)
    fits = read(made, "TT\tHọ và tên\tNăm sinh\n1\tNguyễn Thị Yến\t1980", people=[made.key("yen2")])
    assert "0 dòng, 1 dòng chưa hiểu" in plain(fits), "the row fits the other better"


@pytest.mark.parametrize("sheet", ["{", "[]", '{"p1": 3}', "x" * 50])
def test_a_broken_page_is_sent_again_and_loses_nothing(made, sheet):
    data = {
        "people": ["", made.key("dung")],
        "groups": "",
        "pasted": "",
        "sheet": sheet,
        "version": 0,
        "do": "next",
    }
    answer = made.client.post(f"{made.place}/nominees", data=data)
    assert answer.status_code == 422
    assert re.search(rf'value="{made.key("dung")}"[^>]*checked', answer.text)


def test_everybody_agrees_is_said_once_and_read_before_it_is_saved(made):
    keep(made, read(made, SHEET))
    data = {"mode": "secret", "collected": "11", "invalid": "1", "issued": "11", "present": "11",
            "members_total": "11", "version": 0, "do": "agree",
            f"ballots-{made.key('long')}-agree": "7", f"ballots-{made.key('long')}-disagree": "3"}  # fmt: skip
    answer = made.client.post(f"{made.place}/meeting", data=data)
    values = dict(re.findall(r'name="ballots-(p\d+)-agree"[^>]*value="(\d*)"', answer.text))
    assert values == {made.key("dung"): "10", made.key("long"): "7", made.key("bich"): "10"}
    assert "Đã ghi cho 2 trường hợp" in plain(answer)
    assert "meeting" not in state(made).draft
    assert 'name="away"' not in answer.text, "nobody of the committee is nominated"
    nothing = made.client.post(f"{made.place}/meeting", data={**data, "collected": "", "present": ""})
    assert "Chưa ghi được" in plain(nothing)


def test_who_sits_in_the_committee_is_left_for_typing_unless_it_is_said_of_all(made):
    with made.app.app_context():
        tree.member(made.people["secretary"], made.units["own"], date(2020, 1, 1))
        db.session.commit()
    mai = made.key("secretary")
    keep(made, read(made, "Kiều Thị Dung\nCù Thị Mai"))
    data = {"mode": "secret", "collected": "11", "invalid": "0", "issued": "11", "version": 0, "do": "agree"}
    left = made.client.post(f"{made.place}/meeting", data=data).text
    assert re.search(rf'name="ballots-{mai}-agree"[^>]*value=""', left)
    said = made.client.post(f"{made.place}/meeting", data={**data, "away": "y"}).text
    assert re.search(rf'name="ballots-{mai}-agree"[^>]*value="10"', said)
    assert re.search(rf'checked[^>]*name="ballots-{mai}-interested"[^>]*value="no"', said)
