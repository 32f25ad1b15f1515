"""The application inside the test's own process: `app` on an empty database, `demo_app` on the province."""

from __future__ import annotations

import functools
import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import event
from werkzeug.routing import Rule

from tests.support.databases import Database

ROOT = Path(__file__).resolve().parent.parent.parent

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


class KeptRule(Rule):
    """The code that builds an address is made once in a process: it takes most of the time of making an application.

    It hangs on the text of the rule, its defaults and its converters, which are the same in every application.
    """

    kept: ClassVar[dict[tuple[Any, ...], Any]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Any:
        defaults = tuple(sorted((self.defaults or {}).items()))
        kinds = tuple((name, type(one)) for name, one in self._converters.items())
        key = (self.rule, self.subdomain, self.host, defaults, kinds, append_unknown)
        if key not in self.kept:
            self.kept[key] = super()._compile_builder(append_unknown)
        return self.kept[key]


Flask.url_rule_class = KeptRule


# Settings that change what the render processes are started with.
OF_THE_POOL = {"DOC_TEMPLATES", "FORMAT_PROFILE", "RENDER_WORKERS"}


@functools.cache
def shipped_pool() -> Any:
    """Return the one pool of render processes for the shipped kinds; they hold nothing of an application."""
    from jobs.pool import Pool

    return Pool(2, ROOT / "doc_templates", ROOT / "reference" / "profiles", "tld-933")


@functools.cache
def settled() -> None:
    """Load the product, and let the collector of garbage pass over what stays until the end of the run."""
    import app  # noqa: F401

    gc.collect()
    gc.freeze()


def _leave_to_the_system(connection: Any, record: Any) -> None:
    """Do not wait for the disk: what a test has written need not outlive a loss of power."""
    connection.execute("PRAGMA synchronous=OFF")


@contextmanager
def opened(database: Database, **settings: Any) -> Iterator[Flask]:
    """Make the application on `database`; close its connections at the end."""
    settled()
    from app import create_app
    from extensions import db

    app = create_app({**SETTINGS, **database.settings(), **settings})
    app.jinja_env.bytecode_cache = COMPILED
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _leave_to_the_system)
    if not OF_THE_POOL & set(settings):
        app.extensions["render_pool"] = shipped_pool()
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
