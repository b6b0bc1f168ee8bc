"""Outlook messages (.msg): the record of a message from its headers and properties."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analyzers.lib import charset, lzfu
from analyzers.lib.envelope import header_facts, header_findings, message_of
from analyzers.lib.headers import Block, parse_block, shown
from analyzers.lib.mapi import Properties
from analyzers.lib.outlook import IMPORTS, OutlookFile
from analyzers.lib.rtfbody import unwrap
from analyzers.model.artifact import Artifact
from analyzers.model.message import Address, Message, Part
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

ATTACHMENTS = RECIPIENTS = 500
COMPRESSED_RTF = 2 << 20  # bytes; unpacking and reading this much costs some seconds of CPU
_TO, _CC = 1, 2  # PidTagRecipientType
_BY_VALUE, _EMBEDDED, _OLE = 1, 5, 6  # PidTagAttachMethod; 0 is none, the others refer elsewhere
_BANNER = "Microsoft Mail Internet Headers"  # a line of no meaning above the headers
_TIMES = (
    ("0039", "Submitted (MAPI)"),
    ("0E06", "Delivered (MAPI)"),
    ("3007", "Created (MAPI)"),
    ("3008", "Last modified (MAPI)"),
)
_TEXTS = (
    ("001A", "Message class"),
    ("0C1A", "Sender name (MAPI)"),
    ("5D01", "Sender address (MAPI)"),
    ("5D02", "Represented address (MAPI)"),
    ("3FFA", "Last modified by (MAPI)"),
)


@dataclass(slots=True)
class _Content:
    """Children with the part each is recorded as, and what was met on the way to them."""

    children: list[Child] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, child: Child, disposition: str = "", content_id: str = "") -> None:
        self.children.append(child)
        kind, _, label = child.declared_type.partition("; charset=")
        digest = hashlib.sha256(child.data).hexdigest()
        path, name = f"1.{len(self.children)}", child.name if disposition else ""
        size = len(child.data)
        self.parts.append(
            Part(path, kind, label, "", disposition, name, content_id, -1, size, digest)
        )

    def note(self, rule: str, severity: Severity, title: str, evidence: str, where: str) -> None:
        self.findings.append(Finding(rule, severity, title, evidence, where))


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Reads what is there; a damaged file is read as far as it goes."""
    file = OutlookFile(artifact.data)
    properties = file.properties
    block = _headers(properties.text("007D"))
    content = _Content()
    _bodies(properties, content)
    _attachments(file, content)
    if not (block.fields or content.children or properties.text("001A")):
        raise Unreadable(
            "No property of a message could be read: this is no message, or a damaged one"
        )
    message = _message(file, block, tuple(content.parts))
    yield message
    yield from _facts(properties, block)
    yield from _origin(block, message)
    yield from content.findings
    yield from content.children


def _headers(text: str) -> Block:
    if text.startswith(_BANNER):
        text = text.partition("\n")[2]
    data = text.encode("utf-8", "replace")
    block = parse_block(data, 0, len(data))
    return replace(block, fields=tuple(replace(each, offset=-1) for each in block.fields))


def _message(file: OutlookFile, block: Block, parts: tuple[Part, ...]) -> Message:
    """From the headers; what they do not say, from the properties."""
    message, own = message_of(block, parts, "msg"), file.properties
    to, cc = (message.to, message.cc) if message.to or message.cc else _recipients(file)
    return replace(
        message,
        subject=message.subject or own.text("0037"),
        sender=message.sender or _sender(own),
        to=to,
        cc=cc,
        date=message.date or own.moment("0039"),
        message_id=message.message_id or own.text("1035"),
    )


def _sender(own: Properties) -> tuple[Address, ...]:
    """Whom the message says it is from: the represented sender, else the one who sent."""
    for name, *addresses in (("0042", "5D02", "0065"), ("0C1A", "5D01", "0C1F")):
        found = next((a for tag in addresses if "@" in (a := own.text(tag))), "")
        if found or own.text(name):
            return (Address(own.text(name), found),)
    return ()


def _recipients(file: OutlookFile) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    by_kind: dict[int, list[Address]] = {}
    for storage in file.recipients[:RECIPIENTS]:
        own = file.part(storage)
        address = next((a for tag in ("39FE", "3003") if "@" in (a := own.text(tag))), "")
        kind = own.number("0C15") & 0xF
        by_kind.setdefault(kind, []).append(Address(own.text("3001"), address))
    return tuple(by_kind.get(_TO, ())), tuple(by_kind.get(_CC, ()))


def _facts(own: Properties, block: Block) -> Iterator[Fact]:
    for tag, label in _TIMES:
        if moment := own.moment(tag):
            yield Fact(label, moment)
    for tag, label in _TEXTS:
        if text := own.text(tag):
            yield Fact(label, shown(text))
    if block.fields:
        yield from header_facts(block)


def _origin(block: Block, message: Message) -> Iterator[Finding]:
    yield from block.findings
    if block.fields:
        yield from header_findings(block, message)
        return
    title = "The file holds no transport headers: nothing in it shows how the message travelled"
    evidence = "Sender, dates and recipients are what Outlook stored, and can be edited"
    yield Finding("message.transport.no-headers", Severity.INFO, title, evidence)


def _bodies(own: Properties, content: _Content) -> None:
    text, html = own.text("1000"), own.binary("1013")
    label = own.internet_charset
    if not html and (wide := own.text("1013")):
        html, label = wide.encode("utf-8", "replace"), "utf-8"
    if text.strip():
        content.add(_body("text", text))
    if html.strip():
        content.add(_body("HTML", charset.decode(html, f"text/html; charset={label}")[0]))
    elif packed := own.binary("1009"):
        _rtf(packed, content, has_text=bool(text.strip()))


def _body(kind: str, text: str) -> Child:
    declared = f"text/{'html' if kind == 'HTML' else 'plain'}; charset=utf-8"
    data = text.encode("utf-8", "replace")
    return Child(f"{kind} body", data, declared, Relation.BODY, in_place=True)


def _rtf(packed: bytes, content: _Content, has_text: bool) -> None:
    """HTML or text wrapped in RTF; RTF that is a document of its own is examined as one."""
    rtf = lzfu.unpack(packed) if len(packed) <= COMPRESSED_RTF else b""
    body = unwrap(rtf)
    if not rtf:
        title = "The RTF body cannot be unpacked; it was not read"
        evidence = f"{len(packed)} bytes"
        content.note("message.body.rtf-unread", Severity.LOW, title, evidence, "RTF body")
    elif body is None:
        content.add(Child("RTF body", rtf, "text/rtf", Relation.BODY))
    elif body.kind == "text/html" and body.text.strip():
        content.add(_body("HTML", body.text))
    elif not has_text and body.text.strip():
        content.add(_body("text", body.text))
    if body and body.truncated:
        title = "Groups of the RTF body are nested too deeply; its end was not read"
        content.note("message.body.rtf-nesting", Severity.MEDIUM, title, "", "RTF body")


def _attachments(file: OutlookFile, content: _Content) -> None:
    for storage in file.attachments[:ATTACHMENTS]:
        _attachment(file, storage, content)
    if len(file.attachments) > ATTACHMENTS:
        title = "There are more attachments than are read"
        evidence = f"{len(file.attachments)}; the first {ATTACHMENTS} were read"
        content.note("message.structure.parts", Severity.MEDIUM, title, evidence, "")


def _attachment(file: OutlookFile, storage: str, content: _Content) -> None:
    own = file.part(storage)
    name = own.text("3707") or own.text("3704") or own.text("3001")
    method, content_id = own.number("3705"), own.text("3712")
    declared = own.text("370E").lower()
    if data := own.binary("3701"):
        child = Child(name or "attachment", data, declared, Relation.ATTACHMENT)
    elif method == _EMBEDDED and (data := file.embedded(storage)):
        declared = "application/vnd.ms-outlook"
        child = Child(f"{name or 'message'}.msg", data, declared, Relation.EMBEDDED)
    elif method == _OLE and (data := file.object(storage)):
        child = Child(name or "OLE object", data, "application/x-ole-storage", Relation.EMBEDDED)
    else:
        _missing(own, name, method, content)
        return
    content.add(child, "attachment", content_id)


def _missing(own: Properties, name: str, method: int, content: _Content) -> None:
    """An attachment without content: it lies elsewhere, is empty, or is damaged."""
    where = f"attachment {shown(name)}"
    path = own.text("370D") or own.text("3708")
    if path and method not in (_BY_VALUE, _EMBEDDED, _OLE):
        remote = path.startswith(("\\\\", "//"))
        title = "An attachment is only a reference to another place"
        if remote:
            title = "An attachment is a reference to a network share; opening it tells the sender"
        severity = Severity.MEDIUM if remote else Severity.LOW
        content.note("message.attachment.reference", severity, title, shown(path), where)
        return
    title = "The content of an attachment cannot be read; it was not checked"
    content.note("message.attachment.unread", Severity.LOW, title, f"method {method}", where)


UNIT = Unit("outlook message", 2, frozenset({"msg"}), examine, (*IMPORTS, *charset.IMPORTS))
