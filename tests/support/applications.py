"""The application inside the test's own process: `app` on an empty database, `demo_app` on the province."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from tests.support.databases import Database

# Protection against forged posts and floods has tests of its own, which switch it on again.
SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": "a key for tests only, long enough to be taken for a real one",
    "WTF_CSRF_ENABLED": False,
    "RATELIMIT_ENABLED": False,
}


class Compiled(BytecodeCache):
    """Pages compiled for an earlier application of this process serve the next one, while their text is the same."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what is kept; it refuses the code of another text itself."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a page that has just been compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@contextmanager
def opened(database: Database, **settings: Any) -> Iterator[Flask]:
    """Make the application on `database`; close its connections at the end."""
    from app import create_app
    from extensions import db

    app = create_app({**SETTINGS, **database.settings(), **settings})
    app.jinja_env.bytecode_cache = COMPILED
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


@pytest.fixture
def make_app(database: Database) -> Iterator[Callable[..., Flask]]:
    """Return a function: settings → application on this test's empty database."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(opened(database, **settings))


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """Return the application on an empty, migrated database."""
    return make_app()


@pytest.fixture
def demo_app(demo_database: Database) -> Iterator[Flask]:
    """Yield the application on the demonstration province."""
    with opened(demo_database) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client nobody has signed in to, on the empty database."""
    return app.test_client()


@pytest.fixture
def demo_client(demo_app: Flask) -> FlaskClient:
    """Return a client nobody has signed in to, on the demonstration province."""
    return demo_app.test_client()
