"""The headers of a message, cut into the hops that wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analyzers.model.authentication import AuthenticationResult, Signature, Standing
from analyzers.model.correspondence import Domain, Ip
from analyzers.model.message import AuthenticationClaim, Header, Message
from analyzers.model.path import Hop, TransportPath
from analyzers.model.trace import (
    AuthSummary,
    Designator,
    DkimDetail,
    DmarcDetails,
    DmarcSummary,
    Headers,
    HopAuthentication,
    HopField,
    HopSignature,
    Raw,
    Received,
    SpfSummary,
    Verdict,
    WholeHop,
)
from analyzers.whole.names import correspondents, domain_of, email_of, ip_of

_OPINIONS = (Standing.VERIFIED, Standing.TRUSTED)  # whose word a rule may rest on, best first


def headers_of(
    message: Message,
    path: TransportPath | None,
    results: Sequence[AuthenticationResult],
    signatures: Sequence[Signature],
) -> Headers:
    hops = tuple(_hops(message, path, signatures))
    return Headers(
        auth_summary=_summary(results),
        hops=hops,
        domains=tuple(_domains(path)),
        ips=tuple(_ips(path)),
        reply_to=correspondents(message.reply_to),
        return_path=email_of(message.return_path) if message.return_path else None,
        message_id=message.message_id or None,
        in_reply_to=message.in_reply_to[0] if message.in_reply_to else None,
        references=message.references,
        mailer=message.mailer or None,
        date=message.date or None,
        **_authenticated(message),  # type: ignore[arg-type]  # one type for each name
        fields=message.headers,
    )


def _authenticated(message: Message) -> dict[str, object]:
    first: dict[str, str] = {}
    for header in message.headers:
        first.setdefault(header.name.lower(), header.value.strip())
    address, sender = first.get("x-originating-ip", ""), first.get("x-authenticated-sender", "")
    domain = first.get("x-authenticated-domain", "")
    return {
        "x_originating_ip": ip_of(address),
        "x_authenticated_sender": email_of(sender) if "@" in sender else None,
        "x_authenticated_domain": domain_of(domain) if domain else None,
    }


def _summary(results: Sequence[AuthenticationResult]) -> AuthSummary:
    spf, dmarc = _best(results, "spf"), _best(results, "dmarc")
    return AuthSummary(
        SpfSummary(None)
        if spf is None
        else SpfSummary(spf.result == "pass", Designator(spf.domain or None), spf.standing.value),
        DmarcSummary(None)
        if dmarc is None
        else DmarcSummary(
            dmarc.result == "pass",
            DmarcDetails(domain_of(dmarc.domain) if dmarc.domain else None, dmarc.policy or None),
            dmarc.standing.value,
        ),
    )


def _best(results: Sequence[AuthenticationResult], method: str) -> AuthenticationResult | None:
    """Our own word before that of a trusted hop; an untrusted claim is nobody's."""
    for standing in _OPINIONS:
        for one in results:
            if one.method == method and one.standing is standing and one.result:
                return one
    return None


def _hops(
    message: Message, path: TransportPath | None, signatures: Sequence[Signature]
) -> Iterator[WholeHop]:
    """Servers put their fields on top, so that each Received field ends its server's stretch."""
    trace = {hop.header: hop for hop in path.hops} if path else {}
    start, index = 0, 0
    for place, header in enumerate(message.headers):
        if header.name.lower() == "received":
            yield _hop(message, index, start, place + 1, trace.get(place), signatures)
            start, index = place + 1, index + 1
    if start < len(message.headers):
        yield _hop(message, index, start, len(message.headers), None, signatures)


def _hop(
    message: Message,
    index: int,
    start: int,
    stop: int,
    trace: Hop | None,
    signatures: Sequence[Signature],
) -> WholeHop:
    fields = message.headers[start:stop]
    claims = [claim for claim in message.authentication if start <= claim.header < stop]
    signed = next((one for one in signatures if start <= one.header < stop), None)
    return WholeHop(
        index=index,
        fields=tuple(HopField(field.name, field.value) for field in fields),
        received=_received(fields, trace),
        authentication_results=_claimed(message, claims),
        received_spf=_received_spf(message, claims),
        signature=HopSignature(signed.signed_headers, signed.domain, signed.selector)
        if signed
        else None,
    )


def _received(fields: Sequence[Header], trace: Hop | None) -> Received | None:
    if trace is None:
        return Received(None, None) if fields and fields[-1].name.lower() == "received" else None
    parts = (trace.source, trace.source_name, trace.source_address)
    source = " ".join(dict.fromkeys(part for part in parts if part))
    server = Raw(trace.server) if trace.server else None
    return Received(Raw(source) if source else None, server, trace.time or None)


def _named(message: Message, claims: Iterable[AuthenticationClaim], name: str) -> list[
    AuthenticationClaim
]:  # fmt: skip
    return [claim for claim in claims if message.headers[claim.header].name.lower() == name]


def _claimed(message: Message, claims: list[AuthenticationClaim]) -> HopAuthentication | None:
    own = _named(message, claims, "authentication-results")
    if not own:
        return None
    by_method: dict[str, AuthenticationClaim] = {}
    for claim in own:
        by_method.setdefault(claim.method, claim)
    spf, dkim, dmarc = (by_method.get(method) for method in ("spf", "dkim", "dmarc"))
    compauth = by_method.get("compauth")
    return HopAuthentication(
        server=own[0].server or None,
        spf=spf.result if spf else None,
        spf_details=Designator(_property(spf, "smtp.mailfrom") or None) if spf else None,
        dkim=dkim.result if dkim else None,
        dkim_details=tuple(
            DkimDetail(_property(claim, "header.d"), claim.result)
            for claim in own
            if claim.method == "dkim"
        ),
        dmarc=dmarc.result if dmarc else None,
        dmarc_details=_dmarc(dmarc),
        compauth=Verdict(compauth.result) if compauth else None,
    )


def _dmarc(claim: AuthenticationClaim | None) -> DmarcDetails | None:
    if claim is None:
        return None
    domain = _property(claim, "header.from")
    return DmarcDetails(domain_of(domain) if domain else None, _property(claim, "action") or None)


def _received_spf(message: Message, claims: list[AuthenticationClaim]) -> Designator | None:
    found = _named(message, claims, "received-spf")
    return Designator(_property(found[0], "envelope-from") or None) if found else None


def _property(claim: AuthenticationClaim | None, name: str) -> str:
    return dict(claim.properties).get(name, "") if claim else ""


def _domains(path: TransportPath | None) -> Iterator[Domain]:
    hosts = [host for hop in (path.hops if path else ()) for host in _hosts(hop)]
    yield from (domain_of(host) for host in dict.fromkeys(hosts) if "." in host)


def _hosts(hop: Hop) -> tuple[str, ...]:
    return tuple(
        host.lower()
        for host in (hop.source, hop.source_name, hop.server)
        if host and ip_of(host) is None
    )


def _ips(path: TransportPath | None) -> Iterator[Ip]:
    found = [ip_of(hop.source_address) for hop in (path.hops if path else ())]
    yield from dict.fromkeys(ip for ip in found if ip)
