"""A page or a text parsed once for all units of a visit that read it."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from analyzers.lib import charset, css, dom, forms, linkset, look, seen, urls
from analyzers.lib.collector import Collector
from analyzers.lib.dom import Document, Element
from analyzers.lib.linkset import LinkSet
from analyzers.lib.look import Styled
from analyzers.lib.seen import Reading
from analyzers.model.artifact import Artifact
from analyzers.model.body import Form

TEXT: Final = 1_000_000  # characters of a plain text that are read, as for HTML
IMPORTS: Final = (*dom.IMPORTS, *css.IMPORTS, *urls.IMPORTS, *charset.IMPORTS)


class Page:
    """HTML or SVG; each of its parts is made when it is first asked for."""

    def __init__(self, artifact: Artifact) -> None:
        self.source, self.codec = charset.decode(artifact.data, artifact.declared_type)

    @cached_property
    def document(self) -> Document:
        return dom.parse(self.source)

    @cached_property
    def looks(self) -> dict[Element, Styled]:
        return look.looks(self.document)

    @cached_property
    def reading(self) -> Reading:
        return seen.read(self.document, self.looks)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        return forms.read(self.document)

    @cached_property
    def collector(self) -> Collector:
        collector = Collector(self.document, self.looks, self.source)
        if collector.full:
            self.document.limits.add("links")
        return collector


class Letter:
    """Plain text, cut at ``TEXT`` characters."""

    def __init__(self, artifact: Artifact) -> None:
        # Four bytes are the most that one character takes.
        text, self.codec = charset.decode(artifact.data[: 4 * TEXT], artifact.declared_type)
        self.truncated = len(text) > TEXT or len(artifact.data) > 4 * TEXT
        self.text = text[:TEXT]

    @cached_property
    def links(self) -> LinkSet:
        return linkset.of_text(self.text)
