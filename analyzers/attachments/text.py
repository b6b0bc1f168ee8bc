"""Examines plain text, a message's body or a file: the text itself, its addresses, its tricks."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import charset, linkset, page, recipients, urls
from analyzers.lib.parsed import Letter
from analyzers.model.artifact import Artifact
from analyzers.model.content import PlainView
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    letter = context.memo.once(Letter, artifact)
    text = letter.text
    yield Fact("Charset", letter.codec)
    yield PlainView(text, letter.truncated)
    if letter.truncated:
        yield Finding("limit.text", Severity.LOW, "The text is longer than is shown")
    yield from linkset.marked(letter.links.all(), recipients.of(context.message))
    if letter.links.full:
        yield Finding("limit.text.links", Severity.LOW, "The text has more links than are listed")
    yield from page.tricks(text)


UNIT = Unit("text", 3, linkset.TEXTS, _examine, (*urls.IMPORTS, *charset.IMPORTS))
