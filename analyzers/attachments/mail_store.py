"""Outlook data files (.pst, .ost): recognised, with their version; their mails are not read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_HEADER: Final = 564  # bytes ([MS-PST] 2.2.2.6)
_CLIENTS: Final = {b"SM": "personal folders (.pst)", b"SO": "offline folders (.ost)"}
_METHODS: Final = {
    0: "none",
    1: "permutation, which hides nothing",
    2: "cyclic",
    0x10: "by Windows",
}


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    if len(artifact.data) < _HEADER:
        raise Unreadable("The header of an Outlook data file is cut off")
    version = struct.unpack_from("<H", artifact.data, 10)[0]
    wide = version >= 23
    method = artifact.data[513 if wide else 461]
    yield Fact("Kind", _CLIENTS.get(artifact.data[8:10], "unknown"))
    yield Fact("Version", f"{version} ({'Unicode' if wide else 'ANSI'})")
    yield Fact("Encoding", _METHODS.get(method, f"unknown ({method})"))
    title = "A whole mailbox of Outlook came as a file; the mails in it were not read"
    evidence = f"{len(artifact.data)} bytes"
    yield Finding("store.unread", Severity.LOW, title, evidence, incomplete=True)


UNIT = Unit("mail store", 1, frozenset({"pst"}), examine)
