"""Measurements that anybody can repeat: ``make bench``, or ``python -m benchmarks NAME [arguments]``.

Read the ratios and the scores; times on shared machines are only comparable within one run.
"""
