"""The script in Chromium: what was typed is safe, the preview follows, nothing disturbs a Vietnamese keyboard."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tests.web.shell_app import make_app, running
from vietnamese.numbers import group
from vietnamese.text import search_key
from vietnamese.words import amount_in_words

SHOWN = """() => [...document.querySelectorAll('#people-list li')]
  .filter(l => !l.hidden).map(l => l.innerText.split('\\n')[0])"""


@pytest.fixture
def app():
    return make_app()


@pytest.fixture
def site(app):
    with running(app) as url:
        yield url


def said(page, words: str) -> None:
    """Wait until the line of saving says so."""
    page.wait_for_function("words => document.getElementById('saved').textContent.includes(words)", arg=words)


def kept(page) -> int:
    """Return how many copies lie on this machine."""
    return page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('tk:')).length")


def test_the_script_is_small_and_listens_to_no_key():
    script = Path("static/trinhky.js").read_text(encoding="utf-8")
    assert len(script.encode()) <= 17_000
    assert not re.search(r"key(down|press|up)", script)
    assert not re.search(r"=>|\?\.|\?\?", script), "Chrome 80 knows arrows, but not ?. and ??: use neither"


def test_pages_hold_no_inline_style_or_script(app):
    text = app.test_client().get("/").text
    assert not re.search(r"<[^>]+\s(style|on\w+)=", text)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", text)


def test_autosave_two_seconds_after_typing_and_takes_the_new_version(page_desk, site, app):
    page_desk.goto(site)
    page_desk.fill("#title", "213/QĐ-BV")
    said(page_desk, "Đã lưu lúc 14:09")
    assert app.state.saves[-1]["title"] == "213/QĐ-BV"
    assert page_desk.input_value("[name=version]") == "2"
    assert kept(page_desk) == 0


def test_leaving_a_field_saves_at_once(page_desk, site, app):
    page_desk.goto(site)
    page_desk.fill("#title", "214/QĐ-BV")
    page_desk.focus("#reply")
    page_desk.wait_for_function(
        "() => document.getElementById('saved').textContent.includes('Đã lưu lúc 14:09')", timeout=1900
    )
    assert len(app.state.saves) == 1


def test_a_server_in_trouble_loses_nothing(page_desk, site, app):
    page_desk.goto(site)
    app.state.status = 429
    page_desk.fill("#title", "215/QĐ-BV")
    said(page_desk, "Chưa lưu được, đang thử lại. Cứ gõ tiếp, chữ vẫn giữ trên máy này")
    assert kept(page_desk) == 1
    app.state.status = 200
    said(page_desk, "Đã lưu lúc")
    assert app.state.saves[-1]["title"] == "215/QĐ-BV"
    assert kept(page_desk) == 0


def test_the_net_drops_and_comes_back(page_desk, site, app):
    page_desk.goto(site)
    page_desk.context.set_offline(True)
    page_desk.fill("#title", "216/QĐ-BV")
    said(page_desk, "Mất mạng từ")
    page_desk.context.set_offline(False)
    said(page_desk, "Đã lưu lúc")
    assert app.state.saves[-1]["title"] == "216/QĐ-BV"


def test_session_over_says_so_and_typed_words_come_back_after_sign_in(page_desk, site, app):
    page_desk.goto(site)
    app.state.status = 401
    page_desk.fill("#title", "217/QĐ-BV")
    said(page_desk, "Đồng chí đã hết phiên. Đăng nhập lại, chữ đã gõ vẫn còn")
    assert page_desk.get_attribute("#saved a", "href") == "/dang-nhap"
    app.state.status = 200
    page_desk.goto(site)
    assert page_desk.input_value("#title") == "217/QĐ-BV"
    said(page_desk, "Đã lưu lúc")
    assert app.state.saves[-1]["title"] == "217/QĐ-BV"


def test_somebody_else_saved_meanwhile(page_desk, site, app):
    page_desk.goto(site)
    app.state.status = 409
    page_desk.fill("#title", "218/QĐ-BV")
    said(page_desk, "Có người vừa sửa phần này")
    app.state.status, app.state.version = 200, 7
    page_desk.reload()
    assert page_desk.input_value("#title") == "212/QĐ-BV ngày 20/10/2026", "never overwritten silently"
    said(page_desk, "Máy này còn giữ chữ gõ lúc")
    page_desk.click("text=Lấy lại")
    assert page_desk.input_value("#title") == "218/QĐ-BV"


def test_a_stranger_on_the_same_machine_sees_nothing_and_sign_out_erases(page_desk, site, app):
    page_desk.goto(site)
    app.state.status = 429
    page_desk.fill("#title", "219/QĐ-BV")
    page_desk.wait_for_function("() => Object.keys(localStorage).length === 1")
    mine = app.state.shell
    app.state.shell = type(mine)(**{**mine.__dict__, "person_id": "p10"})
    page_desk.reload()
    assert page_desk.input_value("#title") == "212/QĐ-BV ngày 20/10/2026"
    page_desk.click("header form[data-signout] button")
    page_desk.wait_for_url("**/loi/404")
    assert kept(page_desk) == 0


def test_a_shared_machine_may_keep_nothing(page_desk, site, app):
    app.state.shell = type(app.state.shell)(**{**app.state.shell.__dict__, "keep_typed": False})
    app.state.status = 429
    page_desk.goto(site)
    page_desk.fill("#title", "220/QĐ-BV")
    said(page_desk, "đừng đóng trang này")
    assert kept(page_desk) == 0


def test_a_form_that_was_sent_leaves_no_copy(page_desk, site, app):
    app.state.status = 429
    page_desk.goto(site)
    page_desk.fill("#held_on", "2/11/26")
    page_desk.fill("#title", "221/QĐ-BV")
    page_desk.click("main form button.btn-primary")
    page_desk.wait_for_selector("#errors")
    assert kept(page_desk) == 1, "the page came back with errors: the copy stays"
    page_desk.set_input_files("#proof", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    page_desk.click("main form button.btn-primary")
    page_desk.wait_for_url("**/xong")
    page_desk.goto(site)
    assert kept(page_desk) == 0
    assert page_desk.input_value("#title") == "212/QĐ-BV ngày 20/10/2026", (
        "what the server has, nothing older"
    )


def test_one_press_one_command(page_desk, site, app):
    page_desk.goto(site)
    page_desk.evaluate(
        "() => { const b = document.querySelector('main form button.btn-primary'); b.click(); b.click(); b.click(); }"
    )
    page_desk.wait_for_selector("#errors")
    assert app.state.sent == 1


def test_a_press_while_saving_sends_the_version_that_the_saving_made(page_desk, site, app):
    held, sent = [], []
    page_desk.route("**/luu", lambda route: held.append(route))
    page_desk.on("request", lambda asked: sent.append(asked) if asked.url.endswith("/nhan") else None)
    page_desk.goto(site)
    page_desk.fill("#title", "230/QĐ-BV")
    page_desk.focus("#reply")
    said(page_desk, "Đang lưu…")
    page_desk.click("main form button.btn-primary")
    assert not sent, "the answer to the saving is awaited"
    held[0].continue_()
    page_desk.wait_for_selector("#errors")
    assert len(sent) == 1
    assert page_desk.input_value("[name=version]") == "2"


def test_the_button_stands_still_under_the_finger_while_saving(page_phone, site, app):
    held = []
    page_phone.route("**/luu", lambda route: held.append(route))
    page_phone.goto(site)
    place = "() => document.querySelector('main form .btn-primary').getBoundingClientRect().top + scrollY"
    page_phone.evaluate("document.getElementById('saved').replaceChildren()")
    before = page_phone.evaluate(place)
    page_phone.fill("#title", "231/QĐ-BV")
    page_phone.evaluate("document.activeElement.blur()")
    said(page_phone, "Đang lưu…")
    assert page_phone.evaluate(place) == before


def test_live_preview_swaps_the_sheet_and_leaves_the_history_alone(page_desk, site, app):
    page_desk.goto(site)
    before = page_desk.evaluate("history.length")
    for title in ("222/QĐ-BV", "223/QĐ-BV"):
        page_desk.fill("#title", title)
        page_desk.wait_for_function(
            "t => document.querySelectorAll('.tk-page iframe').length === 1"
            " && (document.querySelector('.tk-page iframe').srcdoc || '').includes(t)",
            arg=title,
        )
    assert page_desk.frame_locator(".tk-page iframe").locator("#said").text_content() == "223/QĐ-BV"
    assert page_desk.evaluate("history.length") == before
    assert page_desk.get_attribute(".tk-page iframe", "sandbox") == ""


def test_no_preview_while_a_word_is_being_composed(page_desk, site, app):
    page_desk.goto(site)
    cdp = page_desk.context.new_cdp_session(page_desk)
    page_desk.fill("#title", "")
    page_desk.wait_for_timeout(900)
    before = app.state.previews
    for text in ("d", "do", "đo", "đoo", "đô"):
        cdp.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
        page_desk.wait_for_timeout(300)
    assert page_desk.input_value("#title") == "đô", "what is being composed is not touched"
    assert app.state.previews == before
    cdp.send("Input.insertText", {"text": "đông"})
    page_desk.wait_for_function("() => document.querySelector('.tk-page iframe').srcdoc.includes('đông')")
    assert app.state.previews == before + 1


def test_amounts_in_words_equal_those_of_the_server(page_desk, site):
    page_desk.goto(site)
    chance = random.Random(20261209)
    amounts = [0, 4, 5, 10, 15, 21, 24, 25, 101, 104, 110, 1_000, 1_015, 10_004, 1_000_001, 10**9, 10**12]
    amounts += [chance.randrange(10 ** chance.randrange(1, 16)) for _ in range(600)]
    said_here = page_desk.evaluate("a => a.map(n => trinhky.amount(n))", [group(n) for n in amounts])
    assert said_here == [amount_in_words(n) for n in amounts]
    page_desk.fill("#cost", "1.200.000")
    assert page_desk.text_content("#cost-out") == "Một triệu hai trăm nghìn đồng"
    page_desk.fill("#cost", "một triệu")
    assert page_desk.text_content("#cost-out") == ""


def test_the_picker_finds_without_marks_and_keeps_ticks(page_phone, site):
    page_phone.goto(site)
    page_phone.fill("#people-find", "do thi ninh huong")
    assert page_phone.evaluate(SHOWN) == ["Đỗ Thị Ninh Hường"]
    assert page_phone.text_content("#people-list mark") == "Đỗ Thị Ninh Hường"
    page_phone.fill("#people-find", "thi")
    page_phone.check("#people-7")
    page_phone.fill("#people-find", "")
    assert len(page_phone.evaluate(SHOWN)) == 8
    assert page_phone.text_content("#people [data-count]") == "Đã chọn 3"
    names = ["Ứng Thị Bích", "Giáp Văn Lợi", "Nguyễn Hoà", "Đoàn  Thị  Uyên"]
    assert page_phone.evaluate("n => n.map(x => trinhky.fold(x))", names) == [search_key(n) for n in names]


def test_file_name_and_size_after_choosing(page_phone, site):
    page_phone.goto(site)
    page_phone.set_input_files(
        "#proof", {"name": "Biên bản.pdf", "mimeType": "application/pdf", "buffer": b"x" * 84_200}
    )
    assert page_phone.text_content("#proof-name") == "Biên bản.pdf (84 kB)"


def test_links_of_the_summary_lead_to_the_fields(page_phone, site):
    page_phone.goto(site)
    page_phone.fill("#title", "")
    page_phone.fill("#ballots-1-agree", "mười")
    page_phone.click("main form button.btn-primary")
    page_phone.wait_for_selector("#errors")
    for anchor in page_phone.eval_on_selector_all("#errors a", "all => all.map(a => a.getAttribute('href'))"):
        page_phone.click(f'#errors a[href="{anchor}"]')
        page_phone.wait_for_function("id => document.activeElement.id === id", arg=anchor[1:])
        assert page_phone.evaluate("(document.activeElement.labels || []).length") or page_phone.evaluate(
            "document.activeElement.getAttribute('aria-label')"
        )
    assert "Phí Đức Long: " in page_phone.text_content("#errors")


def test_without_script_everything_is_there(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site)
    assert page.is_visible("#proof"), "the browser's own file control"
    assert page.is_visible("button[value=find]")
    assert page.locator("#people-list li:visible").count() == 8
    page.click("footer summary")
    assert page.is_visible("footer .tk-seats button >> nth=1")
    page.fill("#people-find", "huong")
    page.click("button[value=find]")
    visible = page.locator("#people-list li:visible").all_inner_texts()
    assert [v.split("\n")[0] for v in visible] == ["Kiều Thị Dung", "Đỗ Thị Ninh Hường"], "ticked ones stay"
    assert page.is_visible("#errors")
    context.close()


def test_focus_is_seen_on_every_control(page_desk, site):
    page_desk.goto(site)
    page_desk.focus("#title")
    for _ in range(30):
        page_desk.keyboard.press("Tab")
        if page_desk.evaluate("document.activeElement.tagName") in ("BODY", "IFRAME"):
            break
        seen = page_desk.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return [document.activeElement.id, s.outlineStyle, parseFloat(s.outlineWidth)]; }"
        )
        assert seen[1] == "solid", seen
        assert seen[2] >= 3, seen


def test_nothing_scrolls_sideways_at_any_width(page_desk, site):
    for width in (320, 360, 412, 640, 768, 992, 1024, 1200, 1920):
        page_desk.set_viewport_size({"width": width, "height": 800})
        page_desk.goto(site)
        assert page_desk.evaluate("document.documentElement.scrollWidth") <= width, width
