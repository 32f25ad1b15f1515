"""A plan that is read, returned with notes beside its answers, mended and approved: what each page says on the way."""

from __future__ import annotations

import html
import re

import pytest

from extensions import db
from services import accounts, bulk_pages, dossier_views, events, inbox
from services.lists_units import OWED
from services.state_words import STATES
from tests.support import desk, tree
from tests.support import workshop as road
from tests.support.dossier_visits import plain
from tests.support.tree import CHEAP_HASH
from tests.support.visits import PASSWORD

TEA = {"item": "tea_break", "content": "Nước uống", "unit": "người", "quantity": 15, "times": 1}
PARTS = {
    "plan": {"title": "Họp quý I", "aims": "Sơ kết", "contents": "Báo cáo"},
    "when": {
        "who": "ủy viên Ban Chấp hành",
        "called": 15,
        "mode": "in_person",
        "first_day": "2025-03-31",
        "start": "14:00",
        "end": "16:30",
        "hall": "Phòng họp",
        "seats": 20,
        "locality": "district",
        "link": "",
        "contact": "",
    },
    "budget": {"spends": "no", "source": "", "lines": []},
}


@pytest.fixture
def made(make_app):
    """Yield the first hospital's union on 17/03/2025: chair1 wrote a small plan, vice1 decides; both have accounts."""
    app = make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH)
    found = road.build(app)
    with road.at(17, 3):
        with app.app_context():
            found.people["vice1"] = tree.person("Cù Thị Mai")
            tree.office(found.people["vice1"], found.units["u1"], "vice_chair", title="Phó Chủ tịch")
            db.session.commit()
            for name in ("chair1", "vice1"):
                accounts.create(found.people[name], name, password=PASSWORD)
            day = road.date(2025, 3, 31)
            found.matter_id = events.open_event(
                who=found.who("chair1"), kind="meeting", title="Họp quý I", first_day=day, path="short"
            )
            found.code = events.plan_code(found.matter_id)
            road.type_all(found, PARTS, who="chair1")
            db.session.commit()
        yield found


def visit(made, name):
    client = made.app.test_client()
    assert (
        client.post("/dang-nhap", data={"identity": name, "password": PASSWORD, "shared": ""}).status_code
        == 302
    )
    return client


def view(made, name="chair1"):
    with made.app.app_context():
        found = dossier_views.view(made.code, made.who(name))
        db.session.rollback()
        return found


def send(made):
    with made.app.app_context(), made.app.test_request_context():
        road.send(made, who="chair1")
        road.act(made, "vice1", "receive")
        db.session.rollback()


def opinion(made, client, **fields):
    """Send the decision's form of who decides."""
    data = {"seen": view(made, "vice1").seq, "once": desk.key(), "notes": "", **fields}
    return client.post(
        f"/ho-so/{made.code}/y-kien", data={key.replace("__", "-"): one for key, one in data.items()}
    )


def returned(made, comment="Sửa hai chỗ.", places=("when.hall",)):
    """Let the deputy return it with a note at each place."""
    notes = [{"field": place, "text": f"Sửa {place}."} for place in places]
    with road.at(17, 3, 10), made.app.app_context(), made.app.test_request_context():
        road.act(made, "vice1", "return", comment=comment, notes=notes)
        db.session.rollback()


def test_every_answer_of_a_plan_has_its_note_button_once(made):
    send(made)
    page = visit(made, "vice1").get(f"/ho-so/{made.code}").text
    offered = re.findall(r'data-pin="([\w.]+)"', page)
    assert len(offered) == len(set(offered)), "a place is offered once"
    assert offered[:5] == ["plan.aims", "plan.contents", "when.first_day", "when.hall", "when.mode"]
    assert {"plan.title", "when.locality", "budget.source"} <= set(offered), "the rest stands below"
    for button in re.findall(r"<button[^>]*data-pin=[^>]*>", page):
        assert 'form="decision"' in button, button
        assert f'formaction="/ho-so/{made.code}/y-kien#notes-0-text"' in button
    writer = visit(made, "chair1")
    assert "data-pin" not in writer.get(f"/ho-so/{made.code}").text, "who may not decide pins nothing"
    assert "data-pin" not in writer.get(f"/ho-so/{made.code}/kiem-tra").text


def test_a_note_opens_beside_its_answer_without_a_script(made):
    send(made)
    client = visit(made, "vice1")
    page = opinion(made, client, comment="Gần đủ.", do="pin:when.hall").text
    there = page[page.index('data-pinned="when.hall"') :]
    assert re.search(r'name="notes-0-field" value="when.hall"', there[:400])
    assert (
        '<textarea class="form-control" rows="2" maxlength="1000" form="decision" id="notes-0-text"' in page
    )
    assert page.index("Phòng họp") < page.index('data-pinned="when.hall"') < page.index("Hình thức")
    assert page.count('name="notes-0-field"') == 1, "the form beside does not ask for the place again"
    assert re.search(r'<input[^>]*checked[^>]*value="return"', page)
    assert "Gần đủ.</textarea>" in page
    assert "Trả lại với ghi chú đã viết" in plain(client.get(f"/ho-so/{made.code}"))
    again = opinion(
        made,
        client,
        do="pin:plan.aims",
        choice="return",
        notes__0__field="when.hall",
        notes__0__text="Đổi phòng.",
    ).text
    assert again.count("data-pinned=") == 2 + 1, "both, and the empty one that the script copies"
    assert ">Đổi phòng.</textarea>" in again
    less = opinion(
        made, client, do="unpin:0", choice="return", notes__0__field="when.hall", notes__0__text="Đổi phòng."
    ).text
    assert "Đổi phòng." not in less


def test_a_ready_sentence_of_a_note_can_be_edited_or_sent_as_it_is(made):
    send(made)
    client, sentence = visit(made, "vice1"), "Đề nghị ghi cụ thể hơn."
    said = {"choice": "return", "notes__0__field": "plan.contents", "notes__0__ready": sentence}
    page = html.unescape(opinion(made, client, do="ready", **said).text)
    assert f">{sentence}</textarea>" in page
    assert opinion(made, client, **said).status_code == 302
    found = view(made)
    assert [(one.field, one.text, one.reason) for one in found.notes] == [("plan.contents", sentence, False)]


def test_notes_that_stand_nowhere_are_refused(made):
    send(made)
    client = visit(made, "vice1")
    answer = opinion(made, client, do="pin:nowhere")
    assert answer.status_code == 422
    assert "Chọn ý kiến" in plain(answer)


def test_the_reason_of_a_return_is_no_note(made):
    send(made)
    returned(made, places=("plan.aims", "when.hall"))
    chair = visit(made, "chair1")
    home, tasks = (plain(chair.get(where)) for where in ("/viec", f"/ho-so/{made.code}"))
    assert "Cù Thị Mai trả lại · 2 ghi chú" in home
    assert "“Sửa hai chỗ.”" in home
    assert "Cù Thị Mai trả lại với 2 ghi chú" in tasks
    assert "Lý do: Sửa hai chỗ." in tasks


def test_a_return_with_a_reason_alone_counts_no_notes(made):
    send(made)
    returned(made, places=())
    chair = visit(made, "chair1")
    assert "ghi chú" not in re.sub(r"Ghi chú|Thông báo.*", "", plain(chair.get("/viec")))
    assert "Cù Thị Mai trả lại Lý do: Sửa hai chỗ." in plain(chair.get(f"/ho-so/{made.code}"))


def test_who_returned_it_follows_it_and_is_asked_for_nothing(made):
    send(made)
    returned(made)
    with made.app.app_context():
        for name, groups in (("vice1", ("following", 0)), ("chair1", ("returned", 1))):
            home = inbox.home(made.who(name))
            there = [group for group in inbox.GROUPS if getattr(home, group)]
            assert (there, home.count, inbox.waiting_count(made.who(name))) == (
                [groups[0]],
                groups[1],
                groups[1],
            )
            db.session.rollback()
        road.type_all(made, PARTS, who="chair1")
        road.send(made, who="chair1")
        assert [row.code for row in inbox.home(made.who("vice1")).waiting] == [made.code], (
            "sent again, it waits again"
        )
        road.act(made, "vice1", "return", comment="Còn thiếu.")
        assert not inbox.home(made.who("vice1")).returned
        db.session.rollback()


def test_after_a_return_the_button_leads_through_the_notes(made):
    send(made)
    returned(made, places=("plan.aims", "budget.spends"))
    chair, address = visit(made, "chair1"), f"/ho-so/{made.code}"
    assert "Sửa: Mục đích, nội dung" in plain(chair.get(address))
    first = plain(chair.get(f"{address}/phan/plan"))
    assert "Lưu và sang ghi chú tiếp theo: phần 3" in first
    with road.at(17, 3, 11):
        data = {**PARTS["plan"], "aims": "Sơ kết quý I", "do": "next", "version": view(made).draft_version}
        answer = chair.post(f"{address}/phan/plan", data=data)
        assert answer.location.endswith("/phan/budget"), "the part between has no note"
        assert "Lưu và kiểm tra" in plain(chair.get(answer.location))
        data = {"spends": "no", "do": "next", "version": view(made).draft_version}
        assert chair.post(answer.location, data=data).location.endswith("/kiem-tra")


def test_the_next_note_may_stand_in_a_part_before(made):
    send(made)
    returned(made, places=("plan.aims", "budget.spends"))
    chair, address = visit(made, "chair1"), f"/ho-so/{made.code}"
    assert "Lưu và sang ghi chú tiếp theo: phần 1" in plain(chair.get(f"{address}/phan/budget"))


def test_parts_are_counted_alike_on_the_list_and_on_the_bar(made):
    chair, address = visit(made, "chair1"), f"/ho-so/{made.code}"
    assert "Xong 3 trong 3 phần" in plain(chair.get(address))
    for number, part in enumerate(PARTS, start=1):
        assert f"Phần {number}/3" in plain(chair.get(f"{address}/phan/{part}"))


def test_the_source_says_when_it_is_asked_for(made):
    page = plain(visit(made, "chair1").get(f"/ho-so/{made.code}/phan/budget"))
    assert "Nguồn kinh phí (bắt buộc khi có chi)" in page


def priced(made, price, **more):
    """What the page of costs sends with one line of drinks."""
    line = {f"lines-0-{name}": str(value) for name, value in {**TEA, "price": price, **more}.items()}
    typed = {"spends": "yes", "source": "tài chính công đoàn", "lines": "", **line}
    return {**typed, "version": view(made).draft_version}


def test_a_price_above_the_norm_is_told_at_the_price_while_it_is_typed(made):
    chair, address = visit(made, "chair1"), f"/ho-so/{made.code}/phan/budget"
    wrong = priced(made, "900.000", item="documents")
    said = chair.post(address, data=wrong, headers={"X-Requested-With": "fetch"}).json
    assert [(one["id"], one["level"]) for one in said["beside"]] == [("lines-0-price", "block")]
    assert "đơn giá 900.000 đồng, định mức" in said["beside"][0]["words"]
    said = chair.post(address, data=priced(made, "1.000"), headers={"X-Requested-With": "fetch"}).json
    assert said["beside"] == []


def test_a_norm_that_was_not_confirmed_warns_at_the_price_and_keeps_nothing_back(made):
    chair, address = visit(made, "chair1"), f"/ho-so/{made.code}/phan/budget"
    said = chair.post(address, data=priced(made, "900.000"), headers={"X-Requested-With": "fetch"}).json
    assert [(one["id"], one["level"]) for one in said["beside"]] == [("lines-0-price", "warn")]
    assert chair.post(address, data=priced(made, "900.000") | {"do": "next"}).status_code == 302
    page = chair.get(address).text
    assert re.search(r'<p class="tk-say a" id="lines-0-price-told" data-told>', page)
    assert "lines-0-price-told" in re.search(r'<input[^>]*name="lines-0-price"[^>]*>', page)[0]


def test_an_approved_plan_waits_for_its_number(made):
    send(made)
    with made.app.app_context(), made.app.test_request_context():
        road.act(made, "vice1", "approve")
        db.session.rollback()
    chair = visit(made, "chair1")
    home = plain(chair.get("/viec"))
    assert "Chờ cấp số" in home
    assert "Cấp số Kế hoạch…" in home
    assert "Chờ quyết định" not in home
    assert "Hồ sơ đã duyệt, chờ cấp số" in plain(chair.get(f"/ho-so/{made.code}"))


def test_one_table_of_words_for_states():
    from blueprints import states

    assert states.MARKS.keys() == STATES.keys()
    assert {code for code, words in OWED.items() if STATES.get(code) != words} == {"missing", "unsent"}


def test_a_line_of_many_is_quiet_only_where_the_machine_and_the_council_say_nothing():
    line = {
        "code": "",
        "title": "",
        "unit_name": "",
        "step": "",
        "revision_no": 1,
        "seq": 1,
        "due": None,
        "barred": "",
    }
    cases = {
        (0, 0, ""): True,
        (1, 0, ""): False,
        (0, 1, ""): False,
        (None, None, ""): False,
        (0, 0, "Lan"): False,
    }
    for (warn, ask, council), quiet in cases.items():
        assert bulk_pages.Line(**line, warn=warn, ask=ask, council=council).quiet is quiet
