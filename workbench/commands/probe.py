"""`workbench probe`: puts what is doubtful about the service to one test mailbox."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from workbench.commands.profile import instructed, profile_of
from workbench.errors import BadInput
from workbench.probing.finding import Finding
from workbench.profiles.book import ProfileBook
from workbench.report.printable import printable
from workbench.settings import profiles_path

WARNING = (
    "This makes one message of its own in {mailbox}, moves it about and leaves it among the "
    "deleted ones. Nothing else is changed. Type the address again to go on: "
)
MARKS = {True: "agrees", False: "DIFFERS", None: "not asked"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", required=True, metavar="NAME", help="a remembered tenant")
    parser.add_argument("--mailbox", required=True, metavar="ADDRESS", help="a test mailbox")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--profiles", type=Path, metavar="FILE", help="another file of profiles")


def run(arguments: argparse.Namespace) -> int:
    """0 when everything agrees with what the simulated tenant imitates, 1 otherwise."""
    from workbench.probing.probe import probe

    saved = ProfileBook(arguments.profiles or profiles_path()).named(arguments.profile)
    confirm(arguments.mailbox)
    profile = instructed(profile_of(saved))
    return tell(asyncio.run(probe(profile, arguments.mailbox)), as_json=arguments.json)


def confirm(mailbox: str) -> None:
    """The address once more, typed, before anything is written."""
    sys.stderr.write(printable(WARNING.format(mailbox=mailbox)))
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() != mailbox.casefold():
        raise BadInput("The address was not repeated; nothing was done")


def tell(findings: Sequence[Finding], *, as_json: bool) -> int:
    for finding in findings:
        if as_json:
            print(json.dumps(asdict(finding)))
        else:
            words = f"{MARKS[finding.agrees]:<10} {finding.behaviour} ({finding.seen})"
            print(printable(words))
    return 0 if all(finding.agrees for finding in findings) else 1
