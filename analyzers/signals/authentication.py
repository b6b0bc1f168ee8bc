"""What servers claim about SPF, DKIM and DMARC; claims are read, nothing is verified here."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib.authentication import ARC_RESULTS
from analyzers.lib.domains import registrable_domain
from analyzers.model.artifact import Artifact
from analyzers.model.message import AuthenticationClaim, Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

IMPORTS = ("analyzers.lib.suffixes",)

_METHODS = ("spf", "dkim", "dmarc", "compauth")
_BROKEN = frozenset({"fail", "hardfail", "permerror"})
_STRICT = ("p=reject", "p=quarantine", "oreject", "quarantine", "reject")
_SHOWN = 300  # characters of evidence

Claims = list[AuthenticationClaim]


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its authentication results are unknown")
    claims = _latest(message)
    if not claims:
        title = "No server left authentication results: SPF, DKIM and DMARC are unknown"
        yield Finding("auth.results.absent", Severity.INFO, title)
        return
    yield from _passes(message, claims)
    yield from _dmarc(message, claims.get("dmarc", []))
    yield from _compauth(message, claims)
    yield from _spf(message, claims.get("spf", []))
    yield from _dkim(message, claims.get("dkim", []))
    yield from _nothing(message, claims)


def _latest(message: Message) -> dict[str, Claims]:
    """By method, the claims in the topmost header that has it: the last server wrote that one."""
    latest: dict[str, Claims] = {}
    for claim in message.authentication:
        name = message.headers[claim.header].name.lower()
        if name == ARC_RESULTS or claim.method not in _METHODS:
            continue
        known = latest.setdefault(claim.method, [])
        if not known or known[0].header == claim.header:
            known.append(claim)
    return latest


def _passes(message: Message, claims: dict[str, Claims]) -> Iterator[Finding]:
    passed = [c for method in _METHODS for c in claims.get(method, []) if c.result == "pass"]
    if passed:
        title = (
            "A server claims that authentication passed; this shows who sent, not that it is safe"
        )
        yield _finding("auth.pass.claimed", Severity.INFO, title, message, passed)


def _dmarc(message: Message, claims: Claims) -> Iterator[Finding]:
    broken = [claim for claim in claims if claim.result in _BROKEN]
    if not broken:
        return
    policy = " ".join(value for c in broken for _, value in c.properties).lower()
    if any(word in policy for word in _STRICT):
        title = "DMARC failed, and the owner of the From domain asks to reject such mail"
        yield _finding("auth.dmarc.fail-strict", Severity.MEDIUM, title, message, broken)
    else:
        title = "DMARC failed: nothing shows that the From domain's owner sent this"
        yield _finding("auth.dmarc.fail", Severity.LOW, title, message, broken)


def _compauth(message: Message, claims: dict[str, Claims]) -> Iterator[Finding]:
    broken = [claim for claim in claims.get("compauth", []) if claim.result == "fail"]
    if broken:
        title = "Microsoft's composite authentication failed"
        yield _finding("auth.compauth.fail", Severity.MEDIUM, title, message, broken)


def _spf(message: Message, claims: Claims) -> Iterator[Finding]:
    broken = [claim for claim in claims if claim.result in (*_BROKEN, "softfail")]
    if broken:
        title = "SPF failed: the sending server is not one the envelope domain names"
        yield _finding("auth.spf.fail", Severity.LOW, title, message, broken)


def _dkim(message: Message, claims: Claims) -> Iterator[Finding]:
    broken = [claim for claim in claims if claim.result in _BROKEN]
    if broken and all(claim.result != "pass" for claim in claims):
        title = "DKIM failed: no signature on the message holds"
        yield _finding("auth.dkim.fail", Severity.LOW, title, message, broken)


def _nothing(message: Message, claims: dict[str, Claims]) -> Iterator[Finding]:
    """A pass counts only for the From domain: anybody can pass for a domain of their own."""
    if any(c.result in ("pass", "bestguesspass") for c in claims.get("dmarc", [])):
        return
    passed = [c for m in ("spf", "dkim") for c in claims.get(m, []) if c.result == "pass"]
    domains = {registrable_domain(address.domain) for address in message.sender} - {""}
    if not domains or any(registrable_domain(d) in domains for c in passed for d in _domains(c)):
        return
    if passed:
        title = "What passed authentication is another domain than the one in From"
        yield _finding("auth.pass.unaligned", Severity.LOW, title, message, passed)
    else:
        title = "No method passed: nothing shows where this message comes from"
        every = [claim for method in _METHODS for claim in claims.get(method, [])]
        yield _finding("auth.nothing-passed", Severity.LOW, title, message, every)


def _domains(claim: AuthenticationClaim) -> Iterator[str]:
    for name, value in claim.properties:
        if name in ("header.d", "header.i", "smtp.mailfrom", "envelope-from", "smtp.mail"):
            yield value.rpartition("@")[2].strip("<>").lower()


def _finding(
    rule: str, severity: Severity, title: str, message: Message, claims: Claims
) -> Finding:
    evidence = "; ".join(dict.fromkeys(_spelled(claim) for claim in claims))[:_SHOWN]
    where = message.headers[claims[0].header].name
    return Finding(rule, severity, title, f"{evidence} (claimed, not verified here)", where)


def _spelled(claim: AuthenticationClaim) -> str:
    """The claim and whose it is."""
    details = " ".join(f"{n}={v}" for n, v in claim.properties if n not in ("comment", "header.b"))
    server = claim.server or "an unnamed server"
    return f"{server}: {claim.method}={claim.result} {details}".strip()


UNIT = Unit("authentication results", 1, frozenset({"eml", "msg"}), _examine, IMPORTS)
