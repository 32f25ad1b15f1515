"""What went wrong, as people and scripts are told: status, words, nothing else."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.session import requires
from jobs.errors import PoolBusy
from services import errors
from tests.support import tree, visits
from workflows import errors as chain

SCRIPT = {"Accept": "application/json"}

CASES = [
    (errors.NotFound(), 404, "missing"),
    (errors.NotFound("Chưa ghi địa danh của đơn vị."), 404, "missing"),
    (errors.Forbidden("Việc của người khác <b>"), 403, "forbidden"),
    (errors.Conflict("Hồ sơ vừa đổi <b>"), 409, "conflict"),
    (errors.StaleDraft(3, {}), 409, "conflict"),
    (errors.Refused("Không được: %(why)s", why="<script>"), 409, "conflict"),
    (errors.Busy("Bận"), 503, "failed"),
    (PoolBusy(10.0), 503, "failed"),
    (errors.NotMade("Chưa dựng được"), 503, "failed"),
    (chain.StaleCommand(7), 409, "conflict"),
    (chain.NotAllowed("approve", "draft", "status"), 409, "conflict"),
    (chain.NotAllowed("approve", "in_review", "author"), 403, "forbidden"),
    (chain.NotAllowed("approve", "in_review", "interested"), 403, "forbidden"),
    (chain.CommentRequired("return", "check"), 409, "conflict"),
    (chain.CorruptHistory(4, "gap"), 500, "failed"),
]


@pytest.fixture
def app(make_app) -> Flask:  # noqa: ANN001
    """The application with a page that fails as asked, errors handled as in service."""
    app = make_app(**tree.CHEAP_HASH, PROPAGATE_EXCEPTIONS=False, TESTING=False, MAX_CONTENT_LENGTH=1_000_000)

    @app.route("/hong/<int:n>", methods=["GET", "POST"])
    @requires("public")
    def broken(n: int) -> None:
        raise CASES[n][0]

    @app.get("/chia")
    @requires("public")
    def divide() -> None:
        raise ZeroDivisionError("secret detail")

    with app.app_context():
        visits.somebody()
    return app


def test_each_error_has_its_status_and_word(client: FlaskClient) -> None:
    """As a page in Vietnamese with a way home, and as JSON with a word; texts are escaped."""
    for n, (error, status, word) in enumerate(CASES):
        page = client.get(f"/hong/{n}")
        assert page.status_code == status, error
        assert "<title>Lỗi:" in page.text
        assert "Traceback" not in page.text and "<script>\n" not in page.text
        told = client.post(f"/hong/{n}", headers=SCRIPT)
        assert (told.status_code, told.json["error"], told.json["ok"]) == (status, word, False)
    assert "Hồ sơ vừa đổi &lt;b&gt;" in client.get("/hong/3").text
    assert "Không được: &lt;script&gt;" in client.get("/hong/5").text
    assert "hồ sơ của chính mình" in client.get("/hong/11").text
    assert "quá 10 giây" in client.get("/hong/7").text


def test_every_reason_of_the_engine_has_a_side() -> None:
    """What is about the person is a known reason; the table does not grow stale."""
    from blueprints.problems import PERSONAL

    assert set(chain.REASONS) > PERSONAL


def test_the_web_servers_own_errors(client: FlaskClient) -> None:
    """Unknown page, wrong method, too large: our pages, the method told to programs."""
    assert "Không tìm thấy" in client.get("/khong-co").text
    wrong = client.get("/dang-xuat")
    assert wrong.status_code == 405 and "POST" in wrong.headers["Allow"]
    large = client.post("/dang-nhap", data={"identity": "x" * 1_100_000})
    assert large.status_code == 413
    assert "tối đa 1,0 MB" in large.text and "vẫn còn nguyên" in large.text
    told = client.post("/dang-nhap", data={"identity": "x" * 1_100_000}, headers=SCRIPT)
    assert told.json["error"] == "too_large"


def test_our_own_fault_says_a_code_and_nothing_else(client: FlaskClient, caplog) -> None:  # noqa: ANN001
    """The detail stands in the log beside the code that the page shows."""
    page = client.get("/chia")
    assert page.status_code == 500
    assert "secret detail" not in page.text and "đọc mã này" in page.text
    told = client.get("/chia", headers=SCRIPT)
    assert told.status_code == 500 and told.json["code"] in caplog.text
    assert "secret detail" in caplog.text


def test_a_broken_database_still_gets_a_page(app: Flask, client: FlaskClient) -> None:
    """The page of our own faults asks the database nothing."""
    from sqlalchemy import text

    from extensions import db

    with app.app_context():
        db.session.execute(text("ALTER TABLE account RENAME TO lost"))
        db.session.commit()
    page = client.get("/toi")
    assert page.status_code == 500 and "Máy đang trục trặc" in page.text
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json == {"status": "failing", "failing": ["database"]}


def test_floods_are_slowed_down(make_app) -> None:  # noqa: ANN001
    """The limiter of the door answers in our words, before any password is looked at."""
    app = make_app(**tree.CHEAP_HASH, RATELIMIT_ENABLED=True, SIGN_IN_RATE="3 per minute")
    with app.app_context():
        visits.somebody()
    client = app.test_client()
    seen = [client.post("/dang-nhap", data={}).status_code for _ in range(5)]
    assert seen == [422, 422, 422, 429, 429]
    assert "Chờ vài phút" in client.post("/dang-nhap", data={}).text
    assert client.get("/dang-nhap").status_code == 200
