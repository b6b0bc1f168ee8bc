"""Takes a request to Graph through admission, limits and faults to the operation it means."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from workbench.simulation.server import bystanders, sharing
from workbench.simulation.server.batch import BatchReader, batch_answer
from workbench.simulation.server.calls import (
    Answer,
    Call,
    Dropped,
    GraphRefusal,
    finished,
    refused,
)
from workbench.simulation.server.faults import Faults, Rule, spoiled
from workbench.simulation.server.routes import Route, route_of
from workbench.simulation.server.site import Site, not_found
from workbench.simulation.server.throttling import Throttle
from workbench.simulation.server.tokens import Issued, Registration, Tokens

REQUESTS_KEPT = 100_000  # the log of requests forgets the oldest
GRAPH_APP = "00000003-0000-0000-c000-000000000000"  # Microsoft Graph's own application id


class Service:
    """One tenant's Graph."""

    def __init__(
        self, site: Site, tokens: Tokens, registrations: Mapping[str, Registration]
    ) -> None:
        self.site = site
        self.tokens = tokens
        self.faults = Faults()
        self.throttle = Throttle(site.settings)
        self._registrations = registrations
        self.requests: deque[dict[str, object]] = deque(maxlen=REQUESTS_KEPT)

    def reset(self) -> None:
        """Back to the start; tokens stay valid."""
        self.site.reset()
        self.throttle.reset()
        self.faults.rules.clear()
        self.requests.clear()
        self.tokens.demanding = False

    async def answer(self, call: Call) -> Answer:
        """Answers every call; raises Dropped when the connection is to end instead."""
        rules = self._rules(call)
        try:
            answer = await self._before(call, rules)
            if answer is None:
                answer = await self._admitted(self._signed_in(call), rules)
        except GraphRefusal as refusal:
            answer = refused(call, refusal)
        return self._after(call, answer, rules)

    def _remember(self, call: Call, status: int) -> None:
        """``status`` is 0 for what was never answered."""
        self.requests.append({
            "method": call.method, "target": call.target, "status": status, "part": call.part,
            "request_id": call.request_id, "client_request_id": call.client_request_id,
        })  # fmt: skip

    async def part(self, call: Call) -> Answer:
        """Answers one part of a batch whose sender was admitted already."""
        rules = self._rules(call)
        try:
            answer = await self._before(call, rules) or await self._operated(call, rules)
        except GraphRefusal as refusal:
            answer = refused(call, refusal)
        return self._after(call, answer, rules)

    def _rules(self, call: Call) -> list[Rule]:
        return self.faults.of(call, self.site.chance()) if self.faults.rules else []

    async def _before(self, call: Call, rules: list[Rule]) -> Answer | None:
        """What goes wrong before anything has happened."""
        for rule in rules:
            match rule.fault:
                case "slow":
                    await asyncio.sleep(rule.seconds)
                case "drop-before":
                    self._remember(call, 0)
                    raise Dropped
                case "status":
                    raise rule.refusal()
                case "revoke":
                    self.site.settings.revoked.append(rule.text)
                case "user-moves" | "user-deletes" | "id-changes" | "folder-deleted":
                    bystanders.act(self.site, rule.fault, call)
                case "expire":
                    self.tokens.forget([_bearer(call)])
                case "redirect":
                    return Answer(307, None, {"Location": rule.link(call)})
        return None

    def _after(self, call: Call, answer: Answer, rules: list[Rule]) -> Answer:
        if any(rule.fault == "drop-after" for rule in rules):
            self._remember(call, 0)
            raise Dropped
        self._remember(call, answer.status)
        if any(rule.silent for rule in rules):
            answer = replace(answer, spoiled=True)
        return finished(call, spoiled(answer, rules, call))

    def _signed_in(self, call: Call) -> Call:
        issued = self.tokens.found(_bearer(call))
        if issued is not None and self.tokens.demanding and not issued.answered:
            raise _challenged(call, issued)
        if issued is not None and issued.user:
            scopes = issued.scopes.difference(self.site.settings.revoked)
            return replace(call, client_id=issued.client_id, user=issued.user, roles=scopes)
        registration = self._registrations.get(issued.client_id) if issued else None
        if registration is None:
            raise _unauthorized(call)
        roles = registration.roles.difference(self.site.settings.revoked)
        return replace(call, client_id=registration.client_id, roles=roles)

    async def _admitted(self, call: Call, rules: list[Rule]) -> Answer:
        if call.path == ("$batch",) and call.method == "POST":
            return await batch_answer(BatchReader(call).parts(), self.part)
        return await self._operated(call, rules)

    async def _operated(self, call: Call, rules: list[Rule]) -> Answer:
        route, names = route_of(call)
        if not route.roles & self._held(call, route, names):
            raise _forbidden(route)
        answer = await self._limited(call, route, names)
        if any(rule.fault == "duplicate" for rule in rules):
            answer = await self._limited(call, route, names)
        return answer

    def _held(self, call: Call, route: Route, names: Mapping[str, str]) -> frozenset[str]:
        """What the token is worth here: a user's in a mailbox that is open to them alone."""
        if not route.is_mail:
            return call.roles
        if not call.user:
            return call.roles | set(self.site.settings.exchange)
        person = self.site.state.person(names["user"])
        if person is None:
            return call.roles
        held = sharing.scopes_for(call.user, person, call.roles)
        if not sharing.is_open(self.site.world, self.site.settings, call.user, person):
            if self.site.settings.hides_unshared and held:
                raise not_found()
            return frozenset()
        return held

    async def _limited(self, call: Call, route: Route, names: Mapping[str, str]) -> Answer:
        lane = self._lane(call, names) if route.is_mail else None
        self.throttle.count(call.client_id)
        if lane is not None:
            self.throttle.enter(lane)
        try:
            # Even at no latency others get their turn here, so that concurrency shows.
            await asyncio.sleep(self.site.settings.latency)
            return route.handler(self.site, call, names)
        finally:
            if lane is not None:
                self.throttle.leave(lane)

    def _lane(self, call: Call, names: Mapping[str, str]) -> tuple[str, str]:
        """However the mailbox is named."""
        if self.site.settings.across_mailboxes:
            return call.client_id, ""
        person = self.site.state.person(names["user"])
        return call.client_id, person.key if person else ""


def _bearer(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else ""


def _unauthorized(call: Call) -> GraphRefusal:
    challenge = (
        f'Bearer realm="", authorization_uri="{call.origin}/common/oauth2/authorize", '
        f'client_id="{GRAPH_APP}"'
    )
    message = "Lifetime validation failed, the token is expired or not valid."
    return GraphRefusal(401, "InvalidAuthenticationToken", message, {"WWW-Authenticate": challenge})


def _challenged(call: Call, issued: Issued) -> GraphRefusal:
    """https://learn.microsoft.com/entra/identity-platform/claims-challenge"""
    if not issued.capable:
        return _unauthorized(call)
    wanted = {"access_token": {"nbf": {"essential": True, "value": str(int(time.time()))}}}
    claims = base64.b64encode(json.dumps(wanted).encode()).decode()
    challenge = (
        f'Bearer realm="", authorization_uri="{call.origin}/common/oauth2/authorize", '
        f'client_id="{GRAPH_APP}", error="insufficient_claims", claims="{claims}"'
    )
    message = "Continuous access evaluation resulted in challenge with result: InteractionRequired."
    return GraphRefusal(401, "InvalidAuthenticationToken", message, {"WWW-Authenticate": challenge})


def _forbidden(route: Route) -> GraphRefusal:
    if route.is_mail:
        message = "Access is denied. Check credentials and try again."
        return GraphRefusal(403, "ErrorAccessDenied", message)
    message = "Insufficient privileges to complete the operation."
    return GraphRefusal(403, "Authorization_RequestDenied", message)
