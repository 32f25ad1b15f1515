"""Filters and the shell's frame, without a browser."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import flash, render_template_string
from jinja2 import UndefinedError

from blueprints import page
from tests.web.shell_app import CHAIR, make_app
from vietnamese.due import Phrase

SPACE = "\u00a0"


@pytest.fixture
def app():
    return make_app()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("{{ d|vi_date }}", "08/12/2025"),
        ("{{ at|vi_date }}", "09/12/2025"),
        ("{{ at|vi_datetime }}", "01:05, 09/12/2025"),
        ("{{ none|vi_date }}{{ none|vi_datetime }}{{ none|money }}", ""),
        ("{{ 8950000|money }}", "8.950.000"),
        ("{{ 10|percent(11) }}", "90,9%"),
        ("{{ 1|percent(0) }}", "–"),
        ("{{ 400|file_size }} {{ 84200|file_size }} {{ 1240000|file_size }}", "1 kB 84 kB 1,2 MB"),
        ("{{ phrase|msg }}", "Còn 3 ngày (12/12)"),
        ("{{ found|msg }}", "Từ 08/12/2025: 5%"),
        ("{{ found|msg('Bớt %(n)s') }}", "Bớt 5"),
        ("{{ 'Đỗ Thị Ninh Hường'|search_key }}", "do thi ninh huong"),
    ],
)
def test_filters(app, given, shown):
    found = SimpleNamespace(message="Từ %(day)s: %(n)s%%", params={"day": date(2025, 12, 8), "n": 5})
    values = {
        "d": date(2025, 12, 8),
        "at": datetime(2025, 12, 8, 18, 5, tzinfo=UTC),
        "phrase": Phrase("Còn %(days)s ngày (%(date)s)", {"days": 3, "date": "12/12"}),
        "found": found,
    }
    with app.test_request_context():
        assert render_template_string(given, **values) == shown


@pytest.mark.parametrize(
    ("text", "glued"),
    [
        ("Đề nghị tặng Giấy khen", "Đề nghị tặng Giấy_khen"),
        ("Trình Công đoàn ngành Y tế", "Trình Công_đoàn_ngành Y_tế"),
        ("Lưu và sang phần 3", "Lưu và sang phần_3"),
        ("đ/c Kiên xem hồ sơ năm 2026", "đ/c_Kiên xem hồ_sơ năm_2026"),
        ("số", "số"),
    ],
)
def test_glue(text, glued):
    assert page.glue(text) == glued.replace("_", SPACE)


def test_glue_keeps_given_names_whole():
    assert page.glue("Mời Cù Thị Mai dự", "Cù Thị Mai") == f"Mời Cù{SPACE}Thị{SPACE}Mai dự"


def test_a_naive_instant_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="naive"):
        page.vi_datetime(datetime(2025, 12, 8, 1, 1))  # noqa: DTZ001


def test_unknown_names_in_templates_are_errors(app):
    with app.test_request_context(), pytest.raises(UndefinedError):
        render_template_string("{{ nobody }}")


def test_user_text_stays_text(app):
    with app.test_request_context():
        text = render_template_string("{{ t|glue }}{{ t|msg }}", t="<script>100% {{ 7*7 }}</script>")
    assert "<script>" not in text
    assert text.count("&lt;script&gt;100% {{ 7*7 }}") == 2


def layout(app, shell, body="", **values):
    """Render an empty page in the shell."""
    app.state.shell = shell
    source = "{% extends '_layout.html' %}" + body + "{% block title %}Trang{% endblock %}"
    with app.test_request_context():
        return render_template_string(source, **values)


def test_a_public_page_has_neither_person_nor_navigation(app):
    text = layout(app, page.Shell())
    assert "Trình Ký" in text
    for absent in ("tk-nav", "tk-tabs", "tk-me", "data-user", "Đăng xuất", "Cần giúp", "tk-demo"):
        assert absent not in text, absent


def test_the_whole_shell(app):
    text = layout(app, CHAIR)
    for there in (
        'lang="vi"',
        '<a class="visually-hidden-focusable" href="#main">',
        "Dữ liệu mẫu",
        "ký thay",
        'data-user="p09"',
        'aria-current="page">Việc của tôi',
        "4<span",
        'href="tel:0200100200"',
        "Đổi vai",
        'class="tabs"',
    ):
        assert there in text, there


def test_only_links_that_exist(app):
    bare = replace(
        CHAIR, search_url=None, seat_url=None, language_url=None, clear_demo_url=None, nav=[], tabs=[]
    )
    text = layout(app, bare)
    for absent in ("shell-q", "Đổi vai", "English", "Xóa dữ liệu mẫu", "tk-nav", "tk-tabs"):
        assert absent not in text, absent
    with app.test_request_context():
        assert page.url_if("nowhere") is None
        assert page.url_if("all_components") == "/"


def test_never_tabs_and_bar_together(app):
    text = layout(app, CHAIR, "{% set has_bar = true %}")
    assert "tk-tabs" not in text
    assert 'class="tabs"' not in text


def test_the_title_says_that_there_are_errors(app):
    failed = SimpleNamespace(errors={"a": ["x"]})
    assert "<title>Lỗi: Trang – Trình Ký</title>" in layout(app, CHAIR, form=failed)
    assert "<title>Trang – Trình Ký</title>" in layout(app, CHAIR, form=SimpleNamespace(errors={}))
    assert "<title>Lỗi: Trang – Trình Ký</title>" in layout(app, CHAIR, "{% set failed = true %}")


def test_messages_after_a_command_are_shown_once(app):
    source = "{% extends '_layout.html' %}{% block title %}x{% endblock %}"
    with app.test_request_context():
        flash("Đã trình <b>Công đoàn ngành</b>", "success")
        assert "Đã trình &lt;b&gt;" in render_template_string(source)


def test_files_of_ours_carry_a_mark_of_their_content(app):
    with app.test_request_context():
        first = page.asset("trinhky.css")
        assert first == page.asset("trinhky.css")
    assert first.startswith("/static/trinhky.css?v=")
    assert compressed(app.test_client(), first) > 1000


def test_the_page_of_a_broken_server_asks_nobody(app):
    def broken():
        raise RuntimeError("no database")

    app.context_processor(broken)
    with app.test_request_context():
        text = page.plain_page("errors/500.html", page.Shell(help_phone="0200 100 200"), code="7K3M")
    assert "Máy đang trục trặc" in text
    assert "0200 100 200" in text
    assert "7K3M" in text
    with app.test_request_context():
        assert "thử lại sau ít phút." in page.plain_page("errors/500.html")


def compressed(client, address) -> int:
    """Return how many bytes an answer weighs on the wire."""
    with client.get(address) as answer:
        assert answer.status_code == 200
        return len(gzip.compress(answer.data))


def test_weight(app):
    """A first visit weighs at most 100 kB compressed, a later page 20 kB (ux.md 31)."""
    client = app.test_client()
    html = compressed(client, "/")
    with app.test_request_context():
        own = [page.asset("trinhky.css"), page.asset("trinhky.js"), page.asset("mark.svg")]
    assert html <= 20_000
    assert (
        html + sum(compressed(client, a) for a in [*own, "/bootstrap/static/css/bootstrap.min.css"])
        <= 100_000
    )
