"""Settings: defaults here → `instance/config.toml` → environment (TRINHKY_…). Nothing secret is a default."""

from __future__ import annotations

import os
import secrets
import tomllib
from datetime import timedelta
from pathlib import Path

from flask import Flask

DEFAULTS = {
    "BABEL_DEFAULT_LOCALE": "vi",
    "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
    "BOOTSTRAP_SERVE_LOCAL": True,
    # A form of thirty nominees is far below this; the limit is on text fields, files have their own below.
    "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 2_500_000,
    "MAX_FORM_PARTS": 4_000,
    "UPLOAD_LIMIT": 10 * 1024 * 1024,
    # A list from Excel: rows, hours it waits to be brought in, lists of one person that wait at once.
    "IMPORT_MOST_ROWS": 5_000,
    "IMPORT_KEPT_HOURS": 24,
    "IMPORT_MOST_WAITING": 5,
    "PERMANENT_SESSION_LIFETIME": timedelta(hours=8),
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    # On the office's own network there is often no https; behind https set both in config.toml.
    "SESSION_COOKIE_SECURE": False,
    "FORCE_HTTPS": False,
    # The CSRF token lives as long as the session (8 hours sliding).
    "WTF_CSRF_TIME_LIMIT": None,
    "PUBLIC_URL": "",
    "HELP_PHONE": "",
    "MAIL_SERVER": "",
    "MAIL_PORT": 25,
    "MAIL_DEFAULT_SENDER": "trinh-ky@localhost",
    "MAIL_TIMEOUT": 10,
    # How many processes answer pages; one uses one core, whatever its threads.
    "WEB_PROCESSES": 1,
    "WORKERS": 2,
    "RENDER_WORKERS": 2,
    "RENDER_WAIT_SECONDS": 10,
    "LEASE_SECONDS": 60,
    # Wrong passwords in a row, of one account or from one address → seconds of pause after the last one.
    "SIGN_IN_LOCKS": [[5, 60], [10, 900]],
    # One check of a password costs 64 MB and a third of a second: so many run at once, others wait so long.
    "SIGN_IN_PARALLEL": 4,
    "SIGN_IN_WAIT_SECONDS": 5,
    "SIGN_IN_RATE": "120 per minute",
    # The public page of papers, and the reader of strangers' files, by address of the visitor.
    "VERIFY_RATE": "60 per minute",
    "CHECK_RATE": "20 per minute",
    "PASSWORD_MIN": 8,
    "RESET_LINK_HOURS": 24,
    # How long a browser can prove that a page was its own, after the session that drew it has ended.
    "KEEP_TYPED_HOURS": 72,
    # However often pages are opened, after so many hours one signs in again; on a shared machine after so many
    # minutes without a page.
    "SESSION_MOST_HOURS": 24,
    "SHARED_IDLE_MINUTES": 30,
    # An invitation lasts so many days; between password and second step so many minutes may pass; a password or
    # passkey given again opens the changes to one's own ways in for so many minutes.
    "INVITATION_DAYS": 7,
    "SECOND_STEP_MINUTES": 5,
    "PROOF_MINUTES": 5,
    "FORMAT_PROFILE": "tld-933",
    "RATELIMIT_STORAGE_URI": "memory://",
    "SQLITE_BUSY_TIMEOUT_MS": 30_000,
}


def _secret(instance: Path) -> str:
    """Return the installation's key; made at the first start, readable by its owner only."""
    path = instance / "secret.key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def configure(app: Flask, overrides: dict | None) -> None:
    """Fill `app.config`: defaults, then the instance file, then the environment, then `overrides` (tests).

    INSTANCE is the folder of this machine's database, files and key; TRINHKY_INSTANCE moves it.
    """
    overrides = overrides or {}
    instance = Path(overrides.get("INSTANCE") or os.environ.get("TRINHKY_INSTANCE") or app.instance_path)
    app.config.from_mapping(DEFAULTS)
    app.config["INSTANCE"] = str(instance)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{instance / 'trinhky.sqlite3'}"
    app.config.from_file(str(instance / "config.toml"), load=tomllib.load, silent=True, text=False)
    app.config.from_prefixed_env("TRINHKY")
    app.config.update(overrides)
    app.config["INSTANCE"] = str(instance)
    if not app.config.get("SECRET_KEY"):
        app.config["SECRET_KEY"] = _secret(instance)
    if not app.config.get("SECURITY_PASSWORD_SALT"):
        app.config["SECURITY_PASSWORD_SALT"] = app.config["SECRET_KEY"][:22]
