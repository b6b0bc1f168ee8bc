"""Field codes that start programs by Dynamic Data Exchange, in the formats Word writes them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

LONGEST = 600  # characters of one command
_DDE = re.compile(r"(?i)\bDDE(AUTO)?\b\s{0,20}(.{1,600})", re.DOTALL)
_SIMPLE = re.compile(r"<(?:\w{1,10}:)?fldSimple\s[^<>]{0,300}?instr=\"([^\"]{1,2000})\"")
_INSTRUCTION = re.compile(r"<(?:\w{1,10}:)?instrText(?:\s[^<>]{0,300})?>([^<]{0,4000})<")
_REMOTE = re.compile(
    r"(?i)\b(INCLUDEPICTURE|INCLUDETEXT)\s{1,20}\"?((?:https?|ftp|file):[^\"\s]{3,1000}|\\\\[^\"\s]{3,1000})"
)
_PARAGRAPH = re.compile(r"</(?:\w{1,10}:)?p>")
# A quoted field: numbers stand for the characters of the real command.
_QUOTE = re.compile(r"(?i)\bQUOTE\s{1,8}((?:\d{1,5}\s{1,4}){4,400}\d{0,5})")
# [MS-DOC] 2.8.25: 0x13 opens a field, 0x14 parts code from result, 0x15 closes it.
_NARROW = re.compile(rb"\x13[^\x13\x14\x15]{0,40}?DDE[^\x14\x15]{1,600}", re.IGNORECASE)
_WIDE = re.compile(
    rb"\x13\x00(?:[^\x13\x14\x15]\x00){0,40}?D\x00D\x00E\x00(?:[^\x14\x15]\x00){1,600}",
    re.IGNORECASE,
)


def commands(markup: str) -> Iterator[tuple[str, bool]]:
    """DDE commands of WordprocessingML, with whether each runs on opening (DDEAUTO).

    A command may be cut into many runs, so all instructions of a paragraph are read as one.
    """
    if "instr" not in markup:
        return
    for match in _SIMPLE.finditer(markup):
        yield from in_text(html.unescape(match.group(1)))
    whole = "".join(html.unescape(m.group(1)) for m in _INSTRUCTION.finditer(markup))
    if "DDE" not in whole.upper() and "QUOTE" not in whole.upper():
        return
    for paragraph in _PARAGRAPH.split(markup):
        code = "".join(html.unescape(m.group(1)) for m in _INSTRUCTION.finditer(paragraph))
        yield from in_text(_unquoted(code))


def remote(markup: str) -> Iterator[tuple[str, str]]:
    """Fields that fetch a picture or text from an address: the field's name, and the address."""
    if "INCLUDE" not in markup.upper():
        return
    for paragraph in _PARAGRAPH.split(markup):
        runs = [html.unescape(m.group(1)) for m in _INSTRUCTION.finditer(paragraph)]
        simple = [html.unescape(m.group(1)) for m in _SIMPLE.finditer(paragraph)]
        for match in _REMOTE.finditer("\n".join(["".join(runs), *simple])):
            yield match.group(1).upper(), match.group(2)


def in_text(code: str) -> Iterator[tuple[str, bool]]:
    """The DDE command of one field code, if it is one."""
    if match := _DDE.search(code):
        yield " ".join(match.group(2).split())[:LONGEST], bool(match.group(1))


def in_stream(data: bytes) -> Iterator[tuple[str, bool]]:
    """DDE commands in the text of a binary Word document, 8-bit or UTF-16."""
    for match in _NARROW.finditer(data):
        yield from in_text(match.group()[1:].decode("latin-1"))
    for match in _WIDE.finditer(data):
        yield from in_text(match.group()[2:].decode("utf-16-le", "replace"))


def _unquoted(code: str) -> str:
    def spelled(match: re.Match[str]) -> str:
        numbers = (int(number) for number in match.group(1).split())
        return "".join(chr(n) for n in numbers if 0 < n < 0x1_0000)

    return _QUOTE.sub(spelled, code)
