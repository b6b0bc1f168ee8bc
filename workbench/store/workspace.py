"""The workspace: one file, one thread that writes it, and the way to get work done there.

Cheap to import and to open.  SQLAlchemy is loaded in the data thread by the first ``run``; the
modules that hold the statements (messages, reports, analyses ...) load it on import.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

from workbench.errors import DiskFull, StoreError
from workbench.store import database, migrations
from workbench.store.lease import RENEW_SECONDS, FileLock, Lease
from workbench.store.reserve import Reserve
from workbench.store.thread import JobThread
from workbench.store.vault import Vault

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.store.session import Session

CLOSE_SECONDS = 5.0  # for writes already handed in
INTERRUPTED_SECONDS = 2.0  # for SQLite to notice

_log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class Workspace:
    """An open workspace.  ``read_only`` says why nothing can be written, "" when it can."""

    def __init__(self, path: Path, lock: FileLock | None, lease: Lease, read_only: str) -> None:
        self.path = path
        self.read_only = read_only
        self.reserve = Reserve(path)
        self.is_full = False  # since the reserve was kept; whoever works long stops then
        self.vault = Vault(path.with_name(path.name + ".key"))
        self._lock = lock
        self._lease = lease
        self._session: Session | None = None
        self._raw = database.connect(path, read_only=bool(read_only))
        self._thread = JobThread("data", self._renew, RENEW_SECONDS, self._end)

    @classmethod
    def open(cls, path: Path) -> Workspace:
        """Opens or makes the file and brings it to today's form.  A second opening of the same
        file succeeds too, but can only read."""
        _make_folder(path)
        lock, lease = FileLock(path.with_name(path.name + ".lock")), Lease()
        if not lock.acquire():
            return cls._second(path, lease, "another window")
        try:
            holder = _make_ready(path, lease)
            if not holder:
                return cls(path, lock, lease, "")
        except StoreError:
            lock.release()
            raise
        lock.release()
        return cls._second(path, lease, holder)

    @classmethod
    def look(cls, path: Path) -> Workspace:
        """Opens the file to read only, whoever has it open; nothing in it or beside it changes."""
        connection = database.connect(path, read_only=True)
        try:
            migrations.require_form(connection, path)
        finally:
            connection.close()
        return cls(path, None, Lease(), f"{path.name} is only looked at")

    @classmethod
    def _second(cls, path: Path, lease: Lease, holder: str) -> Workspace:
        reason = f"{path.name} is open in {holder}; here it can only be read"
        return cls(path, None, lease, reason)

    async def run(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The function's result once its transaction is durably committed; rolled back when it
        raises.  SQLite's own trouble comes as ``StoreError``."""
        job = self._thread.submit(lambda: self._transact(function, *args, **kwargs))
        if job.cancelled():
            raise StoreError("The workspace is closed")
        return cast(T, await asyncio.wrap_future(job))

    def run_blocking(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As ``run``, for callers without an event loop."""
        job = self._thread.submit(lambda: self._transact(function, *args, **kwargs))
        try:
            return cast(T, job.result())
        except CancelledError:
            raise StoreError("The workspace is closed") from None

    def close(self) -> None:
        """Ends the thread after the writes already handed in, within bounded time."""
        if not self._thread.end(CLOSE_SECONDS):
            self._thread.abandon()
            self._raw.interrupt()
            if not self._thread.end(INTERRUPTED_SECONDS):
                raise StoreError("A write to the workspace does not end")

    def _transact(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        if self._session is None:
            from workbench.store.session import Session  # costs half a second: SQLAlchemy

            self._session = Session(self._raw, self.read_only)
        try:
            return self._session.transact(function, *args, **kwargs)
        except DiskFull:
            self.is_full = True
            if not self.reserve.release():
                raise
            _log.info("The disk with %s is full: the reserve was given back", self.path.name)
            return self._session.transact(function, *args, **kwargs)

    def keep_reserve(self) -> None:
        """Before a long work that has to be written down whatever happens.  Blocks; ``StoreError``
        where the disk has no such space left."""
        if not self.read_only:
            self.reserve.prepare()
            self.is_full = False

    def _renew(self) -> None:
        self._keep(self._lease.renew)

    def _keep(self, change: Callable[[sqlite3.Connection], None]) -> None:
        """A lease that cannot be written (full disk) must not end the thread."""
        if self.read_only:
            return
        try:
            change(self._raw)
        except sqlite3.Error as error:
            _log.warning("The lease of %s was not written: %s", self.path.name, error)

    def _end(self) -> None:
        self._keep(self._lease.give_back)
        if self._session is not None:
            self._session.close()
        self._raw.close()
        if self._lock is not None:
            self._lock.release()


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be made: {error.strerror}") from error


def _make_ready(path: Path, lease: Lease) -> str:
    """Checks and migrates the file and takes the lease; names another machine that has it."""
    connection = database.connect(path)
    try:
        migrations.require_readable(connection, path)
        if database.version(connection):
            if holder := lease.holder(connection):
                return holder
            if lease.was_left(connection):
                database.require_sound(connection, path)
        migrations.migrate(connection, path)
        lease.renew(connection)
    except sqlite3.Error as error:
        raise StoreError(f"{path.name} cannot be used: {error}") from error
    finally:
        connection.close()
    return ""
