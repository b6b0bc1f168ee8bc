"""The file that remembers sinks: JSON, the user's alone, written whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from workbench.anchoring.addresses import SinkAddress, sink_of
from workbench.anchoring.credentials import Credentials
from workbench.anchoring.note import Sink
from workbench.errors import BadInput, StoreError
from workbench.profiles.book import written_whole

SCHEMA: Final = 1
MOST: Final = 8  # sinks; each gets every anchor
LARGEST: Final = 1 << 20  # bytes of the file


class SinkBook:
    def __init__(self, path: Path, credentials: Credentials | None = None) -> None:
        self._path = path
        self._credentials = credentials or Credentials()

    def all(self) -> tuple[SinkAddress, ...]:
        """``StoreError`` where the file is there and cannot be used."""
        if not self._path.exists():
            return ()
        try:
            if self._path.stat().st_size > LARGEST:
                raise ValueError("it is too large to be one")
            value = json.loads(self._path.read_text("utf-8"))
            if value["schema"] != SCHEMA:
                raise ValueError("a newer workbench wrote it")
            return tuple(_loaded(row) for row in value["sinks"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise StoreError(f"The sinks in {self._path} cannot be read: {error}") from error

    def sinks(self) -> tuple[Sink, ...]:
        return tuple(sink_of(written, self._credentials) for written in self.all())

    def add(self, written: SinkAddress, credential: str = "") -> None:
        """``BadInput`` for one that is wrong or there already; ``credential`` goes to the key
        store alone."""
        written = replace(written, authorized=bool(credential))
        sink_of(written, self._credentials)
        present = self.all()
        if any(one.address == written.address for one in present):
            raise BadInput(f"{written.address} is there already")
        if len(present) >= MOST:
            raise BadInput(f"At most {MOST} sinks get anchors")
        if credential:
            self._credentials.keep(written.address, credential)
        try:
            self._write((*present, written))
        except StoreError:
            if credential:  # of a sink that is not there
                self._credentials.forget(written.address)
            raise

    def remove(self, address: str) -> None:
        gone = next((one for one in self.all() if one.address == address), None)
        if gone is None:
            raise BadInput(f"There is no sink {address}")
        self._write(tuple(one for one in self.all() if one != gone))
        if gone.authorized:
            self._credentials.forget(address)

    def _write(self, sinks: tuple[SinkAddress, ...]) -> None:
        rows = [
            {"address": one.address, "ca": one.authority, "authorized": one.authorized}
            for one in sinks
        ]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps({"schema": SCHEMA, "sinks": rows}, indent=1)
            written_whole(self._path, text.encode())
        except OSError as error:
            raise StoreError(f"The sinks cannot be written: {error}") from error


def _loaded(row: dict[str, Any]) -> SinkAddress:
    address, authority = str(row["address"]), str(row["ca"])
    return SinkAddress(address, authority, row.get("authorized") is True)
