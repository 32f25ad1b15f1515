"""Measurements, never asserted by a clock in tests: each prints its goal, its rival, the ratio, holds or falls short.

Run by `make bench`. Contenders are interleaved in rounds on the same data; the median of the rounds' ratios counts.
"""
