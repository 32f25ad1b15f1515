"""Commands of the shell: `flask demo · documents · workflows · units · users · worker`. They only call services."""

from flask import Flask

from cli.users import users
from cli.worker import worker


def init_app(app: Flask) -> None:
    """Register the command groups."""
    app.cli.add_command(users)
    app.cli.add_command(worker)
