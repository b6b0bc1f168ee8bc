"""Collects the addresses of a document and merges repeated ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import urls
from analyzers.lib.dom import OUTLOOK, Document, Element
from analyzers.lib.domains import registrable_domain
from analyzers.model.content import Link

LINKS: Final = 1_000  # different links of one artifact
_TEXT: Final = 300  # characters of visible text kept

_ATTRIBUTES: Final = (
    ("area", "href", "area"), ("form", "action", "form"), ("img", "src", "image"),
    ("button", "formaction", "form"), ("input", "formaction", "form"), ("input", "src", "image"),
    ("iframe", "src", "iframe"), ("frame", "src", "iframe"), ("embed", "src", "embed"),
    ("object", "data", "embed"), ("link", "href", "stylesheet"), ("script", "src", "script"),
    ("video", "src", "media"), ("audio", "src", "media"), ("source", "src", "media"),
    ("video", "poster", "image"), ("base", "href", "base"), ("image", "xlink:href", "image"),
    ("use", "xlink:href", "embed"), ("v:imagedata", "src", "image"), ("v:fill", "src", "image"),
)  # fmt: skip
_BY_TAG: Final[dict[str, list[tuple[str, str]]]] = {}
for _tag, _attribute, _source in _ATTRIBUTES:
    _BY_TAG.setdefault(_tag, []).append((_attribute, _source))

_REFRESH = re.compile(r"""url\s{0,9}=\s{0,9}["']?([^"'>]{1,4000})""", re.I)
_SPACES = re.compile(r"\s+")
_WITHOUT_HOST: Final = ("#", "data:", "cid:", "mailto:", "tel:", "sms:", "about:")


def make(url: str, text: str, source: str, base: str = "") -> Link:
    """The record of one address; ``base`` resolves relative ones."""
    place = urls.parse(url, base)
    domain = registrable_domain(place.host) if place.host else ""
    visible = _SPACES.sub(" ", text).strip()[:_TEXT]
    return Link(url.strip()[: urls.LONGEST], place.host, domain, visible, source)


def in_text(text: str) -> tuple[Link, ...]:
    """The addresses written in plain text."""
    links = LinkSet()
    for url in urls.in_text(text):
        links.add(make(url, "", "text"))
    return links.all()


class LinkSet:
    """Links in order of first appearance; the same address, text and source count once."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str, str], int] = {}
        self._links: list[Link] = []
        self._counts: list[int] = []
        self.full = False

    def add(self, link: Link) -> int:
        """Its index, -1 when there is no room for another."""
        key = (link.url, link.text, link.source)
        place = self._places.get(key)
        if place is not None:
            self._counts[place] += 1
            return place
        if len(self._links) >= LINKS:
            self.full = True
            return -1
        self._places[key] = len(self._links)
        self._links.append(link)
        self._counts.append(1)
        return self._places[key]

    def all(self) -> tuple[Link, ...]:
        return tuple(
            Link(k.url, k.host, k.domain, k.text, k.source, n)
            for k, n in zip(self._links, self._counts, strict=True)
        )


class Collector:
    """All addresses of a document; ``anchors`` gives the index of each ``a`` element's link."""

    def __init__(self, document: Document) -> None:
        self._set = LinkSet()
        self._base = ""
        self.anchors: dict[Element, int] = {}
        self._walk(document)

    @property
    def links(self) -> tuple[Link, ...]:
        return self._set.all()

    @property
    def full(self) -> bool:
        return self._set.full

    def _walk(self, document: Document) -> None:
        anchor: Element | None = None
        texts: list[str] = []
        for event in document.events:
            element = event.element
            if event.text is not None:
                if element.tag == OUTLOOK:
                    continue
                if anchor is not None:
                    texts.append(event.text)
                else:
                    self._written(event.text)
            elif not event.opens:
                if element is anchor:
                    self._anchor(anchor, "".join(texts))
                    anchor = None
            elif element.tag == "a" and address(element):
                if anchor is not None:
                    self._anchor(anchor, "".join(texts))
                anchor, texts = element, []
            else:
                texts.append(self._element(element))

    def _anchor(self, anchor: Element, text: str) -> None:
        label = text.strip() or anchor.attributes.get("title", "")
        place = self._set.add(make(address(anchor), label[:1000], "a", self._base))
        if place >= 0:
            self.anchors[anchor] = place

    def _element(self, element: Element) -> str:
        """Records what an element points to; returns the text it adds to a link around it."""
        given = element.attributes
        for attribute, source in _BY_TAG.get(element.tag, ()):
            url = given.get(attribute, "")
            if url and not url.lstrip()[:7].lower().startswith(_WITHOUT_HOST):
                self._set.add(make(url, given.get("alt", ""), source, self._base))
        if element.tag == "base":
            self._base = self._base or given.get("href", "")[: urls.LONGEST]
        if element.tag == "meta" and given.get("http-equiv", "").strip().lower() == "refresh":
            self._refresh(given.get("content", ""))
        return " " if element.tag in {"br", "img", "td", "div", "p"} else ""

    def _refresh(self, content: str) -> None:
        for match in _REFRESH.finditer(content[: urls.LONGEST]):
            self._set.add(make(match.group(1), "", "refresh", self._base))

    def _written(self, text: str) -> None:
        if "//" in text or "www" in text.lower():
            for url in urls.in_text(text):
                self._set.add(make(url, "", "text"))


def address(element: Element) -> str:
    """Where an ``a`` element leads, "" for anchors inside the page."""
    url = element.attributes.get("href") or element.attributes.get("xlink:href") or ""
    return "" if url.lstrip().startswith("#") or not url.strip() else url


def anchors(links: tuple[Link, ...]) -> Iterator[Link]:
    """The links a reader can follow by a click."""
    return (link for link in links if link.source in {"a", "area", "form", "text", "refresh"})
