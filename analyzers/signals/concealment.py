"""Characters in the shown headers that readers do not see or take for others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib import invisible
from analyzers.lib.lookalike import mixed_word
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

ADDRESSES = 20  # mailboxes of each field that are looked at
PARTS = 100  # attachment names that are looked at
_READ = 2_000  # characters of a text
_WORD = re.compile(r"[^\W\d_]{2,60}")


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its shown texts are unknown")
    for where, text in _texts(message):
        if not text.isascii():
            yield from _hidden(where, text[:_READ])
            yield from _mixed(where, text[:_READ])


def _texts(message: Message) -> Iterator[tuple[str, str]]:
    yield "Subject", message.subject
    fields = (("From", message.sender), ("Reply-To", message.reply_to), ("To", message.to))
    for where, addresses in fields:
        for address in addresses[:ADDRESSES]:
            yield where, address.name
    for part in message.parts[:PARTS]:
        yield f"name of part {part.path}", part.filename


def _hidden(where: str, text: str) -> Iterator[Finding]:
    odd = invisible.OVERRIDE.search(text)
    if odd or invisible.split_words(text) or invisible.tagged(text):
        title = "A text hides characters that readers do not see and filters trip over"
        evidence = invisible.shown(text)[:300]
        yield Finding("sender.invisible", Severity.MEDIUM, title, evidence, where)


def _mixed(where: str, text: str) -> Iterator[Finding]:
    """One word of two alphabets whose letters look alike: written for the eye, against filters."""
    plain = invisible.ZERO_WIDTH.sub("", text)
    words = [word for word in _WORD.findall(plain) if mixed_word(word)]
    if words:
        title = "A text mixes alphabets within one word"
        evidence = ", ".join(dict.fromkeys(words[:10]))
        yield Finding("header.mixed-scripts", Severity.MEDIUM, title, evidence, where)


UNIT = Unit("concealment", 1, frozenset({"eml", "msg"}), _examine)
