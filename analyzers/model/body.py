"""What a body holds beside its words: hidden text, pictures, forms, codes, language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concealment:
    """A way in which text is kept from its reader; ``characters`` are letters and digits."""

    reason: str  # display none, font-size 0, colour = background, comment, zero-width ...
    characters: int
    times: int
    sample: str


@dataclass(frozen=True, slots=True)
class BodyText:
    """One body as a reader sees it and as it is written."""

    seen: str  # display_text: what a mail client shows
    whole: str  # inner_text: with all that is hidden
    concealments: tuple[Concealment, ...] = ()
    language: str = ""  # ISO 639-1, "" where it cannot be told
    certainty: float = 0.0  # 0 to 1, of the language
    brands: tuple[str, ...] = ()  # names of known brands in text, alternative text and titles
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture a body refers to; nothing is ever loaded."""

    what: str  # attached, embedded, remote, tracking pixel
    source: str  # URL or content id
    alternative: str = ""
    width: int = -1  # px as written, -1 for none
    height: int = -1
    part: str = ""  # MIME path of an attached one, "" where none matches
    link: str = ""  # where a click on it leads
    count: int = 1


@dataclass(frozen=True, slots=True)
class FormField:
    name: str
    type: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    action: str
    method: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR or bar code; the region is in pixels of the picture, or in cells where it is drawn."""

    format: str  # QR Code, Aztec, Data Matrix ...
    text: str
    drawn: str  # picture, table, text, svg, two pictures
    picture: str = ""  # its name
    x: int = -1
    y: int = -1
    width: int = -1
    height: int = -1
    note: str = ""  # inverted, mirrored, split ...
