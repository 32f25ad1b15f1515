"""Render processes: replaced when they die, ended when they take too long, gone with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobs import pool as pools
from jobs.errors import PoolBusy, RendererDied, RenderFailed
from jobs.pool import Pool
from services.errors import Refused
from tests.support.issuing import KINDS, SAMPLE


def request(**changes: Any) -> dict[str, Any]:
    asked = {
        "kind": "trial_paper",
        "values": SAMPLE,
        "profile": "tld-933",
        "formats": ["pdf"],
        "check": False,
    }
    return {**asked, **changes}


def long_values(paragraphs: int) -> dict[str, Any]:
    return {**SAMPLE, "paragraphs": [f"Đoạn thứ {number}, dài vừa một dòng." for number in range(paragraphs)]}


def gone(process: int, seconds: float = 20) -> bool:
    """True once the process has ended (a zombie counts)."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def pool(root: Path) -> Iterator[Pool]:
    """Yield a pool of one, of this test's own."""
    made = Pool(1, KINDS, root / "reference" / "profiles", "tld-933")
    yield made
    made.close()


def test_answer_holds_files_and_versions(renderers: Pool) -> None:
    answer = renderers.render(request(formats=["html", "docx", "pdf"], check=True), 120)
    assert answer["files"]["pdf"].startswith(b"%PDF")
    assert answer["files"]["docx"].startswith(b"PK")
    assert "Đinh Thu Hạnh" in answer["files"]["html"].decode("utf-8")
    assert (answer["faults"], answer["pdf_missing"]) == ([], None)
    assert len(answer["template"]) == len(answer["profile_sha256"]) == 64


BAD = {
    "unknown kind": (request(kind="no_such_kind"), RenderFailed),
    "values": (request(values={**SAMPLE, "year": "năm nay"}), Refused),
}


@pytest.mark.parametrize(("asked", "error"), BAD.values(), ids=BAD)
def test_bad_request_is_answered_and_the_process_lives_on(renderers: Pool, asked: dict, error: type) -> None:
    renderers.render(request(), 120)
    before = renderers.processes()
    with pytest.raises(error):
        renderers.render(asked, 120)
    assert renderers.processes() == before


def test_unforeseen_error_is_told_and_the_process_replaced(pool: Pool, capfd: pytest.CaptureFixture) -> None:
    pool.render(request(), 120)
    before = pool.processes()
    with pytest.raises(RenderFailed) as caught:
        pool.render(request(profile="no-such-profile"), 120)
    assert "FileNotFoundError" in caught.value.params["detail"]
    assert "Traceback" in caught.value.detail
    assert "Traceback" in capfd.readouterr().err
    assert pool.processes() != before
    assert pool.render(request(), 120)["files"]["pdf"]


def test_process_killed_at_work_is_replaced_and_the_request_asked_again(pool: Pool) -> None:
    pool.render(request(), 120)
    (victim,) = pool.processes()
    killer = threading.Timer(0.15, os.kill, (victim, signal.SIGKILL))
    killer.start()
    answer = pool.render(request(values=long_values(600)), 240)
    killer.join()
    assert answer["files"]["pdf"].startswith(b"%PDF")
    assert pool.processes() != [victim]


def test_process_killed_while_idle_is_replaced(pool: Pool) -> None:
    pool.render(request(), 120)
    for _ in range(3):
        os.kill(pool.processes()[0], signal.SIGKILL)
        assert pool.render(request(), 120)["files"]["pdf"]


def test_twice_dead_over_one_request_is_an_error(pool: Pool) -> None:
    pool.start()
    stop = threading.Event()

    def kill_all() -> None:
        while not stop.wait(0.02):
            for process in pool.processes():
                os.kill(process, signal.SIGKILL)

    killer = threading.Thread(target=kill_all)
    killer.start()
    with pytest.raises(RendererDied):
        pool.render(request(values=long_values(2000)), 240)
    stop.set()
    killer.join()
    assert pool.render(request(), 120)["files"]["pdf"]


def test_too_long_a_page_is_ended(pool: Pool) -> None:
    pool.render(request(), 120)
    (slow,) = pool.processes()
    with pytest.raises(PoolBusy):
        pool.render(request(values=long_values(2000)), 0.2)
    assert gone(slow)
    assert pool.render(request(), 120)["files"]["pdf"]


def test_cold_process_is_not_ended_for_being_cold(pool: Pool) -> None:
    pool.start()
    (cold,) = pool.processes()
    for _ in range(3):
        with pytest.raises(PoolBusy):
            pool.render(request(), 0.01)
    assert pool.render(request(), 120)["files"]["pdf"]
    assert pool.processes() == [cold]


def test_no_free_process_in_time(pool: Pool) -> None:
    pool.render(request(), 120)
    busy = threading.Thread(target=pool.render, args=(request(values=long_values(600)), 240))
    busy.start()
    while pool._free:  # until the other request has the only process
        time.sleep(0.005)
    with pytest.raises(PoolBusy):
        pool.render(request(), 0.05)
    busy.join()


def test_eight_threads_share_two_processes(renderers: Pool) -> None:
    answers: list[bytes] = []

    def ask(number: int) -> None:
        values = {**SAMPLE, "subject": f"Về việc số {number}"}
        html = renderers.render(request(values=values, formats=["html", "pdf"]), 240)["files"]["html"]
        assert f"Về việc số {number}" in html.decode("utf-8")
        answers.append(html)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 8
    assert len(renderers.processes()) == 2


def written_by(processes: list[int]) -> set[Path]:
    """The folders that render processes were given for what they write."""
    commands = [Path(f"/proc/{one}/cmdline").read_bytes().decode().split("\0") for one in processes]
    return {Path(command[-2]) for command in commands}


@pytest.mark.parametrize("ended_by", ["kill", "share", "close"])
def test_nothing_written_outlives_its_process(
    pool: Pool, ended_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool.render(request(), 120)
    (place,) = written_by(pool.processes())
    assert any(file.is_file() for file in place.rglob("*"))  # fonts of the layout library
    if ended_by == "close":
        pool.close()
    else:
        if ended_by == "kill":
            os.kill(pool.processes()[0], signal.SIGKILL)
        monkeypatch.setattr(pools, "RECYCLE_AFTER", 1)
        pool.render(request(), 120)
    assert not place.exists()


def test_process_is_replaced_after_its_share(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "RECYCLE_AFTER", 3)
    seen = []
    for _ in range(4):
        pool.render(request(formats=["docx"]), 120)
        seen.append(pool.processes()[0])
    assert seen[0] == seen[1] != seen[2] == seen[3]


PARENT = """
import json, sys, threading
from pathlib import Path
from jobs.pool import Pool
pool = Pool(2, Path(sys.argv[1]), Path(sys.argv[2]), "tld-933")
asked = json.loads(sys.argv[3])
pool.render(asked, 120)
pool.start()
asked["values"]["paragraphs"] *= 1900
threading.Thread(target=pool.render, args=(asked, 240), daemon=True).start()
print(*pool.processes(), flush=True)
threading.Event().wait()
"""


def test_processes_leave_with_their_killed_parent(root: Path) -> None:
    import json

    arguments = [str(KINDS), str(root / "reference" / "profiles"), json.dumps(request())]
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, *arguments], cwd=root, stdout=subprocess.PIPE, text=True
    ) as parent:
        children = [int(word) for word in parent.stdout.readline().split()]
        places = written_by(children)
        parent.kill()
    assert len(children) == len(places) == 2
    assert all(gone(child) for child in children)
    assert not any(place.exists() for place in places)


def test_pool_that_is_forgotten_leaves_nothing(root: Path) -> None:
    made = Pool(1, KINDS, root / "reference" / "profiles", "tld-933")
    made.start()
    (process,) = made.processes()
    del made
    assert gone(process)


def test_who_waits_longer_is_served_first(pool: Pool) -> None:
    served: list[str] = []

    def ask(name: str, times: int) -> None:
        for _ in range(times):
            pool.render(request(values=long_values(150)), 120)
            served.append(name)

    def stand_in_line(name: str, times: int, before: int) -> threading.Thread:
        thread = threading.Thread(target=ask, args=(name, times))
        thread.start()
        while len(pool._line) < before:
            time.sleep(0.005)
        return thread

    first = stand_in_line("greedy", 3, 0)
    while not pool.processes():
        time.sleep(0.005)
    others = [stand_in_line(name, 1, place) for place, name in enumerate(("second", "third"), start=1)]
    for thread in (first, *others):
        thread.join()
    assert served == ["greedy", "second", "third", "greedy", "greedy"]
