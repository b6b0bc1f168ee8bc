"""`workbench anchors`: where heads of the audit log go, so that nobody can rewrite it unseen."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from pathlib import Path

from workbench.anchoring.addresses import FORMS, SinkAddress
from workbench.anchoring.book import SinkBook
from workbench.errors import BadInput
from workbench.report.printable import printable
from workbench.settings import sinks_path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["list", "add", "remove"])
    parser.add_argument("address", nargs="?", help=FORMS)
    parser.add_argument("--ca", metavar="PEM", default="", help="add: an authority to trust")
    parser.add_argument(
        "--authorization",
        action="store_true",
        help="add: asks for the value of the Authorization header that a webhook demands, such as "
        "'Bearer TOKEN', or reads it from a pipe; the key store of this computer keeps it",
    )
    parser.add_argument("--sinks", type=Path, metavar="FILE", help="another file of sinks")
    parser.add_argument("--json", action="store_true", help="list: one JSON object a line")


def run(arguments: argparse.Namespace) -> int:
    book = SinkBook(arguments.sinks or sinks_path())
    if arguments.what == "list":
        return _list(book, as_json=arguments.json)
    if not arguments.address:
        raise BadInput(f"{arguments.what} needs an address: {FORMS}")
    if arguments.what == "remove":
        book.remove(arguments.address)
        print(f"{printable(arguments.address)} gets no anchors any more")
        return 0
    authority = str(Path(arguments.ca).absolute()) if arguments.ca else ""
    credential = _credential() if arguments.authorization else ""
    book.add(SinkAddress(arguments.address, authority), credential)
    print(f"{printable(arguments.address)} gets anchors of every action from now on")
    return 0


def _credential() -> str:
    if not sys.stdin.isatty():
        value = sys.stdin.readline()
    else:
        value = getpass.getpass("Value of the Authorization header: ", sys.stderr)
    if not value.strip():
        raise BadInput("No value of the Authorization header was given")
    return value


def _list(book: SinkBook, *, as_json: bool) -> int:
    sinks = book.all()
    for sink in sinks:
        row = {"address": sink.address, "ca": sink.authority, "authorized": sink.authorized}
        told = sink.address + (" (with an Authorization header)" if sink.authorized else "")
        print(json.dumps(row) if as_json else printable(told))
    if not sinks and not as_json:
        print("Anchors go to the file beside the workspace alone")
    return 0
