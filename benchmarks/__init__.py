"""Measurements, never asserted by a clock in tests: each prints its goal, its rival, the ratio, holds or falls short.

Run by `make bench`, or one by one: `python -m benchmarks certificates`. Contenders do the same work on the same data
(words, pictures, tables, compression), take turns in rounds, and the median of the rounds' ratios counts. Time is CPU
time of the process unless a module says otherwise, so that other work on the machine does not decide.
"""
