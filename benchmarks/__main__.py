"""Runs every measurement in turn."""

from benchmarks import one_decision

MEASUREMENTS = {"one decision": one_decision.main}

for title, measurement in MEASUREMENTS.items():
    print(title)
    measurement()
