"""SPF worked out here: whether the server that handed the message over may send for its domain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import verified as lib
from analyzers.lib.dmarc_policy import aligned
from analyzers.lib.dns_answers import need
from analyzers.lib.spf_check import SpfCheck
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import AuthenticationResult
from analyzers.model.observation import Fact, Finding, Need, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

BOUNDARY: Final = "boundary"  # the need's kind: which of the servers named in the message are ours
WHERE: Final = "Received"


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """One result; needs the records from ``dns``, or, where no line is known to be of a server of
    ours, ``boundary`` of the artifact: nobody else's line may be taken for it."""
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so SPF is unknown")
    found = lib.verified(artifact, context)
    check = found.spf(message, context)
    sender = message.sender[0].domain if message.sender else ""
    yield AuthenticationResult(
        "spf",
        check.result,
        check.domain,
        check.standing,
        check.why,
        aligned(check.domain, sender) if check.domain else None,
    )
    if check.inside:
        yield Fact("SPF", "does not apply: the message never left our own servers")
        return
    yield Fact("SPF", f"{check.result or 'could not check'}: {_evidence(check)}"[:500])
    yield from _needs(check, artifact)
    if check.known:
        fresh = lib.fresh(check.asked, lib.delivered(message, context))
        yield from _findings(check, fresh)


def _needs(check: SpfCheck, artifact: Artifact) -> Iterator[Need]:
    for kind, name in check.wanted:
        yield need(kind, name, f"SPF not checked: {kind} of {name} is unknown")
    if not (check.known or check.wanted):
        yield Need(BOUNDARY, artifact.sha256, f"SPF not checked: {check.why}")


def _findings(check: SpfCheck, fresh: bool) -> Iterator[Finding]:
    """Records change: one of another time than the delivery is shown and not counted."""
    if check.result == "fail":
        severity = Severity.LOW if fresh else Severity.INFO
        title = "The server that handed this over may not send for the envelope domain"
        yield Finding("spf.fail", severity, title, _evidence(check), WHERE)
    elif check.result == "softfail":
        title = "The server that handed this over is none that the envelope domain expects"
        yield Finding("spf.softfail", Severity.INFO, title, _evidence(check), WHERE)
    elif check.result == "permerror":
        title = "The SPF record of the envelope domain cannot be used"
        yield Finding("spf.record", Severity.INFO, title, _evidence(check), WHERE)


def _evidence(check: SpfCheck) -> str:
    parts = [f"{check.identity} {check.domain}" if check.domain else "", check.address, check.why]
    return ", ".join(part for part in (*parts, check.when) if part)


UNIT = Unit("SPF", 1, frozenset({"eml", "msg"}), _examine, lib.IMPORTS, lib.ASKS)
