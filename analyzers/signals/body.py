"""Reads a body as its reader sees it: text, what is kept from it, language, names, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from analyzers.lib import brands, concealed, disguise, linkset, parsed, pictures, seen
from analyzers.lib.dom import Document, parse
from analyzers.lib.language import READ, language
from analyzers.lib.linkfindings import judge
from analyzers.lib.look import ONLY_OUTLOOK
from analyzers.lib.parsed import Letter, Page
from analyzers.model.artifact import Artifact
from analyzers.model.body import BodyText, Concealment
from analyzers.model.content import Link
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

TEXT: Final = 300_000  # characters of a body's text that are passed on
OUTLOOK: Final = 100_000  # characters of markup for Outlook alone that are searched for links
LONG: Final = Finding(
    "limit.body.text", Severity.LOW, "The text of the body is longer than is kept"
)


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    if not artifact.data.strip(b"\0 \t\r\n"):
        return
    if artifact.kind == "text":
        if context.message is not None:
            yield from _plain(context.memo.once(Letter, artifact))
        return
    yield from _page(context.memo.once(Page, artifact), context)


def _plain(letter: Letter) -> Iterator[Observation]:
    text = seen.shown(letter.text)
    found = tuple(disguise.concealments(letter.text))
    yield from _text(text, letter.text, found, [text], cut=letter.truncated)
    yield from concealed.letters_of(letter.text)


def _page(page: Page, context: Context) -> Iterator[Observation]:
    document, reading = page.document, page.reading
    found = concealed.of_page(document, reading)
    message = context.message
    shown, more = pictures.read(document, message.parts if message else ())
    names = [reading.seen, document.title, *(each.alternative for each in shown)]
    yield from _text(reading.seen, reading.whole, found, names, cut=bool(document.limits))
    yield from shown
    if more:
        title = "The HTML has more pictures than are listed"
        yield Finding("limit.html.pictures", Severity.LOW, title)
    yield from page.forms
    yield from concealed.judge(document, reading, found)
    yield from concealed.letters_of(reading.whole)
    yield from _for_outlook(document, page.collector.links)


def _text(
    shown: str,
    whole: str,
    found: tuple[Concealment, ...],
    names: Iterable[str],
    *,
    cut: bool,
) -> Iterator[Observation]:
    code, certainty = language(disguise.undressed(shown[:READ]))
    known = brands.brands(names)
    longer = len(whole) > TEXT or len(shown) > TEXT
    yield BodyText(shown[:TEXT], whole[:TEXT], found, code, certainty, known, cut or longer)
    if longer:
        yield LONG


def _for_outlook(document: Document, known: tuple[Link, ...]) -> Iterator[Observation]:
    """Links that stand in conditional comments and nowhere else on the page."""
    markup = "".join(document.outlook)[:OUTLOOK]
    if "href" not in markup.lower():
        return
    there = {link.url for link in known}
    inside = parse(markup.replace("v:roundrect", "a").replace("v:rect", "a"))
    links = tuple(
        Link(k.url, k.host, k.domain, k.text, k.source, k.count, visible=False, where=ONLY_OUTLOOK)
        for k in linkset.Collector(inside).links
        if k.url not in there and k.host
    )
    yield from links
    yield from judge(links)


UNIT = Unit("body", 1, frozenset({"html", "text"}), _examine, parsed.IMPORTS)
