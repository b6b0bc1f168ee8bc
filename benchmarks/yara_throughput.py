"""What the YARA unit costs beyond libyara itself: the same rules over the same files, in turn.

    python -m benchmarks.yara_throughput [RULES...] [--megabytes N]

RULES are folders to use beside our own pack; without any, made-up rules bring it to 5,000.  The
files are made here and the same every time: text, markup, machine code and noise of 64 KB to 8 MB.
Both passes alternate and the better of the rounds counts.  What the box around the unit costs is
measured by benchmarks.isolation.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from analyzers.attachments.yara_rules import UNIT
from analyzers.lib.rulefiles import EXTERNALS, count
from analyzers.model.artifact import Artifact
from analyzers.model.rule import RuleSets
from analyzers.model.unit import Context
from workbench.analysis.rules import rule_packs
from workbench.isolation.box import compile_packs
from workbench.isolation.settings import RulePack

SIZES = (64 << 10, 1 << 20, 8 << 20)
MEGABYTES = 100
ROUNDS = 3
RULES = 5_000
WORDS = (
    b"the invoice of payment and <td> function return mov push document please regards var".split()
)


def made_up(number: int) -> RulePack:
    """Rules like those of public packs: two strings of text, a pattern of bytes, a header."""
    chance = random.Random(number)
    rules = (
        f'rule made_up_{n} {{ strings: $a = "{chance.randbytes(8).hex()}" ascii wide '
        f"$b = {{ {chance.randbytes(6).hex(' ')} ?? {chance.randbytes(4).hex(' ')} }} "
        f"condition: uint16(0) == 0x5A4D and any of them }}"
        for n in range(number)
    )
    return RulePack("made-up", (("rules.yar", "\n".join(rules)),))


def files(size: int, total: int) -> list[Artifact]:
    chance = random.Random(size)
    return [
        Artifact.of(_content(chance, size, number), f"{number}.bin", "bin")
        for number in range(max(1, total // size))
    ]


def _content(chance: random.Random, size: int, number: int) -> bytes:
    """Noise, as in what is compressed, words, or the two in turns."""
    if number % 3 == 0:
        return chance.randbytes(size)
    block = b" ".join(chance.choices(WORDS, k=4_000))
    if number % 3 == 1:
        block += bytes(2_000) + chance.randbytes(6_000)
    return (block * (size // len(block) + 1))[:size]


def bare(rules: Any, artifact: Artifact) -> None:
    rules.match(data=artifact.data, externals=dict(EXTERNALS), timeout=60, fast=True)


def rates(
    passes: dict[str, Callable[[Artifact], object]], sample: list[Artifact]
) -> Iterator[float]:
    """MB per CPU second of each pass."""
    best = dict.fromkeys(passes, float("inf"))
    for _ in range(ROUNDS):
        for name, run in passes.items():
            started = time.process_time()
            for artifact in sample:
                run(artifact)
            best[name] = min(best[name], time.process_time() - started)
    size = sum(len(artifact.data) for artifact in sample) / 1e6
    yield from (size / seconds for seconds in best.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", nargs="*", type=Path)
    parser.add_argument("--megabytes", type=int, default=MEGABYTES)
    chosen = parser.parse_args()
    packs = list(rule_packs(chosen.rules))
    if not chosen.rules:
        packs.append(made_up(RULES))
    started = time.process_time()
    sets, problems = compile_packs(packs)
    spent = time.process_time() - started
    print(f"{count(sets.whole):,} rules, compiled in {spent:.2f} CPU s; {len(problems)} left out")
    measure(sets, chosen.megabytes << 20)


def measure(sets: RuleSets, total: int) -> None:
    context = Context(rules=sets)
    passes: dict[str, Callable[[Artifact], object]] = {
        "libyara": lambda artifact: bare(sets.whole, artifact),
        "unit": lambda artifact: list(UNIT.examine(artifact, context)),
    }
    for size in SIZES:
        plain, unit = rates(passes, files(size, total))
        print(
            f"files of {size >> 10:5} KiB   libyara {plain:6.1f} MB/CPU s   "
            f"unit {unit:6.1f} MB/CPU s   {100 * (unit / plain - 1):+.1f} %"
        )


if __name__ == "__main__":
    main()
