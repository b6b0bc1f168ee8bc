"""All benchmarks, one after the other: ``python -m benchmarks``."""

from __future__ import annotations

import sys

from benchmarks import isolation, start, throughput


def main() -> None:
    del sys.argv[1:]
    for name, part in (("start", start), ("throughput", throughput), ("isolation", isolation)):
        print(f"== {name}")
        part.main()


if __name__ == "__main__":
    main()
