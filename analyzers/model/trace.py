"""Headers in the hops that wrote them, and what these claim, in the names that rules use."""

from __future__ import annotations

from dataclasses import dataclass

from analyzers.model.correspondence import Correspondent, Domain, EmailAddress, Ip
from analyzers.model.message import Header


@dataclass(frozen=True, slots=True)
class HopField:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Raw:
    raw: str


@dataclass(frozen=True, slots=True)
class Received:
    """The Received field of a hop; ``source`` is the from part, ``server`` the by part."""

    source: Raw | None
    server: Raw | None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class DkimDetail:
    domain: str
    result: str


@dataclass(frozen=True, slots=True)
class Designator:
    designator: str | None


@dataclass(frozen=True, slots=True)
class DmarcDetails:
    from_: Domain | None
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    verdict: str


@dataclass(frozen=True, slots=True)
class HopAuthentication:
    """What the server of a hop claims (RFC 8601)."""

    server: str | None = None
    spf: str | None = None
    spf_details: Designator | None = None
    dkim: str | None = None
    dkim_details: tuple[DkimDetail, ...] = ()
    dmarc: str | None = None
    dmarc_details: DmarcDetails | None = None
    compauth: Verdict | None = None


@dataclass(frozen=True, slots=True)
class HopSignature:
    headers: tuple[str, ...]
    domain: str
    selector: str


@dataclass(frozen=True, slots=True)
class WholeHop:
    """The header fields that one server wrote, its Received field last.  Index 0 is the newest."""

    index: int
    fields: tuple[HopField, ...]
    received: Received | None = None
    authentication_results: HopAuthentication | None = None
    received_spf: Designator | None = None
    signature: HopSignature | None = None


@dataclass(frozen=True, slots=True)
class SpfSummary:
    """``pass_`` is None where nobody whose word counts has said so."""

    pass_: bool | None
    details: Designator | None = None
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class DmarcSummary:
    pass_: bool | None
    details: DmarcDetails | None = None
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class AuthSummary:
    spf: SpfSummary
    dmarc: DmarcSummary


@dataclass(frozen=True, slots=True)
class Headers:
    auth_summary: AuthSummary
    hops: tuple[WholeHop, ...]
    domains: tuple[Domain, ...]
    ips: tuple[Ip, ...]
    reply_to: tuple[Correspondent, ...]
    return_path: EmailAddress | None
    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    mailer: str | None
    date: str | None
    x_originating_ip: Ip | None = None
    x_authenticated_sender: EmailAddress | None = None
    x_authenticated_domain: Domain | None = None
    fields: tuple[Header, ...] = ()
