"""`workbench profile safeguards`: who may approve, which mailboxes need it, and from which numbers
on."""

from __future__ import annotations

import argparse
from dataclasses import fields, replace

from workbench.approvals.approver import read_approver
from workbench.model.thresholds import WORDS, Thresholds
from workbench.profiles import guarding
from workbench.profiles.book import ProfileBook
from workbench.report.printable import printable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--add-approver", action="append", default=[], metavar="LINE",
        help="the line that `workbench approval keys` prints for them",
    )  # fmt: skip
    parser.add_argument("--remove-approver", action="append", default=[], metavar="ADDRESS")
    parser.add_argument(
        "--protect", action="append", default=[], metavar="ADDRESS",
        help="a mailbox that needs an approval, a pattern such as *@board.example, or kind:shared",
    )  # fmt: skip
    parser.add_argument("--unprotect", action="append", default=[], metavar="ADDRESS")
    parser.add_argument("--daily", type=int, metavar="N", help="copies that may be moved in a day")
    for name, words in WORDS.items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=int, metavar="N", help=f"{words}; can only be lowered")


def change(book: ProfileBook, arguments: argparse.Namespace) -> None:
    """Actions that wait already keep the approvers they were asked of.  What becomes weaker is
    said in words: a profile keeps no history, but the plan of every action has what held for it."""
    saved = book.named(arguments.name)
    gone = {address.casefold() for address in arguments.remove_approver}
    kept = [line for line in saved.approvers if read_approver(line).address not in gone]
    added = [read_approver(line).line for line in arguments.add_approver]
    freed = {address.casefold() for address in arguments.unprotect}
    spared = [one for one in saved.protected if one.casefold() not in freed]
    changed = replace(
        saved,
        approvers=tuple(dict.fromkeys((*kept, *added))),
        protected=tuple(dict.fromkeys((*spared, *arguments.protect))),
        daily_items=saved.daily_items if arguments.daily is None else arguments.daily,
        thresholds=_thresholds(saved.thresholds, arguments),
    )
    book.change(changed)
    for sentence in guarding.weakened(saved.safeguards, changed.safeguards):
        print(printable(f"weaker     {sentence}"))
    for line in changed.approvers:
        print(printable(f"approver   {line}"))
    for address in changed.protected:
        print(printable(f"protected  {address}"))
    print(f"daily      {changed.daily_items} copies")
    for name, words in WORDS.items():
        print(f"{getattr(changed.thresholds, name):<10} {words}")


def _thresholds(before: Thresholds, arguments: argparse.Namespace) -> Thresholds:
    given = {field.name: getattr(arguments, field.name) for field in fields(Thresholds)}
    return replace(before, **{name: n for name, n in given.items() if n is not None})
