"""`workbench anchors`: where heads of the audit log go, so that nobody can rewrite it unseen."""

from __future__ import annotations

import argparse
import json
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
    book.add(SinkAddress(arguments.address, authority))
    print(f"{printable(arguments.address)} gets anchors of every action from now on")
    return 0


def _list(book: SinkBook, *, as_json: bool) -> int:
    sinks = book.all()
    for sink in sinks:
        row = {"address": sink.address, "ca": sink.authority}
        print(json.dumps(row) if as_json else printable(sink.address))
    if not sinks and not as_json:
        print("Anchors go to the file beside the workspace alone")
    return 0
