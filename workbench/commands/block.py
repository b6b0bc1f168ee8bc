"""`workbench block`: prints what an administrator pastes to block senders, domains and links."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name, told in (
        ("sender", "an address"),
        ("domain", "every sender of a domain"),
        ("url", "a link"),
    ):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar=name.upper(), help=told
        )
    parser.add_argument("--google", action="store_true", help="for Google Workspace")
    parser.add_argument("--days", type=int, default=30, help="until the entry ends (Exchange)")


def run(arguments: argparse.Namespace) -> int:
    from workbench.errors import BadInput
    from workbench.remediation.blocking import read_block, task

    if not 1 <= arguments.days <= 90:
        raise BadInput("--days is from 1 to 90")
    block = read_block(arguments.sender, arguments.domain, arguments.url)
    print(task(block, arguments.google, arguments.days))
    return 0
