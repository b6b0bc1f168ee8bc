"""SQLAlchemy over the data thread's one connection; imported in that thread only."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from workbench.errors import DiskFull, StoreError

P = ParamSpec("P")
T = TypeVar("T")


class Session:
    """``read_only`` is the reason to give when somebody tries to write all the same."""

    def __init__(self, raw: sqlite3.Connection, read_only: str) -> None:
        self._read_only = read_only
        self._engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        begin = "BEGIN DEFERRED" if read_only else "BEGIN IMMEDIATE"

        @event.listens_for(self._engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        self._connection = self._engine.connect()

    def transact(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """One transaction around the function."""
        try:
            with self._connection.begin():
                return function(self._connection, *args, **kwargs)
        except DBAPIError as error:
            raise self._ours(error.orig or error) from error
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._ours(error) from error

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def _ours(self, error: BaseException) -> StoreError:
        text = str(error)
        if self._read_only and "readonly" in text:
            return StoreError(self._read_only)
        if "is full" in text:
            return DiskFull("The disk with the workspace is full; nothing of this step was stored")
        return StoreError(f"The workspace could not be read or written: {text}")
