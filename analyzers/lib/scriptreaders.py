"""Reads one layer of a script in its language: folds its constants, names the layers it gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from analyzers.lib import (
    batch,
    commandline,
    constants,
    powershell,
    powershellfolding,
    script,
    vbscript,
)
from analyzers.lib.folding import Folded, Piece

VALUES: Final = 20_000  # quoted texts of one layer
COMMANDS: Final = 60  # command lines of one layer that are looked into
_NAMES: Final = frozenset({"name", "operator", "type", "variable"})
_SHELLS = re.compile(r"(?i)\b(?:powershell|pwsh|mshta|frombase64string)\b")
LONGEST: Final = 65_536  # characters of one command line, as many as are read of any
_GIVEN: Final = (
    (re.compile(
        r"(?i)\b(?:powershell|pwsh)(?:\.exe)?[\"']?\s[^\n]{0,400}?-c(?:o(?:m\w{0,5})?)?\s{1,9}"
        r"([^\n]{12,60000})"), "powershell"),
    (re.compile(r"(?i)\bmshta(?:\.exe)?\s{1,9}[\"']?vbscript:([^\n]{8,20000})"), "vbscript"),
    (re.compile(r"(?i)\bmshta(?:\.exe)?\s{1,9}[\"']?javascript:([^\n]{8,20000})"), "jscript"),
)  # fmt: skip
_QUOTED = re.compile(r"'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\"")


class Source(NamedTuple):
    """A script to read; ``offset`` counts characters of what it was found in."""

    text: str
    language: str
    how: str = "as written"
    offset: int = 0


@dataclass(slots=True)
class Read:
    """``inner`` are layers that the language itself brings; ``full`` says a bound was met."""

    folded: Folded = field(default_factory=Folded)
    inner: list[Source] = field(default_factory=list)
    full: bool = False


def read(text: str, language: str) -> Read:
    reader = _READERS.get(language)
    return reader(text) if reader else Read()


def _javascript(text: str) -> Read:
    tokens = script.tokens(text)
    folded = constants.fold(tokens)
    return Read(folded, full=tokens.truncated or folded.full)


def _vbscript(text: str) -> Read:
    tokens = vbscript.tokens(text)
    folded = constants.fold(tokens, vbscript.VBSCRIPT)
    return Read(folded, full=tokens.truncated or folded.full)


def _powershell(text: str) -> Read:
    tokens = powershell.tokens(text)
    folded = powershellfolding.fold(tokens)
    if "`" in text:
        folded.pieces += _ticked(text, tokens)
    inner = list(_commands(text))
    return Read(folded, inner, full=tokens.truncated or folded.full)


def _ticked(text: str, tokens: script.Script) -> Iterator[Piece]:
    """Names that ticks split for a reader."""
    for token, start, end in zip(tokens.tokens, tokens.starts, tokens.ends, strict=True):
        if token.kind in _NAMES and "`" in (written := text[start:end]):
            yield Piece(start, end, written.replace("`", ""), bare=True)


def _batch(text: str) -> Read:
    """Its expanded form stands as one piece for the whole where it says something else."""
    expanded = batch.expand(text)
    folded = Folded(values=expanded.values, full=expanded.full)
    if expanded.changed and expanded.text != text:
        folded.pieces.append(Piece(0, len(text), expanded.text, bare=True))
    return Read(folded, list(_commands(expanded.text)), expanded.full)


def _commands(text: str) -> Iterator[Source]:
    """What PowerShell and the script hosts are given on a line, encoded or not."""
    for number, line in enumerate(_lines(text)):
        if number >= COMMANDS:
            return
        for layer in commandline.read(line).layers:
            yield Source(layer, "powershell", "base64 command", text.find(line[:200]))
        for pattern, language in _GIVEN:
            match = pattern.search(line)
            if match:
                given = _unquoted(match[1])
                yield Source(given, language, f"given to {language}", text.find(match[1][:200]))


def _lines(text: str) -> Iterator[str]:
    """The lines that name one of the shells, each once."""
    position = 0
    while match := _SHELLS.search(text, position):
        start = max(text.rfind("\n", position, match.start()) + 1, match.start() - 2_000)
        end = text.find("\n", match.end())
        position = end if end >= 0 else len(text)
        yield text[start : min(position, start + LONGEST)]


def _unquoted(text: str) -> str:
    """Without the quotation marks around the whole and the signs that escape those inside."""
    text = text.strip()
    if text[:1] in {'"', "'"} and text.count(text[0]) > 1:
        inside, _, rest = text[1:].rpartition(text[0])
        text = inside if len(rest) < len(inside) else text
    return text.replace('\\"', '"').replace('""', '"')


def _other(text: str) -> Read:
    """Languages of which only the quoted texts are read."""
    folded = Folded()
    for match in _QUOTED.finditer(text):
        if len(folded.values) >= VALUES:
            return Read(folded, full=True)
        inside = match.group()[1:-1]
        folded.values.append(script.unescaped(inside) if "\\" in inside else inside)
    return Read(folded)


_READERS: Final[dict[str, Callable[[str], Read]]] = {
    "javascript": _javascript,
    "jscript": _javascript,
    "vbscript": _vbscript,
    "powershell": _powershell,
    "batch": _batch,
    "python": _other,
    "shell": _other,
    "": _other,
}
