"""Reads attachments: lists, single ones, their bytes."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.simulation.server.calls import Answer, Call, stamp
from workbench.simulation.server.content import Part, attachments_of
from workbench.simulation.server.identifiers import attachment_id
from workbench.simulation.server.listing import Resource, collection, single
from workbench.simulation.server.options import Limits
from workbench.simulation.server.site import Site, not_found


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment; ``content`` is the file, or the MIME of a message inside."""

    id: str
    part: Part
    modified: str

    @property
    def is_message(self) -> bool:
        return self.part.content_type == "message/rfc822"


def _type(attached: Attached) -> str:
    kind = "itemAttachment" if attached.is_message else "fileAttachment"
    return f"#microsoft.graph.{kind}"


def _encoded(attached: Attached) -> str:
    return base64.b64encode(attached.part.content).decode()


FILE: Resource[Attached] = Resource(
    "microsoft.graph.fileAttachment",
    {
        "id": lambda a: a.id,
        "lastModifiedDateTime": lambda a: a.modified,
        "name": lambda a: a.part.name or None,
        "contentType": lambda a: a.part.content_type,
        "size": lambda a: len(a.part.content),
        "isInline": lambda a: a.part.is_inline,
        "contentId": lambda a: a.part.header("Content-ID").strip("<>") or None,
        "contentLocation": lambda a: None,
        "contentBytes": _encoded,
    },
    marks={"@odata.type": _type},
    limits=Limits(1000, 1000),
)
ITEM: Resource[Attached] = Resource(
    "microsoft.graph.itemAttachment",
    {
        name: field
        for name, field in FILE.fields.items()
        if name not in {"contentId", "contentLocation", "contentBytes"}
    },
    marks={"@odata.type": _type},
    limits=FILE.limits,
)


def _attached(site: Site, names: Mapping[str, str]) -> list[Attached]:
    message = site.message(site.mailbox(names), names)
    parts = attachments_of(site.world.mime(message.source))
    return [
        Attached(attachment_id(message.immutable_id, number), part, stamp(message.now.modified))
        for number, part in enumerate(parts)
    ]


def list_attachments(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    attached = _attached(site, names)
    # A message inside has no bytes of its own: one shape for the page unless all are files.
    resource = ITEM if any(item.is_message for item in attached) else FILE
    context = f"users('{names['user']}')/messages('{names['message']}')/attachments"
    return collection(call, resource, attached, context)


def _one(site: Site, names: Mapping[str, str]) -> Attached:
    wanted = names["attachment"]
    found = next((item for item in _attached(site, names) if item.id == wanted), None)
    if found is None:
        raise not_found()
    return found


def get_attachment(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    found = _one(site, names)
    resource = ITEM if found.is_message else FILE
    context = f"users('{names['user']}')/messages('{names['message']}')/attachments/$entity"
    return single(call, resource, found, context)


def get_attachment_bytes(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    found = _one(site, names)
    kind = "text/plain" if found.is_message else found.part.content_type
    if kind.startswith("application/json"):
        kind = "application/octet-stream"
    return Answer(200, found.part.content, {"Content-Type": kind})
