"""A small application that stands on the shell alone: every macro in every state, autosave, preview, errors.

No database and no services: what they would hand to the pages is written down here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, current_app, jsonify, redirect, render_template, render_template_string, request
from flask_babel import Babel
from werkzeug.serving import make_server

from blueprints import page
from forms.base import BaseForm, OnceMixin, PartForm, SeenMixin, VersionMixin
from forms.fields import (
    CheckField,
    ChoiceField,
    CountField,
    DateField,
    FileField,
    LongTextField,
    ManyField,
    MoneyField,
    PartField,
    RadioChoiceField,
    RowsField,
    RowsTextField,
    TextField,
    TimeField,
)
from forms.validators import DateBetween, NotMoreThan, Required
from vietnamese.due import Phrase
from vietnamese.text import search_key

TODAY = date(2026, 12, 9)
CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
NAMES = (
    "Ứng Thị Bích",
    "Kiều Thị Dung",
    "Phí Đức Long",
    "Cù Thị Mai",
    "Đỗ Thị Ninh Hường",
    "Nghiêm Thị Hà",
    "Giáp Văn Lợi",
    "Lã Thị Yến",
)


class Ballot(PartForm):
    """A row: votes for and against one nominee."""

    who = TextField("Người", longest=100)
    agree = CountField("Đồng ý", [Required()], highest=500)
    against = CountField("Không đồng ý", highest=500)

    @property
    def caption(self) -> str:
        return self.who.data


class Everything(SeenMixin, OnceMixin, VersionMixin, BaseForm):
    """One field of every kind."""

    title = TextField(
        "Quyết định công nhận sáng kiến", [Required()], longest=60, description="Ví dụ: 212/QĐ-BV."
    )
    reply = TextField("Trả lời ghi chú", longest=200)
    story = LongTextField("Tóm tắt thành tích", longest=500, description="Ba đến năm câu, có số liệu.")
    held_on = DateField("Ngày họp", [Required(), DateBetween(last=TODAY)], description="Ví dụ: 28/11/2026")
    starts = TimeField("Giờ họp", description="Ví dụ: 14 giờ 30")
    cost = MoneyField("Tiền thưởng")
    members = CountField("Tổng số ủy viên", highest=500)
    women = CountField(
        "Số nữ",
        [NotMoreThan("members", "%(whole)s người, trong đó nữ %(part)s. Số nữ không lớn hơn tổng số")],
        highest=500,
    )
    rating = ChoiceField(
        "Xếp loại năm 2026", [Required()], choices=[("xs", "Hoàn thành xuất sắc"), ("tot", "Hoàn thành tốt")]
    )
    way = RadioChoiceField("Cách bỏ phiếu", [Required()], choices=[("kin", "Phiếu kín"), ("gio", "Giơ tay")])
    bases = ManyField(
        "Căn cứ", [Required()], choices=[("l", "Luật Thi đua, khen thưởng"), ("n", "Nghị định 98")]
    )
    agree = CheckField("Đã kiểm tra danh sách", [Required()])
    proof = FileField("Minh chứng", [Required()], endings=("pdf", "jpg", "png"), description="Ảnh hoặc PDF.")
    pasted = RowsTextField("Dán danh sách từ Excel", longest=5000)
    people = ManyField("Người được đề nghị", [Required()], choices=[(str(i), n) for i, n in enumerate(NAMES)])
    ballots = RowsField(PartField(Ballot), "Phiếu bầu", max_entries=5)


FILLED = {
    "title": "212/QĐ-BV ngày 20/10/2026",
    "held_on": "2026-11-28",
    "starts": "14:30",
    "cost": 8950000,
    "members": 11,
    "women": 7,
    "rating": "xs",
    "way": "kin",
    "bases": ["l"],
    "agree": True,
    "people": ["1", "4"],
    "ballots": [
        {"who": "Kiều Thị Dung", "agree": 11, "against": 0},
        {"who": "Phí Đức Long", "agree": 10, "against": 1},
    ],
}


def found(level: str, message: str, **more: object) -> SimpleNamespace:
    """Return something shaped like a rule's finding."""
    given = {
        "params": {},
        "rule": "AW29",
        "basis": "Quy chế khen thưởng",
        "field": None,
        "subject": None,
        "fix": "",
    }
    return SimpleNamespace(level=level, message=message, **{**given, **more})


CONTEXT = {
    "notes": [
        {
            "person": "Mạc Thị Lan Chi",
            "at": datetime(2026, 12, 8, 8, 40, tzinfo=UTC),
            "text": "Đề nghị ghi số, ngày quyết định và gửi kèm ảnh chụp.",
        }
    ],
    "stored_file": {"name": "Biên bản họp.pdf", "url": "#", "size": 84200},
    "dues": [
        Phrase("Còn %(days)s ngày (%(date)s)", {"days": 8, "date": "17/12"}, "n"),
        Phrase("Còn %(days)s ngày (%(date)s)", {"days": 3, "date": "12/12"}, "a"),
        Phrase("Hạn hôm nay", {}, "a"),
        Phrase("Quá hạn %(days)s ngày", {"days": 2}, "r"),
    ],
    "tasks": [
        {"title": "Đợt xét và danh hiệu", "url": "#", "fact": "Cuối năm 2026 · Giấy khen", "state": "done"},
        {
            "title": "Người được đề nghị",
            "url": "#",
            "fact": "1 tập thể, 4 cá nhân",
            "state": "errors",
            "n": 2,
        },
        {"title": "Thành tích, sáng kiến", "url": "#", "fact": "", "state": "notes", "n": 1},
        {"title": "Họp, bỏ phiếu", "url": "#", "state": "working", "who": "Cù Thị Mai", "at": "14:05"},
        {"title": "Tệp đính kèm", "url": "#", "state": "untouched"},
        {
            "title": "Kiểm tra và trình",
            "url": None,
            "fact": "Mở được khi các phần trên xong",
            "state": "waiting",
        },
    ],
    "progress": [
        {
            "title": "Lập hồ sơ",
            "state": "done",
            "who": "đ/c Doãn Trung Kiên",
            "at": datetime(2026, 12, 3, tzinfo=UTC),
        },
        {
            "title": "Thẩm định",
            "state": "returned",
            "who": "đ/c Mạc Thị Lan Chi",
            "at": "15:40, 08/12",
            "note": "2 ghi chú",
        },
        {"title": "Ban Thường vụ xét", "state": "current", "who": "đ/c Đinh Thu Hạnh"},
        {"title": "Cấp số, phát hành", "state": "next", "who": "Văn thư"},
    ],
    "found": [
        found("pass", "Đủ %(months)s tháng công tác trong năm", params={"months": 10}),
        found("ask", "chưa có xếp loại năm %(year)s", params={"year": 2023}),
        found(
            "block",
            "%(award)s chỉ tặng tập thể",
            params={"award": "Cờ thi đua"},
            field="nominees.n2.award",
            subject="n2",
            fix="Chọn danh hiệu khác thay cho %(award)s",
        ),
        found("warn", "nghỉ %(days)s ngày trong năm, mức nhắc là 40", params={"days": 41}, rule="AW28"),
    ],
    "changes": [
        {
            "place": "Kiều Thị Dung",
            "where": "Sáng kiến",
            "old": "Đã được công nhận",
            "new": "212/QĐ-BV ngày 20/10/2026",
            "answer": "Đã ghi số, ngày.",
        },
        {"place": "Cù Thị Mai", "where": "Ngày về đơn vị", "old": "", "new": "01/03/2019"},
    ],
    "people": [
        {
            "id": i,
            "name": name,
            "post": "Đoàn viên",
            "unit": "Khoa Nội",
            "key": search_key(f"{name} Đoàn viên Khoa Nội"),
        }
        for i, name in enumerate(NAMES)
    ],
}

NAV = [
    page.NavLink("Việc của tôi", "#", True, 4),
    page.NavLink("Hồ sơ", "#"),
    page.NavLink("Văn bản", "#"),
    page.NavLink("Đơn vị", "#"),
]
TABS = [
    page.Tab("Việc", "done", "#", True, 4),
    page.Tab("Hồ sơ", "paper", "#"),
    page.Tab("Văn bản", "seal", "#"),
    page.Tab("Đơn vị", "unit", "#"),
    page.Tab("Tôi", "person", "#"),
]
CHAIR = page.Shell(
    demo=True,
    person_id="p09",
    person_name="Doãn Trung Kiên",
    given_name="Kiên",
    seat_title="Chủ tịch",
    seat_id=1,
    seats=[
        page.SeatChoice(1, "Chủ tịch", "CĐCS Bệnh viện Đa khoa tỉnh"),
        page.SeatChoice(2, "Ủy viên", "Công đoàn ngành Y tế"),
    ],
    upper_name="Công đoàn ngành Y tế tỉnh Sông Lam",
    unit_name="CĐCS Bệnh viện Đa khoa tỉnh",
    help_name="Công đoàn ngành Y tế tỉnh Sông Lam",
    help_phone="0200 100 200",
    nav=NAV,
    tabs=TABS,
    acting="Đồng chí đang ký thay đ/c Đinh Thu Hạnh đến hết 19/12/2026.",
    acting_url="#",
    home_url="/",
    search_url="/tim",
    seat_url="/vai",
    sign_out_url="/ra",
    language_url="/ngon-ngu",
    clear_demo_url="#",
)
DONE = (
    "{% extends '_layout.html' %}{% block title %}Xong{% endblock %}"
    "{% block content %}<h1>Đã trình</h1>{% endblock %}"
)
SHEET = (
    "<!doctype html><html lang=vi><title>Bản in</title><link rel=stylesheet href=/static/trinhky.css>"
    "<p id=said>{}</p></html>"
)


def make_app() -> Flask:
    """Make the application; `app.state` says how the server answers and keeps what it was sent."""
    root = Path(__file__).resolve().parents[2]
    app = Flask("shell", root_path=str(root))
    app.config.update(SECRET_KEY="x" * 40, BABEL_DEFAULT_LOCALE="vi", MAX_CONTENT_LENGTH=1_000_000)
    app.state = SimpleNamespace(
        shell=CHAIR, status=200, saves=[], sent=0, previews=0, version=1, with_bar=False
    )
    Babel(app, locale_selector=lambda: request.args.get("lang", "vi"))
    page.init_app(app, lambda: app.state.shell)
    routes(app)
    return app


def components(form: Everything) -> str:
    """Render the page of all components."""
    more = {"find": request.values.get("find", ""), "with_bar": current_app.state.with_bar}
    return render_template(
        "components.html", form=form, saved_at=datetime(2026, 12, 9, 7, 5, tzinfo=UTC), **CONTEXT, **more
    )


def routes(app: Flask) -> None:
    """Register the pages of the small application."""
    state = app.state

    @app.after_request
    def _closed(response):
        response.headers["Content-Security-Policy"] = CSP
        return response

    @app.get("/")
    def all_components():
        form = Everything(data={**FILLED, "version": state.version, "seen": 3}, today=TODAY)
        return components(form)

    @app.route("/nhan", methods=["GET", "POST"])
    def take():
        state.sent += request.method == "POST"
        form = Everything(today=TODAY)
        if form.validate_on_submit():
            return redirect("/xong")
        return components(form)

    @app.get("/xong")
    def done():
        return render_template_string(DONE)

    @app.post("/luu")
    def save():
        if state.status != 200:
            return jsonify({"ok": False}), state.status
        state.saves.append(Everything(today=TODAY).stored())
        state.version += 1
        return jsonify(ok=True, version=state.version, saved_at="2026-12-09T07:09:00+00:00", state="working")

    @app.post("/xem")
    def preview():
        state.previews += 1
        return SHEET.format(request.form["title"])

    @app.get("/to")
    def sheet():
        return SHEET.format("tờ giấy")

    @app.get("/loi/<int:code>")
    def error(code: int):
        return page.plain_page(f"errors/{code}.html", state.shell, code="7K3M"), int(
            request.args.get("as", code)
        )

    @app.post("/ra")
    def sign_out():
        return redirect("/loi/404")


def _read_whole(app: Flask) -> Callable[..., list[bytes]]:
    """Read an answer to its end and close it: this server forgets to, when the browser hangs up in the middle."""

    def serve(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        answer = app(environ, start)
        try:
            return [b"".join(answer)]
        finally:
            if hasattr(answer, "close"):
                answer.close()

    return serve


@contextmanager
def running(app: Flask) -> Iterator[str]:
    """Serve the application in a thread; yield its address."""
    server = make_server("127.0.0.1", 0, _read_whole(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
