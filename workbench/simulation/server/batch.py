"""Takes a JSON batch apart and puts the answers of its parts together.

https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

import asyncio
import base64
import json
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote, urlsplit

from workbench.simulation.server.calls import Answer, Call, Dropped, GraphRefusal, refused

MOST = 20
METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}
Run = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Part:
    """``after`` are the ids, folded, of the parts it depends on."""

    id: str
    call: Call
    after: frozenset[str]


def malformed(message: str) -> GraphRefusal:
    return GraphRefusal(400, "BadRequest", f"Invalid batch payload format: {message}")


class BatchReader:
    """Checks the whole before any part runs."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._seen: set[str] = set()

    def parts(self) -> list[Part]:
        requests = self._call.document().get("requests")
        if not isinstance(requests, list) or not requests:
            raise malformed("'requests' is missing or empty.")
        if len(requests) > MOST:
            raise malformed(f"more than {MOST} requests.")
        return [self._part(request) for request in requests]

    def _part(self, request: object) -> Part:
        if not isinstance(request, dict):
            raise malformed("a request is no object.")
        key, method, url = (request.get(name) for name in ("id", "method", "url"))
        if not isinstance(key, str) or not isinstance(url, str) or method not in METHODS:
            raise malformed("a request needs id, method and url.")
        after = self._after(request)
        if key.casefold() in self._seen:
            raise malformed(f"the id '{key}' is used twice.")
        self._seen.add(key.casefold())
        return Part(key, self._inner(request, str(method), url), after)

    def _after(self, request: Mapping[str, object]) -> frozenset[str]:
        names = request.get("dependsOn") or []
        if not isinstance(names, list):
            raise malformed("dependsOn is no array.")
        after = frozenset(str(name).casefold() for name in names)
        if not after <= self._seen:
            raise malformed("Invalid dependency: dependsOn names no earlier request.")
        return after

    def _inner(self, request: Mapping[str, object], method: str, url: str) -> Call:
        given = request.get("headers") or {}
        if not isinstance(given, dict):
            raise malformed("headers is no object.")
        headers = {str(name).casefold(): str(value) for name, value in given.items()}
        body = request.get("body")
        if body is not None and "content-type" not in headers:
            raise malformed("a request with a body needs a Content-Type header.")
        split = urlsplit(url)
        path = tuple(unquote(s) for s in split.path.strip("/").split("/"))
        if split.scheme or split.netloc:
            path = (f"{split.scheme}:", *path)  # no such segment: 400 for this part
        target = f"/{self._call.version}/{url.lstrip('/')}"
        return replace(
            self._call, method=method, path=path, query=dict(parse_qsl(split.query, True)),
            headers=headers, body=b"" if body is None else json.dumps(body).encode(),
            request_id=str(uuid.uuid4()), target=target, part=True,
        )  # fmt: skip


async def batch_answer(parts: Sequence[Part], run: Run) -> Answer:
    """Runs what depends on nothing at once, the rest as soon as it may; 200 whatever they say."""
    answers: dict[str, Answer | None] = {}
    waiting = list(parts)
    while waiting:
        ready = [part for part in waiting if part.after <= answers.keys()]
        results = await asyncio.gather(*(_ran(part, answers, run) for part in ready))
        answers.update(zip((part.id.casefold() for part in ready), results, strict=True))
        waiting = [part for part in waiting if part not in ready]
    replies = [_reply(part.id, answers[part.id.casefold()]) for part in parts]
    spoiled = any(answer is not None and answer.spoiled for answer in answers.values())
    body: dict[str, object] = {"responses": [reply for reply in replies if reply is not None]}
    return Answer(200, body, spoiled=spoiled or None in replies)


async def _ran(part: Part, answers: Mapping[str, Answer | None], run: Run) -> Answer | None:
    """None when the part is to remain unanswered."""
    before = [answers[key] for key in part.after]
    if any(answer is None or not answer.ok for answer in before):
        message = "A request this one depends on has failed."
        return refused(part.call, GraphRefusal(424, "FailedDependency", message))
    try:
        return await run(part.call)
    except Dropped:
        return None


def _reply(key: str, answer: Answer | None) -> dict[str, object] | None:
    if answer is None:
        return None
    reply: dict[str, object] = {
        "id": key, "status": answer.status, "headers": dict(answer.headers)
    }  # fmt: skip
    if isinstance(answer.body, bytes):
        reply["body"] = base64.b64encode(answer.body).decode()
    elif answer.body is not None:
        reply["body"] = answer.body
    return reply
