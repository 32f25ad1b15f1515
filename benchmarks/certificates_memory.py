"""Memory of the press, a process for each count: from 1,000 to 7,007 certificates it grows by at most 16 MiB."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measuring import verdict

MOST = 16  # MiB
_RUN = """
import re, sys, tempfile
from benchmarks import data
from datetime import date
from documents.stamp import Plan, Press, measured
from services import batches_measured
count = int(sys.argv[1])
kind = data.kinds().kind("certificate_merit")
press = Press(Plan(kind, data.shared(), data.VARYING, data.profile()), data.renderer())
rows = data.certificates.__wrapped__(7007, 1)[:count]
with tempfile.TemporaryFile() as file:
    measured.one(press, rows, file, batches_measured.places(count, date(2026, 1, 1)))
# Not what getrusage says: that starts with the most that the parent had.
print(re.search("VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


def peak(count: int) -> float:
    """Return the most memory, MiB, of a process that stamps so many certificates into a file."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(count)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


def main() -> None:
    """Print the growth."""
    few, many = peak(1000), peak(7007)
    print(f"  1,000: {few:.0f} MiB; 7,007: {many:.0f} MiB")
    verdict(f"growth ≤ {MOST} MiB", many - few, many - few <= MOST)
