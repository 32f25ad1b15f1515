"""Visitors for tests of pages: a client with the token of the page it looks at, and somebody to sign in as."""

from __future__ import annotations

import html
import re
from typing import Any

from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.session import requires
from extensions import db
from services import accounts
from tests.support import tree

PASSWORD = "bốn con cá vàng bơi"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def token(answer: TestResponse) -> str:
    """Return the token of the first form on a page."""
    return TOKEN.search(answer.text)[1]


def hidden(answer: TestResponse, name: str) -> str:
    """Return the value of a hidden field."""
    return html.unescape(re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer.text)[1])


def carried(answer: TestResponse) -> list[tuple[str, str]]:
    """Return the fields that a «send again» page holds, as a browser would send them."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', answer.text, re.DOTALL)
    return [(html.unescape(name), html.unescape(value)) for name, value in found]


def somebody(username: str = "kien01", name: str = "Doãn Trung Kiên", role: str = "chair") -> int:
    """Write a person with an office and an account (password PASSWORD); return the account's id."""
    who = tree.person(name)
    tree.office(who, tree.unit(f"CĐCS {username}"), role, title="Chủ tịch")
    db.session.commit()
    return accounts.create(who, username, password=PASSWORD)


def sign_in(client: FlaskClient, username: str = "kien01", **fields: Any) -> TestResponse:
    """Sign in through the page; return its answer."""
    page = client.get("/dang-nhap")
    if page.status_code == 302:
        return page
    data = {"identity": username, "password": PASSWORD, "csrf_token": token(page), "shared": "", **fields}
    return client.post("/dang-nhap", data=data)


def with_desk(app: Flask) -> Flask:
    """Give the application two pages of tests' own: /ban shows a form, POST /ban?so=1 echoes what came."""

    @app.route("/ban", methods=["GET", "POST"])
    @requires("signed_in")
    def desk() -> Any:
        if request.method == "POST":
            return {"got": [[k, v] for k, v in request.form.items(multi=True)], "args": request.args}
        from flask_wtf.csrf import generate_csrf

        return f'<form><input name="csrf_token" value="{generate_csrf()}"></form>'

    return app
