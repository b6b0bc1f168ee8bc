"""Internet messages (.eml): headers, MIME tree, bodies and attachments, with byte offsets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from analyzers.lib import charset
from analyzers.lib.envelope import header_facts, header_findings, message_of
from analyzers.lib.mime import Entity, Tree
from analyzers.lib.transfer import AFTER_PADDING, UNKNOWN, transfer_decode
from analyzers.model.artifact import Artifact
from analyzers.model.message import Part
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_PROBLEMS = {
    UNKNOWN: ("unknown", Severity.LOW, "A part has a transfer encoding nobody knows"),
    AFTER_PADDING: (
        "data-after-padding",
        Severity.LOW,
        "Base64 goes on behind its end; clients and scanners differ in what they read",
    ),
    "damaged": ("damaged", Severity.INFO, "A part's transfer encoding is damaged"),
}


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Record, facts, findings, then the bodies and attachments; reads a cut message to its end."""
    if not artifact.data.strip():
        raise Unreadable("The file is empty")
    tree = Tree(artifact.data)
    if not tree.root.block.known:
        raise Unreadable("No header of a message was found: this is no message, or only its body")
    decoded = [
        (leaf, *transfer_decode(tree.content(leaf), leaf.encoding)) for leaf in tree.root.leaves()
    ]
    content = {leaf.path: body for leaf, body, _ in decoded}
    parts = tuple(_part(entity, content) for entity in tree.root.walk())
    message = message_of(tree.root.block, parts, "eml")
    yield message
    yield from header_facts(tree.root.block)
    yield Fact("Parts", str(len(parts)))
    yield from header_findings(tree.root.block, message)
    yield from tree.findings
    if not tree.root.block.closed:
        title = "The message ends within its headers; it has no body"
        yield Finding("message.structure.no-body", Severity.INFO, title)
    for leaf, body, problem in decoded:
        yield from _problems(leaf, problem)
        yield from _child(leaf, body)
    for outside in tree.outside:
        yield from _outside(artifact.data[outside.start : outside.stop], outside.path)


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
    )


def _problems(leaf: Entity, problem: str) -> Iterator[Finding]:
    if problem:
        what, severity, title = _PROBLEMS[problem]
        where = f"part {leaf.path}"
        yield Finding(f"message.encoding.{what}", severity, title, leaf.encoding, where)
    label = leaf.content_type.get("charset")
    if label and leaf.is_body and not charset.known(label):
        title = "A body names a charset nobody knows"
        yield Finding("message.encoding.charset", Severity.LOW, title, label, f"part {leaf.path}")


def _child(leaf: Entity, body: bytes) -> Iterator[Child]:
    declared = leaf.content_type.value
    label = leaf.content_type.get("charset")
    if leaf.is_body:
        if body.strip():
            yield _body(leaf, body, f"{declared}; charset={label}" if label else declared)
        return
    relation = Relation.EMBEDDED if declared == "message/rfc822" else Relation.ATTACHMENT
    name = leaf.filename or f"{declared.replace('/', ' ')} (part {leaf.path})"
    if label and declared.startswith("text/"):
        declared = f"{declared}; charset={label}"
    yield Child(name, body, declared, relation)


def _body(leaf: Entity, body: bytes, declared: str) -> Child:
    """In UTF-8, whatever it came in; the name tells bodies apart."""
    kind = "HTML" if leaf.content_type.value == "text/html" else "text"
    text = charset.decode(body, declared)[0].encode("utf-8", "replace")
    declared = f"{leaf.content_type.value}; charset=utf-8"
    return Child(f"{kind} body (part {leaf.path})", text, declared, Relation.BODY, in_place=True)


def _outside(data: bytes, path: str) -> Iterator[Observation]:
    title = "There is content outside the parts, which mail clients do not show"
    evidence = f"{len(data)} bytes"
    yield Finding("message.structure.outside", Severity.INFO, title, evidence, f"part {path}")
    yield Child(f"content outside the parts of {path}", data, "text/plain", Relation.ATTACHMENT)


UNIT = Unit("message", 1, frozenset({"eml"}), examine, imports=charset.IMPORTS)
