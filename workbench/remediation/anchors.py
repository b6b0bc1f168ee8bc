"""Heads of the audit log kept outside the database, so that cutting or rewriting it shows.

The one sink of this form is a second file beside the workspace; put on another volume or shipped
away it also withstands somebody who can write the workspace.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from workbench.errors import StoreError
from workbench.remediation import audit
from workbench.remediation.clock import Clock
from workbench.remediation.tables import ANCHOR
from workbench.store.moments import to_stored

EVERY = 1_000  # rows of the log between two anchors within a long action


@dataclass(frozen=True, slots=True)
class Anchor:
    seq: int
    hash: str
    kind: str  # plan, progress, finish, close


def path_beside(workspace: Path) -> Path:
    return workspace.with_name(workspace.name + ".anchors")


class AnchorFile:
    """One JSON line for each anchor, appended and synced."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def drop(self, connection: Connection, kind: str) -> None:
        """Anchors the head as this transaction reads it; must run after the commit of what it
        anchors, never in the same transaction."""
        seq, head = audit.head(connection)
        last = connection.execute(select(func.max(ANCHOR.c.seq))).scalar_one()
        if seq == 0 or last == seq or (kind == "progress" and seq - (last or 0) < EVERY):
            return
        self._write(Anchor(seq, head, kind))
        connection.execute(
            insert(ANCHOR).values(
                seq=seq,
                hash=head,
                kind=kind,
                receipt=self._path.name,
                anchored=to_stored(self._clock.now()),
            )
        )

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


def load(path: Path) -> tuple[Anchor, ...]:
    """The anchors of a file; a line cut short by a crash can only be the last."""
    try:
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path.name} cannot be read: {error}") from error
    anchors = []
    for number, line in enumerate(lines, 1):
        try:
            values = json.loads(line)
            anchors.append(Anchor(int(values["seq"]), str(values["hash"]), str(values["kind"])))
        except (ValueError, KeyError, TypeError) as error:
            if number < len(lines):
                raise StoreError(f"{path.name} was changed in line {number}") from error
    return tuple(anchors)
