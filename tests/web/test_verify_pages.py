"""The public page of papers and the page that checks a file: words, statuses, limits, nothing kept, no script."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from extensions import clock, db, limiter
from jobs.worker import drain
from models import Account, Paper, PaperLink, PaperPart
from services import accounts, files, paper_kinds
from tests.documents.zoo_word import Animal, spoiled, swap
from tests.support import tree
from tests.support.issuing import KINDS, Desk, furnish, noon
from tests.support.visits import PASSWORD, sign_in, somebody

TODAY = date(2025, 12, 9)


@dataclass(frozen=True)
class Issued:
    """An issued paper, and the application it lives in; no context is open, as in a real server."""

    app: Flask
    id: int
    code: str
    signer: str
    pdf: bytes
    sha256: str


@pytest.fixture
def paper(make_app: Callable[..., Flask], renderers: Any) -> Issued:
    """Return an issued paper of an office with a clerk (thuthuy) and a reader (dung)."""
    app = make_app(DOC_TEMPLATES=str(KINDS), LEASE_SECONDS=60, **tree.CHEAP_HASH)
    app.extensions["render_pool"] = renderers
    desk = furnish(app)
    with app.app_context():
        paper_id = _issue(desk)
        row = db.session.get_one(Paper, paper_id)
        part = db.session.scalar(select(PaperPart).where(PaperPart.paper_id == paper_id))
        return Issued(app, row.id, row.code, row.signer, files.read(part.pdf_sha256), part.pdf_sha256)


def _issue(desk: Desk) -> int:
    tree.office(desk.person_id, desk.unit_id, "clerk", title="Văn thư")
    reader = tree.person("Kiều Thị Dung")
    tree.office(reader, desk.unit_id, "reviewer", title="Chuyên viên")
    db.session.commit()
    accounts.create(reader, "dung", password=PASSWORD)
    account_id = db.session.scalar(select(Account.id).where(Account.person_id == desk.person_id))
    accounts.set_password(account_id, PASSWORD)
    paper_id = desk.number(desk.draft("Về việc riêng tư"), TODAY, "one")
    with clock.at(noon(TODAY)):
        drain(desk.app)
    db.session.rollback()
    return paper_id


def sent(content: bytes, name: str = "van-ban.pdf") -> dict[str, Any]:
    """Return what a browser sends for a form with one file, written out: no temporary file stays open."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return {
        "data": head.encode() + content + b"\r\n--x--\r\n",
        "content_type": "multipart/form-data; boundary=x",
    }


def stored(app: Flask) -> int:
    """Count what lies in the store of files."""
    return sum(1 for path in (Path(app.config["INSTANCE"]) / "files").rglob("*") if path.is_file())


# The public page ------------------------------------------------------------------------------------------

UNKNOWN = ("XXXX-XXXX-XXXX", "<b>x</b>", "x" * 300, "' OR 1=1 --", "..", "%00", "ệ")


def test_the_public_page(paper: Issued) -> None:
    client = paper.app.test_client()
    assert client.get("/xac-minh").status_code == 200
    led = client.get("/xac-minh", query_string={"ma": paper.code.lower().replace("-", " ")})
    assert (led.status_code, led.location) == (302, f"/xac-minh/{paper.code}")
    answer = client.get(led.location)
    assert answer.status_code == 200
    for words in ("Có thật, còn hiệu lực", "01/TB-CĐN", "09/12/2025", paper.signer, paper.sha256[:8]):
        assert words in answer.text
    assert "riêng tư" not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "no-store, private"
    for typed in UNKNOWN:
        answer = client.get("/xac-minh", query_string={"ma": typed}, follow_redirects=True)
        assert answer.status_code == 404, typed
        assert "Không tìm thấy" in answer.text or typed == ".."
        assert "<b>x</b>" not in answer.text
    with client.session_transaction() as kept:
        kept["locale"] = "en"
    assert '<html lang="en">' in client.get(f"/xac-minh/{paper.code}").text


def test_a_dropped_file_is_compared_and_not_kept(paper: Issued) -> None:
    client, address = paper.app.test_client(), f"/xac-minh/{paper.code}"
    before = stored(paper.app)
    assert "Khớp: tệp này đúng là bản đã phát hành" in client.post(address, **sent(paper.pdf)).text
    assert "Không khớp" in client.post(address, **sent(paper.pdf + b"\n")).text
    assert client.post(address, data={}).status_code == 422
    assert client.post(address, **sent(b"x" * 10_500_000)).status_code == 413
    assert stored(paper.app) == before


def test_too_many_questions_are_refused(make_app: Callable[..., Flask]) -> None:
    app = make_app(RATELIMIT_ENABLED=True, VERIFY_RATE="3 per minute", **tree.CHEAP_HASH)
    with app.app_context():
        somebody()
    client = app.test_client()
    statuses = [client.get("/xac-minh/XXXX-XXXX-XXXX").status_code for _ in range(5)]
    limiter.reset()
    assert statuses == [404, 404, 404, 429, 429]


# The page that checks a file ------------------------------------------------------------------------------

REFUSED = {
    "nothing": (b"", "x.pdf", 422, "mở không được"),
    "another ending": (b"%PDF-1.7", "x.exe", 422, "mở không được"),
    "no paper inside": (b"plain words", "x.docx", 422, "không phải PDF hay Word"),
    "old Word": (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "x.docx", 422, "đời cũ"),
    "a broken PDF": (b"%PDF-1.7 nothing", "x.pdf", 422, "bị hỏng"),
    "more than 10 MB": (b"%PDF-" + b"\0" * 10_500_000, "x.pdf", 413, "tối đa 10 MB"),
    "more than the door takes": (b"%PDF-" + b"\0" * 13_000_000, "x.pdf", 413, "quá lớn"),
}


@pytest.fixture
def member(make_app: Callable[..., Flask]) -> FlaskClient:
    """Return somebody signed in who has no part in any paper."""
    app = make_app(**tree.CHEAP_HASH)
    with app.app_context():
        somebody()
    assert "/dang-nhap" in app.test_client().get("/kiem-tra-the-thuc").location
    client = app.test_client()
    sign_in(client)
    return client


def test_faults_are_listed_with_place_rule_and_source(member: FlaskClient) -> None:
    values = json.loads(paper_kinds.sample("common_form"))
    right = paper_kinds.render("common_form", values).files["common_form.docx"]
    wrong = spoiled(right, Animal("", "", swap("Số: 05/", "Số: 5/")))
    answer = member.post("/kiem-tra-the-thuc", **sent(wrong, "kế hoạch.docx"))
    assert answer.status_code == 200
    for words in (
        "có 1 chỗ chưa đúng thể thức",
        "Số: 05/KH-CĐCS",
        "number-zero",
        "Nghị định số 30/2020",
        "đoạn",
    ):
        assert words in answer.text
    assert "không thấy lỗi thể thức" in member.post("/kiem-tra-the-thuc", **sent(right, "x.docx")).text
    for case, (content, name, status, told) in REFUSED.items():
        answer = member.post("/kiem-tra-the-thuc", **sent(content, name))
        assert (answer.status_code, told in answer.text) == (status, True), case
    assert stored(member.application) == 0


# The signed scan ------------------------------------------------------------------------------------------


def test_the_clerk_puts_the_signed_scan_beside_the_paper(paper: Issued) -> None:
    clerk, reader, address = paper.app.test_client(), paper.app.test_client(), f"/van-ban/{paper.id}"
    sign_in(clerk, "thuthuy")
    assert "Đưa bản đã ký vào" in clerk.get(address).text
    assert clerk.post(f"{address}/ban-ky", **sent(b"no scan", "x.pdf")).status_code == 422
    assert clerk.post(f"{address}/ban-ky", **sent(b"%PDF-1.4 signed", "x.pdf")).status_code == 302
    page = clerk.get(address).text
    assert "bản chính thức" in page and "Quách Thu Thủy" in page
    taken = clerk.get(f"{address}/ban-ky/1")
    assert (taken.status_code, taken.data) == (200, b"%PDF-1.4 signed")
    assert clerk.get(f"{address}/ban-ky/2").status_code == 404
    assert "Bản đã ký" in clerk.get(f"/xac-minh/{paper.code}").text
    sign_in(reader, "dung")
    shown = reader.get(address)
    assert shown.status_code == 200 and "Đưa bản đã ký vào" not in shown.text
    assert reader.post(f"{address}/ban-ky", **sent(b"%PDF-1.4 other", "x.pdf")).status_code == 409
    with paper.app.app_context():
        assert len(db.session.scalars(select(PaperLink).where(PaperLink.kind == "signed")).all()) == 1
