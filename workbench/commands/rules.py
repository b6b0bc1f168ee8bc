"""`workbench rules`: which YARA rules are in use, and which files are left out and why."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from workbench.analysis.rules import read_rules
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings, PackStanding, RuleProblem
from workbench.report.printable import printable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="DIR", help="a folder of YARA rules to try"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a pack")


def run(arguments: argparse.Namespace) -> int:
    """0 where every file can be used, 1 where some are left out; each is named with its reason."""
    rules = read_rules(arguments.folders)
    host = AnalysisHost.start(HostSettings(packs=rules.packs))
    try:
        packs, tried = host.rule_packs, host.rule_problems
    finally:
        host.close()
    unread = Counter(problem.pack for problem in rules.problems)
    problems = (*rules.problems, *tried)
    for pack in packs:
        of_pack = [problem for problem in problems if problem.pack == pack.name]
        print(_json(pack, unread[pack.name], of_pack) if arguments.json else _line(pack, of_pack))
    return 1 if problems else 0


def _json(pack: PackStanding, unread: int, problems: list[RuleProblem]) -> str:
    return json.dumps(
        {
            "pack": pack.name,
            "files": pack.files + unread,
            "rules": pack.rules,
            "left_out": [{"file": one.namespace, "reason": one.reason} for one in problems],
        }
    )


def _line(pack: PackStanding, problems: list[RuleProblem]) -> str:
    used = pack.files - pack.left_out
    lines = [f"{printable(pack.name)}: {pack.rules:,} rules of {used:,} files in use"]
    for one in problems:
        file = f" {one.namespace}" if one.namespace else ""
        lines.append(f"  left out{printable(file)}: {printable(one.reason)}")
    return "\n".join(lines)
