"""Workers beside the web process: same settings, started again when they die, gone when their parent is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from documents.errors import TemplateFault
from extensions import db
from jobs.supervisor import Supervisor, beside, environment
from models import Job, Paper
from tests.support.issuing import KINDS, furnish
from tests.support.mail import Mailbox
from tests.support.servers import free_port


def alive(process: int) -> bool:
    """True while a process runs (a zombie does not)."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def wait_for(condition: Callable[[], object], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def children(process: int) -> list[int]:
    """Return the processes that `process` has started, and theirs."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == process:
            number = int(path.parent.name)
            found += [number, *children(number)]
    return found


@pytest.fixture
def app(make_app: Callable[..., Flask], smtp: Mailbox) -> Flask:
    """Return an application whose settings a worker could not guess."""
    return make_app(
        **smtp.settings(), DOC_TEMPLATES=str(KINDS), WORKERS=2, RENDER_WORKERS=1, LEASE_SECONDS=60
    )


@pytest.mark.sql
def test_paper_and_mail_are_done_beside_the_block(app: Flask, smtp: Mailbox) -> None:
    from extensions import clock
    from services import issuing, notices
    from services.transaction import writing

    desk = furnish(app)
    with app.app_context(), beside(app) as supervisor:
        with writing():
            notices.tell(desk.person_id, "Chào đồng chí", "Nội dung", kind="asked")
        draft = desk.draft()
        seen = issuing.prepare(draft, timeout=120).seen_hash
        today = clock.today()
        paper_id = issuing.number(draft, person_id=desk.person_id, once="one", dated_on=today, seen_hash=seen)

        def done() -> bool:
            db.session.rollback()
            return {job.state for job in db.session.scalars(select(Job))} == {"done"}

        assert wait_for(done, 120)
        assert db.session.get(Paper, paper_id).state == "issued"
        workers = supervisor.processes()
        renderers = app.extensions["render_pool"].processes()
    assert [str(message["Subject"]) for message in smtp.messages] == ["Chào đồng chí"]
    assert not any(alive(process) for process in [*workers, *renderers])


def test_fault_in_an_offices_own_kinds_stops_the_start(app: Flask, tmp_path: Path) -> None:
    own = tmp_path / "kinds"
    shutil.copytree(KINDS, own)
    (own / "trial_paper" / "body.html").write_text("<paper>\n<blink>x</blink></paper>", encoding="utf-8")
    app.config["DOC_TEMPLATES"] = str(own)
    with (
        pytest.raises(TemplateFault, match="trial_paper/body.html, line 2: unknown tag <blink>"),
        beside(app),
    ):
        pass
    assert "render_pool" not in app.extensions


def test_dead_worker_is_started_again(app: Flask) -> None:
    supervisor = Supervisor(environment(app), 1)
    supervisor.start()
    try:
        (first,) = supervisor.processes()
        os.kill(first, signal.SIGKILL)
        assert wait_for(lambda: supervisor.processes() != [first])
        assert alive(supervisor.processes()[0])
    finally:
        supervisor.close()


@contextmanager
def started(command: list[str], **how: Any) -> Iterator[subprocess.Popen]:
    """Run a server that hears Ctrl-C even where the suite itself runs in the background and ignores it."""

    def hear() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=hear, **how) as server:  # noqa: PLW1509
        try:
            yield server
        finally:
            server.kill()  # an assertion that failed must not wait for it for ever


@pytest.mark.parametrize(
    ("tell", "how"),
    [
        (os.kill, signal.SIGKILL),
        (os.kill, signal.SIGTERM),
        (os.kill, signal.SIGINT),
        (os.killpg, signal.SIGTERM),  # as managers of services do
        (os.killpg, signal.SIGINT),  # as a terminal does
    ],
)
def test_server_that_ends_leaves_nothing_behind(
    app: Flask, root: Path, tmp_path: Path, tell: Callable[[int, int], None], how: signal.Signals
) -> None:
    own = {**environment(app), "PORT": str(free_port()), "TMPDIR": str(tmp_path)}
    own |= {"TRINHKY_WORKERS": "2", "TRINHKY_RENDER_WORKERS": "1"}
    with started([sys.executable, "app.py"], cwd=root, env=own, start_new_session=True) as server:
        assert wait_for(lambda: len(children(server.pid)) >= 3)
        bells = Path(app.config["INSTANCE"]) / "bells"
        assert wait_for(lambda: len(list(bells.glob("worker-*"))) == 2)
        assert wait_for(lambda: list(tmp_path.glob("trinhky-render-*/*")))  # fonts of the layout library
        family = children(server.pid)
        tell(server.pid, how)
        server.wait(60)
    assert wait_for(lambda: not any(alive(process) for process in family))
    assert not list(tmp_path.glob("trinhky-render-*"))


def test_another_web_process_answers_at_the_same_door(app: Flask, root: Path) -> None:
    port = free_port()
    own = {**environment(app), "PORT": str(port), "TRINHKY_WORKERS": "0", "TRINHKY_RENDER_WORKERS": "1"}
    address = f"http://127.0.0.1:{port}/healthz"

    def answered() -> bool:
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False

    with started([sys.executable, "app.py"], cwd=root, env={**own, "TRINHKY_WEB_PROCESSES": "2"}) as server:
        assert wait_for(answered)
        server.send_signal(signal.SIGSTOP)
        assert wait_for(answered)
        family = children(server.pid)
        (second,) = [one for one in family if b"--door" in Path(f"/proc/{one}/cmdline").read_bytes()]
        server.send_signal(signal.SIGCONT)
        os.kill(second, signal.SIGKILL)
        assert wait_for(lambda: any(one not in family for one in children(server.pid)))
        family = children(server.pid)
        server.send_signal(signal.SIGKILL)
        server.wait(60)
    assert wait_for(lambda: not any(alive(process) for process in family))
