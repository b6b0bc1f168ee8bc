"""Makes the records of addresses and merges repeated ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from analyzers.lib import linktext, recipients, unwrapping, urls, written
from analyzers.lib.dom import Element
from analyzers.lib.domains import registrable_domain
from analyzers.model.content import Link, Redirect

TEXTS: Final = frozenset({"text", "json", "csv"})  # kinds whose addresses are read as text
LINKS: Final = 1_000  # different links of one artifact
CHARACTERS: Final = 2_000_000  # of all its addresses together, repeated ones included
FOUND: Final = 20_000  # addresses of one artifact, repeated ones included; mails hold some dozens
_TEXT: Final = 300  # characters of visible text kept
_WHERE: Final = 80  # characters of the place kept

_SPACES = re.compile(r"\s+")
CLICKED: Final = frozenset({"a", "area", "form", "text", "refresh", "mso"})
PASSIVE: Final = frozenset({"image", "css", "stylesheet", "media"})  # fetched, never visited


def make(
    url: str, text: str, source: str, base: str = "", *, where: str = "", visible: bool = True
) -> Link:
    """The record of one address; ``base`` resolves relative ones."""
    url = url.strip()[: urls.LONGEST]
    place = urls.parse(url, base)
    domain = registrable_domain(place.host) if place.host else ""
    label = _SPACES.sub(" ", text).strip()[:_TEXT] if text else ""
    steps = _steps(url, place, base)
    shown = ""
    if label and domain and source in {"a", "area"} and (not steps or steps[-1].url):
        shown = linktext.other(label, [domain, *(step.domain for step in steps)])
    where = where[:_WHERE]
    return Link(url, place.host, domain, label, source, 1, steps, visible, shown, where)


def _steps(url: str, place: urls.Location, base: str) -> tuple[Redirect, ...]:
    if not place.host:
        return ()
    if not base or urls.parse(url).host:
        return unwrapping.chain(url).steps
    whole = f"{place.scheme}://{place.host}/{place.rest.lstrip('/')}"
    first = Redirect("base address", whole, registrable_domain(place.host))
    return (first, *unwrapping.chain(whole).steps)


def in_text(text: str) -> tuple[Link, ...]:
    """The addresses written in plain text."""
    return of_text(text).all()


def of_text(text: str) -> LinkSet:
    """The addresses written in plain text, with the line each was first found in."""
    links = LinkSet()
    for url, line in written.addresses(text):
        if not links.room(url):
            break
        links.add(make(url, "", "text", where=f"line {line}"))
    return links


class LinkSet:
    """Links in order of first appearance; the same address, text and source count once."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str, str], int] = {}
        self._links: list[Link] = []
        self._counts: list[int] = []
        self._seen: list[bool] = []
        self._read = self._found = 0
        self.full = False

    def room(self, url: str) -> bool:
        """Whether another address may be made; ``full`` says that one was refused."""
        self._read += min(len(url), urls.LONGEST)
        self._found += 1
        self.full = self.full or self._read > CHARACTERS or self._found > FOUND
        return not self.full

    def add(self, link: Link) -> int:
        """Its index, -1 when there is no room for another."""
        key = (link.url, link.text, link.source)
        place = self._places.get(key)
        if place is not None:
            self._counts[place] += 1
            self._seen[place] = self._seen[place] or link.visible
            return place
        if len(self._links) >= LINKS:
            self.full = True
            return -1
        self._places[key] = len(self._links)
        self._links.append(link)
        self._counts.append(1)
        self._seen.append(link.visible)
        return self._places[key]

    def all(self) -> tuple[Link, ...]:
        return tuple(
            link if n == 1 else replace(link, count=n, visible=seen)
            for link, n, seen in zip(self._links, self._counts, self._seen, strict=True)
        )


def marked(links: Iterable[Link], addresses: tuple[str, ...]) -> Iterator[Link]:
    """The links, those that carry one of the addresses marked."""
    known = recipients.spellings(addresses)
    for link in links:
        carries = known and recipients.carried(link.url, known)
        yield replace(link, recipient=True) if carries else link


def address(element: Element) -> str:
    """Where an ``a`` element leads, "" for anchors inside the page."""
    url = element.attributes.get("href") or element.attributes.get("xlink:href") or ""
    return "" if url.lstrip().startswith("#") or not url.strip() else url


def anchors(links: tuple[Link, ...]) -> Iterator[Link]:
    """The links a reader can follow by a click."""
    return (link for link in links if link.source in CLICKED)
