"""Properties of Outlook messages, recipients and attachments ([MS-OXMSG] 2.4, [MS-OXCDATA] 2.11.1).

They are read one by one, so that one bad value costs one value.  Tags are four upper-case
hexadecimal digits, as [MS-OXPROPS] gives them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from analyzers.lib import charset

TABLE: Final = "__properties_version1.0"
MESSAGE_HEAD, PART_HEAD = 32, 8  # bytes before the rows: of a message, of its parts
LINE = 64 << 10  # characters of a name or subject; as much as is read of a header field

_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)  # of FILETIME, which counts 100 ns
_ROWS = 4_000  # properties of one object
_VALUES = 100  # values of one property; categories and address lists hold a handful
_LONG, _BOOLEAN, _TIME = 0x0003, 0x000B, 0x0040
_STREAMED: Final = (0x001E, 0x001F, 0x0102)  # types whose value is a stream of its own
_TERMINATOR = 2  # bytes that the size of a string counts and its stream leaves out
_MESSAGE_CODE_PAGE, _INTERNET_CODE_PAGE = "3FFD", "3FDE"

_CODE_PAGES: Final = {
    932: "shift_jis",
    936: "gbk",
    949: "cp949",
    950: "big5",
    10000: "mac-roman",
    20127: "us-ascii",
    20866: "koi8-r",
    21866: "koi8-u",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50225: "iso-2022-kr",
    51932: "euc-jp",
    51949: "euc-kr",
    52936: "hz",
    54936: "gb18030",
    65001: "utf-8",
    **{page: f"cp{page}" for page in range(1250, 1259)},
    **{28590 + n: f"iso-8859-{n}" for n in range(1, 16) if n != 12},
}


def charset_of(page: int) -> str:
    """The charset label of a Windows code page, "" for one that mail does not use."""
    return _CODE_PAGES.get(page, "")


def moment_of(ticks: int) -> str:
    """A FILETIME in ISO 8601 with its zone, "" for none and for what no date can hold."""
    try:
        return (_EPOCH + timedelta(microseconds=ticks // 10)).isoformat() if ticks else ""
    except OverflowError:
        return ""


def ticks_of(moment: datetime) -> int:
    """The FILETIME of a moment, 0 for one before it begins to count."""
    return max((moment - _EPOCH) // timedelta(microseconds=1) * 10, 0)


class Properties:
    """The properties of one object; ``read`` yields the stream of a name in it, or nothing."""

    def __init__(self, read: Callable[[str], bytes | None], head: int, page: str = "") -> None:
        self._read = read
        self._fixed = _table((read(TABLE) or b"")[head:])
        self.charset = page or charset_of(self.number(_MESSAGE_CODE_PAGE)) or "cp1252"

    @property
    def internet_charset(self) -> str:
        """The charset of the HTML body, "" where the message does not say."""
        return charset_of(self.number(_INTERNET_CODE_PAGE))

    def text(self, tag: str) -> str:
        """A string property of either type, "" where there is none."""
        wide = self._stream(tag, "001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return self._narrow(self._stream(tag, "001E") or b"")

    def line(self, tag: str) -> str:
        """A string fit for a record: at most ``LINE`` characters, the rest is left out."""
        return self.text(tag)[:LINE]

    def texts(self, tag: str) -> list[str]:
        """The values of a property with several, each of which has a stream of its own."""
        names = [f"__substg1.0_{tag}101F-{n:08X}" for n in range(_VALUES)]
        found = []
        for name in names:
            if (value := self._read(name)) is None:
                break
            found.append(value.decode("utf-16-le", "replace").rstrip("\0"))
        return found or self._narrow_texts(tag)

    def binary(self, tag: str) -> bytes:
        return self._stream(tag, "0102") or b""

    def held(self, tag: str) -> bytes | None:
        """A binary property, None where there is none; it may be empty."""
        return self._stream(tag, "0102")

    def number(self, tag: str) -> int:
        """A LONG property as unsigned number, 0 where there is none."""
        return self._fixed.get((int(tag, 16), _LONG), 0) & 0xFFFF_FFFF

    def has_number(self, tag: str) -> bool:
        return (int(tag, 16), _LONG) in self._fixed

    def flag(self, tag: str) -> bool:
        """A BOOLEAN property, False where there is none."""
        return bool(self._fixed.get((int(tag, 16), _BOOLEAN), 0) & 0xFFFF)

    def moment(self, tag: str) -> str:
        """A time in ISO 8601 with its zone, "" where there is none that a date can hold."""
        return moment_of(self._fixed.get((int(tag, 16), _TIME), 0))

    def lost(self, tag: str) -> bool:
        """Whether the table lists a value for a tag whose stream is not there."""
        for kind in _STREAMED:
            size = self._fixed.get((int(tag, 16), kind), 0) & 0xFFFF_FFFF
            if size > _TERMINATOR and self._stream(tag, f"{kind:04X}") is None:
                return True
        return False

    def _narrow(self, data: bytes) -> str:
        return charset.decode(data, f"charset={self.charset}")[0].rstrip("\0")

    def _narrow_texts(self, tag: str) -> list[str]:
        values = (self._read(f"__substg1.0_{tag}101E-{n:08X}") for n in range(_VALUES))
        return [self._narrow(value) for value in values if value is not None]

    def _stream(self, tag: str, kind: str) -> bytes | None:
        return self._read(f"__substg1.0_{tag}{kind}")


def _table(rows: bytes) -> dict[tuple[int, int], int]:
    """Values of fixed length, and sizes of the others, by tag and type."""
    found = {}
    for kind, tag, _, value in struct.iter_unpack(
        "<HHIQ", rows[: min(len(rows) // 16, _ROWS) * 16]
    ):
        found[tag, kind] = value
    return found
