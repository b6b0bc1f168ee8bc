"""The HTTP face: turns requests into calls, answers into responses, and drops connections."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from aiohttp import web

from workbench.simulation.google.calls import GoogleCall
from workbench.simulation.google.identity import TOKEN_PATH
from workbench.simulation.google.installed import AUTH_PATH
from workbench.simulation.google.service import GoogleService
from workbench.simulation.server.calls import Answer, Call, Dropped
from workbench.simulation.server.control import BadCommand, Control
from workbench.simulation.server.identity import Identity
from workbench.simulation.server.recording import Recorder
from workbench.simulation.server.service import Service
from workbench.simulation.server.usage import DOWNLOADS, download

BODY_LIMIT = 4 * 1024 * 1024  # bytes; Graph's own limit for a request
CHUNK = 64 * 1024  # bytes of raw mail written at a time
VERSIONS = {"v1.0", "beta"}


@dataclass(frozen=True, slots=True)
class Face:
    """``control_path`` is random, so that only who started the server finds it."""

    service: Service
    google: GoogleService
    identity: Identity
    control: Control
    control_path: str
    recorder: Recorder | None

    def application(self) -> web.Application:
        application = web.Application(client_max_size=BODY_LIMIT)
        application.router.add_route("*", "/{path:.*}", self.handle)
        return application

    async def handle(self, request: web.Request) -> web.StreamResponse:
        try:
            body = await request.read()
        except ConnectionResetError:  # the client died in the middle of its question
            return _cut(request)
        if request.path == self.control_path:
            return self._controlled(body)
        try:
            recorded, answer = await self._answered(request, body)
        except Dropped:
            return _cut(request)
        # An answer that was spoiled on purpose is no testimony of how the service answers.
        if self.recorder is not None and not answer.spoiled:
            call = (request.method, str(request.url), request.headers, recorded)
            self.recorder.write(call, (answer.status, answer.headers, answer.body))
        return await _sent(request, answer)

    async def _answered(self, request: web.Request, body: bytes) -> tuple[object, Answer]:
        """The request's body as it may be recorded, and the answer."""
        origin = f"{request.scheme}://{request.host}"
        target = urlsplit(request.raw_path)
        path = tuple(_segments(target.path))
        if path[:1] and path[0] in VERSIONS:
            return body, await self.service.answer(_call(request, path, body, origin))
        if self.google.knows(path) and path != TOKEN_PATH:
            return body, await self.google.answer(_google_call(request, path, body, origin))
        if path[:-1] == DOWNLOADS:
            return body, download(self.service.site, path)
        if path == AUTH_PATH:
            return body, self.google.identity.installed.authorize(dict(parse_qsl(target.query)))
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        if path == TOKEN_PATH:
            answer = self.google.token(form, f"{origin}{request.path}")
        else:
            answer = self.identity.answer(
                request.method, path or ("",), form, origin, dict(parse_qsl(target.query))
            )
        kept = self.recorder.form(form) if self.recorder and form else None
        return kept, answer

    def _controlled(self, body: bytes) -> web.Response:
        try:
            members = json.loads(body)
            return web.json_response(self.control.run(members))
        except (ValueError, RecursionError, BadCommand) as error:
            return web.json_response({"error": str(error)}, status=400)


def _call(request: web.Request, path: tuple[str, ...], body: bytes, origin: str) -> Call:
    target = urlsplit(request.raw_path)
    return Call(
        method=request.method,
        version=path[0],
        path=path[1:],
        query=dict(parse_qsl(target.query, keep_blank_values=True)),
        headers={name.casefold(): value for name, value in request.headers.items()},
        body=body,
        origin=origin,
        request_id=str(uuid.uuid4()),
        target=request.raw_path,
    )


def _google_call(
    request: web.Request, path: tuple[str, ...], body: bytes, origin: str
) -> GoogleCall:
    target = urlsplit(request.raw_path)
    return GoogleCall(
        method=request.method,
        path=path,
        query=tuple(parse_qsl(target.query, keep_blank_values=True)),
        headers={name.casefold(): value for name, value in request.headers.items()},
        body=body,
        origin=origin,
        target=request.raw_path,
    )


def _segments(path: str) -> Iterable[str]:
    """Decoded; ``users('id')`` is the same as ``users/id``."""
    for piece in path.strip("/").split("/"):
        match = re.fullmatch(r"(\w+)\('([^']*)'\)", unquote(piece))
        yield from match.groups() if match else (unquote(piece),)


def _cut(request: web.Request) -> web.Response:
    """Ends the connection; what is returned never arrives."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def _sent(request: web.Request, answer: Answer) -> web.StreamResponse:
    if isinstance(answer.body, bytes) and len(answer.body) > CHUNK:
        return await _streamed(request, answer.status, answer)
    if isinstance(answer.body, dict):
        body = json.dumps(answer.body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", **answer.headers}
        return web.Response(status=answer.status, body=body, headers=headers)
    return web.Response(status=answer.status, body=answer.body, headers=dict(answer.headers))


async def _streamed(request: web.Request, status: int, answer: Answer) -> web.StreamResponse:
    response = web.StreamResponse(status=status, headers=dict(answer.headers))
    response.enable_chunked_encoding()
    await response.prepare(request)
    data = answer.body if isinstance(answer.body, bytes) else b""
    for start in range(0, len(data), CHUNK):
        await response.write(data[start : start + CHUNK])
    await response.write_eof()
    return response
