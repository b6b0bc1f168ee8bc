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
from analyzers.lib.mapinames import NAMES, read_names
from analyzers.lib.oleheader import bounded, completed
from analyzers.lib.quiet import quiet
from analyzers.model.unit import Unreadable

IMPORTS: Final = ("extract_msg.ole_writer", "olefile")

_EMBEDDED_HEAD = 24  # bytes before the rows of an embedded message; at the top they are 32
_OBJECT = "__substg1.0_3701000D"  # the storage of an attachment that is an object
_TEMPLATE = "0006F046-0000-0000-C000-000000000046"  # class id that Outlook gives to .oft files
_STORAGE, _STREAM = 1, 2  # types of directory entries ([MS-CFB] 2.6.1)
_NAMED = 50  # broken streams that are told by name


class OutlookFile:
    """One message file.  ``attachments`` and ``recipients`` are names of storages in it.

    ``damage`` says in words what could not be read as the file declares it, as far as was met.
    """

    def __init__(self, data: bytes) -> None:
        self.damage: list[str] = []
        self._size = len(data)
        self._ole = self._open(data)
        self._root = self._ole.root
        self._root.size = min(self._root.size, self._size)  # of the mini stream, which is read
        storages = [kid.name for kid in self._root.kids if kid.entry_type == _STORAGE]
        self.attachments = [name for name in storages if name.startswith("__attach")]
        self.recipients = [name for name in storages if name.startswith("__recip")]
        self.properties = Properties(self._reader(), MESSAGE_HEAD)
        self.names = read_names(self._reader(NAMES))

    @property
    def is_template(self) -> bool:
        return str(self._root.clsid).upper() == _TEMPLATE

    def part(self, storage: str) -> Properties:
        """The properties of an attachment or a recipient."""
        return Properties(self._reader(storage), PART_HEAD, self.properties.charset)

    def embedded(self, storage: str) -> bytes:
        """The message in an attachment as a file of its own; b"" where it cannot be rebuilt.

        Its property table gets the eight reserved bytes that a table at the top has, and it takes
        the names of its properties along, which are those of the whole file.
        """
        table = self._reader(storage, _OBJECT)(TABLE)
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
                self._copy(writer, self._folder(storage, _OBJECT), [])
                if table is not None:
                    writer.editEntry([TABLE], data=table)
                    self._copy_names(writer)
                writer.write(written)
        except PARSER_FAILURES:
            return b""
        return written.getvalue()

    def _copy(self, writer: Any, folder: Any, path: list[str]) -> None:
        for kid in folder.kids:
            own = [*path, kid.name]
            if kid.entry_type == _STORAGE:
                writer.addEntry(own, storage=True)
                self._copy(writer, kid, own)
            elif kid.entry_type == _STREAM:
                writer.addEntry(own, self._stream(kid) or b"")

    def _copy_names(self, writer: Any) -> None:
        names = self._folder(NAMES)
        if names is not None:
            writer.addEntry([NAMES], storage=True)
            self._copy(writer, names, [NAMES])

    def _folder(self, *path: str) -> Any:
        """The directory entry of a storage, None where there is none."""
        entry = self._root
        for name in path:
            entry = entry.kids_dict.get(name.lower()) if entry is not None else None
        return entry if entry is not None and entry.entry_type != _STREAM else None

    def _reader(self, *path: str) -> Callable[[str], bytes | None]:
        folder = self._folder(*path)

        def read(name: str) -> bytes | None:
            entry = folder.kids_dict.get(name.lower()) if folder is not None else None
            return self._stream(entry) if entry is not None else None

        return read

    def _stream(self, entry: Any) -> bytes | None:
        """A stream as far as it goes; no longer than the file, whatever its entry claims."""
        if entry.entry_type != _STREAM:
            return None
        try:
            data = bytes(self._ole._open(entry.isectStart, min(entry.size, self._size)).read())
        except PARSER_FAILURES:
            data = b""
        if len(data) < entry.size and len(self.damage) < _NAMED:
            self.damage.append(f"{entry.name}: {len(data)} of {entry.size} bytes")
        return data if data or not entry.size else None

    def _open(self, data: bytes) -> Any:
        """A file that was cut off is opened as if the rest were there, and said to be cut."""
        data = bounded(data)
        try:
            return _opened(data)
        except PARSER_FAILURES as problem:
            why = reason(problem)
        try:
            ole = _opened(completed(data))
        except PARSER_FAILURES as problem:
            raise Unreadable(f"The Outlook message cannot be opened ({why})") from problem
        self.damage.append(f"the file breaks off or is damaged ({why})")
        return ole


def _opened(data: bytes) -> Any:
    import olefile

    with quiet():
        return olefile.OleFileIO(BytesIO(data), raise_defects=olefile.DEFECT_FATAL)
