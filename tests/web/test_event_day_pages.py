"""The pages of an event's day and what follows: who comes in, one tap without a script, faults at their fields."""

from __future__ import annotations

import html
import re

import pytest

from services import accounts, event_delegates, event_presences, event_recommendations, event_tasks
from tests.support import workshop as road
from tests.support import workshop_after as after
from tests.support.tree import CHEAP_HASH
from tests.support.visits import PASSWORD

OWN = ("writer", "clerk", "head")
STRANGERS = ("chair1", "boss")


@pytest.fixture
def visit(make_app):
    """Return the workshop on its day, 84 people listed, and a client for each of a few people."""
    app = make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH)
    made = road.build(app)
    with app.app_context(), road.at(15, 4, 8):
        after.plan(made)
        with road.at(15, 4, 8):
            from services import event_days

            event_days.take_over(made.matter_id, who=made.who("writer"))
            for name in (*OWN, *STRANGERS):
                accounts.create(made.people[name], name, password=PASSWORD)
    made.clients = {}
    for name in (*OWN, *STRANGERS):
        made.clients[name] = app.test_client()
        made.clients[name].post("/dang-nhap", data={"identity": name, "password": PASSWORD, "shared": ""})
    return made


def words(answer) -> str:
    """Return the text of a page without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def test_a_day_by_its_pages(visit):
    with road.at(15, 4, 8):
        who_may_come(visit)
        the_door_on_a_phone(visit)
        a_whole_unit_at_once(visit)
        what_was_said(visit)
        what_follows(visit)


def who_may_come(made):
    at = f"/su-kien/{made.matter_id}"
    pages = (
        *("diem-danh", "diem-danh/1", "the-dai-bieu", "dai-bieu/moi", "nhat-ky", "y-kien", "bien-ban"),
        *("nhiem-vu", "kien-nghi", "chung-nhan", "theo-don-vi", "theo-don-vi/0"),
    )
    for page in pages:
        assert made.clients["clerk"].get(f"{at}/{page}").status_code == 200, page
        answer = made.clients["chair1"].get(f"{at}/{page}")
        assert answer.status_code == 404, page
        assert "Trần Thị" not in words(answer)
    posts = ("diem-danh", "diem-danh/danh-sach", "dai-bieu/moi", "nhat-ky", "y-kien", "bien-ban", "nhiem-vu")
    for page in (
        *posts,
        "theo-don-vi/0",
        "nhiem-vu/giao",
        "kien-nghi",
        "chung-nhan",
        "bao-cao",
        "ket-qua/event_minutes",
    ):
        assert made.clients["boss"].post(f"{at}/{page}", data={"in": "1"}).status_code == 404, page


def the_door_on_a_phone(made):
    client, at = made.clients["writer"], f"/su-kien/{made.matter_id}/diem-danh"
    found = client.get(f"{at}?tim=so 12 thu 6")
    assert found.text.count('name="in"') == 1
    delegate_id = re.search(r'name="in" value="(\d+)"', found.text)[1]
    sent = {"once": "1" * 32, "buoi": "1", "tim": "so 12", "loc": "none", "at": ""}
    answer = client.post(at, data={**sent, "in": delegate_id})
    assert answer.status_code == 302
    assert "loc=none" in answer.location
    page = client.get(answer.location)
    assert "1/84" in words(page)
    assert "đã ghi vào" in words(page)
    assert f'value="{delegate_id}"' not in page.text  # who is in is not among those who are not
    early = client.post(at, data={**sent, "once": "2" * 32, "out": delegate_id, "at": "7:00"})
    assert early.status_code == 422
    assert "Giờ ra 07:00 trước giờ vào 08:00" in words(early)
    wrong = client.post(at, data={**sent, "once": "3" * 32, "out": delegate_id, "at": "25:70"})
    assert wrong.status_code == 422
    assert 'value="25:70"' in wrong.text
    badge = client.get(f"{at}/{delegate_id}")
    assert 'name="way" value="qr"' in badge.text
    assert (
        client.post(at, data={**sent, "once": "4" * 32, "way": "qr", "out": delegate_id}).status_code == 302
    )
    log = {
        "once": "5" * 32,
        "buoi": "1",
        "pasted": "Trần Thị Số 2 Thứ 2\t7:30\t11:30\nAi Đó\t8:00\t\nX\tchín giờ",
    }
    faulty = client.post(at.replace("diem-danh", "nhat-ky"), data=log)
    assert faulty.status_code == 422
    assert "Dòng 3" in words(faulty)
    log["pasted"] = log["pasted"].rsplit("\n", 1)[0]
    taken = client.post(at.replace("diem-danh", "nhat-ky"), data=log)
    assert "Đã ghi 1 người" in words(taken)
    assert "Dòng 2: Ai Đó" in words(taken)


def a_whole_unit_at_once(made):
    client, unit = made.clients["writer"], made.units["u5"]
    at = f"/su-kien/{made.matter_id}/theo-don-vi/{unit}"
    page = client.get(at)
    people = re.findall(r'name="came"[^>]* value="(\d+)"', page.text)
    assert len(people) == 5
    assert " checked" not in page.text
    assert client.get(f"{at}?chon=het").text.count(" checked") == 5
    sent = {"once": "c" * 32, "buoi": "1", "at": "", "came": ["", *people[:4]]}
    nobody = client.post(at, data={**sent, "came": ""})
    assert nobody.status_code == 422
    assert "Đánh dấu ít nhất một người" in words(nobody)
    wrong = client.post(at, data={**sent, "at": "25:70"})
    assert wrong.status_code == 422
    assert wrong.text.count(" checked") == 4
    assert client.post(at, data={**sent, "came": "999999"}).status_code == 422
    for _again in range(2):  # a double click
        assert client.post(at, data=sent).status_code == 302
    later = {**sent, "once": "d" * 32, "came": people[:5]}  # four of them by another phone meanwhile
    assert "đã ghi vào 1 người" in words(client.post(at, data=later, follow_redirects=True))
    page = client.get(at)
    assert "5/5 người có mặt" in words(page)
    assert "Đánh dấu cả đơn vị" not in words(page)
    assert "5/5 có mặt" in words(client.get(at.rsplit("/", 1)[0]))
    assert client.get(at.replace(str(unit), "999999")).status_code == 404


def what_was_said(made):
    client, at = made.clients["writer"], f"/su-kien/{made.matter_id}/y-kien"
    said = {"once": "6" * 32, "channel": "spoken", "field": "Tài chính", "field_other": "", "body": ""}
    said |= {
        "unit": str(made.units["u1"]),
        "person": "",
        "gist": "Ý rất dài.",
        "nature": "remark",
        "minutes": "5",
    }
    missing = client.post(at, data=said)
    assert missing.status_code == 422
    assert "Ý rất dài." in missing.text
    assert "người phát biểu" in words(missing).lower()
    elsewhere = client.post(at, data={**said, "person": "A B", "unit": "other"})
    assert "Nhập tên cơ quan, đơn vị" in words(elsewhere)
    assert client.post(at, data={**said, "person": "A B"}).status_code == 302
    page = words(client.get(at))
    assert "1 ý kiến" in page
    assert "1 phát biểu, 0 bằng văn bản" in page
    row = re.search(r"/y-kien/(\d+)\"", client.get(at).text)[1]
    mended = {**said, "once": "7" * 32, "person": "A B", "gist": "Ý gọn.", "channel": "written"}
    assert client.post(f"{at}/{row}", data=mended).status_code == 302
    assert "0 phát biểu, 1 bằng văn bản" in words(client.get(at))
    minutes = at.replace("y-kien", "bien-ban")
    half = client.post(
        minutes, data={"begins": "8 rưỡi sáng mai", "chair": "Đinh Thu Hạnh", "guests": "Khách."}
    )
    assert half.status_code == 422
    kept = client.get(minutes).text
    assert "8 rưỡi sáng mai" in kept
    assert "Đinh Thu Hạnh" in kept


def what_follows(made):
    client, at = made.clients["writer"], f"/su-kien/{made.matter_id}"
    task = {"once": "8" * 32, "text": "Rà soát quy chế", "to": ["all"], "owner": "", "product": ""}
    assert "hạn" in words(client.post(f"{at}/nhiem-vu", data={**task, "due_on": "30/2/2025"})).lower()
    assert client.post(f"{at}/nhiem-vu", data={**task, "due_on": "30/6/2025"}).status_code == 302
    chair = made.clients["chair1"]
    assert "Rà soát quy chế" not in chair.get("/viec").text
    assert client.post(f"{at}/nhiem-vu/giao").status_code == 302
    assert "Rà soát quy chế" in chair.get("/viec").text
    task_id = re.search(r"/su-kien/viec/(\d+)", chair.get("/viec").text)[1]
    done = {"once": "9" * 32, "done_on": "hôm nay", "note": "xong"}
    assert made.clients["boss"].post(f"/su-kien/viec/{task_id}", data=done).status_code == 404
    assert re.search(r"0/\d+ đơn vị đã xong, chưa tới hạn", words(client.get(f"{at}/nhiem-vu")))
    assert chair.post(f"/su-kien/viec/{task_id}", data=done).status_code == 302
    assert f"/su-kien/viec/{task_id}" not in chair.get("/viec").text
    new = {
        "once": "a" * 32,
        "text": "Tăng mức hỗ trợ",
        "unit": str(made.units["u8"]),
        "body": "",
        "field": "",
    }
    new |= {"level": "", "addressee": "", "received_on": "15/4/2025"}
    assert client.post(f"{at}/kien-nghi", data=new).status_code == 302
    row = re.search(r"/kien-nghi/(\d+)\"", client.get(f"{at}/kien-nghi").text)[1]
    move = {
        "once": "b" * 32,
        "move": "answer",
        "on": "hôm nay",
        "text": "",
        "paper": "",
        "signer": "",
        "level": "",
    }
    empty = client.post(f"{at}/kien-nghi/{row}", data={**move, "addressee": ""})
    assert empty.status_code == 422
    assert "Ghi nội dung trả lời" in words(empty)
    assert 'id="text-error"' in empty.text  # beside its field
    assert (
        client.post(f"{at}/kien-nghi/{row}", data={**move, "addressee": "", "text": "đủ"}).status_code == 302
    )
    with made.app.app_context():
        assert [one.fact.status for one in event_recommendations.of(made.matter_id)] == ["answered"]
        assert len(event_tasks.of(made.matter_id)) == 1
        listed = event_delegates.of(made.matter_id)
        held = {one.delegate for one in event_presences.presences(made.matter_id, listed)}
        assert len(held) == 7


def test_a_report_is_read_as_it_is_typed(visit):
    """Half typed and complete: what is counted, plan and result, the settlement and the news stand on one page."""
    with road.at(29, 4):
        with visit.app.app_context():
            after.open_report(visit, {"report": {"general": "Hội thảo tổ chức sáng 15/4."}})
        client, at = visit.clients["writer"], f"/ho-so/{visit.code}"
        half = words(client.get(f"{at}/kiem-tra"))
        assert "Hội thảo tổ chức sáng 15/4." in half
        with visit.app.app_context():
            road.type_all(visit, after.report_parts(visit))
        for page in ("", "/phan/report", "/phan/settlement", "/phan/news"):
            assert client.get(at + page).status_code == 200, page
        whole = words(client.get(f"{at}/kiem-tra"))
        for said in ("Thực chi 8.610.000 đồng", "nộp trả 340.000 đồng", "hơn 80", "Chưa có biên bản."):
            assert said in whole, said
        assert visit.clients["chair1"].get(at).status_code == 404
