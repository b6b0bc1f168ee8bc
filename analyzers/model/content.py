"""Text and links of a message body, already made safe to show."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class BlockKind(enum.StrEnum):
    """What a block of the Readable view is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    PREFORMATTED = "preformatted"
    RULE = "rule"
    WITHHELD = "withheld"  # something not shown: a picture, a form; text names it


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look.  ``target`` is a link's address; ``hidden`` says why the
    sender's markup would have kept a reader from seeing it ("font-size 0", "display none" ...)."""

    text: str
    bold: bool = False
    italic: bool = False
    target: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    runs: tuple[Run, ...]
    level: int = 0  # heading level or nesting depth


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a view left out, by cause: remote image, script, form, style ... and how often."""

    what: str
    count: int
    host: str = ""


@dataclass(frozen=True, slots=True)
class ReadableView:
    """The body as typed blocks with all text, hidden text included and marked."""

    blocks: tuple[Block, ...]
    withheld: tuple[Withheld, ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class StyledView:
    """The body re-emitted in our own closed HTML subset; holds no URL a renderer could follow."""

    html: str
    withheld: tuple[Withheld, ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class PlainView:
    """The body as plain text."""

    text: str
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step that an address names by itself: no packet is sent to learn it.

    ``url`` is "" where the step keeps its goal on a server; ``domain`` is then what it tells of it.
    """

    by: str  # Microsoft Safe Links, Proofpoint URL Defense v3, parameter "url" ...
    url: str  # where it leads on to
    domain: str = ""  # registrable domain it leads on to, "" where it tells none


@dataclass(frozen=True, slots=True)
class Link:
    """One address found in an artifact; ``source`` is a, area, form, image, refresh, text ...

    ``url`` is as found, ``host`` is lower case and in A-label form, ``domain`` the registrable one.
    ``redirects`` lead from ``url`` to the last address that can be told offline.
    """

    url: str
    host: str
    domain: str
    text: str
    source: str
    count: int = 1
    redirects: tuple[Redirect, ...] = ()
    visible: bool = True  # whether a reader can see what carries it
    shown: str = ""  # registrable domain that the text names where it is another, else ""
    where: str = ""  # line, attribute, region or header it was found in
    recipient: bool = False  # whether it carries a recipient's address

    @property
    def target(self) -> str:
        """The last address that can be told offline."""
        told = [step.url for step in self.redirects if step.url]
        return told[-1] if told else self.url

    @property
    def open_ended(self) -> bool:
        """Whether the last step keeps where it leads on a server."""
        return bool(self.redirects) and not self.redirects[-1].url
