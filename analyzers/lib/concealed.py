"""Gathers all ways in which a body keeps text from its reader, and judges the telling ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import comments, disguise
from analyzers.lib.brandnames import named_by
from analyzers.lib.dom import Document
from analyzers.lib.look import ONLY_OUTLOOK
from analyzers.lib.seen import SAMPLE, Kept, Reading, concealed, letters
from analyzers.model.body import Concealment
from analyzers.model.observation import Finding, Severity

CUT_SOME: Final = 3  # words cut by hidden text: 0 of 644 honest pages, 126 of 6,137 unwanted
CUT_MANY: Final = 10
MIXED_SOME: Final = 3  # one may be a slip between two keyboard layouts, three are none
DRESSED_SOME: Final = 3
COMMENT_LONG: Final = 200  # letters of sentences in comments; explanations of templates are shorter
COMMENT_SALT: Final = 1_000  # letters, above all that honest mail was seen to hold
OUTLOOK_MUCH: Final = 100  # letters that only Outlook shows and that are nowhere else in the mail


def of_page(document: Document, reading: Reading) -> tuple[Concealment, ...]:
    """The concealments of a page, those by style first."""
    found = [*concealed(reading.hidden), *concealed(reading.dim)]
    if reading.splits.times:
        cut = reading.splits
        found.append(Concealment("words cut by hidden text", 0, cut.times, cut.sample))
    found += disguise.concealments(reading.whole)
    found += _sources(document)
    return tuple(found)


def _sources(document: Document) -> Iterator[Concealment]:
    """What stands in the source and on no reader's screen."""
    said = Kept()
    for text in filter(None, map(comments.prose, document.comments)):
        said.add(text, letters(text))
    yield from concealed({"comment": said} if said.times else {})
    if count := letters(document.title):
        yield Concealment("title", count, 1, document.title[:SAMPLE])


def judge(
    document: Document, reading: Reading, found: tuple[Concealment, ...]
) -> Iterator[Finding]:
    """Findings on the concealments that only markup knows."""
    by_reason = {each.reason: each for each in found}
    if cut := by_reason.get("words cut by hidden text"):
        severity = _grade(cut.times, CUT_SOME, CUT_MANY)
        title = "Words are cut in two by text that nobody sees"
        yield Finding("html.text.split-words", severity, title, f"{cut.times} times: {cut.sample}")
    comment = by_reason.get("comment")
    if comment and comment.characters >= COMMENT_LONG:
        severity = Severity.LOW if comment.characters >= COMMENT_SALT else Severity.INFO
        title = "Comments in the source hold sentences that no reader sees"
        evidence = f"{comment.characters} letters: {comment.sample}"
        yield Finding("html.comment.long", severity, title, evidence)
    if outlook := by_reason.get(ONLY_OUTLOOK):
        much = _unlike(reading, document) >= OUTLOOK_MUCH
        severity = Severity.LOW if much else Severity.INFO
        title = "Outlook shows text that other mail programs do not"
        evidence = f"{outlook.characters} letters: {outlook.sample}"
        yield Finding("html.outlook-only", severity, title, evidence)


def letters_of(text: str) -> Iterator[Finding]:
    """Findings on letters that are not what they look like."""
    mixed = disguise.mixed_words(text)
    if mixed:
        names = sorted({name for word in mixed if (name := named_by(word))})
        severity = Severity.MEDIUM if len(mixed) >= MIXED_SOME else Severity.LOW
        if names:
            severity = Severity.HIGH
        title = "Words hold letters of another script that look like Latin ones"
        spelt = f" ({', '.join(names)})" if names else ""
        evidence = f"{len(mixed)} words: {' '.join(mixed[:10])}{spelt}"
        yield Finding("text.mixed-script", severity, title, evidence)
    dressed = [piece for piece in disguise.dressed(text) if piece[0] >= "\U0001d400"]
    if len(dressed) >= DRESSED_SOME:
        title = "Words are written in alphabets of mathematics, as if to pass a text filter"
        evidence = f"{len(dressed)} words: {' '.join(dressed[:10])}"
        yield Finding("text.styled-letters", Severity.LOW, title, evidence)


def _grade(times: int, some: int, many: int) -> Severity:
    if times >= many:
        return Severity.HIGH
    return Severity.MEDIUM if times >= some else Severity.LOW


def _unlike(reading: Reading, document: Document) -> int:
    """Letters of what only Outlook shows, without words that all others show too."""
    seen = set(reading.seen.casefold().split())
    said = " ".join(map(comments.words_of, document.outlook)).casefold().split()
    return sum(letters(word) for word in dict.fromkeys(said) if word not in seen)
