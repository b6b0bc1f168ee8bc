"""Opens the workspace file: the only place that connects to SQLite."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from workbench.errors import StoreError

APPLICATION_ID = 0x45535742  # "ESWB" in the file's header, so that file(1) and we can tell it
BUSY_MS = 5_000

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs"})

_PRAGMAS = (
    "synchronous=FULL",  # NORMAL may lose the last commits when the power goes
    "fullfsync=1",  # macOS: through the drive's cache
    "checkpoint_fullfsync=1",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
)


def connect(path: Path, *, read_only: bool = False, busy_ms: int = BUSY_MS) -> sqlite3.Connection:
    """A connection in autocommit with every safety PRAGMA set.  The caller closes it itself:
    a connection left to the garbage collector can take the journal of another one away."""
    if not read_only:
        _make_private(path)
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise StoreError(f"{path.name} cannot be opened: {error}") from error
    try:
        _prepare(connection, path, read_only, busy_ms)
    except (
        sqlite3.Error,
        UnicodeDecodeError,
    ) as error:  # the second: of a damaged name in a message
        connection.close()
        raise StoreError(f"{path.name} is not a usable workspace: {error}") from error
    except StoreError:
        connection.close()
        raise
    return connection


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def require_sound(connection: sqlite3.Connection, path: Path) -> None:
    """SQLite's own quick check, after the program before us did not end properly."""
    answer = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if answer != "ok":
        raise StoreError(f"{path.name} is damaged ({answer}); restore a copy of it")


def copy(connection: sqlite3.Connection, target: Path) -> None:
    """A consistent copy of the whole database, made before its form is changed."""
    _make_private(target)
    with contextlib.closing(sqlite3.connect(target)) as twin:
        connection.backup(twin)


def _make_private(path: Path) -> None:
    """SQLite gives its journal files the mode of the database; so that one comes first."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error


def _prepare(connection: sqlite3.Connection, path: Path, read_only: bool, busy_ms: int) -> None:
    connection.execute(f"PRAGMA busy_timeout={busy_ms:d}")
    _require_ours(connection, path, read_only)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    if read_only:
        connection.execute("PRAGMA query_only=ON")
    else:
        journal = "DELETE" if _on_network(path) else "WAL"  # WAL needs shared memory
        connection.execute(f"PRAGMA journal_mode={journal}")


def _require_ours(connection: sqlite3.Connection, path: Path, read_only: bool) -> None:
    mark = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if mark == APPLICATION_ID:
        return
    is_empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if mark or not is_empty or read_only:
        raise StoreError(f"{path.name} is not a workspace of this program")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID:d}")


def _on_network(path: Path) -> bool:
    """Whether the file lies on a network file system, where the system tells us (Linux)."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return False
    home = str(path.absolute().parent)
    best, kind = "", ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        point, name = line.split(" ")[1:3]
        inside = home == point or home.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, name
    return kind in _NETWORK
