"""The pages of a document as they look, with their words and what can be clicked on them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClickArea:
    """Where a click does something; the region is in thousandths of the page from its top left."""

    x: int
    y: int
    width: int
    height: int
    target: str  # an address, or the action in words


@dataclass(frozen=True, slots=True)
class PageText:
    """What is written on one page."""

    number: int
    text: str
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as a reader draws it, in at most 256 colours.

    ``palette`` holds three bytes a colour and ``pixels``, packed with zlib, one byte a pixel, row
    after row; both in base64.  ``note`` says why there is no picture where there is none.
    """

    number: int
    width: int = 0
    height: int = 0
    palette: str = ""
    pixels: str = ""
    areas: tuple[ClickArea, ...] = ()
    note: str = ""
