"""What a part would be by another reading, as bytes, so that every reading is examined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib.headers import parse_block
from analyzers.lib.mime import Entity, Tree
from analyzers.lib.parameters import parse_structured
from analyzers.lib.readings_parts import ENCODINGS, meant_by, padding_end
from analyzers.lib.readings_structure import asides, others
from analyzers.lib.transfer import transfer_decode
from analyzers.model.observation import Child, Relation

VIEWS: Final = 16  # other readings of one message that are examined
_BESIDE: Final = 4  # parts that only some programs see, in one multipart
_REACH: Final = 400  # bytes by which an encoding is recognised
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]{16,}")
_QUOTED = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")
_FIELD = re.compile(rb"[ \t]{0,80}content-[a-z-]{1,30}[ \t]*:", re.I)
_MESSAGE: Final = "message/rfc822"


def other_views(tree: Tree, entity: Entity) -> Iterator[Child]:
    """Further readings of one part, which may be what the message unit has handed on."""
    if entity.children:
        yield from _by_boundary(tree, entity)
        yield from _as_leaf(tree, entity)
        yield from _beside(tree, entity)
        return
    yield from _by_encoding(tree, entity)
    yield from _as_multipart(tree, entity)
    yield from _with_headers(tree, entity)
    yield from _shorter(tree, entity)


def _by_boundary(tree: Tree, entity: Entity) -> Iterator[Child]:
    for mark in others(tree.data, entity)[:3]:
        head = b'Content-Type: multipart/mixed; boundary="' + mark + b'"\r\n\r\n'
        name = f"part {entity.path} by another boundary"
        yield Child(name, head + tree.content(entity), _MESSAGE, Relation.EMBEDDED)


def _as_leaf(tree: Tree, entity: Entity) -> Iterator[Child]:
    """A second type says that the part has no parts."""
    for text in entity.block.all("content-type")[1:3]:
        declared = parse_structured(text).value
        if "/" in declared and not declared.startswith("multipart/"):
            data = transfer_decode(tree.content(entity), entity.encoding)[0]
            name = f"part {entity.path} as {declared.replace('/', ' ')}"
            yield Child(name, data, declared, Relation.ATTACHMENT)
            return


def _as_multipart(tree: Tree, entity: Entity) -> Iterator[Child]:
    """A second type says that the part has parts, or its encoding hides them."""
    kinds = [text for text in entity.block.all("content-type")[:4] if "multipart/" in text.lower()]
    coded = entity.content_type.value.startswith("multipart/") and entity.encoding in ENCODINGS[3:]
    if not kinds or not (coded or len(entity.block.all("content-type")) > 1):
        return
    data = tree.content(entity)
    data = transfer_decode(data, entity.encoding)[0] if coded else data
    if b"--" in data:
        head = f"Content-Type: {kinds[0]}\r\n\r\n".encode("utf-8", "replace")
        yield Child(f"part {entity.path} as multipart", head + data, _MESSAGE, Relation.EMBEDDED)


def _by_encoding(tree: Tree, entity: Entity) -> Iterator[Child]:
    """By another encoding that is stated, or that the stated one resembles."""
    texts = entity.block.all("content-transfer-encoding")
    if not texts or (len(texts) == 1 and texts[0].lower() == entity.encoding in ENCODINGS):
        return
    content = tree.content(entity)
    named = [each for text in texts[:4] for each in meant_by(text) if each in ENCODINGS[3:]]
    for encoding in dict.fromkeys(named):
        if encoding != entity.encoding and _looks(content, encoding):
            yield _leaf(entity, transfer_decode(content, encoding)[0], f"read as {encoding}")
    plain = any(parse_structured(text).value in ENCODINGS[:3] for text in texts[1:4])
    if plain and entity.encoding in ENCODINGS[3:]:
        yield _leaf(entity, content, "as it stands")


def _with_headers(tree: Tree, entity: Entity) -> Iterator[Child]:
    """The text begins with fields of a part: read them as such."""
    if _FIELD.match(tree.data, entity.start, entity.stop):
        data = _content(tree.data, entity.start, entity.stop, entity.encoding)
        yield _leaf(entity, data, "with the headers that follow")


def _beside(tree: Tree, entity: Entity) -> Iterator[Child]:
    """Text outside the parts that has headers, and what lines begin that are nearly delimiters."""
    starts = [place for place, _ in asides(tree.data, entity)]
    for miss in tree.near:
        if len(starts) < _BESIDE and miss.path == entity.path and miss.how != "closer":
            starts.append(tree.data.find(b"\n", miss.offset, entity.stop) + 1)
    for start in starts:
        stop = tree.data.find(b"\n--" + entity.boundary, start, entity.stop)
        data = _content(tree.data, start, stop if stop > start else entity.stop, "")
        name = f"part at byte {start}, which some programs see"
        yield Child(name, data, "", Relation.ATTACHMENT)


def _shorter(tree: Tree, entity: Entity) -> Iterator[Child]:
    """The part as it ends for readers that stop earlier: at padding, or at a closing line."""
    content = tree.content(entity)
    if entity.encoding == "base64" and (end := padding_end(content)) >= 0:
        data = transfer_decode(content[:end], "base64")[0]
        yield _leaf(entity, data, "up to the padding of its base64")
    for miss in tree.near:
        if miss.how == "closer" and entity.start <= miss.offset < entity.stop:
            data = transfer_decode(tree.data[entity.start : miss.offset], entity.encoding)[0]
            yield _leaf(entity, data, "up to the line that ends the parts")
            return


def _content(data: bytes, start: int, stop: int, encoding: str) -> bytes:
    """The content of what begins with headers at ``start``."""
    block = parse_block(data, start, stop)
    encoding = parse_structured(block.first("content-transfer-encoding")).value or encoding
    return transfer_decode(data[block.end : stop], encoding)[0]


def _leaf(entity: Entity, data: bytes, how: str) -> Child:
    name = entity.filename or f"part {entity.path}"
    return Child(f"{name} ({how})", data, entity.content_type.value, Relation.ATTACHMENT)


def _looks(content: bytes, encoding: str) -> bool:
    """Whether the content can be in that encoding at all."""
    head = content.strip()[:_REACH]
    if encoding == "base64":
        return _BASE64.fullmatch(head) is not None
    return _QUOTED.search(content) is not None
