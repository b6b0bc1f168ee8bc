"""Heads of the audit log kept outside the database, so that cutting or rewriting it shows.

Here to a second file beside the workspace; put on another volume or shipped away it also withstands
somebody who can write the workspace.  ``anchoring`` sends the same heads elsewhere.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select

from workbench.errors import StoreError
from workbench.model.anchors import BESIDE, SinkStanding
from workbench.remediation import audit
from workbench.remediation.clock import Clock
from workbench.remediation.tables import ANCHOR, SINK
from workbench.store.moments import from_stored, to_stored

SUFFIX = ".anchors"
RECEIPT = 300  # characters kept of a receipt, of a reason
EVERY = 1_000  # rows of the log between two anchors within a long action


@dataclass(frozen=True, slots=True)
class Anchor:
    seq: int
    hash: str
    kind: str  # plan, progress, finish, close


def path_beside(workspace: Path) -> Path:
    return workspace.with_name(workspace.name + SUFFIX)


class AnchorFile:
    """One JSON line for each anchor, appended and synced."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def drop(self, connection: Connection, kind: str) -> None:
        """Anchors the head as this transaction reads it; must run after the commit of what it
        anchors, never in the same transaction."""
        anchor = due(connection, BESIDE, kind)
        if anchor is not None:
            self._write(anchor)
            keep(connection, anchor, BESIDE, self._path.name, self._clock)

    def _write(self, anchor: Anchor) -> None:
        line = audit.canonical({"seq": anchor.seq, "hash": anchor.hash, "kind": anchor.kind})
        try:
            descriptor = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            try:
                os.write(descriptor, line.encode() + b"\n")
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise StoreError(f"{self._path} cannot be written: {error.strerror}") from error


def due(connection: Connection, sink: str, kind: str) -> Anchor | None:
    """The head, where this sink wants it: no row twice, and not each step of a long action."""
    seq, head = audit.head(connection)
    newest = select(func.max(ANCHOR.c.seq)).where(ANCHOR.c.sink == sink)
    last = connection.execute(newest).scalar_one() or 0
    if last == seq or (kind == "progress" and seq - last < EVERY):
        return None
    return Anchor(seq, head, kind)


def keep(connection: Connection, anchor: Anchor, sink: str, receipt: str, clock: Clock) -> None:
    """The receipt of a sink."""
    connection.execute(
        insert(ANCHOR).values(
            seq=anchor.seq,
            hash=anchor.hash,
            kind=anchor.kind,
            receipt=receipt[:RECEIPT],
            anchored=to_stored(clock.now()),
            sink=sink,
        )
    )
    connection.execute(delete(SINK).where(SINK.c.sink == sink))


def trouble(connection: Connection, sink: str, reason: str, clock: Clock) -> None:
    """A sink that could not be reached; the first failure since its last receipt counts."""
    since = select(SINK.c.since).where(SINK.c.sink == sink)
    first = connection.execute(since).scalar_one_or_none()
    connection.execute(delete(SINK).where(SINK.c.sink == sink))
    first = to_stored(clock.now()) if first is None else first
    connection.execute(insert(SINK).values(sink=sink, since=first, reason=reason[:RECEIPT]))


def standings(connection: Connection) -> tuple[SinkStanding, ...]:
    """Each sink that ever got an anchor or should have got one."""
    last = select(ANCHOR.c.sink, func.max(ANCHOR.c.seq), func.max(ANCHOR.c.anchored))
    reached = {r[0]: r for r in connection.execute(last.group_by(ANCHOR.c.sink))}
    failing = {r.sink: r for r in connection.execute(select(SINK))}
    return tuple(
        SinkStanding(
            name,
            reached[name][1] if name in reached else 0,
            from_stored(reached[name][2]) if name in reached else None,
            from_stored(failing[name].since) if name in failing else None,
            failing[name].reason if name in failing else "",
        )
        for name in sorted({*reached, *failing})
    )


def load(path: Path) -> tuple[Anchor, ...]:
    """The anchors of a file, or of any log of a sink: what stands on a line around a note is passed
    over, lines without one too.  A note cut short by a crash can only be the last."""
    try:
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path.name} cannot be read: {error}") from error
    anchors = []
    for number, line in enumerate(lines, 1):
        if "{" not in line:
            if number < len(lines) and path.suffix == SUFFIX:
                raise StoreError(f"{path.name} was changed in line {number}")
            continue
        try:
            values = json.loads(line[line.index("{") : line.rindex("}") + 1])
            anchors.append(Anchor(int(values["seq"]), str(values["hash"]), str(values["kind"])))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            if number < len(lines):
                raise StoreError(f"{path.name} was changed in line {number}") from error
    return tuple(anchors)
