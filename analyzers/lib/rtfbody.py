"""Takes HTML or text out of the RTF that Outlook wraps it in ([MS-OXRTFEX]), in one pass; and the
text out of RTF that is a document of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analyzers.lib import charset
from analyzers.lib.mapi import charset_of

_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.S,
)
# Some writers put control words in capitals, which readers of RTF pass over.
_HEAD = re.compile(
    rb"\s*\{\\rtf1?(?:\\[a-zA-Z]{1,32}-?\d{0,10} ?|\s){0,20}?\\(fromhtml1|fromtext)\b"
)
_LINK = re.compile(r'HYPERLINK\s{1,20}(?:\\[a-z]\s{1,20}){0,5}"([^"]{1,2048})"', re.I)
_INSTRUCTION = 8_000  # characters of a field instruction that are read
_NESTING = 2_000  # groups open at once; Outlook nests a few dozen
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object pntext listtable listoverridetable rsidtbl "
    b"header footer footnote themedata datastore generator mhtmltag".split()
)
_TEXTS = {b"par": "\r\n", b"line": "\r\n", b"tab": "\t"}
_ENTITIES = {
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"endash": "–",
    b"emdash": "—",
}
_SYMBOLS = {b"~": "\u00a0", b"_": "\u00ad", b"\\": "\\", b"{": "{", b"}": "}"}
# \fcharset of the RTF specification 1.9.1 to Windows code pages
_FONT_PAGES = dict(
    (
        *((0, 1252), (77, 10000), (128, 932), (129, 949), (134, 936), (136, 950), (161, 1253)),
        *((162, 1254), (163, 1258), (177, 1255), (178, 1256), (186, 1257), (204, 1251)),
        (238, 1250),
    )
)


@dataclass(frozen=True, slots=True)
class Body:
    """``kind`` is text/html or text/plain; ``truncated`` where the groups nest too deep."""

    kind: str
    text: str
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and gives back at its end."""

    skipped: bool = False
    wrapped: bool = False  # \htmlrtf: RTF that was not in the original HTML
    in_tag: bool = False
    in_fonts: bool = False
    fallback: int = 1  # \uc: characters that stand behind \u for old readers
    font: int = -1
    instruction: bool = False  # inside the instruction of a field
    result: bool = False  # inside what a field shows


def unwrap(rtf: bytes) -> Body | None:
    """The body inside, None where the RTF is a document of its own."""
    head = _HEAD.match(rtf[:2048])
    if head is None:
        return None
    reader = _Reader(html=head[1] == b"fromhtml1")
    reader.read(rtf)
    kind = "text/html" if reader.html else "text/plain"
    return Body(kind, reader.text(), reader.truncated)


def text_of(rtf: bytes) -> Body:
    """The text of any RTF, with the target of each link in angle brackets behind it."""
    reader = _Reader(html=False, links=True)
    reader.read(rtf)
    return Body("text/plain", reader.text(), reader.truncated)


class _Reader:
    def __init__(self, html: bool, links: bool = False) -> None:
        self.html, self.truncated = html, False
        self._links, self._instruction, self._target = links, list[str](), ""
        self._state, self._stack = _State(), list[_State]()
        self._pieces: list[str] = []
        self._bytes, self._bytes_charset = bytearray(), ""  # decoded together: they may be pairs
        self._page, self._pages = "cp1252", dict[int, str]()
        self._star, self._to_skip = False, 0

    def text(self) -> str:
        self._flush()
        units = "".join(self._pieces).encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le", "replace")  # joins the halves that \\u came in

    def read(self, rtf: bytes) -> None:
        place = 0
        while match := _TOKEN.match(rtf, place):
            place = match.end()
            group = match.lastgroup
            if match["word"]:
                place += self._word(match["word"], match["number"])
            elif group == "brace":
                if not self._brace(match["brace"]):
                    return
            elif group == "hex":
                self._raw(bytes([int(match["hex"], 16)]))
            elif group == "symbol":
                self._symbol(match["symbol"])
            elif group == "text":
                self._raw(match["text"])

    def _brace(self, brace: bytes) -> bool:
        self._star, self._to_skip = False, 0
        if brace == b"{":
            self._stack.append(self._state)
            self.truncated = len(self._stack) > _NESTING
            return not self.truncated
        if self._stack:
            inner, self._state = self._state, self._stack.pop()
            if self._links:
                self._field_ends(inner)
        return bool(self._stack)  # what follows the last group is no part of the document

    def _field_ends(self, inner: _State) -> None:
        """What Outlook itself makes of a link in plain text: its words, then its target."""
        if inner.instruction and not self._state.instruction:
            found = _LINK.search("".join(self._instruction)[:_INSTRUCTION])
            self._target = found[1] if found else ""
            self._instruction.clear()
        elif inner.result and not self._state.result and self._target:
            self._say(f" <{self._target}>")
            self._target = ""

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._star = True
        elif symbol in (b"\r", b"\n"):
            self._say("\r\n")
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _word(self, word: bytes, number: bytes | None) -> int:
        """Obey a control word; returns how many bytes behind it are binary data."""
        value = int(number) if number else 0
        star, self._star = self._star, False
        if word == b"htmltag" and star:
            self._state = replace(self._state, in_tag=True, skipped=False, wrapped=False)
        elif self._links and word in (b"fldinst", b"fldrslt"):
            inside = word == b"fldinst"
            self._state = replace(self._state, instruction=inside, result=not inside)
        elif star or word in _SKIPPED:
            self._state = replace(self._state, skipped=True, in_fonts=word == b"fonttbl")
        elif word == b"htmlrtf":
            self._state = replace(self._state, wrapped=number is None or value != 0)
        elif word == b"bin":
            return max(value, 0)
        elif word == b"u":
            self._unicode(value)
        elif word in _TEXTS or word in _ENTITIES:
            self._say(_TEXTS.get(word) or _ENTITIES[word])
        else:
            self._setting(word, value)
        return 0

    def _setting(self, word: bytes, value: int) -> None:
        if word == b"uc":
            self._state = replace(self._state, fallback=min(max(value, 0), 8))
        elif word in (b"f", b"plain"):
            self._state = replace(self._state, font=value if word == b"f" else -1)
        elif word == b"fcharset" and self._state.in_fonts:
            self._pages[self._state.font] = charset_of(_FONT_PAGES.get(value, 0))
        elif word == b"ansicpg":
            self._page = charset_of(value) or self._page

    def _unicode(self, value: int) -> None:
        """A UTF-16 unit, signed; the fallback characters behind it are not for us."""
        self._say(chr(value & 0xFFFF))
        self._to_skip = self._state.fallback

    def _raw(self, data: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            data, self._to_skip = data[skipped:], self._to_skip - skipped
        if self._silent or not data:
            return
        if self._state.instruction:
            self._instruction.append(data.decode("latin-1"))
            return
        name = self._page if self._state.in_tag else self._pages.get(self._state.font) or self._page
        if name != self._bytes_charset:
            self._flush()
            self._bytes_charset = name
        self._bytes += data

    def _say(self, text: str) -> None:
        if self._state.instruction:
            self._instruction.append(text)
        elif not self._silent:
            self._flush()
            self._pieces.append(text)

    @property
    def _silent(self) -> bool:
        return self._state.skipped or self._state.wrapped

    def _flush(self) -> None:
        if self._bytes:
            declared = f"charset={self._bytes_charset}"
            self._pieces.append(charset.decode(bytes(self._bytes), declared)[0])
            self._bytes.clear()
