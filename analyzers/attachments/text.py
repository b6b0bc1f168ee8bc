"""Examines plain text, a message's body or a file: the text itself, its addresses, its tricks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import charset, linkset, page, urls
from analyzers.model.artifact import Artifact
from analyzers.model.content import PlainView
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

TEXT: Final = 1_000_000  # characters shown and read, as for HTML


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    # Four bytes are the most that one character takes.
    text, codec = charset.decode(artifact.data[: 4 * TEXT], artifact.declared_type)
    truncated = len(text) > TEXT or len(artifact.data) > 4 * TEXT
    text = text[:TEXT]
    yield Fact("Charset", codec)
    yield PlainView(text, truncated)
    if truncated:
        yield Finding("limit.text", Severity.LOW, "The text is longer than is shown")
    yield from linkset.in_text(text)
    yield from page.tricks(text)


UNIT = Unit("text", 1, frozenset({"text"}), _examine, (*urls.IMPORTS, *charset.IMPORTS))
