#!/usr/bin/env python3
# Counts lorries at a border crossing.
import sys


def count(lines):
    total = 0
    for line in lines:
        if line.startswith("lorry"):
            total += 1
    return total


if __name__ == "__main__":
    print(count(sys.stdin))
