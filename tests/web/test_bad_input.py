"""Bad input: each has a clear answer, nothing is lost, nothing is shown that is not theirs, nothing breaks."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile

import pytest

from extensions import clock, db
from models import AwardRound, Revision
from tests.support import province as road
from tests.support import tree
from tests.support.dossier_visits import count, plain, settle, state, submit, typed, visitor
from tests.support.tree import CHEAP_HASH


@pytest.fixture
def made(make_app):
    """Return the province with accounts; a member of the sister unit."""
    return settle(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))


# A wrong or missing field ---------------------------------------------------------------------------------------

MEETING = {
    "held_on": "20/11/2026",
    "starts": "8:30",
    "ends": "10:00",
    "place": "Phòng họp lớn",
    "members_total": "11",
    "present": "11",
    "absent": "",
    "discussion": "",
    "mode": "secret",
    "issued": "11",
    "collected": "11",
    "invalid": "0",
    "version": "9999",
    "do": "next",
}

WRONG = [
    ("held_on", "29/02/2025", "Tháng 2 năm 2025 không có ngày 29"),
    ("held_on", "", "Nhập ngày họp"),
    ("held_on", "hôm nọ", "Nhập ngày dạng 20/11/2026"),
    ("starts", "25:61", "giờ"),
    ("ends", "8:00", "Giờ kết thúc phải sau giờ bắt đầu"),
    ("present", "12", "nhiều hơn tổng số 11"),
    ("collected", "12", "nhiều hơn phát ra 11"),
    ("invalid", "x", "số"),
]


@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_a_wrong_field_comes_back_with_summary_reason_and_everything_typed(made, name, value, words):
    client, address = typed(made)
    answer = client.post(f"{address}/phan/meeting", data={**MEETING, name: value})
    assert answer.status_code == 422
    page = answer.text
    assert "<title>Lỗi:" in page
    summary = re.search(r'<div class="tk-sum".*?</ul>', page, re.DOTALL)[0]
    assert words in html.unescape(summary)
    assert f'href="#{name}"' in summary
    control = re.search(rf'<(?:input|textarea)[^>]*\bid="{name}"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in control
    assert f"{name}-error" in re.search(r'aria-describedby="([^"]*)"', control)[1]
    assert re.search(rf'id="{name}-error"[^>]*>.*?{re.escape(words)}', page, re.DOTALL)
    assert html.escape(value) in control
    assert "Phòng họp lớn" in page
    again = client.get(f"{address}/phan/meeting").text
    assert html.escape(value) in again, "what was typed is still there in another visit"
    assert "Phòng họp lớn" in again


def test_a_ballot_that_does_not_add_up_is_told_in_figures(made):
    client, address = typed(made)
    key = made.key("dung")
    votes = {f"ballots-{key}-agree": "9", f"ballots-{key}-disagree": "1", f"ballots-{key}-interested": "no"}
    answer = client.post(f"{address}/phan/meeting", data={**MEETING, **votes})
    assert answer.status_code == 422
    assert "Kiều Thị Dung: Đồng ý 9 + không đồng ý 1 khác tổng 11 phiếu hợp lệ" in plain(answer)
    assert submit(made, client).status_code == 422
    assert count(made, Revision) == 0


# Whom one may nominate ------------------------------------------------------------------------------------------


def test_a_flag_is_for_collectives(made):
    """The round's award is the federation's flag; a person was chosen."""
    with made.app.app_context():
        db.session.get(AwardRound, made.matter_id).award = "co_ldld"
        db.session.commit()
    client, address = typed(made)
    page = plain(client.get(f"{address}/kiem-tra"))
    assert "chỉ tặng tập thể; Kiều Thị Dung là cá nhân" in page
    answer = submit(made, client)
    assert answer.status_code == 422
    assert "Hồ sơ còn chỗ phải sửa trước khi trình" in plain(answer)
    assert count(made, Revision) == 0
    assert state(made).draft["nominees"]["people"] == [made.key("dung")]


@pytest.mark.parametrize(
    "key", ["{other}", "p999999", "p99999999999999999999", "pabc", "p", "-1", "u{above}", "p1 OR 1=1", "\0"]
)
def test_somebody_of_another_unit_cannot_be_nominated_by_hand(made, key):
    client, address = typed(made)
    wanted = key.format(other=made.key("other"), above=made.units["above"])
    data = {
        "people": ["", made.key("dung"), wanted],
        "groups": "",
        "pasted": "",
        "version": 9999,
        "do": "next",
    }
    answer = client.post(f"{address}/phan/nominees", data=data)
    if wanted == "\0":
        assert answer.status_code == 302  # nothing was sent
        return
    assert answer.status_code == 422
    assert "không còn trong danh sách" in plain(answer)
    for path in ("", "/phan/nominees", "/phan/meeting", "/kiem-tra", "/xem-truoc/award_proposal"):
        page = client.get(f"{address}{path}")
        assert page.status_code == 200, path
        assert "Lã Thị Yến" not in page.text
    assert client.get(f"{address}/phan/results/{wanted}").status_code == 404
    assert client.get(f"{address}/xem-truoc/achievement_report_person?row={wanted}").status_code in (404, 409)
    assert submit(made, client).status_code == 422
    assert count(made, Revision) == 0
    mended = client.post(f"{address}/phan/nominees", data={**data, "people": ["", made.key("dung")]})
    assert mended.status_code == 302


def test_a_group_is_no_person_in_a_report(made):
    """Numbers of people and of units run beside each other: the report must not take one for the other."""
    client, address = typed(made, (), groups=("group",))
    key = f"u{made.units['group']}"
    assert client.get(f"{address}/xem-truoc/achievement_report_group?row={key}").status_code == 200
    assert client.get(f"{address}/xem-truoc/achievement_report_person?row={key}").status_code == 404


def test_more_people_than_the_quota_are_told_with_the_sum(made):
    with made.app.app_context():
        for name in ("an", "ba"):
            made.people[name] = tree.person(f"Tống Văn {name.title()}")
            tree.member(made.people[name], made.units["own"], clock.today().replace(year=2020))
        db.session.commit()
    client, address = typed(made, ("dung", "long", "an", "ba"))
    page = plain(client.get(f"{address}/kiem-tra"))
    assert "Danh sách có 4 trường hợp; chỉ tiêu 15% của 23 đoàn viên là 3,45, làm tròn xuống còn 3" in page
    assert submit(made, client).status_code == 422
    assert count(made, Revision) == 0


# Letters --------------------------------------------------------------------------------------------------------


def nfd(text):
    """Return a text with every mark apart, as some keyboards send it."""
    return unicodedata.normalize("NFD", text)


def test_a_name_with_its_marks_apart_is_the_same_name(made):
    client, address = typed(made, ())
    rows = {
        "people": "",
        "groups": "",
        "pasted": nfd("Kiều Thị Dung\nPhí Đức Long"),
        "version": 9999,
        "do": "read",
    }
    answer = client.post(f"{address}/phan/nominees", data=rows)
    assert "Đọc được 2 dòng, 0 dòng chưa hiểu" in plain(answer)
    found = client.post(
        f"{address}/phan/nominees", data={**rows, "pasted": "", "do": "find", "find": nfd("Phí Đức")}
    )
    shown = re.findall(r'<li data-key="[^"]*"(?! hidden)[^>]*>.*?<b data-name>([^<]*)', found.text, re.DOTALL)
    assert shown == ["Phí Đức Long"]
    data = {**MEETING, "place": nfd("Phòng họp Khối Nội")}
    client.post(f"{address}/phan/meeting", data=data)
    assert state(made).draft["meeting"]["place"] == "Phòng họp Khối Nội"


ODD = '{{ 7*7 }} {% raw %} <script>alert(1)</script> <b>đậm</b> =1+1 %s %(x)s {0} & "nháy"'


def test_text_stays_text_on_pages_and_papers(made):
    key = made.key("dung")
    with made.app.app_context():
        road.type_all(made, ["dung"], **{f"results/{key}": road.results(results=ODD, summary=ODD)})
        road.send(made)
    address = f"/ho-so/{made.code}"
    for name, path in (
        ("chair", f"/phan/results/{key}"),
        ("chair", ""),
        ("reviewer", ""),
        ("reviewer", "/lich-su"),
    ):
        page = visitor(made, name).get(f"{address}{path}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<b>đậm</b>" not in page.text
        assert "{{ 49 }}" not in page.text and " 49 " not in plain(page)
    client = visitor(made, "chair")
    for kind in ("award_proposal_list", f"achievement_report_person?row={key}"):
        sheet = client.get(f"{address}/xem-truoc/{kind}")
        assert "{{ 7*7 }} {% raw %} &lt;script&gt;" in sheet.text
    printed = client.get(f"{address}/ban-in/award_proposal_list.docx").data
    words = zipfile.ZipFile(io.BytesIO(printed)).read("word/document.xml").decode()
    text = html.unescape(re.sub(r"<[^>]+>", "", words)).replace("\u2060", "")
    assert "{{ 7*7 }} {% raw %} <script>alert(1)</script> <b>đậm</b> =1+1 %s %(x)s {0} & " in text
    assert "<w:instrText" not in words


@pytest.mark.parametrize("text", ["một\0hai", "\0\0\0", "một\x01\x1b[31mhai", "một\u202ehai\u200b"])
def test_what_cannot_be_seen_is_left_out_and_the_rest_is_kept(made, text):
    client, address = typed(made)
    answer = client.post(f"{address}/phan/meeting", data={**MEETING, "place": text, "do": "save"})
    assert answer.status_code == 302
    kept = state(made).draft["meeting"]["place"]
    assert kept == "".join(letter for letter in kept if letter.isprintable())
    assert ("một" in kept) == ("một" in text)
    assert client.get(f"{address}/phan/meeting").status_code == 200


@pytest.mark.parametrize(
    "path", ["/ho-so/%00", "/ho-so/KT%00", "/ho-so?q=%00", "/ho-so/x%0Ay", "/don-vi?x=%00"]
)
def test_a_nul_in_an_address_leads_nowhere(made, path):
    assert visitor(made, "chair").get(path).status_code in (200, 404)


def test_marks_piled_on_one_letter_are_counted(made):
    client, address = typed(made)
    answer = client.post(f"{address}/phan/meeting", data={**MEETING, "place": "e" + "\u0323\u0302" * 4000})
    assert answer.status_code == 422
    assert "tối đa 200" in plain(answer)


# Everything at once ---------------------------------------------------------------------------------------------

NASTY = [
    "\0",
    "x" * 7000,
    "９９",
    "-1",
    "9" * 5000,
    "NaN",
    "\u202eabc",
    "e" + "\u0301" * 400,
    ODD,
    "31/12/9999",
]
NASTY += [
    "01/01/0001",
    "99/99/9999",
    "25:61",
    "24:00",
    "p1",
    "secret",
    "\r\n\r\n- x\r\n",
    "\t",
    "😀" * 50,
    "2026-11-21",
]


def names_of(page):
    """Return the names of all controls on a page."""
    main = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    found = re.findall(r'<(?:input|select|textarea)[^>]*\bname="([^"]+)"', main)
    return sorted({html.unescape(name) for name in found} - {"version", "csrf_token"})


EVERYDAY = ("\0", ODD, "9" * 5000, "99/99/9999")


@pytest.mark.parametrize(
    "value",
    [value if value in EVERYDAY else pytest.param(value, marks=pytest.mark.soak) for value in NASTY],
    ids=lambda value: ascii(value)[1:20],
)
def test_nonsense_in_every_field_breaks_no_page(made, value):
    client, address = typed(made, groups=("group",))
    keys = (made.key("dung"), f"u{made.units['group']}")
    for part in ("round", "meeting", "attachments", *(f"results/{key}" for key in keys)):
        names = names_of(client.get(f"{address}/phan/{part}").text)
        assert len(names) >= 1
        data = {**dict.fromkeys(names, value), "version": 9999, "do": "next"}
        assert client.post(f"{address}/phan/{part}", data=data).status_code in (302, 422)
        assert client.get(f"{address}/phan/{part}").status_code == 200
    for kind in ("award_proposal", "award_minutes", "award_proposal_list"):
        assert client.get(f"{address}/xem-truoc/{kind}").status_code in (200, 409)
    for path in ("", "/kiem-tra", "/phan/nominees"):
        assert client.get(f"{address}{path}").status_code == 200
    assert submit(made, client).status_code in (302, 422)


def test_what_a_page_did_not_send_is_not_erased(made):
    client, address = typed(made)
    before = state(made).draft
    for part in ("round", "nominees", "meeting", "attachments", f"results/{made.key('dung')}"):
        client.post(f"{address}/phan/{part}", data={"version": 9999, "do": "save"})
    assert state(made).draft == before


@pytest.mark.parametrize("button", ["read", "find", "add", "keep", "auto", "issue", "{{ 7*7 }}", "\0"])
def test_a_button_of_another_page_does_no_harm(made, button):
    client, address = typed(made)
    for part in ("round", "nominees", "meeting", "attachments", f"results/{made.key('dung')}"):
        for name in ("initiatives", "ballots", "version", "validate", "\0"):
            data = {"do": button, "list": name, "find": name, "row-x": name, "version": 0}
            answer = client.post(f"{address}/phan/{part}", data=data)
            assert answer.status_code in (200, 302, 409, 422), (part, name)
        assert client.get(f"{address}/phan/{part}").status_code == 200


EXTREMES = ["01/01/0001", "31/12/9999", "29/02/2025", "0", "-1", "9" * 30, "{{ 7*7 }}", "\0", "1/1/1"]


@pytest.mark.parametrize("value", EXTREMES, ids=lambda value: ascii(value)[1:12])
def test_a_round_with_extreme_dates_breaks_nobodys_page(made, value):
    clerk = visitor(made, "clerk")
    fields = ("year", "opens_on", "deadline_on", "cut_off", "quota", "bonus_person", "bonus_collective")
    good = {"award": "giay_khen_ctt", "year": "2026", "title": "Đợt thử", "quota_kind": "fixed", "quota": "3"}
    good |= dict.fromkeys(("opens_on", "deadline_on", "cut_off"), f"{clock.today():%d/%m/%Y}") | {
        "purse": "quỹ"
    }
    for name in fields:
        assert clerk.post("/khen-thuong/dot/moi", data={**good, name: value}).status_code in (302, 422), name
    wide = {**good, "opens_on": "01/01/0001", "deadline_on": "31/12/9999", "cut_off": value}
    clerk.post("/khen-thuong/dot/moi", data=wide)
    with made.app.app_context():
        rounds = [row.matter_id for row in db.session.query(AwardRound)]
    chair = visitor(made, "chair")
    for matter_id in rounds:
        address = chair.post(f"/ho-so/lap/{matter_id}").location
        for path in ("", "/kiem-tra", "/phan/round", "/phan/nominees", "/xem-truoc/award_proposal"):
            assert address is None or chair.get(f"{address}{path}").status_code in (200, 409), path
        assert clerk.get(f"/khen-thuong/dot/{matter_id}").status_code == 200
    for client in (chair, clerk):
        for path in ("/viec", "/ho-so", "/khen-thuong/", "/khen-thuong/dot"):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize("value", [*EXTREMES, "hôm nay", "01/01/1900"], ids=lambda value: ascii(value)[1:12])
def test_an_extreme_date_on_a_paper_or_a_name_is_answered(made, value):
    with made.app.app_context():
        road.type_all(made, ["dung"])
        road.send(made)
        road.act(made, "reviewer", "approve", comment="Đủ.")
        made.people["keeper"] = made.people["other"]
        tree.office(made.people["keeper"], made.units["own"], "admin")
        db.session.commit()
    road.accounts_for_one(made, "keeper")
    address = f"/ho-so/{made.code}/van-ban/award_minutes"
    form = {"do": "issue", "dated_on": value, "reason": "ghi bù", "seen_hash": "0" * 64, "once": "9" * 32}
    assert visitor(made, "secretary").post(address, data=form).status_code in (200, 302, 422)
    name = {"name": "Tên mới", "short_name": "Tên", "letterhead": "", "on": value, "decision": "1/QĐ"}
    keeper = visitor(made, "keeper")
    assert keeper.post(f"/don-vi/{made.units['own']}/ten-moi", data=name).status_code in (302, 422)
    assert keeper.get("/don-vi").status_code == 200
    assert visitor(made, "chair").get(f"/ho-so/{made.code}").status_code == 200
