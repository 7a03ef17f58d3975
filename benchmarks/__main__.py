"""Run one benchmark, or all."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main() -> None:
    """Run the named benchmark with its arguments; without a name, every one without arguments."""
    names = sorted(one.name for one in pkgutil.iter_modules(benchmarks.__path__) if not one.name.startswith("_"))
    chosen, arguments = sys.argv[1:2], sys.argv[2:]
    if chosen and chosen[0] not in names:
        sys.exit(f"There is no benchmark {chosen[0]}. There are: {', '.join(names)}.")
    for name in chosen or names:
        print(f"\n== {name}", flush=True)
        sys.argv = [name, *arguments]
        importlib.import_module(f"benchmarks.{name}").main()


main()
