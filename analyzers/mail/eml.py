"""Internet messages (.eml): headers, MIME tree, bodies and attachments, with byte offsets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from analyzers.lib import charset
from analyzers.lib.envelope import header_facts, header_findings, message_of
from analyzers.lib.headers import shown
from analyzers.lib.inlined import FILES, inlined
from analyzers.lib.mime import Entity
from analyzers.lib.opened import Opened
from analyzers.lib.rawlines import line_findings
from analyzers.lib.transfer import AFTER_PADDING, DAMAGED, UNKNOWN, damage
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message, Part
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_PROBLEMS = {
    UNKNOWN: Finding(
        "message.encoding.unknown",
        Severity.LOW,
        "A part has a transfer encoding nobody knows",
    ),
    AFTER_PADDING: Finding(
        "message.encoding.data-after-padding",
        Severity.LOW,
        "Base64 goes on behind its end; clients and scanners differ in what they read",
    ),
    DAMAGED: Finding(
        "message.encoding.damaged", Severity.INFO, "A part's transfer encoding is damaged"
    ),
}


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Record, facts, findings, then the bodies and attachments; reads a cut message to its end."""
    if not artifact.data.strip():
        raise Unreadable("The file is empty")
    opened = context.memo.once(Opened, artifact)
    tree = opened.tree
    if not tree.root.block.known:
        raise Unreadable("No header of a message was found: this is no message, or only its body")
    content = {leaf.path: body for leaf, body, _ in opened.leaves}
    parts = tuple(_part(entity, content) for entity in tree.root.walk())
    message = message_of(tree.root.block, parts, "eml")
    yield message
    yield from header_facts(tree.root.block)
    yield Fact("Parts", str(len(parts)))
    if not _is_entity(artifact, message):
        yield from header_findings(tree.root.block, message)
    yield from tree.findings
    yield from line_findings(tree.data, tree.root.start)
    if not tree.root.block.closed:
        title = "The message ends within its headers; it has no body"
        where = f"byte {len(tree.data)}"
        yield Finding("message.structure.no-body", Severity.INFO, title, "", where)
    for leaf, body, problem in opened.leaves:
        yield from _problems(leaf, problem, tree.content(leaf))
        yield from _child(leaf, body, opened)
        yield from _special(leaf, body)
    for outside in tree.outside:
        yield from _outside(
            artifact.data[outside.start : outside.stop], outside.path, outside.start
        )


def _is_entity(artifact: Artifact, message: Message) -> bool:
    """Whether it is only what was inside a signature: a part with its content type, no letter."""
    names = {header.name.lower() for header in message.headers}
    return artifact.depth > 0 and all(name.startswith("content-") for name in names)


def _part(entity: Entity, content: dict[str, bytes]) -> Part:
    body = content.get(entity.path)
    return Part(
        path=entity.path,
        content_type=entity.content_type.value,
        charset=entity.content_type.get("charset").lower(),
        encoding=entity.encoding,
        disposition=entity.disposition.value,
        filename=entity.filename,
        content_id=entity.block.first("content-id").strip("<> "),
        offset=entity.start,
        length=entity.stop - entity.start,
        sha256="" if body is None else hashlib.sha256(body).hexdigest(),
        header_offset=entity.begin,
        size=-1 if body is None else len(body),
    )


def _problems(leaf: Entity, problem: str, encoded: bytes) -> Iterator[Finding]:
    """What is wrong with encoding and charset, with the byte where it shows first."""
    quoted = leaf.encoding == "quoted-printable"
    count, first = damage(encoded, leaf.encoding) if problem or quoted else (0, -1)
    where = f"part {leaf.path}, byte {leaf.start + max(first, 0)}"
    evidence = leaf.encoding + (f": {count} times" if count > 1 else "")
    if problem:
        kind = _PROBLEMS[problem]
        yield Finding(kind.rule, kind.severity, kind.title, evidence, where)
    elif count:
        title = "Quoted-printable text holds equals signs that stand for nothing"
        yield Finding("message.encoding.quoted-printable", Severity.INFO, title, evidence, where)
    label = leaf.content_type.get("charset")
    if label and leaf.is_body and not charset.known(label):
        title = "A body names a charset nobody knows"
        where = f"part {leaf.path}, byte {leaf.begin}"
        yield Finding("message.encoding.charset", Severity.LOW, title, label, where)


def _child(leaf: Entity, body: bytes, opened: Opened) -> Iterator[Child]:
    if leaf.is_body:
        if found := opened.bodies.get(leaf.path):
            declared = found.declared_type
            yield Child(found.name, found.data, declared, Relation.BODY, in_place=True)
        return
    declared = leaf.content_type.value
    label = leaf.content_type.get("charset")
    relation = Relation.EMBEDDED if declared == "message/rfc822" else Relation.ATTACHMENT
    name = leaf.filename or f"{declared.replace('/', ' ')} (part {leaf.path})"
    if label and declared.startswith("text/"):
        declared = f"{declared}; charset={label}"
    yield Child(name, body, declared, relation)


def _special(leaf: Entity, body: bytes) -> Iterator[Observation]:
    """Parts whose content is elsewhere, and texts that hold files."""
    where = f"part {leaf.path}, byte {leaf.begin}"
    kind = leaf.content_type
    if kind.value == "message/partial":
        title = "The message is one piece of a longer one; the rest comes in other messages"
        evidence = f"piece {kind.get('number')} of {kind.get('total') or '?'}, id {kind.get('id')}"
        yield Finding(
            "message.structure.partial", Severity.LOW, title, shown(evidence), where, True
        )
    elif kind.value == "message/external-body":
        title = "An attachment is only a reference to another place"
        evidence = ", ".join(f"{name}={value}" for name, value in kind.parameters.items())
        evidence = shown(evidence)
        yield Finding("message.attachment.reference", Severity.LOW, title, evidence, where)
    elif kind.value.startswith("text/") or not leaf.block.fields:
        yield from _inlined(leaf, body)


def _inlined(leaf: Entity, body: bytes) -> Iterator[Observation]:
    for count, found in enumerate(inlined(body)):
        where = f"part {leaf.path}, byte {found.offset} of its content"
        if count >= FILES:
            title = "The text holds more files than are read"
            yield Finding("limit.mail.inlined", Severity.MEDIUM, title, f"{FILES} read", where)
            return
        title = f"The text holds a file in {found.form}"
        unread = found.form == "BinHex"
        if unread:
            title = "The text holds a file in BinHex, which was not unpacked"
        name = shown(found.name)
        yield Finding("message.encoding.inlined", Severity.INFO, title, name, where, unread)
        if found.data:
            yield Child(found.name, found.data, "", Relation.ATTACHMENT)


def _outside(data: bytes, path: str, start: int) -> Iterator[Observation]:
    title = "There is content outside the parts, which mail clients do not show"
    evidence, where = f"{len(data)} bytes", f"part {path}, byte {start}"
    yield Finding("message.structure.outside", Severity.INFO, title, evidence, where)
    yield Child(f"content outside the parts of {path}", data, "text/plain", Relation.ATTACHMENT)


UNIT = Unit("message", 2, frozenset({"eml"}), examine, imports=charset.IMPORTS)
