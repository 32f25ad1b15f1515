"""Serving: waitress, loopback by default, with the workers and other web processes beside the first."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading

import click
import waitress
from flask import Flask, current_app
from flask.cli import with_appcontext

from services import query_plans

#: A page makes dozens of short queries, and behind each it waits for its turn among the threads: by default up to
#: five thousandths of a second, a fifth of a second for the page, whenever another page is being drawn.
TURN_SECONDS = 0.0005

#: How many visitors may wait at the door until a process takes them in.
BACKLOG = 1024


def listening() -> socket.socket:
    """Return a socket that listens at HOST and PORT of the environment (5000 on 127.0.0.1).

    Raises OSError when the address is taken: before anything else has started.
    """
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "5000"))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)


def serve(app: Flask, door: socket.socket) -> None:
    """Answer at `door` until interrupted."""
    with app.app_context():
        query_plans.renew()
    host, port = door.getsockname()[:2]
    print(f"Trình Ký: http://{host}:{port}", flush=True)
    _answer(app, door)


@click.command("web", hidden=True)
@click.option(
    "--door", type=int, required=True, help="Number of the listening socket, handed over at the start."
)
@with_appcontext
def web(door: int) -> None:
    """Answer pages beside the first web process; started by it."""
    threading.Thread(target=_leave_with_parent, name="lifeline", daemon=True).start()
    _answer(current_app._get_current_object(), socket.socket(fileno=door))


def _answer(app: Flask, door: socket.socket) -> None:
    signal.signal(signal.SIGTERM, lambda number, frame: _leave())
    sys.setswitchinterval(TURN_SECONDS)
    waitress.serve(app, sockets=[door], threads=8, ident=None)


def _leave_with_parent() -> None:
    """Standard input is a pipe from the first web process: it ends with it."""
    sys.stdin.buffer.read()
    _leave()


def _leave() -> None:
    """Stop as waitress stops when it is interrupted: pages in hand are finished first."""
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
