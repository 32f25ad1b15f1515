"""Runs the measurements named on the command line, or every one in turn."""

import importlib
import os
import sys

MODULES = (
    "certificates", "certificates_memory", "certificates_word", "decision", "decision_word", "long_list",
    "archive", "four_clients", "pages_beside", "fifty_people", "excel_list",
    "journeys_by_hand",
)  # fmt: skip

for name in sys.argv[1:] or MODULES:
    module = importlib.import_module(f"benchmarks.{name}")
    print(f"{name} (load {os.getloadavg()[0]:.1f}): {(module.__doc__ or '').splitlines()[0]}")
    module.main()
