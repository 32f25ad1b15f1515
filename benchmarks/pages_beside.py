"""Page requests while a batch runs in a process beside: p95 against p95 without, wall time, rounds in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import verdict

ROUNDS, ASKED, MOST = 4, 80, 2.0
_BATCH = """
from io import BytesIO
from benchmarks import certificates
while True:
    certificates.stamped(7007, 1)
"""


def _client(folder: str):
    from app import create_app

    app = create_app({"INSTANCE": folder, "TESTING": True, "RATELIMIT_ENABLED": False})
    from flask_migrate import upgrade

    with app.app_context():
        upgrade(directory=str(Path(app.root_path) / "migrations"))
    return app.test_client()


def _slow(client) -> float:
    """Return the p95 of a page that reads the database, seconds."""
    times = []
    for _ in range(ASKED):
        begun = time.perf_counter()
        client.get("/dang-nhap", follow_redirects=True)
        times.append(time.perf_counter() - begun)
    return statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Print the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        client = _client(folder)
        _slow(client)
        ratios = []
        for _ in range(ROUNDS):
            alone = _slow(client)
            batch = subprocess.Popen([sys.executable, "-c", _BATCH])
            time.sleep(4)
            try:
                ratios.append(_slow(client) / alone)
            finally:
                batch.kill()
                batch.wait()
    reached = statistics.median(ratios)
    verdict(f"p95 of pages beside a batch to p95 without ≤ {MOST}", reached, reached <= MOST)
