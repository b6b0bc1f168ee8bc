"""BIMI: whether a domain has a logo shown beside its mail; a logo proves nothing about content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import verified as lib
from analyzers.lib.dns_answers import KIND, Answer, need, plausible, question
from analyzers.lib.domains import host_ascii
from analyzers.lib.named import fields
from analyzers.lib.taglist import BadTags, compact, parse_tags
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import AuthenticationResult, Standing
from analyzers.model.message import Message
from analyzers.model.observation import Fact, Observation
from analyzers.model.unit import Context, Unit, Unreadable

LABEL: Final = "BIMI logo"
CAVEAT: Final = "a logo proves nothing about the content"
CLAIMS: Final = ("bimi-location", "bimi-indicator", "bimi-selector")
_SHOWN = 200  # characters of a header


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Facts only.  Asks ``dns`` for the record only once DNS has been asked for the DMARC policy of
    the same domain: on its own it is not worth a question."""
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its logo is unknown")
    yield from _claimed(message)
    domain = host_ascii(message.sender[0].domain) if message.sender else ""
    if not plausible(domain) or (KIND, question("TXT", f"_dmarc.{domain}")) not in context.answers:
        return
    name = f"default._bimi.{domain}"
    answer = lib.verified(artifact, context).lookups(context).ask("TXT", name)
    if answer is None or not answer.known:
        yield need("TXT", name, f"BIMI not checked: TXT of {name} is unknown")
        return
    yield from _published(domain, answer)


def _claimed(message: Message) -> Iterator[Observation]:
    named = fields(message)
    for name in CLAIMS:
        for value in named.all(name)[:1]:
            yield Fact(LABEL, f"claimed in {name}: {value[:_SHOWN]}; {CAVEAT}")
    for claim in message.authentication:
        if claim.method == "bimi":
            text = f"bimi={claim.result} says {claim.server or 'an unnamed server'}"
            yield Fact(LABEL, f"{text}; {CAVEAT}")
            return


def _published(domain: str, answer: Answer) -> Iterator[Observation]:
    """The record's logo and whether a certificate is offered for it; neither is fetched."""
    tags = next((t for t in map(_tags, answer.records) if t.get("v") == "BIMI1"), None)
    if tags is None:
        yield Fact(LABEL, f"none is published for {domain} ({answer.when})")
        result = "none"
    else:
        mark = "with a certificate" if compact(tags.get("a", "")) else "without a certificate"
        logo = compact(tags.get("l", ""))[:_SHOWN] or "no logo"
        yield Fact(LABEL, f"{domain} publishes {logo} {mark} ({answer.when}); {CAVEAT}")
        result = ""
    why = "no record is published" if result else "a record is published; its logo was not fetched"
    yield AuthenticationResult("bimi", result, domain, Standing.UNCHECKED, why)


def _tags(record: str) -> dict[str, str]:
    try:
        return parse_tags(record)
    except BadTags:
        return {}


UNIT = Unit("BIMI", 1, frozenset({"eml", "msg"}), _examine, lib.IMPORTS, lib.ASKS)
