"""Finds the addresses in a message's header fields, and judges those a reader gets to see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import linkset, recipients, urls, written
from analyzers.lib.linkfindings import judge
from analyzers.lib.linkset import LinkSet
from analyzers.lib.words import words
from analyzers.model.artifact import Artifact
from analyzers.model.message import Header
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

_READ: Final = 16_000  # characters of one field that are searched

# Shown by mail clients, or behind a button of theirs (RFC 2369, RFC 8058).
_SEEN: Final = words(
    "subject from sender reply-to to cc list-unsubscribe list-subscribe list-help list-archive",
    "list-owner comments keywords organization",
)
# Written by servers on the way and by signers: no address in them was put there for anybody.
_TRACE: Final = words(
    "received return-path message-id references in-reply-to content-type dkim-signature",
    "authentication-results received-spf arc-seal arc-message-signature mime-version",
    "arc-authentication-results x-google-dkim-signature delivered-to x-received date",
)
_BARE: Final = words("subject from sender reply-to")  # where a name without scheme is a link


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        return
    found, seen = LinkSet(), LinkSet()
    for header in message.headers:
        _read(header, found, seen)
    addresses = recipients.of(message)
    yield from linkset.marked(found.all(), addresses)
    if found.full:
        title = "The header has more links than are listed"
        yield Finding("limit.header.links", Severity.LOW, title)
    for finding in judge(seen.all(), addresses):
        yield Finding(
            finding.rule, finding.severity, finding.title, finding.evidence, "message header"
        )


def _read(header: Header, found: LinkSet, seen: LinkSet) -> None:
    value = header.value
    if "." not in value:
        return
    name = header.name.lower()
    if name in _TRACE or not ("//" in value or "www." in value or name in _BARE):
        return
    for url, _ in written.addresses(value[:_READ]):
        if not found.room(url):
            return
        link = linkset.make(url, "", "header", where=header.name)
        found.add(link)
        if name in _SEEN:
            seen.add(link)


UNIT = Unit("header-links", 1, frozenset({"eml", "msg"}), _examine, urls.IMPORTS)
