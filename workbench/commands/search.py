"""`workbench search`: finds mail in the mailboxes of a tenant, and changes nothing."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.commands import acting
from workbench.errors import BadInput, ConnectorError, PermissionMissing
from workbench.report.printable import printable
from workbench.searching.moments import moment

if TYPE_CHECKING:
    from workbench.jobs import Progress
    from workbench.model.found import Hit, Recorded, Step
    from workbench.model.tenant import Profile
    from workbench.searching.wanted import Wanted

PASTED = 1 << 20  # bytes read of pasted headers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--profile", metavar="NAME", help="a remembered tenant")
    which.add_argument("--demo", action="store_true", help="a simulated tenant, made anew")
    parser.add_argument("--profiles", type=Path, metavar="FILE", help="another file of profiles")
    for name, meta, what in (
        ("--sender", "A", "an address, or the end of one (example.org)"),
        ("--subject", "TEXT", "a piece of the subject"),
        ("--since", "TIME", "received then or later: 2026-05-01 or 2026-05-01T13:30+02:00"),
        ("--until", "TIME", "received then or earlier; a day is meant as a whole"),
        ("--message-id", "ID", "its Message-ID"),
        ("--network-message-id", "ID", "Exchange's own id, where the provider's records are open"),
        ("--headers", "FILE", "header lines as pasted, - for standard input"),
    ):  # fmt: skip
        parser.add_argument(name, default="", metavar=meta, help=what)
    words = parser.add_mutually_exclusive_group()
    words.add_argument("--text", default="", help="words of the body (approximate)")
    words.add_argument(
        "--url", default="", help="a link in the body, defanged or not (approximate)"
    )
    parser.add_argument(
        "--mailbox", action="append", default=[], metavar="A", help="only there; may be repeated"
    )
    parser.add_argument("--limit", type=_count, metavar="N", help="stop after so many copies")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(arguments: argparse.Namespace) -> int:
    wanted = wanted_of(arguments).checked()
    with acting.chosen_profile(arguments) as profile:
        return search(profile, wanted, limit=arguments.limit, as_json=arguments.json)


def wanted_of(arguments: argparse.Namespace) -> Wanted:
    """``BadInput`` where a time or the pasted headers cannot be read."""
    from workbench.searching.pasted import read_pasted
    from workbench.searching.wanted import Wanted

    wanted = Wanted(
        arguments.sender, arguments.subject,
        moment(arguments.since, time.min), moment(arguments.until, time.max),
        arguments.text, arguments.url, arguments.message_id, arguments.network_message_id,
        tuple(arguments.mailbox),
    )  # fmt: skip
    if not arguments.headers:
        return wanted
    return wanted.with_pasted(read_pasted(_pasted(arguments.headers)))


def search(
    profile: Profile, wanted: Wanted, *, limit: int | None = None, as_json: bool = False
) -> int:
    """0 complete, 1 partial, 4 refused."""
    try:
        return asyncio.run(_search(profile, wanted, _Teller(limit, as_json=as_json)))
    except PermissionMissing as refusal:
        return acting.refused(refusal)


async def _search(profile: Profile, wanted: Wanted, teller: _Teller) -> int:
    """Ctrl+C arrives as a cancellation; what was found by then is kept and told."""
    from workbench.app import connector_of
    from workbench.searching.search import Search

    connector = connector_of(profile)
    try:
        await connector.connect()
        try:
            async with aclosing(Search(connector, wanted).steps(teller.hear)) as steps:
                async for step in steps:
                    if not teller.take(step):
                        break
        except asyncio.CancelledError:
            teller.ended = "stopped"
        except PermissionMissing:
            if not teller.done:
                raise
            teller.ended = "a right was taken away"
        except ConnectorError as error:
            teller.ended = str(error)
    finally:
        await connector.close()
    return teller.finish(approximate=wanted.is_approximate)


@dataclass(slots=True)
class _Teller:
    """Prints hits as they come, and in the end what is missing."""

    limit: int | None
    as_json: bool
    found: int = 0
    recorded: int = 0  # whom the provider's records name, without a copy
    done: int = 0
    total: int = 0
    left: float | None = None  # seconds
    ended: str = ""  # why before its end
    unreached: list[tuple[str, str]] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    def hear(self, progress: Progress) -> None:
        self.left = progress.left
        self._progress()

    def take(self, step: Step) -> bool:
        """Whether more is wanted."""
        self.done, self.total = step.done, step.total
        self.unreached += step.unreached
        self.cut += step.cut
        self.notes += step.notes
        self.gaps += step.gaps
        for hit in step.hits:
            if self.found == self.limit:
                self.ended = f"the limit of {self.limit} was reached"
                return False
            self.found += 1
            self._print(facts(hit), line(hit))
        for one in step.recorded:
            self.recorded += 1
            self._print(recorded_facts(one), recorded_line(one))
        self._progress()
        return True

    def _print(self, told: dict[str, Any], words: str) -> None:
        self._clear()
        print(json.dumps(told, default=str) if self.as_json else printable(words), flush=True)

    def finish(self, *, approximate: bool) -> int:
        self._clear()
        missed = self.total - self.done
        is_partial = bool(self.ended or self.unreached or self.cut or missed)
        if self.as_json:
            print(json.dumps({
                "found": self.found, "recorded": self.recorded,
                "complete": not is_partial, "approximate": approximate,
                "ended": self.ended, "not_asked": missed,
                "unreached": self.unreached, "cut": self.cut, "notes": self.notes,
                "not_searched": self.gaps,
            }))  # fmt: skip
        else:
            for text in self._words(missed, approximate=approximate):
                print(printable(text), file=sys.stderr)
        return acting.EXCEPTIONS if is_partial else acting.COMPLETE

    def _words(self, missed: int, *, approximate: bool) -> list[str]:
        asked = f"{missed} mailboxes were not asked" if self.total else "no mailbox was asked"
        ended = f"Ended early: {self.ended}; {asked}"
        return [
            *self.notes,
            *(f"Not asked: {address}: {why}" for address, why in self.unreached),
            *(f"More than was listed in {address}: narrow it" for address in self.cut),
            *([f"Not searched: {'; '.join(self.gaps)}"] if self.gaps else []),
            *([ended] if self.ended else []),
            *(["Approximate: words and links are found by the provider's index"] * approximate),
            f"{self.found} copies in {self._asked} of {self.total} mailboxes{self._beside()}",
        ]

    @property
    def _asked(self) -> int:
        return max(0, self.done - len(self.unreached))

    def _beside(self) -> str:
        return f", {self.recorded} recipients in the records alone" if self.recorded else ""

    def _progress(self) -> None:
        if sys.stderr.isatty():
            left = f" · about {self.left:.0f} s left" if self.left is not None else ""
            text = f"{self.done} of {self.total} mailboxes · {self.found} copies{left}"
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def facts(hit: Hit) -> dict[str, Any]:
    copy = hit.copy
    return {
        "standing": "found", "mailbox": copy.mailbox_address, "folder": hit.path,
        "received": copy.received, "from": copy.sender_address, "subject": copy.subject,
        "read": copy.is_read, "message_id": copy.internet_id, "key": copy.ref.key,
    }  # fmt: skip


def recorded_facts(one: Recorded) -> dict[str, Any]:
    told = one.delivery
    return {
        "standing": one.standing.value, "mailbox": told.recipient, "folder": None,
        "received": told.received, "from": told.sender, "subject": told.subject, "read": None,
        "message_id": told.internet_id, "key": None, "action": told.action,
    }  # fmt: skip


def recorded_line(one: Recorded) -> str:
    told = one.delivery
    when = told.received.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    words = (told.recipient, one.standing.value, when, told.sender, told.subject, "-")
    return "  ".join((*words, told.internet_id))


def line(hit: Hit) -> str:
    copy, read = hit.copy, "read" if hit.copy.is_read else "unread"
    when = copy.received.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    return "  ".join((
        copy.mailbox_address, hit.path, when, copy.sender_address, copy.subject, read,
        copy.internet_id,
    ))  # fmt: skip


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _pasted(path: str) -> str:
    if path == "-":
        return sys.stdin.read(PASTED)
    try:
        with Path(path).open("rb") as file:
            return file.read(PASTED).decode("utf-8", "replace")
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error
