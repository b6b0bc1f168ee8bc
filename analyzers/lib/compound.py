"""OLE compound files through olefile: the streams, under bounds, without its property reader."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.quiet import quiet
from analyzers.model.unit import Unreadable

if TYPE_CHECKING:
    import olefile

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = 4_000  # of one file; a mailbox message has some hundred
STREAM_BYTES = 64 << 20


class Compound:
    """One compound file.  Names of streams are paths joined by "/"."""

    def __init__(self, data: bytes) -> None:
        import olefile

        try:
            with quiet():
                self._ole: olefile.OleFileIO = olefile.OleFileIO(io.BytesIO(data))
                self.paths = self._ole.listdir(streams=True, storages=False)[:STREAMS]
                self.storages = self._ole.listdir(streams=False, storages=True)[:STREAMS]
        except PARSER_FAILURES as problem:
            raise Unreadable(f"Not a readable OLE file ({reason(problem)})") from problem
        self.damaged: list[str] = []

    def __enter__(self) -> Compound:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._ole.close()

    def named(self, *names: str) -> Iterator[tuple[str, bytes]]:
        """Every stream, at any depth, whose own name is one of ``names``; case is ignored."""
        wanted = {name.casefold() for name in names}
        for path in self.paths:
            if path and path[-1].casefold() in wanted:
                yield "/".join(path), self.read(path)

    def read(self, path: list[str] | str) -> bytes:
        """The stream's bytes, at most 64 MiB; b"" where it cannot be read.

        olefile returns a stream that breaks off as far as it goes, without a word.
        """
        try:
            with quiet():
                data = bytes(self._ole.openstream(path).read(STREAM_BYTES))
                whole = len(data) >= min(self._ole.get_size(path), STREAM_BYTES)
        except PARSER_FAILURES:
            data, whole = b"", False
        if not whole:
            self.damaged.append("/".join(path) if isinstance(path, list) else path)
        return data

    def class_ids(self) -> Iterator[tuple[str, str]]:
        """Storage name and class id, "" for the root's name; only ids that are not all zero."""
        yield from self._class_id("", self._ole.root.clsid)
        for path in self.storages:
            try:
                found = self._ole.getclsid(path)
            except PARSER_FAILURES:
                continue
            yield from self._class_id("/".join(path), found)

    @staticmethod
    def _class_id(name: str, found: object) -> Iterator[tuple[str, str]]:
        if isinstance(found, str) and found:
            yield name, found.upper()
