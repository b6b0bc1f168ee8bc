"""What servers claim about SPF, DKIM and DMARC; claims are read, nothing is verified here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analyzers.lib.claims import (
    METHODS,
    RESULTS,
    Claims,
    Counted,
    contradictions,
    counted,
    results,
)
from analyzers.lib.domains import registrable_domain
from analyzers.lib.hops import transport_path, trusted_reach
from analyzers.lib.standing import from_domains
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import Standing
from analyzers.model.message import AuthenticationClaim, Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes",)

_BROKEN = frozenset({"fail", "hardfail", "permerror"})
_STRICT = ("p=reject", "p=quarantine", "oreject", "quarantine", "reject")
_SHOWN = 300  # characters of evidence


@dataclass(frozen=True, slots=True)
class _Said:
    """The claims that count for the message, and whose word they are."""

    message: Message
    claims: Mapping[str, Claims]
    standing: Standing

    def of(self, method: str) -> Claims:
        return self.claims.get(method, [])


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its authentication results are unknown")
    path = transport_path(message, context)
    ours = trusted_reach(message, path, context)
    yield from results(message, ours)
    if len(message.authentication) > RESULTS:
        title = "There are more authentication results than are kept"
        evidence = f"{len(message.authentication)}; the first {RESULTS} were kept"
        yield Finding("limit.auth.results", Severity.LOW, title, evidence)
    counting = counted(message, ours, path.boundary >= 0)
    if counting.claims:
        yield from _judge(_Said(message, counting.claims, counting.standing))
        yield from _contradictions(message, counting)
    else:
        yield _absent(message, path.boundary >= 0)


def _absent(message: Message, known: bool) -> Finding:
    if known and message.authentication:
        title = "None of our servers left authentication results; those present are a sender's word"
        evidence = "; ".join(dict.fromkeys(map(_spelled, message.authentication)))[:_SHOWN]
        return Finding("auth.results.absent", Severity.INFO, title, evidence)
    title = "No server left authentication results: SPF, DKIM and DMARC are unknown"
    return Finding("auth.results.absent", Severity.INFO, title)


def _judge(said: _Said) -> Iterator[Finding]:
    yield from _passes(said)
    yield from _dmarc(said)
    yield from _compauth(said)
    yield from _spf(said)
    yield from _dkim(said)
    yield from _nothing(said)


def _contradictions(message: Message, counting: Counted) -> Iterator[Finding]:
    for pair in contradictions(message, counting):
        title = f"Two servers contradict each other about {pair.ours.method.upper()}"
        evidence = f"{_spelled(pair.ours)}; before it, {_spelled(pair.theirs)}"[:_SHOWN]
        where = message.headers[pair.theirs.header].name
        yield Finding("auth.contradiction", Severity.INFO, title, evidence, where)


def _passes(said: _Said) -> Iterator[Finding]:
    passed = [c for method in METHODS for c in said.of(method) if c.result == "pass"]
    if passed:
        title = (
            "A server claims that authentication passed; this shows who sent, not that it is safe"
        )
        yield _finding("auth.pass.claimed", Severity.INFO, title, said, passed)


def _dmarc(said: _Said) -> Iterator[Finding]:
    claims = said.of("dmarc")
    broken = [claim for claim in claims if claim.result in _BROKEN]
    if not broken:
        return
    policy = " ".join(value for c in broken for _, value in c.properties).lower()
    if any(word in policy for word in _STRICT):
        title = "DMARC failed, and the owner of the From domain asks to reject such mail"
        yield _finding("auth.dmarc.fail-strict", Severity.MEDIUM, title, said, broken)
    else:
        title = "DMARC failed: nothing shows that the From domain's owner sent this"
        yield _finding("auth.dmarc.fail", Severity.LOW, title, said, broken)


def _compauth(said: _Said) -> Iterator[Finding]:
    broken = [claim for claim in said.of("compauth") if claim.result == "fail"]
    if broken:
        title = "Microsoft's composite authentication failed"
        yield _finding("auth.compauth.fail", Severity.MEDIUM, title, said, broken)


def _spf(said: _Said) -> Iterator[Finding]:
    claims = said.of("spf")
    broken = [claim for claim in claims if claim.result in (*_BROKEN, "softfail")]
    if broken:
        title = "SPF failed: the sending server is not one the envelope domain names"
        yield _finding("auth.spf.fail", Severity.LOW, title, said, broken)


def _dkim(said: _Said) -> Iterator[Finding]:
    claims = said.of("dkim")
    broken = [claim for claim in claims if claim.result in _BROKEN]
    if broken and all(claim.result != "pass" for claim in claims):
        title = "DKIM failed: no signature on the message holds"
        yield _finding("auth.dkim.fail", Severity.LOW, title, said, broken)


def _nothing(said: _Said) -> Iterator[Finding]:
    """A pass counts only for the From domain: anybody can pass for a domain of their own."""
    if any(c.result in ("pass", "bestguesspass") for c in said.of("dmarc")):
        return
    passed = [c for method in ("spf", "dkim") for c in said.of(method) if c.result == "pass"]
    domains = from_domains(said.message)
    if not domains or any(registrable_domain(d) in domains for c in passed for d in _domains(c)):
        return
    if passed:
        title = "What passed authentication is another domain than the one in From"
        yield _finding("auth.pass.unaligned", Severity.LOW, title, said, passed)
    else:
        title = "No method passed: nothing shows where this message comes from"
        every = [claim for method in METHODS for claim in said.of(method)]
        yield _finding("auth.nothing-passed", Severity.LOW, title, said, every)


def _domains(claim: AuthenticationClaim) -> Iterator[str]:
    for name, value in claim.properties:
        if name in ("header.d", "header.i", "smtp.mailfrom", "envelope-from", "smtp.mail"):
            yield value.rpartition("@")[2].strip("<>").lower()


def _finding(rule: str, severity: Severity, title: str, said: _Said, claims: Claims) -> Finding:
    evidence = "; ".join(dict.fromkeys(_spelled(claim) for claim in claims))[:_SHOWN]
    where = said.message.headers[claims[0].header].name
    return Finding(rule, severity, title, f"{evidence} ({said.standing}, not verified here)", where)


def _spelled(claim: AuthenticationClaim) -> str:
    """The claim and whose it is."""
    details = " ".join(f"{n}={v}" for n, v in claim.properties if n not in ("comment", "header.b"))
    server = claim.server or "an unnamed server"
    return f"{server}: {claim.method}={claim.result} {details}".strip()


UNIT = Unit("authentication results", 2, frozenset({"eml", "msg"}), _examine, IMPORTS)
