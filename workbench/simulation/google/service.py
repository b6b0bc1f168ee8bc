"""Takes a request to a Google API through faults, sign-in and quota to the operation it means."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from workbench.simulation.google import bystanders
from workbench.simulation.google.batch import batch_answer, parts_of
from workbench.simulation.google.calls import GoogleCall, GoogleRefusal, refused
from workbench.simulation.google.identity import TOKEN_PATH, GoogleIdentity
from workbench.simulation.google.routes import Route, route_of
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.google.spending import Spent
from workbench.simulation.server.calls import Answer, Dropped, GraphRefusal
from workbench.simulation.server.faults import Faults, Rule, spoiled

PROJECT = ""  # for a subject: all of them
HEADS = frozenset({"gmail", "admin", "v1beta1", "calendar", "batch", TOKEN_PATH[0]})


class GoogleService:
    """One customer's Google APIs; ``faults`` are shared with the other face of the tenant."""

    def __init__(self, site: GoogleSite, identity: GoogleIdentity, faults: Faults) -> None:
        self.site = site
        self.identity = identity
        self._faults = faults
        self._spent: dict[str, Spent] = {}
        self.requests: deque[dict[str, object]] = deque(maxlen=100_000)

    def reset(self) -> None:
        self.site.reset()
        self._spent.clear()
        self.requests.clear()

    def knows(self, path: tuple[str, ...]) -> bool:
        """Whether the first piece of a path is one of Google's."""
        return path[:1] != () and path[0] in HEADS

    def token(self, form: Mapping[str, str], audience: str) -> Answer:
        return self.identity.answer(form, audience)

    async def answer(self, call: GoogleCall) -> Answer:
        """Raises Dropped when the connection is to end instead."""
        rules = self._faults.of(call, self.site.chance()) if self._faults.rules else []
        try:
            answer = await self._before(call, rules)
            answer = answer or await self._admitted(call, rules)
        except GoogleRefusal as refusal:
            answer = refused(refusal)
        dropped = any(rule.fault == "drop-after" for rule in rules)
        self._remember(call, 0 if dropped else answer.status)
        if dropped:
            raise Dropped
        return spoiled(answer, rules, call)

    def _remember(self, call: GoogleCall, status: int) -> None:
        self.requests.append({
            "method": call.method, "target": call.target, "status": status, "part": call.part,
            "subject": call.subject,
        })  # fmt: skip

    async def _before(self, call: GoogleCall, rules: list[Rule]) -> Answer | None:
        for rule in rules:
            match rule.fault:
                case "slow":
                    await asyncio.sleep(rule.seconds)
                case "drop-before":
                    self._remember(call, 0)
                    raise Dropped
                case "status":
                    return _staged(rule)
                case "revoke":
                    self.site.settings.revoked.append(rule.text)
                case "user-moves" | "user-deletes" | "id-changes" | "folder-deleted":
                    bystanders.act(self.site, rule.fault, call)
                case "expire":
                    self.identity.forget()
                case "redirect":
                    return Answer(307, None, {"Location": rule.link(call)})
        return None

    async def _admitted(self, call: GoogleCall, rules: list[Rule]) -> Answer:
        if call.path[0] == "batch" and call.method == "POST" and not call.part:
            self.identity.caller(call)
            faults = frozenset(rule.fault for rule in rules)
            return await batch_answer(parts_of(call), self.answer, faults)
        issued = self.identity.caller(call)
        call = replace(call, subject=issued.subject, scopes=issued.scopes)
        route, names = route_of(call)
        if not route.scopes & call.scopes:
            raise GoogleRefusal(403, "Request had insufficient authentication scopes.")
        if route.is_mail:
            self._spend(call.subject, route.units)
        await asyncio.sleep(self.site.settings.latency)
        return self._operated(route, call, names, rules)

    def _operated(
        self, route: Route, call: GoogleCall, names: Mapping[str, str], rules: list[Rule]
    ) -> Answer:
        answer = route.handler(self.site, call, names)
        if any(rule.fault == "duplicate" for rule in rules):
            answer = route.handler(self.site, call, names)
        return answer

    def _spend(self, subject: str, units: int) -> None:
        """429 above the units of a user's, or of the project's, minute, without a Retry-After to
        rely on."""
        settings = self.site.settings
        whose = ((subject, settings.google_units), (PROJECT, settings.google_project))
        for name, most in whose:
            if self._spent.setdefault(name, Spent()).lately + units > most:
                words = "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute"
                user = "" if name == PROJECT else " per user"
                raise GoogleRefusal(429, f"{words}{user}'", "rateLimitExceeded", "usageLimits")
        for name, _ in whose:
            self._spent[name].add(units)


def _staged(rule: Rule) -> Answer:
    """A refusal the control asked for, in Google's shape."""
    refusal: GraphRefusal = rule.refusal()
    reason = rule.code if rule.code else ""
    domain = "usageLimits" if "ateLimit" in reason else "global"
    answer = refused(GoogleRefusal(refusal.status, refusal.message, reason, domain))
    return answer.with_headers(refusal.headers)
