"""The simulated tenant for tests: the real server on loopback, in a thread of the test process."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import shutil
import ssl
import threading
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from workbench.simulation.build import build_world
from workbench.simulation.server.running import Doors, Facts, serving
from workbench.simulation.world import World

PATIENCE = 30.0  # seconds for a start or an answer on a busy machine
SCOPE = "https://graph.microsoft.com/.default"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def json(self) -> dict[str, Any]:
        value = json.loads(self.data)
        assert isinstance(value, dict)
        return value


async def hung_up(loop: asyncio.AbstractEventLoop) -> None:
    """Ends connections that clients still hold: TLS would wait for their goodbye, which a loop
    about to close never hears, and the garbage of a later test would tell of them."""
    for transport in list(vars(loop)["_transports"].values()):  # asyncio has no public list
        transport.abort()
    for _ in range(3):  # the sockets are closed in a later turn
        await asyncio.sleep(0)


class SimulatedTenant:
    """A running server with its facts; ``ask`` is a plain client, ``control`` the back door."""

    def __init__(self, world: World, doors: Doors | None = None) -> None:
        self.world = world
        self._started: Future[Facts] = Future()
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        doors = doors or Doors()
        self._own = doors.record
        doors = replace(doors, record=doors.record or recording())
        self._thread = threading.Thread(target=self._run, args=(doors,), daemon=True)
        self._thread.start()
        self.facts: dict[str, Any] = dict(self._started.result(PATIENCE))
        self._tls = ssl.create_default_context(cafile=str(self.facts["ca"]))

    def _run(self, doors: Doors) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve(doors))
        except OSError as error:
            self._started.set_exception(error)
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(hung_up(self._loop))
            self._loop.close()

    async def _serve(self, doors: Doors) -> None:
        async with serving(self.world, doors) as facts:
            self._started.set_result(facts)
            await self._end.wait()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(PATIENCE)
        kept = recording()
        if self._own is not None and kept is not None:
            shutil.copyfile(self._own, kept)

    def send(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request on a connection of its own; ``url`` is absolute or begins with a slash."""
        parts = urlsplit(url if "://" in url else f"{self.facts['graph']}{url}")
        connection = self._connection(parts.scheme, parts.netloc)
        try:
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            connection.request(method, target, body, dict(headers or {}))
            answer = connection.getresponse()
            found = {name.casefold(): value for name, value in answer.getheaders()}
            return Reply(answer.status, found, answer.read())
        finally:
            connection.close()

    def _connection(self, scheme: str, netloc: str) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(netloc, timeout=PATIENCE)
        return http.client.HTTPSConnection(netloc, timeout=PATIENCE, context=self._tls)

    def sign_in(self, who: Mapping[str, str] | None = None, **changed: str) -> Reply:
        """Asks for a token with the secret of ``who``; ``changed`` replaces form fields."""
        who = who or self.facts
        form = {
            "grant_type": "client_credentials", "scope": SCOPE,
            "client_id": who["client_id"], "client_secret": who["client_secret"],
        }  # fmt: skip
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        url = f"{self.facts['authority']}/oauth2/v2.0/token"
        return self.send("POST", url, urlencode({**form, **changed}).encode(), kind)

    def token(self, who: Mapping[str, str] | None = None) -> str:
        return str(self.sign_in(who).json["access_token"])

    def control(self, do: str, **members: object) -> dict[str, Any]:
        """See ``workbench.simulation.server.control`` for the commands."""
        body = json.dumps({"do": do, **members}).encode()
        reply = self.send("POST", self.facts["control"], body)
        assert reply.status == 200, reply.data
        return reply.json

    def reset(self) -> None:
        self.control("reset")

    def faults(self, *rules: Mapping[str, object]) -> None:
        self.control("faults", rules=list(rules))

    def set(self, **settings: object) -> None:
        self.control("settings", set=settings)

    def effects(self) -> list[dict[str, Any]]:
        """All changes since the last reset, oldest first."""
        return list(self.control("effects")["effects"])

    def requests(self) -> list[dict[str, Any]]:
        """All requests to Graph since the last reset, oldest first; status 0: never answered."""
        return list(self.control("requests")["requests"])

    def messages(self, **wanted: str) -> list[dict[str, Any]]:
        """Where copies lie; ``mailbox`` or ``internet_id`` narrow it down."""
        return list(self.control("messages", **wanted)["messages"])

    def user(self, act: str, **members: str) -> str | None:
        """A user acts at the mailbox."""
        answer = self.control("user", act=act, **members)["id"]
        return None if answer is None else str(answer)


def recording() -> Path | None:
    """A file of its own for a tenant's traffic, in the folder that WORKBENCH_RECORD names."""
    folder = os.environ.get("WORKBENCH_RECORD")
    return Path(folder) / f"{uuid.uuid4()}.jsonl" if folder else None


class GraphClient:
    """A signed-in client that knows no retries, for tests of the server itself."""

    def __init__(self, tenant: SimulatedTenant, who: Mapping[str, str] | None = None) -> None:
        self._tenant = tenant
        self._token = tenant.token(who)

    def ask(
        self, method: str, url: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """``body`` is sent as JSON."""
        sent = {"Authorization": f"Bearer {self._token}", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        return self._tenant.send(method, url, data, sent)

    def get(self, url: str, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("GET", url, None, named)

    def batch(self, *requests: Mapping[str, object], version: str = "v1.0") -> Reply:
        return self.ask("POST", f"/{version}/$batch", {"requests": list(requests)})

    def pages(self, url: str) -> list[list[dict[str, Any]]]:
        """The items of each page, following next links."""
        found, following = [], url
        while following:
            page = self.get(following).json
            found.append(page["value"])
            following = str(page.get("@odata.nextLink", ""))
        return found

    def all(self, url: str) -> list[dict[str, Any]]:
        return [item for page in self.pages(url) for item in page]


def replies(batch: Reply) -> dict[str, dict[str, Any]]:
    """The answers of a batch by id."""
    answers: Sequence[dict[str, Any]] = batch.json["responses"]
    return {answer["id"]: answer for answer in answers}


def small_tenant(mailboxes: int = 12, messages: int = 200) -> SimulatedTenant:
    """The company of the demo in small; whoever calls closes it."""
    return SimulatedTenant(build_world(2026, mailboxes, messages, 30, now=datetime.now(UTC)))
