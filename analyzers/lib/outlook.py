"""Opens Outlook messages through extract_msg and hands out their objects, never their failures."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.mapi import MESSAGE_HEAD, PART_HEAD, Properties
from analyzers.lib.quiet import quiet
from analyzers.model.unit import Unreadable

IMPORTS: Final = ("extract_msg", "extract_msg.ole_writer", "olefile", "compressed_rtf")
COMPRESSED_RTF: Final = 4 << 20  # bytes; the unpacker needs about 1 s of CPU for this much

_SMALLEST = 1536  # bytes: below, olefile takes the bytes for a path
_DATA = "__substg1.0_3701000D"  # the storage of an attachment that is an object


class OutlookFile:
    """One message file.  ``attachments`` and ``recipients`` are names of storages in it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._message = _open(data)
        storages = self._storages()
        self.attachments = [name for name in storages if name.startswith("__attach")]
        self.recipients = [name for name in storages if name.startswith("__recip")]
        self.properties = Properties(self._reader(()), MESSAGE_HEAD)

    def part(self, storage: str) -> Properties:
        """The properties of an attachment or a recipient."""
        return Properties(self._reader((storage,)), PART_HEAD, self.properties.charset)

    def embedded(self, storage: str) -> bytes:
        """The message in an attachment as a file of its own; b"" where it cannot be rebuilt."""
        try:
            with quiet():
                attachment = self._message.initAttachmentFunc(self._message, storage)
                return bytes(attachment.data.exportBytes(allowBadEmbed=True))
        except PARSER_FAILURES:
            return b""

    def object(self, storage: str) -> bytes:
        """The OLE object in an attachment as a compound file; b"" where it cannot be rebuilt."""
        import olefile
        from extract_msg.ole_writer import OleWriter

        written = BytesIO()
        try:
            with quiet(), olefile.OleFileIO(self._data) as ole:
                writer = OleWriter()
                writer.fromOleFile(ole, [storage, _DATA])
                writer.write(written)
        except PARSER_FAILURES:
            return b""
        return written.getvalue()

    def _storages(self) -> list[str]:
        try:
            with quiet():
                paths = self._message.listDir(streams=False, storages=True, includePrefix=False)
        except PARSER_FAILURES:
            return []
        return list(dict.fromkeys(path[0] for path in paths))

    def _reader(self, folder: tuple[str, ...]) -> Callable[[str], bytes | None]:
        def read(name: str) -> bytes | None:
            try:
                with quiet():
                    value = self._message.getStream([*folder, name])
            except PARSER_FAILURES:
                return None
            return value if isinstance(value, bytes) else None

        return read


def unpack_rtf(packed: bytes) -> bytes:
    """The RTF body ([MS-OXRTFCP]); b"" where it cannot be unpacked."""
    import compressed_rtf

    try:
        return bytes(compressed_rtf.decompress(packed))
    except PARSER_FAILURES:
        return b""


def _open(data: bytes) -> Any:
    if len(data) < _SMALLEST:
        raise Unreadable("The file is too short to be an Outlook message")
    import extract_msg
    from extract_msg.enums import ErrorBehavior

    # Its warnings quote what stands in the file: no text for a log.
    logging.getLogger("extract_msg").setLevel(logging.CRITICAL + 1)
    try:
        with quiet():
            tolerant = {"errorBehavior": ErrorBehavior.SUPPRESS_ALL, "delayAttachments": True}
            return extract_msg.MSGFile(data, **tolerant)  # type: ignore[no-untyped-call]  # not typed
    except PARSER_FAILURES as problem:
        raise Unreadable(f"The Outlook message cannot be opened ({reason(problem)})") from problem
