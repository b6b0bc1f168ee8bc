"""Splits the lines of a body into what its sender wrote and the messages quoted below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib import preambles, separators
from analyzers.lib.preambles import Preamble
from analyzers.lib.quotes import Line

_NEAR: Final = 6  # lines behind an introduction in which what it introduces begins
# "[...]", "<snip>": what people put for words they leave out of a quotation.
_SNIP = re.compile(r"[\[<(.…][^\n]{0,40}[\]>).…]\Z")
THREADS: Final = 50  # messages told apart in one body; what follows stays with the last


@dataclass(slots=True)
class Draft:
    """One stretch under way.  ``rank`` orders them: by section, depth of quotation, appearance."""

    rank: tuple[int, int, int]
    preamble: Preamble | None = None
    lines: list[str] = field(default_factory=list)
    links: dict[int, None] = field(default_factory=dict)  # a set that keeps its order
    last: int = -1  # the line it was continued at


@dataclass(frozen=True, slots=True)
class Split:
    """All stretches, the sender's own first; ``full`` says that more were met than are kept."""

    drafts: tuple[Draft, ...]
    full: bool


def split(lines: Sequence[Line], *, reply: bool) -> Split:
    """``reply`` says that the message answers or forwards another.

    Elsewhere ">" without an introduction is a bullet or an arrow, and stays where it is written.
    """
    found = preambles.find(lines)
    if not reply and not _quotes(lines, found):
        lines = [_as_written(line) for line in lines]
    splitter = _Splitter(lines)
    splitter.run(found)
    drafts = sorted(splitter.drafts[1:], key=lambda draft: draft.rank)
    kept = tuple(d for d in drafts if d.lines or (d.preamble and d.preamble.sender))
    return Split((splitter.drafts[0], *kept), splitter.full)


def _quotes(lines: Sequence[Line], found: dict[int, Preamble]) -> bool:
    """Whether any introduction is followed by a quotation."""
    return any(_below(lines, each) > lines[each.start].depth for each in found.values())


def _as_written(line: Line) -> Line:
    return line._replace(text=line.raw, depth=line.depth - line.signs) if line.signs else line


def _below(lines: Sequence[Line], preamble: Preamble) -> int:
    """The depth of the first line of text behind a preamble, -1 where none is near."""
    for place in range(preamble.stop, min(preamble.stop + _NEAR, len(lines))):
        text = lines[place].text.strip()
        if text and not _SNIP.match(text):
            return lines[place].depth
    return -1


class _Splitter:
    """Hands each line to the writer of its depth of quotation."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._section = 0
        self._owners: list[Draft | None] = []
        self._current: Draft | None = None
        self.drafts: list[Draft] = []
        self.full = False
        self._owners.append(self._draft(0, None))

    def run(self, found: dict[int, Preamble]) -> None:
        place = 0
        while place < len(self._lines):
            preamble = found.get(place)
            if preamble is None or self._no_room():
                self._line(place)
                place += 1
            else:
                self._begin(preamble)
                place = preamble.stop

    def _draft(self, depth: int, preamble: Preamble | None) -> Draft:
        if self._no_room():
            return self.drafts[-1]
        draft = Draft((self._section, depth, len(self.drafts)), preamble)
        self.drafts.append(draft)
        return draft

    def _no_room(self) -> bool:
        self.full |= len(self.drafts) > THREADS
        return self.full

    def _begin(self, preamble: Preamble) -> None:
        """A message quoted deeper than its introduction, or all that follows at its depth."""
        depth = self._lines[preamble.start].depth
        below = _below(self._lines, preamble)
        inner = below if below > depth else self._lines[preamble.stop - 1].depth
        if inner <= depth:
            self._section += depth == 0
            inner = depth
        del self._owners[inner:]
        self._owners += [None] * (inner - len(self._owners))
        self._owners.append(self._draft(inner, preamble))
        self._current = None

    def _line(self, place: int) -> None:
        line = self._lines[place]
        if not line.text.strip():
            self._blank(line, place)
            return
        draft = self._owner(line.depth)
        if draft.lines and draft.last != place - 1:
            draft.lines.append("")
        draft.lines.append(line.text.rstrip())
        draft.links.update(dict.fromkeys(line.links))
        draft.last = place
        self._current = draft

    def _blank(self, line: Line, place: int) -> None:
        """An empty line goes with the text above it, the link of a picture with its depth."""
        if line.links:
            self._owner(line.depth).links.update(dict.fromkeys(line.links))
        if self._current is not None:
            self._current.lines.append("")
            self._current.last = place

    def _owner(self, depth: int) -> Draft:
        missing = depth + 1 - len(self._owners)
        self._owners += [None] * missing
        owner = self._owners[depth]
        if owner is None:
            owner = self._owners[depth] = self._draft(depth, None)
        return owner


def text_of(draft: Draft) -> str:
    """Its lines with at most one empty line between them, and no rule at its end."""
    kept: list[str] = []
    for line in draft.lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and (not kept[-1] or separators.is_rule(kept[-1])):
        kept.pop()
    return "\n".join(kept)
