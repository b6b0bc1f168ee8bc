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
from analyzers.model.correspondence import Correspondent, Ip, Recipients, Subject, Url
from analyzers.model.layers import Layer
from analyzers.model.message import Part
from analyzers.model.path import GatewayVerdict, TransportPath
from analyzers.model.trace import Headers


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
