"""All benchmarks, one after the other: ``python -m benchmarks``."""

from __future__ import annotations

import sys

from benchmarks import demo, isolation, start, throughput, yara_throughput


def main() -> None:
    del sys.argv[1:]
    parts = {
        "start": start,
        "demo": demo,
        "throughput": throughput,
        "isolation": isolation,
        "yara": yara_throughput,
    }
    for name, part in parts.items():
        print(f"== {name}")
        part.main()


if __name__ == "__main__":
    main()
