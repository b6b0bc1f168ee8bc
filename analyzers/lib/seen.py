"""Reads a page as its reader sees it and as it is written, and what is kept from the reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib import colours
from analyzers.lib.dom import Document, Element
from analyzers.lib.look import Look, Styled
from analyzers.lib.words import words
from analyzers.model.body import Concealment

PREVIEW: Final = "preview line"
PREHEADER: Final = 400  # letters; preview lines of newsletters stay below
SAMPLE: Final = 200  # characters of a concealment's sample
TINY: Final = 5.0  # px: glyphs that can be read with a lens
FAINT: Final = 1.5  # contrast that nobody reads by choice; WCAG 2.2 asks for 4.5

_BLOCKS: Final = words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figure",
    "figcaption footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section",
    "summary table tbody tfoot thead tr ul listing option textarea br",
)
_PARTING: Final = words("td th img input select button video svg hr")
_SPACING: Final = _BLOCKS | _PARTING
_BREAK: Final = "\x1e"  # stands for a line break until white space is folded
_WORDS = re.compile(r"\w+")
_NO_WORD: Final = bytes(n for n in range(128) if not (chr(n).isalnum() or n == ord("_")))
_LETTER = re.compile(r"\w")
_TURNED = re.compile("\u202e([^\u202c\n]{0,2000})\u202c?")
# Of no width; joiners have work to do in other scripts and in emoji.
_NOTHING = re.compile(
    "[\u200b\u2060\ufeff\u00ad\u034f\u180e\u2061-\u2064\u202a-\u202e\u2066-\u2069"
    "\U000e0000-\U000e007f]|[\u200c\u200d]+(?=[\x00-\u024f]|\\Z)"
)


@dataclass(slots=True)
class Kept:
    """Text kept from its reader for one reason, so far."""

    letters: int = 0
    times: int = 0
    sample: str = ""

    def add(self, text: str, letters: int) -> None:
        self.letters += letters
        self.times += 1
        if len(self.sample) < SAMPLE:
            self.sample = f"{self.sample} {' '.join(text[:SAMPLE].split())}".strip()[:SAMPLE]

    def merge(self, other: Kept) -> None:
        self.letters += other.letters
        self.times += other.times
        self.sample = f"{self.sample} {other.sample}".strip()[:SAMPLE]


@dataclass(slots=True)
class Reading:
    """``seen`` is what a mail client shows, ``whole`` all text in its order; ``letters`` counts
    letters and digits of the former.  ``hidden`` is by reason; what is ``dim`` is seen all the
    same.  ``splits`` counts words that are cut in two by text or tags nobody sees."""

    seen: str = ""
    whole: str = ""
    letters: int = 0
    hidden: dict[str, Kept] = field(default_factory=dict)
    dim: dict[str, Kept] = field(default_factory=dict)
    splits: Kept = field(default_factory=Kept)

    @property
    def unseen(self) -> int:
        """Letters and digits that styles hide."""
        return sum(kept.letters for kept in self.hidden.values())


def letters(text: str) -> int:
    """Letters and digits of a text."""
    if text.isascii():
        return len(text.encode().translate(None, _NO_WORD))
    return sum(map(len, _WORDS.findall(text)))


def shown(text: str) -> str:
    """The text with characters of no width left out and turned stretches the way they are read."""
    if text.isascii():
        return text
    return _NOTHING.sub("", _TURNED.sub(lambda match: match.group(1)[::-1], text))


def read(document: Document, looks: dict[Element, Styled]) -> Reading:
    """One pass over the page."""
    reader = _Reader(looks)
    for element, _, text in document.events:
        if text is not None:
            reader.say(element, text)
        elif element.tag in _SPACING:
            reader.tag(element)
    return reader.finish()


class _Reader:
    def __init__(self, looks: dict[Element, Styled]) -> None:
        self._looks = looks
        self._seen: list[str] = []
        self._whole: list[str] = []
        self._reading = Reading()
        self._lead = True  # whether nothing has been seen yet
        self._word = ""  # what was seen last, where a word may go on
        self._between = False  # whether hidden letters came after it
        self._dim: dict[int, str] = {}

    def tag(self, element: Element) -> None:
        space = _BREAK if element.tag in _BLOCKS else " "
        self._whole.append(space)
        if not self._looks[element].look.gone:
            self._seen.append(space)
            self._word = ""

    def say(self, element: Element, text: str) -> None:
        self._whole.append(text)
        found = self._looks[element]
        if found.hidden:
            count = letters(text)
            if count:
                self._between = True
                self._reading.hidden.setdefault(found.hidden, Kept()).add(text, count)
            return
        self._seen.append(text)
        if self._word and text[:1].isalpha() and self._between:
            self._reading.splits.add(f"{self._word[-20:]}|{text[:20]}", 0)
        self._word = text if text[-1:].isalpha() else ""
        self._between = False
        if self._lead and _LETTER.search(text):
            self._begin()
        dim = self._dim.get(id(found))
        if dim is None:
            dim = self._dim[id(found)] = dimness(found.look)
        if dim and (count := letters(text)):
            self._reading.dim.setdefault(dim, Kept()).add(text, count)

    def _begin(self) -> None:
        """The first text seen: what was hidden before it is a preview line, if it is short."""
        self._lead = False
        reading = self._reading
        if 0 < reading.unseen <= PREHEADER:
            line = Kept()
            for kept in reading.hidden.values():
                line.merge(kept)
            reading.hidden = {PREVIEW: line}

    def finish(self) -> Reading:
        reading = self._reading
        reading.seen = shown(_folded(self._seen))
        reading.whole = _folded(self._whole)
        reading.letters = letters(reading.seen)
        return reading


def dimness(look: Look) -> str:
    """Why text that is there is still hard to see, "" where it is not."""
    if look.size < TINY:
        return "tiny text"
    faint = not look.pictured and colours.contrast(look.colour, look.background) < FAINT
    return "faint text" if faint else ""


def concealed(kept: dict[str, Kept]) -> tuple[Concealment, ...]:
    """The records of what was kept from a reader, the largest first."""
    ranked = sorted(kept.items(), key=lambda item: -item[1].letters)
    return tuple(Concealment(why, k.letters, k.times, k.sample) for why, k in ranked)


def _folded(pieces: list[str]) -> str:
    """One text with white space folded as HTML folds it, and lines where blocks and breaks are."""
    text = "".join(pieces)
    for space in "\t\n\r\f\v":
        text = text.replace(space, " ")
    text = _single(text, " ").replace(f"{_BREAK} ", _BREAK).replace(f" {_BREAK}", _BREAK)
    return _single(text, _BREAK).replace(_BREAK, "\n").strip()


def _single(text: str, sign: str) -> str:
    """With one sign for each run of them; every turn halves all runs that are left."""
    while sign + sign in text:
        text = text.replace(sign + sign, sign)
    return text
