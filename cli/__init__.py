"""Commands of the shell: `flask demo · documents · workflows · units · users · worker`. They only call services."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the command groups."""
