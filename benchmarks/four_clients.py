"""Four clients at the render pool at once: the slow ones (p95) against the median, wall time."""

from __future__ import annotations

import statistics
import threading
import time
from pathlib import Path

import reference
from benchmarks import data
from benchmarks.measuring import verdict
from jobs.pool import Pool

CLIENTS, ASKED, MOST = 4, 15, 1.6


def main() -> None:
    """Print the ratio."""
    profiles = reference.path("profiles/tld-933.toml").parent
    pool = Pool(2, Path(data.TEMPLATES), profiles, "tld-933")
    times: list[float] = []

    def client(number: int) -> None:
        for turn in range(ASKED):
            values = data.decision(number * ASKED + turn)
            request = {"kind": "award_decision", "values": values, "profile": "tld-933", "formats": ["pdf"]}
            begun = time.perf_counter()
            pool.render(request, 120)
            times.append(time.perf_counter() - begun)

    def together() -> None:
        threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    try:
        together()  # both processes load their fonts and styles
        times.clear()
        together()
    finally:
        pool.close()
    median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"  median {median * 1000:.0f} ms, p95 {slow * 1000:.0f} ms, {len(times)} decisions")
    verdict(f"p95 to the median ≤ {MOST}", slow / median, slow / median <= MOST)
