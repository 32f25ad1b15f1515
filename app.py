"""The application: a table of contents. `python app.py` serves it; `create_app()` makes it."""

from __future__ import annotations

from flask import Flask

import blueprints
import cli
import extensions
import jobs
from config import configure


def create_app(overrides: dict | None = None) -> Flask:
    """Make the application. `overrides` are settings that win over file and environment (tests)."""
    app = Flask(__name__, instance_relative_config=True)
    configure(app, overrides)
    extensions.init_app(app)
    blueprints.init_app(app)
    cli.init_app(app)
    jobs.init_app(app)
    return app


if __name__ == "__main__":
    from cli.serve import serve
    from jobs.supervisor import beside

    application = create_app()
    with beside(application):
        serve(application)
