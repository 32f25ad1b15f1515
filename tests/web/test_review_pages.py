"""The pages of annual reviews: who opens what, what is refused in words, a sheet edited and frozen."""

from __future__ import annotations

import html
import re

import pytest

from extensions import clock, db
from tests.support import province as road
from tests.support import reviews as walk
from tests.support.tree import CHEAP_HASH
from tests.support.visits import PASSWORD

PEOPLE = ("chair", "secretary", "sister", "reviewer", "seat1", "clerk")
OK, GONE = 200, 404


class Visitors:
    """The province on a day of November 2025, a client for each person."""

    def __init__(self, app):
        self.made = road.build(app)
        road.accounts_for(self.made)
        with app.app_context():
            self.matter_id = walk.open_cycle(self.made)
        self.clients = {name: self._signed_in(app.test_client(), name) for name in PEOPLE}
        self.code = ""

    @staticmethod
    def _signed_in(client, name):
        answer = client.post("/dang-nhap", data={"identity": name, "password": PASSWORD, "shared": ""})
        assert answer.status_code == 302, answer.text
        return client

    def type(self, unit="CS08", **more):
        """Type a whole review as the hospital's chair."""
        with self.made.app.app_context():
            self.code = walk.fill(self.made, self.matter_id, unit, **more)

    def to(self, step):
        """Lead the review to a step."""
        with self.made.app.app_context():
            walk.send(self.made, self.code)
            walk.act(self.made, self.code, "reviewer", "approve")
            walk.papers_recorded(self.made, self.code)
            if step in ("second", "answer"):
                walk.verify(self.made, self.code, "CS08")
            if step == "answer":
                walk.second(self.made, self.code)

    def get(self, name, path, status=OK):
        """Open a page; return its words."""
        return said(self.clients[name].get(path), status)

    def post(self, name, path, status=302, **fields):
        """Send a form; return the words of what follows, or where it leads."""
        answer = self.clients[name].post(path, data=fields)
        return answer.location if answer.status_code == status == 302 else said(answer, status)


def said(answer, status):
    """The words of a page, after its status was judged."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    words = re.sub(r"\s+", " ", html.unescape(text).replace("\u00a0", " "))
    assert answer.status_code == status, f"{answer.status_code}: {words[:1500]}"
    return words


@pytest.fixture
def visitors(make_app):
    """The province, everybody signed in, in November 2025."""
    with clock.at(walk.SENT):
        yield Visitors(make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH))


def test_who_opens_what_before_and_after_sending(visitors):
    visitors.type()
    cycle, code = f"/xep-loai/ky/{visitors.matter_id}", visitors.code
    for path in (cycle, f"{cycle}/bang-diem/SN"):
        for name in PEOPLE:
            visitors.get(name, path, OK if name in ("reviewer", "seat1", "clerk") else GONE)
    visitors.get("reviewer", f"{cycle}/bang-diem/XX", GONE)
    verification, answer = f"/xep-loai/ho-so/{code}/tham-dinh", f"/xep-loai/ho-so/{code}/tra-loi"
    for path in (verification, answer):
        for name in PEOPLE:
            visitors.get(name, path, GONE)
    visitors.to("verify")
    # Who verifies types; who only reads sees no field; the unit does not see unfinished points.
    assert "Chép điểm tự chấm" in visitors.get("reviewer", verification)
    assert "Chép điểm tự chấm" not in visitors.get("seat1", verification)
    visitors.post("seat1", verification, 403, do="save")
    for name in ("chair", "secretary", "sister"):
        visitors.get(name, verification, GONE)
        visitors.get(name, answer, GONE)
        visitors.post(name, verification, GONE, do="finish")
    # Papers of the cycle: who manages it; before the decision there is no result to appeal against.
    for name in ("chair", "sister"):
        for path in (f"{cycle}/quyet-dinh", f"{cycle}/van-ban/review_summary"):
            visitors.get(name, path, GONE)
        visitors.post(name, f"{cycle}/nhac", GONE)
    visitors.get("seat1", f"{cycle}/van-ban/review_summary", 403)
    visitors.get("reviewer", f"{cycle}/van-ban/review_summary", 302)
    visitors.get("reviewer", f"{cycle}/van-ban/letter", GONE)
    for name in PEOPLE:
        visitors.get(name, f"/xep-loai/ho-so/{code}/phuc-tra", GONE)
    # Nobody opens a cycle but the upper union's office.
    visitors.post("chair", "/xep-loai/ky/moi", 422, year="2026")


def test_points_over_the_maximum_are_told_beside_the_field_and_kept(visitors):
    visitors.type()
    path = f"/ho-so/{visitors.code}/phan/scores/g1"
    kept = visitors.clients["chair"].get(path).text
    fields = dict(re.findall(r'name="(i1_\d+-own)"[^>]*?value="([^"]*)"', kept))
    assert len(fields) == 10
    words = visitors.post(
        "chair",
        path,
        422,
        **{**fields, "i1_1-own": "17", "i1_2-own": "4,3", "i1_3-own": "ba"},
        do="next",
        version="99",
    )
    assert "17 điểm vượt điểm tối đa 4. Nhập từ 0 đến 4" in words
    assert "4,3 điểm không tính được. Điểm lẻ chỉ tới 0,5" in words
    assert '"ba" là bao nhiêu?' in words
    again = visitors.clients["chair"].get(path).text
    assert re.search(r'name="i1_1-own"[^>]*value="17"', again)
    # A sheet half filled, on the last day: nothing is sent, nothing is lost.
    seen = visitors.clients["chair"].get(f"/ho-so/{visitors.code}/kiem-tra").text
    assert "vượt điểm tối đa" in html.unescape(seen)
    sent = {"confirmed": "y", "seen": "1", "once": "1" * 32, "version": "99"}
    words = visitors.post("chair", f"/ho-so/{visitors.code}/trinh", 422, **sent)
    assert "Còn phần chưa xong" in words


def test_groups_that_nobody_has_opened_yet_are_not_wrong(visitors):
    from services import dossiers

    made = visitors.made
    with made.app.app_context():
        who = made.who("chair")
        code = dossiers.open_dossier(visitors.matter_id, who=who)
        typed = walk.parts("CS08", chair=made.key("chair"), secretary=made.key("secretary"))
        for place in ("unit", "year", "scores/g1", "scores/g2"):
            dossiers.save_part(code, place, typed[place], who=who, version=None)
    words = visitors.get("chair", f"/ho-so/{code}")
    assert "Xong 2 trong 4" in words and "chỗ cần sửa" not in words


def test_a_closed_unit_sends_nothing(visitors):
    from models import Unit

    visitors.type()
    with visitors.made.app.app_context():
        db.session.get_one(Unit, visitors.made.units["own"]).closed_on = walk.DEMO["cycle"]["opened_on"]
        db.session.commit()
    words = visitors.get("chair", f"/ho-so/{visitors.code}/kiem-tra")
    assert "Đơn vị kết thúc hoạt động ngày 14/10/2025, trước ngày chốt 30/11/2025." in words


def sheet_fields(page):
    """The fields of the sheet's editor as a browser would send them."""
    text = html.unescape(page.text)
    fields = dict(re.findall(r'<input[^>]*?name="((?:title|g\d)[^"]*)"[^>]*?value="([^"]*)"', text))
    for name, body in re.findall(r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'<option selected[^>]*value="([^"]*)"', body)
        fields[name] = chosen[1] if chosen else ""
    return fields


def test_a_sheet_is_edited_until_somebody_has_sent_a_review(visitors):
    path = f"/xep-loai/ky/{visitors.matter_id}/bang-diem/SN"
    fields = sheet_fields(visitors.clients["reviewer"].get(path))
    assert fields["g2-rows-1-tag"] == "minutes" and fields["g1-max"] == "40"
    # Sums that do not fit the group, an item without a code: told, nothing lost.
    wrong = visitors.post("reviewer", path, 422, **{**fields, "g1-rows-0-max": "9"})
    assert "Nhóm 1: các tiêu chí cộng lại 45 điểm, điểm tối đa của nhóm là 40." in wrong
    assert "Nhập mã tiêu chí" in visitors.post("reviewer", path, 422, **{**fields, "g1-rows-0-code": ""})
    # Two items change places in points, one its title: saved, the tag stays.
    changed = {**fields, "g1-rows-0-max": "3,5", "g1-rows-1-max": "5,5", "g1-rows-0-title": "Quy chế dân chủ"}
    assert visitors.post("reviewer", path, **changed) == path
    again = sheet_fields(visitors.clients["reviewer"].get(path))
    assert (again["g1-rows-0-max"], again["g1-rows-1-max"]) == ("3,5", "5,5")
    assert again["g1-rows-0-title"] == "Quy chế dân chủ" and again["g1-rows-1-tag"] == "conference"
    visitors.post("seat1", path, 403, **fields)
    # RV40: from the first review on, the criteria stay.
    visitors.type(own={"1.1": 35})
    with visitors.made.app.app_context():
        walk.send(visitors.made, visitors.code)
    assert "giữ nguyên đến hết kỳ" in visitors.get("reviewer", path)
    assert "bảng điểm của kỳ này giữ nguyên" in visitors.post("reviewer", path, 409, **changed)


def test_the_days_of_a_cycle_are_right_or_told(visitors):
    usual = {
        "year": "2026",
        "title": "Đánh giá, xếp loại năm 2026",
        "opens_on": "14/10/2026",
        "deadline_on": "20/11/2026",
        "begins": "01/01/2026",
        "ends": "31/12/2026",
        "cutoff": "30/11/2026",
        "kinds": "SN",
        "applied": "groups",
        "share": "20",
        "base": "htt_or_better",
        "rounding": "down",
    }
    wrong = {"deadline_on": "01/10/2026", "cutoff": "30/02/2026", "share": "0"}
    words = visitors.post("reviewer", "/xep-loai/ky/moi", 422, **{**usual, **wrong})
    for reason in ("Hạn nộp phải sau ngày mở kỳ", "Tháng 2 năm 2026 không có ngày 30", "Nhập số từ 1"):
        assert reason in words
    twice = visitors.post("reviewer", "/xep-loai/ky/moi", 422, **{**usual, "year": "2025"})
    assert "Kỳ đánh giá năm 2025 đã mở." in twice
    assert visitors.post("reviewer", "/xep-loai/ky/moi", **usual).startswith("/xep-loai/ky/")
