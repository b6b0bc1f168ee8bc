"""The parsed parts of a message as Gmail shows them (users.messages, MessagePart)."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping

from workbench.simulation.google.calls import GoogleCall, GoogleRefusal, found
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer
from workbench.simulation.server.content import Part, headers_of, parts_of, pieces_of


def children(data: bytes, number: str = "") -> list[dict[str, object]]:
    """The parts below a multipart message, none below any other."""
    return [
        _part(piece, f"{number}.{place}" if number else str(place))
        for place, piece in enumerate(pieces_of(data))
    ]


def _part(data: bytes, number: str) -> dict[str, object]:
    row = head(data, number)
    inner = children(data, number)
    if inner:
        return {**row, "parts": inner, "body": {"size": 0}}
    return {**row, "body": _body(_leaf(data), number)}


def head(data: bytes, number: str) -> dict[str, object]:
    part = Part(headers_of(data), b"")
    headers = [{"name": name, "value": value} for name, value in part.headers]
    return {
        "partId": number, "mimeType": part.content_type, "filename": part.name, "headers": headers,
    }  # fmt: skip


def body_of(data: bytes) -> dict[str, object]:
    """Of a message that has no parts."""
    return _body(_leaf(data), "")


def _leaf(data: bytes) -> Part:
    (part,) = parts_of(data)
    return part


def _body(part: Part, number: str) -> dict[str, object]:
    """Files go by an id that is another one each time; text comes along."""
    size = len(part.content)
    if not part.name:
        data = base64.urlsafe_b64encode(part.content).decode()
        return {"size": size, "data": data} if size else {"size": 0}
    key = base64.urlsafe_b64encode(f"{number}/{secrets.token_hex(8)}".encode()).decode()
    return {"size": size, "attachmentId": key}


def get_attachment(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    message = site.message(site.mailbox(call, names), names["message"])
    data = site.mime(message)
    try:
        number = base64.urlsafe_b64decode(names["attachment"]).decode().partition("/")[0]
        for place in filter(None, number.split(".")):
            data = pieces_of(data)[int(place)]
    except (ValueError, IndexError) as error:
        raise GoogleRefusal(400, "Invalid attachment token", "invalidArgument") from error
    content = _leaf(data).content
    return found({"size": len(content), "data": base64.urlsafe_b64encode(content).decode()})
