"""The batch endpoint: a multipart/mixed of requests, answered as a multipart/mixed of responses.

https://developers.google.com/workspace/gmail/api/guides/batch
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from workbench.simulation.google.calls import GoogleCall, GoogleRefusal
from workbench.simulation.server.calls import Answer, Dropped

MOST = 100  # parts in one request


def parts_of(call: GoogleCall) -> list[tuple[str, GoogleCall]]:
    """Content-ID and call of each part; the outer headers count where a part has none."""
    match = re.search(r'boundary="?([^";]+)"?', call.headers.get("content-type", ""))
    if match is None:
        raise GoogleRefusal(400, "Failed to parse batch request: no boundary")
    pieces = call.body.split(b"--" + match[1].encode())[1:-1]
    if not pieces or len(pieces) > MOST:
        raise GoogleRefusal(400, f"The batch has {len(pieces)} parts", "badRequest")
    return [_part(call, piece) for piece in pieces]


def _part(call: GoogleCall, piece: bytes) -> tuple[str, GoogleCall]:
    head, _, inner = piece.lstrip(b"\r\n").replace(b"\r\n", b"\n").partition(b"\n\n")
    request, _, body = inner.partition(b"\n\n")
    lines = request.decode("ascii", "replace").splitlines() or [""]
    method, _, rest = lines[0].partition(" ")
    target = rest.partition(" ")[0]
    split = urlsplit(target)
    given = {n.strip().casefold(): v.strip() for n, _, v in (x.partition(":") for x in lines[1:])}
    outer = {n: v for n, v in call.headers.items() if not n.startswith("content-")}
    content_id = re.search(rb"(?im)^content-id:\s*(.+?)\s*$", head)
    made = replace(
        call, method=method, path=tuple(unquote(p) for p in split.path.strip("/").split("/")),
        query=tuple(parse_qsl(split.query, keep_blank_values=True)), headers={**outer, **given},
        body=body.strip(), target=target, part=True,
    )  # fmt: skip
    return content_id[1].decode("ascii", "replace") if content_id else "", made


async def batch_answer(
    parts: list[tuple[str, GoogleCall]],
    run: Callable[[GoogleCall], Awaitable[Answer]],
    faults: frozenset[str] = frozenset(),
) -> Answer:
    """``faults`` are those staged for the whole: see ``batch-reorder`` and ``batch-cut``."""
    boundary = f"batch_{secrets.token_urlsafe(12)}"
    answers = [(content_id, await _ran(call, run)) for content_id, call in parts]
    told = [(content_id, answer) for content_id, answer in answers if answer is not None]
    pieces = [b"".join(_written(boundary, key, answer)) for key, answer in told]
    if "batch-reorder" in faults:
        pieces.reverse()
    if "batch-cut" in faults:
        pieces = pieces[: len(pieces) // 2]
    body = b"".join(pieces) + f"--{boundary}--\r\n".encode()
    spoiled = len(pieces) < len(answers) or any(answer.spoiled for _, answer in told)
    return Answer(200, body, {"Content-Type": f"multipart/mixed; boundary={boundary}"}, spoiled)


async def _ran(call: GoogleCall, run: Callable[[GoogleCall], Awaitable[Answer]]) -> Answer | None:
    """None when the part is to remain unanswered."""
    try:
        return await run(call)
    except Dropped:
        return None


def _written(boundary: str, content_id: str, answer: Answer) -> Iterator[bytes]:
    """``<x>`` is answered as ``<response-x>``."""
    phrase = HTTPStatus(answer.status).phrase
    yield f"--{boundary}\r\nContent-Type: application/http\r\n".encode()
    if content_id:
        yield f"Content-ID: {content_id.replace('<', '<response-', 1)}\r\n".encode()
    yield f"\r\nHTTP/1.1 {answer.status} {phrase}\r\n".encode()
    for name, value in answer.headers.items():
        yield f"{name}: {value}\r\n".encode()
    body = json.dumps(answer.body).encode() if isinstance(answer.body, dict) else b""
    yield f"Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n"
