"""Opens the compound file of an Outlook message and hands out what lies in it ([MS-OXMSG]).

olefile reads, extract_msg's writer rebuilds embedded messages; its message classes are not used:
they read everything at once, take 10 times as long and lose a message over one bad value.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.mapi import MESSAGE_HEAD, PART_HEAD, TABLE, Properties
from analyzers.lib.quiet import quiet
from analyzers.model.unit import Unreadable

IMPORTS: Final = ("extract_msg.ole_writer", "olefile")

_EMBEDDED_HEAD = 24  # bytes before the rows of an embedded message; at the top they are 32
_OBJECT = "__substg1.0_3701000D"  # the storage of an attachment that is an object


class OutlookFile:
    """One message file.  ``attachments`` and ``recipients`` are names of storages in it."""

    def __init__(self, data: bytes) -> None:
        self._ole = _open(data)
        storages = self._storages()
        self.attachments = [name for name in storages if name.startswith("__attach")]
        self.recipients = [name for name in storages if name.startswith("__recip")]
        self.properties = Properties(self._reader(()), MESSAGE_HEAD)

    def part(self, storage: str) -> Properties:
        """The properties of an attachment or a recipient."""
        return Properties(self._reader((storage,)), PART_HEAD, self.properties.charset)

    def embedded(self, storage: str) -> bytes:
        """The message in an attachment as a file of its own; b"" where it cannot be rebuilt.

        Its property table gets the eight reserved bytes that a table at the top has.
        """
        table = self._reader((storage, _OBJECT))(TABLE)
        if table is None:
            return b""
        head, rows = table[:_EMBEDDED_HEAD], table[_EMBEDDED_HEAD:]
        return self._rebuilt(storage, head + bytes(MESSAGE_HEAD - _EMBEDDED_HEAD) + rows)

    def object(self, storage: str) -> bytes:
        """The OLE object in an attachment as a compound file; b"" where it cannot be rebuilt."""
        return self._rebuilt(storage, None)

    def _rebuilt(self, storage: str, table: bytes | None) -> bytes:
        from extract_msg.ole_writer import OleWriter

        written = BytesIO()
        try:
            with quiet():
                writer = OleWriter()
                writer.fromOleFile(self._ole, [storage, _OBJECT])
                if table is not None:
                    writer.editEntry([TABLE], data=table)
                writer.write(written)
        except PARSER_FAILURES:
            return b""
        return written.getvalue()

    def _storages(self) -> list[str]:
        try:
            paths = self._ole.listdir(streams=False, storages=True)
        except PARSER_FAILURES:
            return []
        return list(dict.fromkeys(path[0] for path in paths))

    def _reader(self, folder: tuple[str, ...]) -> Callable[[str], bytes | None]:
        def read(name: str) -> bytes | None:
            try:
                return bytes(self._ole.openstream([*folder, name]).read())
            except PARSER_FAILURES:
                return None

        return read


def _open(data: bytes) -> Any:
    import olefile

    try:
        with quiet():
            return olefile.OleFileIO(BytesIO(data), raise_defects=olefile.DEFECT_FATAL)
    except PARSER_FAILURES as problem:
        raise Unreadable(f"The Outlook message cannot be opened ({reason(problem)})") from problem
