"""`flask users`: the first account of an empty installation, further accounts, one-time links, a list."""

from __future__ import annotations

import os

import click
from flask import current_app
from flask.cli import AppGroup

from services import accounts, first_run
from services.errors import ServiceError

users = AppGroup("users", help="Accounts: first, create, reset-password, list.")


def _address(path: str) -> str:
    """Return a full address of a page: PUBLIC_URL, else this machine on its port."""
    base = current_app.config["PUBLIC_URL"] or f"http://127.0.0.1:{os.environ.get('PORT', '5000')}"
    return f"{base.rstrip('/')}{path}"


def _said(error: ServiceError) -> click.ClickException:
    return click.ClickException(error.message % error.params if error.params else error.message)


def _show_link(account_id: int, username: str) -> None:
    hours = current_app.config["RESET_LINK_HOURS"]
    click.echo(f"Link to choose the password of {username}, once, within {hours} hours:")
    click.echo(_address(f"/mat-khau/{accounts.password_key(account_id)}"))


@users.command("first")
@click.option("--link", is_flag=True, help="Print the address of the page that asks, instead of asking here.")
def first(link: bool) -> None:
    """Make the first unit and its chair, in an installation without accounts."""
    if accounts.any_exists():
        raise click.ClickException("There are accounts already: use `flask users create`.")
    if link:
        click.echo(_address(f"/bat-dau?khoa={first_run.key()}"))
        return
    answers = first_run.Answers(
        unit_name=click.prompt("Tên đơn vị"),
        place=click.prompt("Địa danh ghi trên văn bản"),
        upper_name=click.prompt("Công đoàn cấp trên trực tiếp (để trống nếu chưa khai)", default=""),
        chair_name=click.prompt("Họ và tên Chủ tịch"),
        username=click.prompt("Số điện thoại hoặc mã cán bộ, dùng để đăng nhập"),
        password=click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Mật khẩu lần nữa"),
        mail_server=click.prompt("Máy chủ thư (để trống: không gửi thư)", default=""),
        email=click.prompt("E-mail của Chủ tịch (để trống nếu không có)", default=""),
    )
    try:
        first_run.start(answers)
    except ServiceError as error:
        raise _said(error) from error
    click.echo(f"Done. Sign in as {answers.username} at {_address('/dang-nhap')}")


@users.command("create")
@click.argument("person_code")
@click.argument("username")
@click.option("--email", default=None, help="For mail, and for signing in.")
def create(person_code: str, username: str, email: str | None) -> None:
    """Make the account of a person (by code); prints the link to choose a password."""
    try:
        account_id = accounts.create(accounts.person_by_code(person_code), username, email=email)
    except ServiceError as error:
        raise _said(error) from error
    _show_link(account_id, username)


@users.command("reset-password")
@click.argument("username")
@click.option("--ask", is_flag=True, help="Ask for the new password here, instead of printing a link.")
def reset_password(username: str, ask: bool) -> None:
    """Let somebody choose a new password; with --ask every session of the account ends at once."""
    try:
        view = accounts.by_identity(username)
        if not ask:
            _show_link(view.account_id, view.username)
            return
        secret = click.prompt("Mật khẩu mới", hide_input=True, confirmation_prompt="Mật khẩu mới lần nữa")
        accounts.set_password(view.account_id, secret)
    except ServiceError as error:
        raise _said(error) from error
    click.echo(f"The password of {view.username} is changed; all sessions have ended.")


@users.command("list")
def list_() -> None:
    """Print the accounts: sign-in name, person's code, name, e-mail, marks; one per line, tab-separated."""
    for view in accounts.every():
        marks = [word for word, on in (("demo", view.demo), ("inactive", not view.active)) if on]
        click.echo("\t".join([view.username, view.code, view.name, view.email or "", ",".join(marks)]))
