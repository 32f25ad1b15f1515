"""Extension objects, created once and bound to the application in `app.py`; the injectable clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, has_request_context, session
from flask_babel import Babel, get_locale, get_translations
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_mailman import Mail
from flask_migrate import Migrate
from flask_security import Security
from flask_sqlalchemy import SQLAlchemy
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base: constraint names are fixed, so that migrations can name them on both databases."""

    metadata = MetaData(naming_convention=NAMES)


class Clock:
    """The one source of now. Tests and the demonstration's replay set it for the code they run."""

    def __init__(self) -> None:
        self._fixed: ContextVar[datetime | None] = ContextVar("clock", default=None)

    def __call__(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return self._fixed.get() or datetime.now(UTC)

    def today(self) -> date:
        """Return the date in Vietnam: days, deadlines and register years are counted there."""
        return self().astimezone(ZONE).date()

    @contextmanager
    def at(self, instant: datetime) -> Iterator[None]:
        """Let the clock stand at `instant` (aware) inside the block."""
        token = self._fixed.set(instant.astimezone(UTC))
        try:
            yield
        finally:
            self._fixed.reset(token)


@dataclass
class Ports:
    """What `app.py` hands to the services from rooms they must not know.

    `ring(kind)` wakes the workers after a commit; `render(request, timeout)` asks the render pool for
    finished files (see `jobs/pool.py`) and may raise its `PoolBusy`.
    """

    ring: Callable[[str], None] = field(default=lambda kind: None)
    render: Callable[..., Any] | None = None


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
babel = Babel()
bootstrap = Bootstrap5()
compress = Compress()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)
mail = Mail()
security = Security()
talisman = Talisman()
clock = Clock()
ports = Ports()


# Strict: nothing inline, nothing from elsewhere; pictures in Bootstrap's stylesheet are data: addresses.
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": ["'self'", "data:"],
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def prepare_engine(engine: Engine, busy_timeout_ms: int) -> None:
    """Make SQLite behave: WAL, foreign keys, our own BEGIN. Other databases are left as they are."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection, record):  # noqa: ANN001, ANN202
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={int(busy_timeout_ms)}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection):  # noqa: ANN001, ANN202
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _locale() -> str:
    """Return the language of the page: the person's choice in the session, else Vietnamese."""
    chosen = session.get("locale") if has_request_context() else None
    return chosen if chosen in ("vi", "en") else "vi"


def _speak_fast(app: Flask) -> None:
    """Let templates look their words up at once: the library finds its catalogue anew for each of hundreds of texts."""
    known: dict[str, Any] = {}

    def words() -> Any:
        locale = get_locale()
        if locale is None:
            return get_translations()
        if locale.language not in known:
            known[locale.language] = get_translations()
        return known[locale.language]

    app.jinja_env.install_gettext_callables(
        gettext=lambda text: words().ugettext(text),
        ngettext=lambda one, many, count: words().ungettext(one, many, count),
        newstyle=True,
        pgettext=lambda about, text: words().upgettext(about, text),
        npgettext=lambda about, one, many, count: words().unpgettext(about, one, many, count),
    )


def init_app(app: Flask) -> None:
    """Bind every extension to the application. The sign-in extension is bound by its blueprint."""
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine, app.config["SQLITE_BUSY_TIMEOUT_MS"])
    migrate.init_app(app, db, render_as_batch=True)
    babel.init_app(app, locale_selector=_locale)
    _speak_fast(app)
    bootstrap.init_app(app)
    compress.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    mail.init_app(app)
    talisman.init_app(
        app,
        force_https=app.config["FORCE_HTTPS"],
        session_cookie_secure=app.config["SESSION_COOKIE_SECURE"],
        content_security_policy=CONTENT_SECURITY_POLICY,
        frame_options="DENY",
        referrer_policy="same-origin",
    )
