"""Fifty people at once on a sector of 87 unions, 6,000 dossiers: p95 of pages beside /healthz, memory over 10,000.

Counted is from when all fifty are there; the quarter of a minute in which they sign in is not (a password's hash is
meant to cost).
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.measuring import verdict

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "sector"
PEOPLE, SECONDS, MOST_MS, WEBS = 50, 90, 200, 2
REQUESTS, WARM, GROWTH_MIB = 10_000, 8_000, 16
PASSWORD = "ban-do-thu-cua-nganh"


def grown_sector() -> Path:
    """Return the grown province, made once and kept under build/."""
    if not (KEPT / "done").exists():
        shutil.rmtree(KEPT, ignore_errors=True)
        KEPT.mkdir(parents=True)
        for args in (["db", "upgrade"], ["demo", "load", "--size", "sector"]):
            command = [sys.executable, "-m", "flask", "--app", "app", *args]
            subprocess.run(command, cwd=ROOT, env=_env(KEPT), check=True, stdout=subprocess.DEVNULL)
        (KEPT / "done").touch()
    return KEPT


def _env(folder: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "TRINHKY_INSTANCE": str(folder), **more}


def _open_doors(folder: Path) -> dict[str, list[str]]:
    """Give all accounts of the copy one password; return sign-in names of chairs and of the sector's office."""
    from sqlalchemy import select, update

    from app import create_app
    from extensions import db
    from models import Account, Office, Unit
    from services import sign_in

    app = create_app({"INSTANCE": str(folder), "TESTING": True})
    with app.app_context():
        db.session.execute(update(Account).values(password=sign_in.hashed(PASSWORD)))
        db.session.commit()
        names = select(Account.username).join(Office, Office.person_id == Account.person_id)
        chairs = names.where(Office.role == "secretary").join(Unit, Unit.id == Office.unit_id)
        return {
            "chairs": list(db.session.scalars(chairs.where(Unit.code.like("SX%")).order_by(Account.id))),
            "office": ["p04", "p01", "p02", "p03", "p25"],
        }


@contextmanager
def _served(folder: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    processes = {"TRINHKY_WEB_PROCESSES": str(WEBS), "TRINHKY_WORKERS": "1", "TRINHKY_RENDER_WORKERS": "1"}
    env = _env(folder, PORT=str(port), **processes)
    server = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _try in range(240):
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=2)
                break
            except OSError:
                time.sleep(0.5)
        yield url, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _locust(
    url: str,
    names: dict[str, list[str]],
    folder: Path,
    *,
    users: int,
    seconds: int,
    pause: str,
    present: bool = False,
) -> dict:
    """Run the people; return {name: row of the statistics}; with `present` counted only from when all are there."""
    env = _env(
        folder,
        TRINHKY_BENCH_PASSWORD=PASSWORD,
        TRINHKY_BENCH_NAMES=json.dumps(names),
        TRINHKY_BENCH_PAUSE=pause,
    )
    table = folder / "locust"
    command = [sys.executable, "-m", "locust", "-f", "benchmarks/people.py", "--headless", "--only-summary"]
    command += ["-u", str(users), "-r", "2", "-t", f"{seconds}s", "--host", url, "--csv", str(table)]
    command += ["--reset-stats"] * present
    subprocess.run(
        command, cwd=ROOT, env=env, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with (folder / "locust_stats.csv").open(encoding="utf-8") as file:
        return {row["Name"]: row for row in csv.DictReader(file)}


def _resident(pid: int) -> float:
    """Return the resident memory in MiB of the web processes: the first and those that it started."""
    first = psutil.Process(pid)
    others = [one for one in first.children() if "--door" in one.cmdline()]
    return sum(one.memory_info().rss for one in [first, *others]) / 1024 / 1024


def main() -> None:
    """Print p95 of every page, of /healthz, failures, and the growth of memory."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "instance"
        shutil.copytree(grown_sector(), folder)
        names = _open_doors(folder)
        with _served(folder) as (url, pid):
            rows = _locust(url, names, folder, users=PEOPLE, seconds=SECONDS, pause="2-6", present=True)
            for name, row in sorted(rows.items()):
                print(f"  {name:42} {row['Request Count']:>6} p50 {row['50%']:>5} p95 {row['95%']:>5} ms")
            failed = int(rows["Aggregated"]["Failure Count"])
            reached = int(rows["Aggregated"]["95%"])
            print(f"  /healthz of the same run: p95 {rows['/healthz']['95%']} ms; failures: {failed}")
            verdict(
                f"p95 of {PEOPLE} people ≤ {MOST_MS} ms, no failure",
                reached,
                reached <= MOST_MS and not failed,
            )
            _memory(url, names, folder, pid)


def _memory(url: str, names: dict[str, list[str]], folder: Path, pid: int) -> None:
    """Ask until both processes are warm, and 10,000 times more; memory then against memory at the end."""
    done, before, last = 0, 0.0, WARM + REQUESTS
    while done < last:
        rows = _locust(url, names, folder, users=8, seconds=60, pause="0-0")
        done += int(rows["Aggregated"]["Request Count"])
        if not before and done >= WARM:
            before, last = _resident(pid), done + REQUESTS
            print(f"  {done} requests: {before:.0f} MiB")
    grown = _resident(pid) - before
    print(f"  {done} requests: {before + grown:.0f} MiB")
    verdict(f"growth over {REQUESTS} requests ≤ {GROWTH_MIB} MiB", grown, grown <= GROWTH_MIB)
