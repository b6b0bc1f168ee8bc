"""Whether the sender's domain is made to be taken for ours, a partner's or a well-known one."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import brands, lookalike
from analyzers.lib.domains import host_unicode
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes", "encodings.punycode")
DOMAINS = 20  # sender domains that are looked at

_WEIGHTS = {
    lookalike.SAME: Severity.HIGH,
    lookalike.FRONT: Severity.HIGH,
    lookalike.HYPHEN: Severity.MEDIUM,
    lookalike.ONE: Severity.MEDIUM,
    lookalike.ADDED: Severity.MEDIUM,
    lookalike.ENDING: Severity.LOW,  # brands own more domains than any list knows
}


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its sender's domain is unknown")
    domains = dict.fromkeys(a.domain for a in message.sender[:DOMAINS] if a.domain)
    for domain in domains:
        yield from _ours(domain, context)
        yield from _letters(domain)


def _ours(domain: str, context: Context) -> Iterator[Finding]:
    for whose, domains in (("ours", context.own_domains), ("a partner's", context.known_domains)):
        imitated, how = lookalike.resemblance(domain, domains)
        if imitated:
            severity = Severity.MEDIUM if how in lookalike.WEAK else Severity.HIGH
            title = f"The sender's domain resembles one of {whose}: {how}"
            evidence = f"{domain} for {imitated}"
            yield Finding("sender.lookalike", severity, title, evidence, "From")
            return
    found = None if domain in context.known_domains else brands.imitated(domain)
    if found is not None:
        title = f"The sender's domain resembles that of {found.brand.name}: {found.how}"
        evidence = f"{domain} for {found.domain}"
        yield Finding("sender.lookalike.brand", _WEIGHTS[found.how], title, evidence, "From")


def _letters(domain: str) -> Iterator[Observation]:
    readable = host_unicode(domain)
    if readable.isascii():
        return
    evidence = f"{domain} ({readable})"
    passes = lookalike.disguised(domain)
    if lookalike.mixed_scripts(domain):
        title = "The sender's domain mixes alphabets within one word"
        yield Finding("sender.mixed-scripts", Severity.HIGH, title, evidence, "From")
    elif passes and not any(c.isascii() and c.isalpha() for c in readable.split(".")[0]):
        title = "The sender's domain is of foreign letters that all look like Latin ones"
        evidence = f"{evidence}, looks like {passes}"
        yield Finding("sender.homograph", Severity.MEDIUM, title, evidence, "From")
    yield Fact("Sender's domain in letters", evidence)


UNIT = Unit("imitation", 1, frozenset({"eml", "msg"}), _examine, IMPORTS)
