"""Reads small XML parts of hostile documents: no DTD, no entities, bounded depth and size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

ELEMENTS = 50_000  # a relationships part of a large book has a few thousand
DEPTH = 200


class Refused(ValueError):
    """The part holds what an office file never needs; text is for the analyst."""


@dataclass(frozen=True, slots=True)
class Element:
    """``tag`` and attribute names come without namespace; ``text`` is the element's own."""

    tag: str
    attributes: Mapping[str, str]
    text: str


def elements(data: bytes) -> list[Element]:
    """All elements in document order of their ends.

    Raises ``Refused`` on a document type declaration and on excess, ``ValueError`` on bad syntax.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError) as problem:  # the latter for an encoding nobody knows
        raise ValueError(f"not well-formed XML: {problem}") from problem
    return reader.found


def _no_doctype(*_declaration: object) -> None:
    raise Refused("holds a document type declaration")


class _Reader:
    def __init__(self) -> None:
        self.found: list[Element] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= DEPTH or len(self.found) >= ELEMENTS:
            raise Refused("holds more or deeper elements than are read")
        plain = {_local(key): value for key, value in attributes.items()}
        self._open.append((_local(name), plain, []))

    def end(self, _name: str) -> None:
        tag, attributes, text = self._open.pop()
        self.found.append(Element(tag, attributes, "".join(text).strip()))

    def characters(self, text: str) -> None:
        if self._open:
            self._open[-1][2].append(text)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
