"""Gathers the passwords a message gives for what it carries: body, subject, names of files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import parsed, passwordwords
from analyzers.lib.parsed import Letter, Page
from analyzers.model.artifact import Artifact
from analyzers.model.document import PasswordHint
from analyzers.model.observation import Observation
from analyzers.model.unit import Context, Unit

MESSAGES: Final = frozenset({"eml", "msg", "tnef"})


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    hints = tuple(passwordwords.in_name(artifact.name)) if artifact.name else ()
    if artifact.kind in MESSAGES:
        hints += _of_message(context)
    elif artifact.kind == "text":
        text = context.memo.once(Letter, artifact).text
        hints += passwordwords.in_text(text, _place(artifact))
    else:
        text = context.memo.once(Page, artifact).reading.whole
        hints += passwordwords.in_text(text, _place(artifact))
    yield from dict.fromkeys(hints)


def _of_message(context: Context) -> tuple[PasswordHint, ...]:
    message = context.message
    if message is None:
        return ()
    subject = passwordwords.in_text(message.subject, "the subject")
    names = [passwordwords.in_name(part.filename) for part in message.parts]
    return (*subject, *(hint for each in names for hint in each))


def _place(artifact: Artifact) -> str:
    return artifact.name or "the message"


UNIT = Unit("passwords", 1, MESSAGES | {"text", "html"}, examine, parsed.IMPORTS)
