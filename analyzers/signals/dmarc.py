"""DMARC worked out here from our own SPF and DKIM results and the policy the From domain has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import verified as lib
from analyzers.lib.dmarc_policy import DmarcCheck, Inputs, check_dmarc
from analyzers.lib.dns_answers import need, plausible
from analyzers.lib.domains import host_ascii
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import AuthenticationResult
from analyzers.model.message import Message
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

DOMAINS: Final = 3  # different ones of From that are judged: more than one is odd enough
WHERE: Final = "From"


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """A result for each domain in From; needs policies from ``dns``."""
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so DMARC is unknown")
    found = lib.verified(artifact, context)
    spf = found.spf(message, context)
    if spf.inside:
        yield Fact("DMARC", "does not apply: the message never left our own servers")
        return
    inputs = Inputs(found.dkim(message, context), spf, found.fidelity(context))
    domains = _domains(message)
    if len(domains) > DOMAINS:
        title = "From names more domains than are judged"
        evidence = f"{len(domains)}; the first {DOMAINS} were judged"
        yield Finding("limit.dmarc.domains", Severity.MEDIUM, title, evidence, WHERE)
    for domain in domains[:DOMAINS]:
        check = check_dmarc(domain, inputs, found.lookups(context))
        yield from _told(check)
        yield from _findings(check, lib.fresh(check.asked, lib.delivered(message, context)))


def _domains(message: Message) -> list[str]:
    """Of all of From: each has to stand for itself (RFC 7489, 6.6.1)."""
    domains = [host_ascii(address.domain) for address in message.sender]
    return [domain for domain in dict.fromkeys(domains) if plausible(domain)]


def _told(check: DmarcCheck) -> Iterator[Observation]:
    policy = f" (policy {check.policy})" if check.policy else ""
    yield Fact("DMARC", f"{check.result or 'could not check'}{policy}: {check.why}"[:500])
    yield AuthenticationResult(
        "dmarc", check.result, check.domain, check.standing, check.why, None, check.policy
    )
    for kind, name in check.wanted:
        yield need(kind, name, f"DMARC not checked: {kind} of {name} is unknown")


def _findings(check: DmarcCheck, fresh: bool) -> Iterator[Finding]:
    evidence = f"{check.domain}: {check.why}"[:500]
    if check.result == "pass":
        title = "Verified here: the owner of the From domain sent this, which does not make it safe"
        yield Finding("dmarc.pass", Severity.INFO, title, evidence, WHERE)
    elif check.result == "fail" and check.certain:
        asks = check.policy in ("quarantine", "reject")
        counts = asks and fresh and not check.broken
        severity = Severity.MEDIUM if counts else Severity.LOW
        title = (
            "Verified here: DMARC fails, and the owner of the From domain asks to refuse such mail"
            if asks
            else "Verified here: nothing shows that the owner of the From domain sent this"
        )
        yield Finding("dmarc.fail", severity, title, evidence, WHERE)


UNIT = Unit("DMARC", 1, frozenset({"eml", "msg"}), _examine, lib.IMPORTS, lib.ASKS)
