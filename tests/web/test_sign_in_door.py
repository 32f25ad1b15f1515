"""The door from outside: where it leads afterwards, the demonstration's cards, the first page, one-time links."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.entrance import own_path
from extensions import db
from models import Account, Office, Setting, Unit
from services import accounts, first_run
from tests.support import tree, visits

GOOD = visits.PASSWORD


@pytest.fixture
def empty(make_app) -> Flask:  # noqa: ANN001
    """The application on an empty database, tokens checked."""
    return visits.with_desk(make_app(WTF_CSRF_ENABLED=True, **tree.CHEAP_HASH))


# ---- T12: where the door leads --------------------------------------------------------------------------------

OUTSIDE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "https://evil.example", "http://evil.example", "HTTPS://evil.example", "https:evil.example", "https:/evil.example",
    "https:///evil.example", "http:\\\\evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "vbscript:x", "ftp://evil.example", "mailto:a@b", "evil.example", "www.evil.example/ban", "ban", "./ban", "../ban",
    "?next=//evil.example", "#//evil.example", " //evil.example", "\t//evil.example", "\n//evil.example",
    "\r\n//evil.example", "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/ /evil.example",
    "/%09/evil.example", "/%0a/evil.example", "/%0d%0aLocation:%20https://evil.example", "/%2f/evil.example",
    "/%2fevil.example", "/%5cevil.example", "/%5c%5cevil.example", "%2f%2fevil.example", "/%252fevil.example",
    "/%255cevil.example", "/ban%00", "/ban\x00", "/.evil.example", "/@evil.example", "//@evil.example",
    "//ban@evil.example", "//localhost@evil.example", "//evil.example/ban", "//evil.example:80/ban", "/ban\\..\\..",
    "/ban/..//evil.example", "/..//evil.example", "/./%2e%2e//evil.example", "//[::1]/ban", "/\u2028/evil.example",
    "/static/trinhky.css", "/khong-co", "", "/" + "a" * 3000, "〱evil.example", "／／evil.example",
]  # fmt: skip


def test_the_list_is_long_enough() -> None:
    """Sixty different forms."""
    assert len(set(OUTSIDE)) >= 60


def test_the_door_leads_inside_only(empty: Flask) -> None:
    """Whatever `next` holds, in the address or in the form: home."""
    with empty.app_context():
        visits.somebody()
    for target in OUTSIDE:
        with empty.test_request_context():
            assert own_path(target) is None, target
        client = empty.test_client()
        page = client.get("/dang-nhap", query_string={"next": target})
        assert visits.hidden(page, "next") == "", target
        assert visits.sign_in(client, next=target).location == "/", target
        assert client.get("/dang-nhap", query_string={"next": target}).location == "/", target


def test_pages_of_ours_are_reached(empty: Flask) -> None:
    """A plain path with an optional query."""
    with empty.test_request_context():
        for target in ("/", "/ban", "/ban?a=1&b=//x", "/toi", "/mat-khau/abc", "/ban?ten=%C4%90%E1%BB%97"):
            assert own_path(target) == target


# ---- the demonstration ----------------------------------------------------------------------------------------


@pytest.fixture
def demo(empty: Flask) -> Flask:
    """A database with the mark, the chair P09 as a demonstration account, and a real account P10."""
    with empty.app_context():
        unit = tree.unit("CĐCS Bệnh viện Đa khoa tỉnh")
        for code, name, role, is_demo in (
            ("P09", "Doãn Trung Kiên", "chair", True),
            ("P10", "Cù Thị Mai", "secretary", False),
        ):
            who = tree.person(name, code)
            tree.office(who, unit, role, title="Chủ tịch")
            accounts.add(who, f"mau-{code}", None, demo=is_demo)
        db.session.add(Setting(key="demo", value=True))
        db.session.commit()
    return empty


def enter(client: FlaskClient, key: str = "P09", **how):  # noqa: ANN003, ANN201
    """Press a card."""
    how.setdefault("environ_base", {"REMOTE_ADDR": "127.0.0.1"})
    page = client.get("/dang-nhap")
    return client.post("/vao-vai", data={"as": key, "csrf_token": visits.token(page)}, **how)


def test_a_card_lets_in(demo: Flask) -> None:
    """A card shows who, as what, where; pressing it enters in that seat."""
    client = demo.test_client()
    page = client.get("/dang-nhap")
    assert "Vào với vai…" in page.text and "Dữ liệu mẫu" in page.text
    assert re.search(r'name="as" value="P09".*?Chủ tịch.*?Doãn Trung Kiên', page.text, re.DOTALL)
    assert 'value="P10"' not in page.text
    assert enter(client).location == "/"
    me = client.get("/toi")
    assert "Đ/c Doãn Trung Kiên" in me.text
    assert "Đổi mật khẩu" not in me.text
    with client.session_transaction() as session, demo.app_context():
        assert session["seat"] == db.session.query(Office).filter_by(role="chair").one().id


@pytest.mark.parametrize(
    "how",
    [
        {"environ_base": {"REMOTE_ADDR": "10.0.0.5"}},
        {"environ_base": {"REMOTE_ADDR": "::ffff:10.0.0.5"}},
        {"environ_base": {"REMOTE_ADDR": ""}},
        {"environ_base": {"REMOTE_ADDR": "unix:"}},
        {"headers": {"Host": "trinhky.donvi.vn"}},
        {"headers": {"Host": "127.0.0.1.evil.example"}},
        {"headers": {"Host": "localhost.evil.example:5000"}},
        {"headers": {"Host": "10.0.0.1"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"headers": {"X-Real-Ip": "127.0.0.1"}},
        {"headers": {"Via": "1.1 proxy"}},
    ],
)
def test_cards_are_for_this_machine_only(demo: Flask, how: dict) -> None:
    """From elsewhere, by another name, through a proxy: no cards, no entrance, no emptying."""
    client = demo.test_client()
    asked = {"environ_base": {"REMOTE_ADDR": "127.0.0.1"}, **how}
    page = client.get("/dang-nhap", **asked)
    assert "Vào với vai" not in page.text and "Xóa dữ liệu mẫu" not in page.text
    form = {"as": "P09", "csrf_token": visits.token(page)}
    name = asked.get("headers", {}).get("Host", "localhost").split(":")[0]
    cookie = client.get_cookie("session", domain=name)
    for path in ("/vao-vai", "/xoa-du-lieu-mau"):
        headers = {**asked.get("headers", {}), "Cookie": f"session={cookie.value}"}
        assert client.post(path, data=form, **{**asked, "headers": headers}).status_code == 404
    assert client.get("/xoa-du-lieu-mau", **asked).status_code == 404


def test_names_of_this_machine(demo: Flask) -> None:
    """All ways to say «here»."""
    for host in ("localhost", "localhost:5000", "127.0.0.1:5000", "[::1]:5000"):
        for address in ("127.0.0.1", "127.9.9.9", "::1"):
            here = {"headers": {"Host": host}, "environ_base": {"REMOTE_ADDR": address}}
            assert "Vào với vai…" in demo.test_client().get("/dang-nhap", **here).text, (host, address)


def test_no_card_for_a_real_account_and_none_without_the_mark(demo: Flask) -> None:
    """A real account is never entered; when the mark is gone, nobody is."""
    client = demo.test_client()
    for key in ("P10", "P08", "", "mau-P09"):
        assert enter(client, key).status_code == 404
    with demo.app_context():
        db.session.get(Setting, "demo").value = False
        db.session.commit()
    assert enter(client).status_code == 404
    assert client.post("/vao-vai", data={"as": "P09"}).status_code == 400


def test_emptying_is_asked_by_naming_the_consequence(demo: Flask) -> None:
    """A GET only asks; the POST empties, ends the visit and leads to the first page."""
    with demo.app_context():
        db.session.query(Account).filter_by(username="mau-p10").one().demo = True
        db.session.commit()
    client = demo.test_client()
    enter(client)
    page = client.get("/xoa-du-lieu-mau")
    assert "không lấy lại được" in page.text
    with demo.app_context():
        assert db.session.query(Account).count() == 2
    done = client.post("/xoa-du-lieu-mau", data={"csrf_token": visits.token(page)})
    assert done.location == "/bat-dau"
    with demo.app_context():
        assert not accounts.any_exists() and not accounts.is_demo()
    assert "Đã xóa dữ liệu mẫu" in client.get("/bat-dau").text
    assert client.get("/dang-nhap").location == "/bat-dau"
    assert client.post("/vao-vai", data={"as": "P09"}).status_code in (302, 400, 404)


# ---- the first day --------------------------------------------------------------------------------------------

ANSWERS = {
    "unit_name": "Công đoàn cơ sở Bệnh viện Đa khoa tỉnh",
    "place": "Sông Lam",
    "upper_name": "Công đoàn ngành Y tế",
    "chair_name": "Doãn Trung Kiên",
    "username": "0912345678",
    "password": GOOD,
    "mail": "none",
    "mail_server": "",
    "email": "",
}


def test_an_empty_installation_asks_four_questions(empty: Flask) -> None:
    """Every page leads there; the answers let one in; then the page is gone."""
    client = empty.test_client()
    for path in ("/", "/ban", "/dang-nhap", "/toi", "/mat-khau/x"):
        assert client.get(path).location == "/bat-dau", path
    assert client.get("/healthz").status_code == 200
    page = client.get("/bat-dau")
    assert [n for n in range(1, 6) if f">{n}. " in page.text] == [1, 2, 3, 4]
    form = {"csrf_token": visits.token(page)}
    bad = client.post("/bat-dau", data={**form, **ANSWERS, "password": "87654321", "unit_name": ""})
    assert bad.status_code == 422
    assert 'value="Doãn Trung Kiên"' in bad.text and "87654321" not in bad.text
    weak = client.post("/bat-dau", data={**form, **ANSWERS, "password": "matkhau123"})
    assert weak.status_code == 422 and 'aria-describedby="password-hint password-error"' in weak.text
    unclear = client.post("/bat-dau", data={**form, **ANSWERS, "mail": "server"})
    assert unclear.status_code == 422 and "mail_server-error" in unclear.text
    assert client.post("/bat-dau", data={**form, **ANSWERS}).location == "/"
    me = client.get("/toi").text
    assert "CÔNG ĐOÀN" in me and "Doãn Trung Kiên" in me  # the unit's letterhead, the person
    assert client.get("/bat-dau").status_code == 404
    assert empty.test_client().get("/bat-dau").status_code == 404
    assert empty.test_client().get("/toi").location == "/dang-nhap?next=/toi"
    with empty.app_context():
        assert db.session.query(Unit).count() == 2


def test_from_elsewhere_only_with_the_key(empty: Flask) -> None:
    """Nobody on the network takes the installation before its owner."""
    client, away = empty.test_client(), {"environ_base": {"REMOTE_ADDR": "10.0.0.5"}}
    closed = client.get("/bat-dau", **away)
    assert closed.status_code == 403 and "flask users first --link" in closed.text
    with empty.app_context():
        key = first_run.key()
    page = client.get(f"/bat-dau?khoa={key}", **away)
    form = {"csrf_token": visits.token(page), **ANSWERS}
    assert client.post("/bat-dau", data=form, **away).status_code == 403
    assert client.post("/bat-dau?khoa=x", data=form, **away).status_code == 403
    assert client.post(f"/bat-dau?khoa={key}", data=form, **away).location == "/"


# ---- the shell's commands and their links ---------------------------------------------------------------------


def test_users_on_the_shell(empty: Flask) -> None:
    """first asks, create and reset-password print links that work once, list lists; errors are sentences."""
    run = empty.test_cli_runner().invoke
    link = run(args=["users", "first", "--link"]).output.strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/bat-dau\?khoa=\S+", link)
    lines = ["CĐCS Bệnh viện", "Sông Lam", "", "Doãn Trung Kiên", "0912345678"]
    weak = run(args=["users", "first"], input="\n".join([*lines, "12345678", "12345678", "", ""]) + "\n")
    assert weak.exit_code == 1 and "Chọn một câu" in weak.output
    done = run(args=["users", "first"], input="\n".join([*lines, GOOD, GOOD, "", ""]) + "\n")
    assert done.exit_code == 0 and GOOD not in done.output
    assert run(args=["users", "first"]).exit_code == 1
    with empty.app_context():
        tree.person("Cù Thị Mai", "CB002")
        db.session.commit()
    made = run(args=["users", "create", "CB002", "mai02", "--email", "mai@donvi.vn"])
    assert made.exit_code == 0
    assert "CB404" in run(args=["users", "create", "CB404", "ai"]).output
    path = re.search(r"http://127\.0\.0\.1:\d+(/mat-khau/\S+)", made.output)[1]
    client = empty.test_client()
    page = client.get(path)
    assert "Cù Thị Mai" in page.text and "mai02" in page.text
    form = {"csrf_token": visits.token(page)}
    assert client.post(path, data={**form, "password": "ngắn"}).status_code == 422
    assert client.post(path, data={**form, "password": GOOD}).location == "/"
    assert client.get("/toi").status_code == 200
    assert client.get(path).status_code == 404
    listed = run(args=["users", "list"]).output.splitlines()
    assert [line.split("\t")[:2] for line in listed] == [["0912345678", "CB001"], ["mai02", "CB002"]] or [
        line.split("\t")[:2] for line in listed
    ] == [["mai02", "CB002"], ["0912345678", "CB001"]]
    assert "/mat-khau/" in run(args=["users", "reset-password", "mai@donvi.vn"]).output
    asked = run(args=["users", "reset-password", "mai02", "--ask"], input=f"{GOOD} 2\n{GOOD} 2\n")
    assert asked.exit_code == 0
    assert client.get("/toi").status_code == 302
    assert run(args=["users", "reset-password", "ai"]).exit_code == 1


def test_links_never_come_from_the_request(make_app) -> None:  # noqa: ANN001
    """T13: the address in a link is the configured one, whatever a visitor's headers say."""
    app = make_app(PUBLIC_URL="https://trinhky.donvi.vn/", **tree.CHEAP_HASH)
    with app.app_context():
        visits.somebody()
    for header in ("Host", "X-Forwarded-Host", "X-Forwarded-Server", "Forwarded", "X-Original-Url"):
        app.test_client().get("/dang-nhap", headers={header: "evil.example"})
        output = app.test_cli_runner().invoke(args=["users", "reset-password", "kien01"]).output
        assert "https://trinhky.donvi.vn/mat-khau/" in output and "evil" not in output
