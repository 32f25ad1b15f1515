"""`flask worker`: the processes that send mail and make the files of papers, when the web runs elsewhere."""

from __future__ import annotations

import signal
import stat
import sys
import threading
from os import fstat

import click
from flask import current_app
from flask.cli import with_appcontext

from jobs import worker as workers
from jobs.supervisor import Supervisor, environment
from services import preparing


@click.command("worker")
@click.option(
    "--one", is_flag=True, help="Work in this very process; used by the server for its own workers."
)
@click.option("--drain", is_flag=True, help="Do what is due now, then end.")
@click.option("--count", type=int, help="How many processes (default: setting WORKERS).")
@with_appcontext
def worker(one: bool, drain: bool, count: int | None) -> None:
    """Do the work that waits behind the pages: mail, files of papers."""
    app = current_app._get_current_object()
    if drain:
        click.echo(workers.drain(app))
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: stop.set())
    if one:
        app.config["RENDER_WORKERS"] = 1
        workers.run_worker(app, stop, _lifeline())
        return
    preparing.catalogue()  # a fault in an office's own kinds of paper is told before anything starts
    supervisor = Supervisor(environment(app), count or app.config["WORKERS"])
    supervisor.start()
    stop.wait()
    supervisor.close()


def _lifeline() -> int | None:
    """Standard input, where it is a pipe from the process that started this one."""
    return sys.stdin.fileno() if stat.S_ISFIFO(fstat(0).st_mode) else None
