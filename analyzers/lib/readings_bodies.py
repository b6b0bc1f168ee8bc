"""Bodies of which each program shows another: alternatives that differ, and charsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from analyzers.lib import charset
from analyzers.lib.headers import shown
from analyzers.lib.mime import Entity, Tree
from analyzers.lib.parsed import Page
from analyzers.lib.readings import (
    INFERRED,
    OURS,
    STANDARD,
    STRICT,
    Told,
    at,
    differ,
    reading,
)
from analyzers.model.observation import Finding, Severity

WORDS: Final = 2_000  # different words of a body that are compared
READ: Final = 100_000  # characters of a text from which they are taken
_ENOUGH: Final = 25  # different words a text needs before it can be said to differ
_ALIKE: Final = 0.2  # share of the shorter body's words that the other has at least
_LINKS = re.compile(r"(?:https?://|www\.)\S{0,2000}", re.I)
_WORD = re.compile(r"[^\W\d_]{4,40}")


def several_readings(tree: Tree) -> Iterator[Told]:
    """Several bodies of one kind as alternatives: one is shown, and which depends."""
    for entity in tree.root.walk():
        if entity.content_type.value != "multipart/alternative":
            continue
        for kind in ("text/html", "text/plain"):
            same = [c for c in entity.children if c.is_body and c.content_type.value == kind]
            if len(same) > 1 and len({tree.content(each) for each in same}) > 1:
                yield from _several(entity, kind, same)


def _several(entity: Entity, kind: str, same: list[Entity]) -> Iterator[Told]:
    title = f"A message offers several {kind} bodies to choose from"
    where = at(f"part {entity.path}", same[1].begin)
    yield from differ(
        Finding("ambiguity.body.several", Severity.LOW, title, f"{len(same)} of them", where),
        "body",
        (
            reading(STRICT, f"shows the last, part {same[-1].path} (RFC 2046, 5.1.4)", STANDARD),
            reading("takes the first", f"shows part {same[0].path}", INFERRED),
            reading(OURS, "all are examined"),
        ),
        same[1].begin,
        same[1].stop - same[1].begin,
        entity.path,
    )


def pairs(tree: Tree) -> Iterator[tuple[Entity, Entity]]:
    """The text and the HTML of each alternative that has one of both."""
    for entity in tree.root.walk():
        if entity.content_type.value == "multipart/alternative":
            leaves = [leaf for leaf in entity.leaves() if leaf.is_body]
            texts = [each for each in leaves if each.content_type.value == "text/plain"]
            pages = [each for each in leaves if each.content_type.value == "text/html"]
            if len(texts) == 1 == len(pages):
                yield texts[0], pages[0]


def alternative_readings(plain: Entity, text: str, page: Page) -> Iterator[Told]:
    """An alternative says the same in another form; a filter may read one, the person the other."""
    said = _words([_LINKS.sub(" ", text[:READ])])
    if len(said) < _ENOUGH:
        return
    painted = _words(event.text for event in page.document.events if event.text)
    if len(painted) < _ENOUGH:
        return
    share = len(said & painted) / min(len(said), len(painted))
    if share >= _ALIKE:
        return
    title = "The text and the HTML of the message say different things"
    where = at(f"part {plain.path}", plain.start)
    evidence = f"{share:.0%} of the words in common ({len(said)} and {len(painted)} words)"
    yield from differ(
        Finding("ambiguity.body.differs", Severity.INFO, title, evidence, where),
        "body",
        (
            reading("shows HTML", _beginning(page)),
            reading("shows text", shown(" ".join(text[:500].split()))),
        ),
        plain.start,
        plain.stop - plain.start,
        plain.path,
    )


def _words(texts: Iterator[str | None] | list[str]) -> set[str]:
    """Different words of four letters and more; shorter ones are in every text."""
    found: set[str] = set()
    for text in texts:
        words = _WORD.findall((text or "").lower())
        if len(found) + len(words) < WORDS:
            found.update(words)
            continue
        for word in words:
            found.add(word)
            if len(found) >= WORDS:
                return found
    return found


def _beginning(page: Page) -> str:
    texts = (" ".join(event.text.split()) for event in page.document.events if event.text)
    return shown(" ".join(islice(filter(None, texts), 20)))


def charset_readings(leaf: Entity, body: bytes) -> Iterator[Told]:
    """A charset stated by the part and another by the document, under which the text differs."""
    if body.isascii():
        return
    label = leaf.content_type.get("charset")
    declared = f"{leaf.content_type.value}; charset={label}" if label else ""
    codecs = charset.claims(body, declared)
    texts = {codec: body[:READ].decode(codec, "replace") for codec in codecs.values()}
    if len(set(texts.values())) < 2:
        return
    title = "A body states two charsets, under which it reads differently"
    where, used = at(f"part {leaf.path}", leaf.start), charset.decode(body[:READ], declared)[1]
    evidence = ", ".join(f"{source}: {codec}" for source, codec in codecs.items())
    yield from differ(
        Finding("ambiguity.charset", Severity.INFO, title, evidence, where),
        "charset",
        (
            *(
                reading(f"follows the {source}", _odd(texts[codec]))
                for source, codec in codecs.items()
            ),
            reading(OURS, used),
        ),
        leaf.start,
        leaf.stop - leaf.start,
        leaf.path,
    )


def _odd(text: str) -> str:
    """The text about the first character that is not ASCII."""
    place = next((n for n, each in enumerate(text) if ord(each) > 127), 0)
    return " ".join(text[max(0, place - 20) : place + 60].split())
