"""PDF: what is written on its pages, and the addresses in it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from analyzers.lib import linkset, pdffile, urls, written
from analyzers.lib.candidates import ASKS
from analyzers.lib.linkfindings import judge
from analyzers.model.artifact import Artifact
from analyzers.model.content import Link
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.page import PageText
from analyzers.model.unit import Context, Unit, Unreadable

if TYPE_CHECKING:
    from analyzers.lib.pdfpages import Pages

PAGES: Final = 200  # read
CHARACTERS: Final = 400_000  # of all pages together
SECONDS: Final = 2.0  # of processor time, looked at between pages


class _Reading:
    """The text of the pages, until a bound is met."""

    def __init__(self, pages: Pages) -> None:
        self.texts: list[PageText] = []
        self.trouble, self._room = "", CHARACTERS
        started = time.thread_time()
        for number in range(1, pages.count + 1):
            if number > PAGES or self._room <= 0 or time.thread_time() - started > SECONDS:
                self.trouble = f"{number - 1} of {pages.count} pages read"
                return
            self._page(pages, number)

    def _page(self, pages: Pages, number: int) -> None:
        from analyzers.lib import pdfpages
        from analyzers.lib.pdfcost import TooCostly

        try:
            page = pages.page(number)
        except (TooCostly, Unreadable) as problem:
            self.trouble = f"page {number}: {problem}"
            return
        text = pdfpages.text(page)
        if text.strip():
            kept = text[: self._room]
            self.texts.append(PageText(number, kept, len(kept) < len(text)))
            self._room -= len(kept)


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    from analyzers.lib import pdfpages

    try:
        reading = _Reading(pdfpages.opened(artifact, context))
    except pdfpages.Locked:
        yield pdffile.password_needed(artifact)
        return
    yield from reading.texts
    count = sum(len(each.text) for each in reading.texts)
    yield Fact("Characters on the pages", str(count))
    links = _links(reading.texts)
    yield from links
    yield from judge(links)
    if reading.trouble:
        title = "Not all of the text on the pages was read"
        yield Finding("limit.pdf.text", Severity.LOW, title, reading.trouble)


def _links(texts: list[PageText]) -> tuple[Link, ...]:
    links = linkset.LinkSet()
    for each in texts:
        for url, line in written.addresses(each.text):
            if not links.room(url):
                return links.all()
            where = f"page {each.number}, line {line}"
            links.add(linkset.make(url, "", "text", where=where))
    return links.all()


UNIT = Unit(
    "pdf-text",
    2,
    frozenset({"pdf"}),
    examine,
    (*pdffile.IMPORTS, *pdffile.DRAWING, *urls.IMPORTS),
    ASKS,
)
