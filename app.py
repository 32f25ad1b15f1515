"""The application: a table of contents. `python app.py` serves it; `create_app()` makes it."""

from __future__ import annotations

import gc

# What is imported stays: looking for rubbish in it takes a quarter of the time that starting takes.
gc.disable()

from flask import Flask

import blueprints
import cli
import extensions
import jobs
from config import configure

gc.freeze()
gc.enable()


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
    from cli.serve import listening, serve
    from jobs.supervisor import beside

    application = create_app()
    with listening() as door, beside(application, door.fileno()):
        serve(application, door)
