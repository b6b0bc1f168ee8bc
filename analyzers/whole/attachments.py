"""What a message carries, as the tree knows it and as the message names it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from analyzers.model.analysis import Node
from analyzers.model.message import Part
from analyzers.model.observation import Relation
from analyzers.model.whole import Attachment


def attachments_of(children: Sequence[Node], parts: Sequence[Part]) -> tuple[Attachment, ...]:
    """All children but the bodies; a part stands for the child of the same bytes, each once."""
    left = [part for part in parts if part.sha256]
    found = []
    for node in children:
        if node.relation is not Relation.BODY:
            part = next((p for p in left if p.sha256 == node.sha256), None)
            if part is not None:
                left.remove(part)
            found.append(_attachment(node, part))
    return tuple(found)


def _attachment(node: Node, part: Part | None) -> Attachment:
    name = part.filename if part else node.name
    return Attachment(
        file_name=name or None,
        file_extension=PurePosixPath(name).suffix.lstrip(".").lower() or None,
        file_type=node.kind,
        content_type=(part.content_type if part else node.declared_type) or None,
        content_id=(part.content_id if part else "") or None,
        content_disposition=(part.disposition if part else "") or None,
        size=node.size,
        md5=node.md5,
        sha1=node.sha1,
        sha256=node.sha256,
        node=node.id,
    )
