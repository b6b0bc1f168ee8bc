"""Reads a body as its reader sees it: text, what is kept from it, language, names, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from analyzers.lib import brandnames, concealed, disguise, parsed, pictures, seen
from analyzers.lib.language import READ, language
from analyzers.lib.parsed import Letter, Page
from analyzers.model.artifact import Artifact
from analyzers.model.body import BodyText, Concealment
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

TEXT: Final = 300_000  # characters of a body's text that are passed on
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


def _text(
    shown: str,
    whole: str,
    found: tuple[Concealment, ...],
    names: Iterable[str],
    *,
    cut: bool,
) -> Iterator[Observation]:
    code, certainty = language(disguise.undressed(shown[:READ]))
    known = brandnames.brands(names)
    longer = len(whole) > TEXT or len(shown) > TEXT
    yield BodyText(shown[:TEXT], whole[:TEXT], found, code, certainty, known, cut or longer)
    if longer:
        yield LONG


UNIT = Unit("body", 1, frozenset({"html", "text"}), _examine, parsed.IMPORTS)
