"""Serving: waitress, loopback by default, with the workers beside the web process."""

from __future__ import annotations

import os

import waitress
from flask import Flask


def serve(app: Flask) -> None:
    """Serve until interrupted. PORT and HOST come from the environment (5000 on 127.0.0.1)."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "5000"))
    print(f"Trình Ký: http://{host}:{port}", flush=True)
    waitress.serve(app, host=host, port=port, threads=8, ident=None)
