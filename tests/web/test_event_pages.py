"""The pages of an event: creating one, its parts by bad input, rows without the script, who sees what."""

from __future__ import annotations

import html
import re

import pytest

from extensions import db
from services import accounts, dossier_views
from tests.support import workshop as road
from tests.support.tree import CHEAP_HASH
from tests.support.visits import PASSWORD


@pytest.fixture
def made(make_app):
    """Return the sector union on 14/03/2025, the workshop typed and complete, the writer signed in."""
    app = make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH)
    found = road.build(app)
    with road.at(14, 3):
        with app.app_context():
            for name in ("writer", "boss", "chair1"):
                accounts.create(found.people[name], name, password=PASSWORD)
            road.open_event(found)
            road.type_all(found, road.parts(found))
            db.session.rollback()
        found.client = visitor(found, "writer")
        yield found


def visitor(made, name):
    """Return a client signed in as somebody."""
    client = made.app.test_client()
    answer = client.post("/dang-nhap", data={"identity": name, "password": PASSWORD, "shared": ""})
    assert answer.status_code == 302, answer.text
    return client


def flat(part, value, found=None):
    """Return stored values as the fields of a page send them."""
    found = {} if found is None else found
    if isinstance(value, dict):
        for name, inner in value.items():
            flat(f"{part}-{name}" if part else name, inner, found)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        found[part] = ""
        for no, row in enumerate(value):
            flat(f"{part}-{no}", row, found)
    elif isinstance(value, list):
        found[part] = ["", *value]
    else:
        found[part] = value
    return found


def sent(made, part, do="next", **changes):
    """Send a part's page with changes to its fields (names with __ for -); return the answer."""
    fields = flat("", road.parts(made)[part]) | {name.replace("__", "-"): v for name, v in changes.items()}
    fields = {name: made.key("head") if value == "HEAD" else value for name, value in fields.items()}
    with made.app.app_context():
        version = dossier_views.view(made.code, made.who("writer")).draft_version
        db.session.rollback()
    return made.client.post(f"/ho-so/{made.code}/phan/{part}", data={**fields, "do": do, "version": version})


def errors_at(answer, field):
    """Return the words of the error at a field, "" without one."""
    found = re.search(rf'<p class="tk-err" id="{field}-error">(.*?)</p>', answer.text, re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", found[1]) if found else ""
    return re.sub(r"\s+", " ", html.unescape(words)).strip()


BAD = [
    ("when", {"first_day": "29/02/2025"}, "first_day", "29/02/2025", "29"),
    ("when", {"first_day": "thứ Hai, 15/04/2025"}, "first_day", "thứ Hai, 15/04/2025", "thứ"),
    ("when", {"sessions__0__end": "07:00"}, "sessions-0-end", "07:00", "phải sau giờ bắt đầu"),
    ("when", {"last_day": "14/04/2025"}, "last_day", "14/04/2025", "từ ngày bắt đầu trở đi"),
    ("when", {"seats": "80"}, "seats", "80", "Hội trường Bệnh viện Đa khoa tỉnh có 80 chỗ, mời 95 người"),
    ("when", {"hall": "Phòng Zoom https://zoom.us/j/1"}, "hall", "zoom.us/j/1", "bỏ đường liên kết"),
    ("plan", {"aims": "Họp tại teams.microsoft.com/l/1"}, "aims", "teams.microsoft", "bỏ đường liên kết"),
    ("programme", {"rows__0__content": "Vào www.hop.vn"}, "rows-0-content", "www.hop.vn", "bỏ đường liên kết"),
    ("when", {"mode": "online"}, "link", "Hội trường", "phải có đường liên kết"),
    (
        "programme",
        {"rows__2__start": "08:05"},
        "rows-1-start",
        "08:05",
        "«Tuyên bố lý do, giới thiệu đại biểu» (08h00–08h10) chồng giờ với «Báo cáo đề dẫn» (08h05–08h25)",
    ),
    ("programme", {"rows__7__end": "12:00"}, "rows-7-start", "12:00", "quá giờ kết thúc buổi 11h30"),
    ("programme", {"rows__2__end": "08:10"}, "rows-2-end", "08:10", "phải sau giờ bắt đầu"),
    ("programme", {"rows__2__who": "Người Không Quen"}, "rows-2-who", "Người Không Quen", "không có trong danh bạ"),
    ("programme", {"secretary": ""}, "secretary", "Giải lao", "Chọn thư ký"),
    ("budget", {"lines__6__price": "200.000"}, "lines-6-price", "200.000", "định mức 150.000 đồng"),
    ("budget", {"lines__6__quantity": "7"}, "lines-6-quantity", "7", "danh sách chỉ có 3 người không hưởng lương"),
    ("budget", {"lines__4__approver": "HEAD"}, "lines-4-approver", "600.000", "Hạnh tự duyệt khoản chi cho mình"),
    ("budget", {"source": ""}, "source", "95", "Nhập nguồn kinh phí"),
    ("who", {"guests__0__name": "Đồng chí Phùng Đức Minh"}, "guests-0-name", "Phùng Đức Minh", "Chỉ ghi họ tên"),
    ("commissions", {"due": ""}, "due", "Tham luận số 6", "Nhập hạn gửi tham luận"),
]  # fmt: skip


def test_bad_input_is_answered_at_its_field_and_nothing_is_lost(made):
    for part, changes, field, kept, words in BAD:
        answer = sent(made, part, **changes)
        assert answer.status_code == 422, (changes, answer.location)
        assert words in errors_at(answer, field), (changes, errors_at(answer, field))
        assert kept in html.unescape(answer.text), changes
    again = made.client.get(f"/ho-so/{made.code}/phan/programme").text
    assert 'name="secretary"' in again, "the draft is there, wrong as it is"


def test_a_list_of_two_hundred_says_every_fault_by_its_row(made):
    rows = ["Họ và tên\tChức vụ\tĐơn vị\tGiới tính"]
    rows += [f"Đại Biểu Thứ {no}\tỦy viên\tCông đoàn cơ sở {road.UNITS[no % 12]}\tNam" for no in range(200)]
    rows[5] = "\tỦy viên\tCông đoàn cơ sở Bệnh viện Phổi\tNam"
    rows[17] = "Đại Biểu Thứ 16\tỦy viên\tBệnh viện Không Có\tNam"
    rows[90] = rows[60]
    rows[150] = rows[150].replace("Nam", "Đàn ông")
    answer = sent(made, "who", people="\n".join(rows))
    words = errors_at(answer, "people")
    assert answer.status_code == 422
    assert [int(no) for no in re.findall(r"Dòng (\d+)", words)] == [6, 18, 91, 151]
    assert "đã có ở dòng 61" in words
    looked = sent(made, "who", do="read", people="\n".join(rows))
    assert "Đọc được 199 người, 4 chỗ cần sửa" in html.unescape(looked.text)
    assert "Đại Biểu Thứ 199" in made.client.get(f"/ho-so/{made.code}/phan/who").text


def test_a_unit_that_closes_before_the_day_is_not_called(made):
    from models import Unit

    with made.app.app_context():
        db.session.get_one(Unit, made.units["u11"]).closed_on = road.date(2025, 4, 1)
        db.session.commit()
    answer = sent(made, "who")
    field = f"quotas-u{made.units['u11']}-called"
    assert "giải thể ngày 01/04/2025, không triệu tập được" in errors_at(answer, field)


def test_rows_are_added_and_dropped_without_the_script(made):
    added = sent(made, "programme", do="add:rows", rows__2__end="nửa buổi")
    assert added.status_code == 200
    assert 'name="rows-8-content"' in added.text
    dropped = sent(made, "programme", do="drop:rows:2", rows__2__end="nửa buổi")
    assert "Tuyên bố lý do" not in dropped.text
    assert re.search(r'name="rows-1-end"[^>]*value="nửa buổi"', dropped.text), "what was typed wrong stays"
    for broken in ("drop:rows:99", "drop:rows", "add:nothing", "drop:chairs:1", "add:title"):
        assert sent(made, "programme", do=broken).status_code == 200


def test_the_link_stands_in_no_paper(made):
    link = "https://hop.example/phong-8431"
    points = {"points__0__name": "CĐCS Bệnh viện Phổi", "points__0__keeper": "Nghiêm Thị Hà"}
    assert sent(made, "when", mode="mixed", link=link, link_places="200", **points).status_code == 302
    for kind in ("event_plan", "event_programme", "summons_letter", "invitation"):
        sheet = made.client.get(f"/ho-so/{made.code}/xem-truoc/{kind}")
        assert sheet.status_code == 200
        assert "phong-8431" not in sheet.text
    assert "được gửi riêng" in made.client.get(f"/ho-so/{made.code}/xem-truoc/invitation").text
    assert "phong-8431" in made.client.get(f"/su-kien/{made.matter_id}").text


def test_an_event_of_two_days_says_both(made):
    second = {"sessions__1__day": "16/04/2025", "sessions__1__start": "7h30", "sessions__1__end": "11h"}
    assert sent(made, "when", last_day="16/04/2025", **second).status_code == 302
    sheet = html.unescape(made.client.get(f"/ho-so/{made.code}/xem-truoc/event_plan").text)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", sheet)).replace("\u00a0", " ")
    assert (
        "từ 07 giờ 30 phút, thứ Ba, ngày 15 tháng 4 năm 2025 đến 11 giờ 00 phút, thứ Tư, ngày 16 tháng 4 năm 2025"
        in words
    )
    outside = sent(made, "when", last_day="16/04/2025", **second | {"sessions__1__day": "17/04/2025"})
    assert "không nằm trong thời gian" in errors_at(outside, "sessions-1-day")


def test_a_small_meeting_goes_the_short_way(made):
    fields = {
        "kind": "meeting",
        "path": "short",
        "title": "Hội nghị Ban Chấp hành quý I",
        "first_day": "28/03/2025",
        "earlier": "",
    }
    address = made.client.post("/su-kien/tao", data=fields).location
    page = made.client.get(address)
    assert "Xong 0 trong 3 phần" in page.text
    parts = {
        "plan": {"title": "Hội nghị Ban Chấp hành quý I", "aims": "Sơ kết quý I", "contents": "Báo cáo\nThảo luận"},
        "when": {
            "who": "ủy viên Ban Chấp hành",
            "called": "15",
            "mode": "in_person",
            "first_day": "28/03/2025",
            "start": "14h",
            "end": "16h30",
            "hall": "Phòng họp tầng 2",
            "seats": "20",
            "locality": "district",
            "link": "",
            "contact": "",
        },
        "budget": {"spends": "no"},
    }  # fmt: skip
    for version, (part, typed) in enumerate(parts.items()):
        data = {**typed, "do": "next", "version": version}
        assert made.client.post(f"{address}/phan/{part}", data=data).status_code == 302, part
    assert made.client.get(f"{address}/phan/who").status_code == 404
    sheet = html.unescape(made.client.get(f"{address}/xem-truoc/event_plan").text)
    assert "ủy viên Ban Chấp hành (15 người)" in sheet
    assert "không sử dụng kinh phí" in sheet
    assert "VI. TỔ CHỨC THỰC HIỆN" in re.sub(r"<[^>]+>", "", sheet).upper()
    check = html.unescape(made.client.get(f"{address}/kiem-tra").text)
    assert "Máy kiểm tra: 0 lỗi" in check
    assert "Không có chi phí" in html.unescape(made.client.get(address).text)


WRONG = [
    ({"title": ""}, "Nhập tên sự kiện"),
    ({"first_day": "30/02/2025"}, "30"),
    ({"first_day": "01/03/2025"}, "phải từ hôm nay trở đi"),
    ({"kind": "party"}, "Chọn lại"),
    ({"path": ""}, "Chọn cách lập"),
    ({"earlier": "999999"}, "Chọn lại"),
]


def test_an_event_is_created_from_good_input_only(made):
    good = {"kind": "workshop", "path": "full", "title": "Hội thảo", "first_day": "20/05/2025", "earlier": ""}
    for changes, words in WRONG:
        answer = made.client.post("/su-kien/tao", data=good | changes)
        assert answer.status_code == 422, changes
        assert words in html.unescape(answer.text), changes


def test_who_may_look_at_an_event(made):
    doors = (
        f"/su-kien/{made.matter_id}",
        f"/su-kien/{made.matter_id}/dai-bieu",
        f"/su-kien/{made.matter_id}/danh-sach.docx",
        f"/su-kien/{made.matter_id}/van-ban/invitation",
    )
    assert made.client.get(doors[0]).status_code == 200
    assert made.client.get(doors[1]).status_code == 200
    assert made.client.get(doors[3]).status_code == 403, "the writer keeps no register"
    for name in ("boss", "chair1"):
        other = visitor(made, name)
        assert [other.get(door).status_code for door in doors] == [404] * 4, name
        assert made.code not in other.get("/su-kien/").text
    assert made.client.get("/su-kien/999999").status_code == 404
