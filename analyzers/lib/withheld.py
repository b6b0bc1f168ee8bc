"""Counts and names what a view of a mail leaves out."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final

from analyzers.lib import urls
from analyzers.lib.dom import Document, Element
from analyzers.lib.look import length
from analyzers.model.content import Withheld

KINDS: Final = 200  # different (what, host) pairs listed
_PIXEL: Final = 3.0  # px: pictures of this size and below show nothing

_ELEMENTS: Final = {
    "script": "script", "form": "form", "iframe": "frame", "frame": "frame", "object": "object",
    "embed": "object", "applet": "object", "video": "media", "audio": "media", "svg": "drawing",
    "canvas": "drawing", "math": "formula", "link": "style sheet", "base": "base address",
    "image": "picture", "v:imagedata": "picture", "v:fill": "picture",
}  # fmt: skip


def count(document: Document, styles: list[dict[str, str]]) -> tuple[Withheld, ...]:
    """What is left out of a document; ``styles`` are its elements' winning declarations."""
    found: Counter[tuple[str, str]] = Counter()
    handled = any(name.startswith("on") for name in document.names)
    for element in document.elements:
        if element.attributes or element.tag in _ELEMENTS or element.tag == "img":
            _element(element, found)
            if handled and any(name.startswith("on") for name in element.attributes):
                found["event handler", ""] += 1
    times = Counter(map(id, styles))  # elements styled alike share one dictionary
    for style in {id(style): style for style in styles}.values():
        for value in style.values():
            if "url(" in value:
                source = value.partition("url(")[2].strip("\"' ")
                found["background picture", urls.parse(source).host] += times[id(style)]
    return tuple(Withheld(what, n, host) for (what, host), n in found.most_common(KINDS))


def _element(element: Element, found: Counter[tuple[str, str]]) -> None:
    given = element.attributes
    if element.tag == "img":
        found["tracking pixel" if pixel(element) else _picture(element), host(element)] += 1
    elif element.tag in _ELEMENTS:
        url = given.get("src") or given.get("href") or given.get("action") or given.get("data", "")
        found[_ELEMENTS[element.tag], host_of(url[:2000])] += 1
    elif element.tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
        found["redirect", ""] += 1
    if given.get("background"):
        found["background picture", urls.parse(given["background"]).host] += 1


def _picture(element: Element) -> str:
    source = element.attributes.get("src", "").lstrip()[:5].lower()
    return {"cid:": "attached picture", "data:": "embedded picture"}.get(
        source if source == "data:" else source[:4], "remote picture"
    )


def host(element: Element) -> str:
    """The host a picture would come from, "" for one inside the message."""
    return host_of(element.attributes.get("src", "")[:2000])


@lru_cache(maxsize=1024)
def host_of(url: str) -> str:
    """Asked for the same picture by every view."""
    return urls.parse(url).host


def extent(element: Element) -> tuple[float | None, float | None]:
    """Width and height of a picture in px, as its attributes say."""
    given = element.attributes
    return length(given.get("width", "")), length(given.get("height", ""))


def pixel(element: Element) -> bool:
    """Whether a picture is too small to be looked at."""
    return any(side is not None and 0 <= side <= _PIXEL for side in extent(element))


def caption(element: Element) -> str:
    """A line in a picture's place: its alternative text, where it would come from, its size."""
    given = element.attributes
    alternative = " ".join(given.get("alt", "").split())[:200]
    width, height = extent(element)
    size = f"{width:.0f} × {height:.0f}" if width and height else ""
    source = given.get("src", "").lstrip().lower()
    origin = host(element) or {"cid:": "attached", "data": "embedded"}.get(source[:4], "no source")
    details = ", ".join(part for part in (origin, size) if part)
    return f"[picture: {alternative} ({details})]" if alternative else f"[picture: {details}]"
