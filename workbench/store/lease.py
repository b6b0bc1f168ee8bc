"""Who may write a workspace: an operating-system lock, and a row that tells other machines.

The lock decides on one machine and falls with its process, however that ends.  Across machines
(a shared disk) locks are not always kept, so the row of the last writer counts there until it
has not been renewed for a while.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import time
import uuid
from pathlib import Path

from workbench.errors import StoreError

RENEW_SECONDS = 20.0
EXPIRY_SECONDS = 90.0  # four renewals missed: that writer is gone


def boot_id() -> str:
    """Names this run of the operating system; monotonic times compare only within one."""
    kernel = Path("/proc/sys/kernel/random/boot_id")
    if kernel.exists():
        return kernel.read_text("ascii").strip()
    started_minute = int((time.time() - time.monotonic()) // 60)
    return f"{platform.node()}-{started_minute}"


class FileLock:
    """An exclusive lock on a file beside the workspace, held until ``release``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def acquire(self) -> bool:
        """False when another process, or another opening in this one, holds it."""
        try:
            self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise StoreError(f"{self._path} cannot be written: {error.strerror}") from error
        if _lock(self._descriptor):
            return True
        self.release()
        return False

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)  # closing drops the lock
            self._descriptor = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


class Lease:
    """The row that names the writer.  Every call needs the writing connection."""

    def __init__(self) -> None:
        self._owner = str(uuid.uuid4())
        self._host = platform.node()

    def holder(self, connection: sqlite3.Connection) -> str:
        """The other machine that still writes this workspace, "" when none does."""
        row = connection.execute("SELECT host, heartbeat FROM lease WHERE owner <> ''").fetchone()
        if row is None or row[0] == self._host:
            return ""
        return str(row[0]) if abs(time.time() - row[1] / 1000) < EXPIRY_SECONDS else ""

    def was_left(self, connection: sqlite3.Connection) -> bool:
        """Whether the last writer ended without giving its lease back."""
        row = connection.execute("SELECT owner FROM lease WHERE owner <> ''").fetchone()
        return row is not None

    def renew(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT INTO lease(only, owner, host, boot_id, heartbeat) VALUES(1, ?, ?, ?, ?) "
            "ON CONFLICT(only) DO UPDATE SET owner = excluded.owner, host = excluded.host, "
            "boot_id = excluded.boot_id, heartbeat = excluded.heartbeat",
            (self._owner, self._host, boot_id(), int(time.time() * 1000)),
        )

    def give_back(self, connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE lease SET owner = '' WHERE owner = ?", (self._owner,))
