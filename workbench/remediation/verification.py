"""Proves the audit log: its chain, its anchors outside, and its agreement with the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from workbench.errors import StoreError
from workbench.model.anchors import BESIDE, SinkStanding
from workbench.remediation import anchors, audit
from workbench.remediation.anchors import Anchor
from workbench.remediation.audit import Entry
from workbench.remediation.bijection import Told, disagreements
from workbench.remediation.tables import ANCHOR


@dataclass(frozen=True, slots=True)
class Verification:
    """``first_bad`` is the first row of the log that does not hold, 0 when the chain does;
    ``anchored`` the last row proven by an anchor outside, 0 when nothing is."""

    rows: int
    first_bad: int
    anchored: int
    problems: tuple[str, ...]
    sinks: tuple[SinkStanding, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.problems


def verify(connection: Connection, outside: Sequence[Anchor] = ()) -> Verification:
    """Reads the whole log once; ``outside`` are the anchors kept elsewhere.  ``StoreError`` where
    a table holds what no workbench writes."""
    try:
        return _verify(connection, outside)
    except (ValueError, LookupError, TypeError, ArithmeticError) as error:
        raise StoreError(f"The journal is damaged beyond comparing it: {error!r}") from error


def _verify(connection: Connection, outside: Sequence[Anchor]) -> Verification:
    told, hashes = Told(), {0: audit.START}
    prev, first_bad = audit.START, 0
    for entry in _rows(connection):
        if not first_bad and not _holds(entry, len(hashes), prev):
            first_bad = entry.seq
        hashes[len(hashes)] = entry.hash
        prev = entry.hash
        if not first_bad:
            told.take(_parsed(entry))
    problems = list(_against_anchors(connection, hashes, outside))
    if first_bad:
        problems.insert(0, f"row {first_bad} of the log was changed, added or removed")
    else:
        problems += disagreements(connection, told)
    reached = [a.seq for a in outside if hashes.get(a.seq) == a.hash]
    proven = max(reached, default=0)
    sinks = anchors.standings(connection)
    return Verification(len(hashes) - 1, first_bad, proven, tuple(problems), sinks)


def _rows(connection: Connection) -> Iterator[Entry]:
    after = -1
    while page := audit.entries(connection, after):
        yield from page
        after = page[-1].seq


def _holds(entry: Entry, seq: int, prev: str) -> bool:
    own = audit.digest(entry.seq, entry.prev, entry.body)
    body = _parsed(entry)
    return (
        entry.seq == seq
        and entry.prev == prev
        and entry.hash == own
        and (body.get("seq"), body.get("prev")) == (seq, prev)
    )


def _parsed(entry: Entry) -> dict[str, Any]:
    try:
        return entry.parsed()
    except ValueError:
        return {}


def _against_anchors(
    connection: Connection, hashes: dict[int, str], outside: Sequence[Anchor]
) -> Iterator[str]:
    for anchor in outside:
        if hashes.get(anchor.seq) != anchor.hash:
            yield f"the anchor of row {anchor.seq} does not match the log"
    present = {(anchor.seq, anchor.hash) for anchor in outside}
    for row in connection.execute(select(ANCHOR.c.seq, ANCHOR.c.hash, ANCHOR.c.sink)):
        if row.sink != BESIDE and hashes.get(row.seq) != row.hash:
            yield f"row {row.seq} is not the one that {row.sink} got as its anchor"
        if row.sink == BESIDE and (row.seq, row.hash) not in present:
            yield f"the anchor of row {row.seq} is missing outside the workspace"
