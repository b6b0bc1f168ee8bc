"""One message as rules, views, reports and the command line see it, nested messages included.

Field names are those of the message model of the largest open e-mail rule feed, so that rules need
no second one; a trailing underscore stands where Python has the word for itself.  None is "unknown"
and never "no".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzers.model.ambiguity import Ambiguity
from analyzers.model.authentication import AuthenticationResult, Signature, SignedContent
from analyzers.model.body import Code, Concealment, Form, Picture
from analyzers.model.calendar import CalendarEvent
from analyzers.model.layers import Layer
from analyzers.model.message import Header, Part
from analyzers.model.path import GatewayVerdict, TransportPath


@dataclass(frozen=True, slots=True)
class Domain:
    """A host name: ``mail.example.co.uk`` has root_domain example.co.uk, sld example, tld co.uk."""

    domain: str
    root_domain: str | None = None
    sld: str | None = None
    tld: str | None = None
    subdomain: str | None = None
    valid: bool = False
    punycode: str | None = None


@dataclass(frozen=True, slots=True)
class EmailAddress:
    email: str
    local_part: str
    domain: Domain


@dataclass(frozen=True, slots=True)
class Correspondent:
    display_name: str | None
    email: EmailAddress


@dataclass(frozen=True, slots=True)
class Recipients:
    to: tuple[Correspondent, ...] = ()
    cc: tuple[Correspondent, ...] = ()
    bcc: tuple[Correspondent, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """``base`` is the subject without its reply and forward marks."""

    subject: str
    base: str
    is_reply: bool
    is_forward: bool


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The gateways that rewrote an address, outermost first, and the address as it was found."""

    encoders: tuple[str, ...]
    original: str


@dataclass(frozen=True, slots=True)
class QueryParameter:
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ip:
    ip: str


@dataclass(frozen=True, slots=True)
class Url:
    """An address after all rewriting that can be undone offline."""

    url: str
    scheme: str
    domain: Domain
    ip: Ip | None = None
    port: int | None = None
    username: str | None = None
    password: str | None = None
    path: str | None = None
    query_params: str | None = None
    query_params_decoded: tuple[QueryParameter, ...] = ()
    fragment: str | None = None
    rewrite: Rewrite | None = None


@dataclass(frozen=True, slots=True)
class BodyLink:
    """``parser`` is hyperlink for markup and plain for text; ``source`` is finer, see Link."""

    href_url: Url
    display_text: str | None
    display_url: Url | None
    mismatched: bool
    visible: bool
    parser: str
    source: str


@dataclass(frozen=True, slots=True)
class Banner:
    text: str


@dataclass(frozen=True, slots=True)
class BodyThread:
    text: str
    preamble: str | None = None
    sender: Correspondent | None = None
    recipients: Recipients = field(default_factory=Recipients)
    subject: Subject | None = None
    date: str | None = None
    links: tuple[BodyLink, ...] = ()
    banners: tuple[Banner, ...] = ()


@dataclass(frozen=True, slots=True)
class Html:
    """``raw`` is only there where the bytes are at hand; stored analyses do not keep them."""

    display_text: str | None
    inner_text: str | None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    raw: str | None


@dataclass(frozen=True, slots=True)
class Body:
    current_thread: BodyThread | None
    previous_threads: tuple[BodyThread, ...]
    html: Html | None
    plain: Plain | None
    links: tuple[BodyLink, ...]
    ips: tuple[Ip, ...] = ()
    language: str | None = None
    concealments: tuple[Concealment, ...] = ()
    brands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """``file_type`` is tasted from the content, ``file_extension`` taken from the name."""

    file_name: str | None
    file_extension: str | None
    file_type: str
    content_type: str | None
    content_id: str | None
    content_disposition: str | None
    size: int
    md5: str
    sha1: str
    sha256: str
    node: int  # Analysis.nodes


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


@dataclass(frozen=True, slots=True)
class Kind:
    """Which way it went, seen from our organisation; None where that is not known."""

    inbound: bool | None
    internal: bool | None
    outbound: bool | None


@dataclass(frozen=True, slots=True)
class WholeMessage:
    """Everything known of one message; ``node`` is its place in the tree."""

    node: int
    format: str
    type: Kind
    sender: Correspondent | None
    senders: tuple[Correspondent, ...]
    submitter: Correspondent | None
    recipients: Recipients
    subject: Subject
    headers: Headers
    body: Body
    attachments: tuple[Attachment, ...]
    structure: tuple[Part, ...] = ()
    transport: TransportPath | None = None
    gateways: tuple[GatewayVerdict, ...] = ()
    authentication: tuple[AuthenticationResult, ...] = ()
    signatures: tuple[Signature, ...] = ()
    signed_content: tuple[SignedContent, ...] = ()
    ambiguities: tuple[Ambiguity, ...] = ()
    layers: tuple[Layer, ...] = ()
    pictures: tuple[Picture, ...] = ()
    forms: tuple[Form, ...] = ()
    codes: tuple[Code, ...] = ()
    calendar: tuple[CalendarEvent, ...] = ()
