"""What the name before the sender's address claims: an address, a domain, a brand, an office."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib import brands, invisible
from analyzers.lib.domains import registrable_domain, same_registrant
from analyzers.lib.freemail import FREE_MAIL
from analyzers.model.artifact import Artifact
from analyzers.model.message import Address
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes",)
SENDERS = 20  # mailboxes of From that are looked at
_READ = 300  # characters of a name

_INNER = re.compile(r"[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,8}[\w-]{2,63})")
_HOST = re.compile(r"(?<![\w@.-])((?:[a-z0-9][a-z0-9-]{1,62}\.){1,4}[a-z]{2,24})(?![\w.@-])", re.I)
# Offices that write to staff and never from a free mailbox.
_OFFICE = re.compile(
    r"\W*(?:the )?(?:office of (?:the )?)?(?:ceo|cfo|coo|president|chairman|managing director"
    r"|chief (?:executive|financial|operating)(?: officer)?|gesch[äa]e?ftsf[üu]e?hrer(?:in|ung)?"
    r"|vorstand|directeur g[ée]n[ée]ral|director general|hr|hr (?:department|team)"
    r"|human resources?|payroll(?: department)?|it|it (?:support|help ?desk|department|team)"
    r"|help ?desk|(?:mail|mailbox|system|web) ?admin(?:istrator)?|administrator"
    r"|accounts? (?:payable|receivable|department)|finance (?:department|team)"
    r"|security (?:team|department))\W*",
    re.I,
)


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its sender's name is unknown")
    own = frozenset(map(registrable_domain, context.own_domains))
    known = frozenset(map(registrable_domain, context.known_domains))
    for sender in message.sender[:SENDERS]:
        if not sender.name or not sender.domain or registrable_domain(sender.domain) in own:
            continue
        inner = _INNER.search(sender.name[:_READ])
        if inner is not None:
            yield from _address(sender, inner[1], own)
        else:
            yield from _domain(sender, own, known)
        yield from _brand(sender)
        yield from _office(sender)


def _address(sender: Address, domain: str, own: frozenset[str]) -> Iterator[Finding]:
    if same_registrant(domain, sender.domain):
        return
    ours = registrable_domain(domain) in own
    title = "The display name shows an address that is not the sender's"
    if ours:
        title = "The display name shows one of our addresses; the sender is another"
    severity = Severity.HIGH if ours else Severity.MEDIUM
    yield Finding("sender.display-address", severity, title, _shown(sender), "From")


def _domain(sender: Address, own: frozenset[str], known: frozenset[str]) -> Iterator[Finding]:
    match = _HOST.search(sender.name[:_READ])
    domain = registrable_domain(match[1]) if match else ""
    if "." not in domain or same_registrant(domain, sender.domain) or not _real(domain):
        return
    title = "The display name shows a domain that is not the sender's"
    severity = Severity.INFO
    if domain in own:
        title, severity = "The display name shows one of our domains", Severity.MEDIUM
    elif domain in known:
        title, severity = "The display name shows a domain that others pose as", Severity.MEDIUM
    yield Finding("sender.display-domain", severity, title, _shown(sender), "From")


def _real(domain: str) -> bool:
    """Whether the ending is one of the public list: "J.Smith" is no domain."""
    from analyzers.lib.suffixes import SUFFIXES

    return SUFFIXES.publicsuffix(domain, accept_unknown=False) is not None


def _brand(sender: Address) -> Iterator[Finding]:
    claim = brands.claimed(sender.name)
    if claim is None or brands.owns(claim.brand, sender.domain):
        return
    severity = _brand_severity(claim, registrable_domain(sender.domain) in FREE_MAIL)
    if severity is None:
        return
    title = f"The display name is that of {claim.brand.name}; the address is not theirs"
    if claim.disguised:
        title = f"The display name imitates {claim.brand.name} with letters that only look alike"
    yield Finding("sender.brand", severity, title, _shown(sender), "From")


def _brand_severity(claim: brands.Claim, free: bool) -> Severity | None:
    """A name amid other words is a matter of talk ("A. Smith (PayPal)"), and a name that is also a
    word says nothing then; nobody writes their own name in another alphabet's letters."""
    if claim.disguised and (claim.alone or not claim.brand.word):
        return Severity.HIGH
    if not claim.alone:
        return None if claim.brand.word and not claim.disguised else Severity.LOW
    if claim.brand.word:
        return Severity.LOW if claim.exact else Severity.MEDIUM
    return Severity.HIGH if free else Severity.MEDIUM


def _office(sender: Address) -> Iterator[Finding]:
    if sender.local.casefold() in ("postmaster", "mailer-daemon"):  # a bounce of the provider
        return
    if registrable_domain(sender.domain) in FREE_MAIL and _OFFICE.fullmatch(sender.name[:_READ]):
        title = "The display name is that of an office; the address is a free mailbox"
        yield Finding("sender.office", Severity.MEDIUM, title, _shown(sender), "From")


def _shown(sender: Address) -> str:
    return f"{invisible.shown(sender.name)[:_READ]} <{sender.address[:_READ]}>"


UNIT = Unit("display name", 1, frozenset({"eml", "msg"}), _examine, IMPORTS)
