"""Batches as Google takes them: multipart/mixed of requests, answered part by part.

https://developers.google.com/workspace/gmail/api/guides/batch
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.connectors.parsed import parsed
from workbench.errors import Unexpected

_BOUNDARY = re.compile(r'boundary="?([^";\s]{1,100})"?', re.I)
_ID = re.compile(rb"(?im)^content-id:[ \t]*<response-part-(\d{1,6})>")
_STATUS = re.compile(rb"\AHTTP/\d(?:\.\d)? (\d{3})\b")


@dataclass(frozen=True, slots=True)
class Part:
    """One request inside a batch; ``url`` is the path with its query."""

    method: str
    url: str
    body: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """Status 0 where the batch carried no answer to the part."""

    status: int
    body: Any


def written(parts: Sequence[Part], boundary: str) -> bytes:
    """The body of the request; parts are told apart by their number."""
    pieces = [_written(number, part, boundary) for number, part in enumerate(parts)]
    return b"".join(pieces) + f"--{boundary}--\r\n".encode()


def _written(number: int, part: Part, boundary: str) -> bytes:
    head = f"--{boundary}\r\nContent-Type: application/http\r\nContent-ID: <part-{number}>\r\n\r\n"
    line = f"{part.method} {part.url} HTTP/1.1\r\n"
    if part.body is None:
        return f"{head}{line}\r\n\r\n".encode()
    body = json.dumps(part.body)
    fields = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{head}{line}{fields}\r\n{body}\r\n".encode()


def read(content_type: str, data: bytes, count: int) -> list[PartAnswer]:
    """Answers in the order asked, whatever the order they came in; some may be missing.

    ``Unexpected`` where it is no multipart at all.
    """
    match = _BOUNDARY.search(content_type)
    if match is None:
        raise Unexpected("The service answered a batch with something that is none")
    found: dict[int, PartAnswer] = {}
    for piece in data.split(b"--" + match[1].encode())[1:]:
        head, _, inner = piece.replace(b"\r\n", b"\n").partition(b"\n\n")
        if number := _ID.search(head):
            found[int(number[1])] = _answer(inner)
    missing = PartAnswer(0, None)
    return [found.get(number, missing) for number in range(count)]


def _answer(inner: bytes) -> PartAnswer:
    head, _, body = inner.partition(b"\n\n")
    status = _STATUS.match(head)
    if status is None:
        return PartAnswer(0, None)
    try:
        found = parsed(body) if body.strip() else None
    except ValueError:
        return PartAnswer(0, None)
    return PartAnswer(int(status[1]), found)
