"""Mailbox files (mbox): each message in them, to be read on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from analyzers.lib.headers import shown
from analyzers.lib.mailbox import Stored, messages
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    most = context.limits.children
    count, variants = 0, Counter[str]()
    first = last = None
    for stored in messages(artifact.data):
        count, last = count + 1, stored
        first = first or stored
        variants[stored.variant] += 1
        if count <= most:
            yield _child(stored, count)
    if first is None or last is None:
        raise Unreadable("No message begins in this file: it is no mailbox, or a damaged one")
    yield Fact("Messages", str(count))
    yield Fact("Variant", ", ".join(name for name, _ in variants.most_common()))
    yield Fact("First From line", shown(first.envelope))
    yield Fact("Last From line", shown(last.envelope))
    if first.offset:
        title = "Bytes stand in front of the first message; they were not read"
        evidence = f"{first.offset} bytes"
        yield Finding("mbox.structure.prefix", Severity.LOW, title, evidence, incomplete=True)
    if count > most:
        title = "There are more messages than are read"
        evidence = f"{count}; the first {most} were read"
        yield Finding("limit.mbox.messages", Severity.MEDIUM, title, evidence)


def _child(stored: Stored, number: int) -> Child:
    return Child(f"message {number}.eml", stored.data, "message/rfc822", Relation.MEMBER)


UNIT = Unit("mailbox", 1, frozenset({"mbox"}), examine)
