"""Measures whether a PDF is little more than one thing to click."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from analyzers.lib.domains import registrable_domain
from analyzers.lib.pdfactions import Act
from analyzers.lib.pdffile import Page, Rectangle
from analyzers.lib.urls import parse

PAGES: Final = 3  # a lure has one, seldom two
AREAS: Final = 6  # clickable ones on the page; a leaflet has more
TEXT: Final = 900  # characters; a letter of one page has about 2,000
LARGE: Final = 20  # percent of the page that a button or banner does not reach by itself
COVERED: Final = 35  # percent of the page under pictures

# What buttons of lures ask for, in the languages most of them are written in.
_ASKS = re.compile(
    r"""(?ix)
    \b(?:view|open|read|download|access|review|sign|see|get|print|preview|unlock|listen|retrieve)\b
      [^.\n]{0,25}\b(?:document|file|invoice|statement|message|fax|voice|pdf|report|contract|here|
      online|remittance|payment|order|details?|attachment|folder|agreement)\b
    | \b(?:click|tap|press)\b[^.\n]{0,20}\b(?:here|below|button|link|to)\b
    | \b(?:verify|confirm|update|validate|secure|restore)\b[^.\n]{0,25}\b(?:account|identity|
      details|information|password|payment|mailbox|e-?mail)\b
    | \b(?:log|sign)[ -]?in\b | \bget\ started\b | \blearn\ more\b
    | \b(?:dokument|rechnung|datei)\b[^.\n]{0,20}\b(?:ansehen|.ffnen|herunterladen|anzeigen)\b
    | \bhier\ klicken\b | \b(?:ver|abrir|descargar|visualizar|baixar)\b[^.\n]{0,20}\b(?:documento|
      factura|archivo|fatura|arquivo|pdf)\b | \b(?:haga\ clic|clique)\b
    | \b(?:voir|ouvrir|t.l.charger|consulter)\b[^.\n]{0,20}\b(?:document|facture|fichier)\b
    | \bcliquez\b | \bclicca\b | \b(?:visualizza|scarica|apri)\b[^.\n]{0,20}\b(?:documento|
      fattura)\b
    """
)


@dataclass(frozen=True, slots=True)
class Measured:
    """The first page with links to one site; shares are percent of the page."""

    page: int
    pages: int
    areas: int
    domain: str
    share: int  # of the largest clickable area
    pictures: int  # under pictures
    over: bool  # whether a clickable area lies on a picture
    characters: int
    asks: str  # the request as written

    def reasons(self) -> tuple[str, ...]:
        """What speaks for a lure beside the build itself."""
        found = (
            (self.share >= LARGE, f"the largest area to click is {self.share} % of the page"),
            (self.pictures >= COVERED, f"pictures cover {self.pictures} % of the page"),
            (self.over, "a picture is the button"),
            (bool(self.asks), f"it asks: {self.asks}"),
            (self.characters < 60, f"{self.characters} characters of text"),
        )
        return tuple(says for holds, says in found if holds)


def measure(
    page: Page, pages: int, acts: tuple[Act, ...], text: str, pictures: list[Rectangle]
) -> Measured | None:
    """The measures of a page that leads to one site and is short; None for all others."""
    linked = [act for act in acts if act.kind == "URI" and act.page == page.number and act.area]
    hosts = {parse(act.target).host for act in linked} - {""}
    sites = {registrable_domain(host) or host for host in hosts}
    length = len("".join(text.split()))
    if len(sites) != 1 or pages > PAGES or len(linked) > AREAS or length > TEXT:
        return None
    areas = [area for act in linked if (area := act.area)]
    asked = _ASKS.search(text)
    return Measured(
        page.number,
        pages,
        len(areas),
        sites.pop(),
        max(_share(area, page.box) for area in areas),
        min(100, sum(_share(each, page.box) for each in pictures)),
        any(_inside(area, each) for area in areas for each in pictures),
        length,
        " ".join(text[asked.start() : asked.end() + 20].split()) if asked else "",
    )


def _share(area: Rectangle, box: Rectangle) -> int:
    """Percent of the page, of what lies on it."""
    width = max(0.0, min(area[2], box[2]) - max(area[0], box[0]))
    height = max(0.0, min(area[3], box[3]) - max(area[1], box[1]))
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return round(100 * width * height / whole) if whole > 0 else 0


def _inside(area: Rectangle, picture: Rectangle) -> bool:
    """Whether most of an area lies on a picture."""
    width = min(area[2], picture[2]) - max(area[0], picture[0])
    height = min(area[3], picture[3]) - max(area[1], picture[1])
    own = (area[2] - area[0]) * (area[3] - area[1])
    return width > 0 and height > 0 and width * height * 2 > own
