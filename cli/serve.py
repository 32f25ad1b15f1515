"""Serving: waitress, loopback by default, with the workers beside the web process."""

from __future__ import annotations

import os
import sys

import waitress
from flask import Flask

from services import query_plans

#: A page makes dozens of short queries, and behind each it waits for its turn among the threads: by default up to
#: five thousandths of a second, a fifth of a second for the page, whenever another page is being drawn.
TURN_SECONDS = 0.0005


def serve(app: Flask) -> None:
    """Serve until interrupted. PORT and HOST come from the environment (5000 on 127.0.0.1)."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "5000"))
    sys.setswitchinterval(TURN_SECONDS)
    with app.app_context():
        query_plans.renew()
    print(f"Trình Ký: http://{host}:{port}", flush=True)
    waitress.serve(app, host=host, port=port, threads=8, ident=None)
