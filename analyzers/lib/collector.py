"""Collects every address of a page with the place it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzers.lib import places, urls, written
from analyzers.lib.dom import OUTLOOK, Document, Element
from analyzers.lib.linkset import LinkSet, address, make
from analyzers.lib.look import Styled
from analyzers.model.content import Link

_LABEL: Final = 1_000  # characters of an anchor's text that are read
_SPACED: Final = frozenset({"br", "img", "td", "div", "p"})
_PICTURES: Final = frozenset({"img", "svg", "image", "input", "video", "object"})


class Collector:
    """All addresses of a document; ``anchors`` gives the index of each ``a`` element's link.

    ``looks`` tell what a reader can see, ``source`` holds the comments that the parser drops.
    """

    def __init__(
        self, document: Document, looks: Mapping[Element, Styled] | None = None, source: str = ""
    ) -> None:
        self._set = LinkSet()
        self._looks = looks or {}
        self._base = ""
        self.anchors: dict[Element, int] = {}
        self._walk(document)
        for sheet in document.styles:
            for url in places.in_css(sheet):
                self._add(url, "css", "style sheet")
        if "<!--[if" in source:
            for place in places.conditional(source):
                self._add(place.url, place.source, place.where)

    @property
    def links(self) -> tuple[Link, ...]:
        return self._set.all()

    @property
    def full(self) -> bool:
        return self._set.full

    def _walk(self, document: Document) -> None:
        anchor: _Anchor | None = None
        for element, opens, text in document.events:
            if element.tag == OUTLOOK:
                continue
            if text is not None:
                self._said(text, element, anchor)
            elif not opens:
                if anchor is not None and element is anchor.element:
                    self._anchor(anchor)
                    anchor = None
            elif element.tag == "a" and address(element):
                if anchor is not None:
                    self._anchor(anchor)
                anchor = _Anchor(element)
                self._element(element)
            else:
                self._element(element)
                if anchor is not None:
                    anchor.hold(element, seen=self._seen(element, picture=True))

    def _said(self, text: str, element: Element, anchor: _Anchor | None) -> None:
        if anchor is not None:
            anchor.say(text, seen=self._seen(element))
        elif written.possible(text):
            self._written(text, element)

    def _anchor(self, anchor: _Anchor) -> None:
        url, element = address(anchor.element), anchor.element
        if not self._set.room(url):
            return
        where = "a href, a picture" if anchor.pictured and not anchor.text else "a href"
        label = anchor.text or element.attributes.get("title", "")
        visible = anchor.seen or not self._looks
        link = make(url, label[:_LABEL], "a", self._base, where=where, visible=visible)
        place = self._set.add(link)
        if place >= 0:
            self.anchors[element] = place

    def _element(self, element: Element) -> None:
        """Records what an element points to."""
        if not element.attributes:
            return
        text = element.attributes.get("alt", "")
        for place in places.of_element(element):
            visible = self._seen(element, picture=True)
            self._add(place.url, place.source, place.where, text, visible=visible)
        if element.tag == "base":
            self._base = self._base or element.attributes.get("href", "")[: urls.LONGEST]

    def _add(
        self, url: str, source: str, where: str, text: str = "", *, visible: bool = True
    ) -> None:
        if self._set.room(url):
            self._set.add(make(url, text, source, self._base, where=where, visible=visible))

    def _written(self, text: str, element: Element) -> None:
        for url, _ in written.addresses(text):
            self._add(url, "text", f"text in {element.tag}", visible=self._seen(element))

    def _seen(self, element: Element, *, picture: bool = False) -> bool:
        """Whether text of an element, or a picture it is, would be seen."""
        found = self._looks.get(element)
        if found is None:
            return True
        return not (found.look.gone or found.look.invisible if picture else found.look.hidden)


class _Anchor:
    """One ``a`` element while its content goes by."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self._texts: list[str] = []
        self.seen = False
        self.pictured = False

    @property
    def text(self) -> str:
        return "".join(self._texts).strip()

    def say(self, text: str, *, seen: bool) -> None:
        self._texts.append(text)
        self.seen = self.seen or (seen and not text.isspace())

    def hold(self, element: Element, *, seen: bool) -> None:
        if element.tag in _SPACED:
            self._texts.append(" ")
        if element.tag in _PICTURES:
            self.pictured = True
            self.seen = self.seen or seen
