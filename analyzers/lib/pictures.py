"""Lists the pictures a page refers to, with the parts of the message they are; loads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from analyzers.lib import withheld
from analyzers.lib.dom import Document, Element
from analyzers.lib.linkset import address
from analyzers.model.body import Picture
from analyzers.model.message import Part

PICTURES: Final = 300  # different ones of one page
_ADDRESS: Final = 2_000  # characters of an address
_ALTERNATIVE: Final = 200  # characters of alternative text
_DATA: Final = 64  # characters of a data: address that tell its type

# Elements and the attribute that names their picture.
_SOURCES: Final = {
    "img": "src", "image": "xlink:href", "input": "src", "v:imagedata": "src", "v:fill": "src",
    "video": "poster",
}  # fmt: skip


def read(document: Document, parts: Iterable[Part] = ()) -> tuple[tuple[Picture, ...], bool]:
    """The pictures, equal ones counted once, and whether there were more than are listed."""
    ids = {p.content_id.strip("<> "): p.path for p in parts if p.content_id}
    found: dict[Picture, int] = {}
    for element in document.elements:
        if element.tag not in _SOURCES and "background" not in element.attributes:
            continue
        for source in _sources(element):
            picture = _picture(element, source, ids)
            if picture not in found and len(found) >= PICTURES:
                return _counted(found), True
            found[picture] = found.get(picture, 0) + 1
    return _counted(found), False


def _counted(found: Mapping[Picture, int]) -> tuple[Picture, ...]:
    return tuple(replace(picture, count=times) for picture, times in found.items())


def _sources(element: Element) -> Iterable[str]:
    name = _SOURCES.get(element.tag)
    if name:
        source = element.attributes.get(name) or element.attributes.get("src", "")
        if source.strip():
            yield source
    background = element.attributes.get("background", "")
    if background.strip():
        yield background


def _picture(element: Element, source: str, ids: Mapping[str, str]) -> Picture:
    start = source[:_ADDRESS].strip()
    scheme = start[:5].lower()
    width, height = (-1 if side is None else round(side) for side in withheld.extent(element))
    anchor = element.ancestor("a")
    part = ""
    if scheme.startswith("cid:"):
        what, part = "attached", ids.get(unquote(start[4:]).strip("<> "), "")
    elif scheme == "data:":
        what, start = "embedded", f"{start[:_DATA].partition(',')[0]}, {len(source)} characters"
    elif not withheld.host_of(start):
        what = "unresolved"
    else:
        what = "tracking pixel" if withheld.pixel(element) else "remote"
    return Picture(
        what,
        start,
        " ".join(element.attributes.get("alt", "")[: 4 * _ALTERNATIVE].split())[:_ALTERNATIVE],
        width,
        height,
        part,
        address(anchor).strip()[:_ADDRESS] if anchor is not None else "",
    )
