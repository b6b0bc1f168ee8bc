"""Misbehaviour on demand: rules that pick requests and say what goes wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Protocol

from workbench.simulation.server.calls import Answer, GraphRefusal

KINDS = {
    "status",  # answer ``status`` instead, without effect
    "drop-before",  # the connection ends, nothing has happened
    "drop-after",  # the connection ends, the effect has happened
    "slow",  # ``seconds`` pass first
    "duplicate",  # the request arrives twice
    "revoke",  # the right ``text`` is taken away from here on
    "user-moves",  # a user moves the message that the request names, just before it is answered
    "user-deletes",  # ... deletes it
    "id-changes",  # it gets another id, as when it goes to an archive (Gmail's never do)
    "folder-deleted",  # the folder that the message is to go to is deleted
    "expire",  # the token used is forgotten: 401 from here on
    "redirect",  # 307 to ``location``
    "next-link",  # the next link is replaced by ``location``
    "body",  # ``text``, repeated ``repeat`` times, instead of the body
    "empty-page",  # no items, but the next link of a page of none
    "batch-reorder",  # parts are answered backwards
    "batch-cut",  # the last half of the parts is not answered
}
CODES = {
    401: "InvalidAuthenticationToken", 403: "ErrorAccessDenied", 404: "ErrorItemNotFound",
    409: "ErrorIrresolvableConflict", 412: "ErrorIrresolvableConflict",
    423: "ErrorAccessDenied", 429: "ApplicationThrottled", 500: "ErrorInternalServerError",
    503: "ErrorServerBusy", 504: "GatewayTimeout", 507: "ErrorQuotaExceeded",
}  # fmt: skip


class Faultable(Protocol):
    """A request to either face of the tenant."""

    @property
    def method(self) -> str: ...

    @property
    def target(self) -> str: ...

    @property
    def origin(self) -> str: ...

    @property
    def part(self) -> bool: ...


class BadRule(Exception):
    """The rule cannot be understood; for whoever wrote it."""


@dataclass(slots=True)
class Rule:
    """Fits requests by method, a regular expression on the path, and a share of them.

    All rules see the same draw for a request: two whose spans from ``above`` on do not overlap
    never hit it together.  The first ``skip`` that fit pass; then ``times`` are hit (all when
    negative).  ``scope`` is "outer" for requests as such, "part" for parts of a batch, "any" for
    both.
    """

    fault: str
    method: str = ""
    path: str = ""
    scope: str = "any"
    probability: float = 1.0
    above: float = 0.0
    skip: int = 0
    times: int = -1
    status: int = 503
    code: str = ""
    retry_after: str = ""  # seconds, "date" or "past"; no header when empty
    seconds: float = 0.0
    location: str = ""  # {origin} and {host} stand for ours, {target} for path and query
    text: str = ""
    repeat: int = 1
    hits: int = 0

    def fits(self, call: Faultable) -> bool:
        if self.method and self.method != call.method:
            return False
        if self.scope != "any" and (self.scope == "part") != call.part:
            return False
        return re.search(self.path, call.target) is not None

    def link(self, call: Faultable) -> str:
        """Where a redirect or a next link leads."""
        values = {"origin": call.origin, "host": call.origin.partition("://")[2]}
        values["target"] = call.target
        return re.sub(r"\{(origin|host|target)\}", lambda m: values[m[1]], self.location)

    @property
    def silent(self) -> bool:
        """Throttles without saying until when, as Outlook never does."""
        return self.fault == "status" and self.status == 429 and not self.retry_after

    def refusal(self) -> GraphRefusal:
        headers = {}
        if self.retry_after:
            headers["Retry-After"] = _retry_after(self.retry_after)
        if self.status == 401:
            headers["WWW-Authenticate"] = CHALLENGE
        code = self.code or CODES.get(self.status, "UnknownError")
        return GraphRefusal(self.status, code, "The simulated tenant was told to refuse.", headers)


CHALLENGE = 'Bearer error="invalid_token"'  # RFC 6750 section 3: a 401 says how to sign in


def _retry_after(wanted: str) -> str:
    """RFC 9110 section 10.2.3: seconds, or a date (one second ahead, or an hour ago as where the
    clocks of the two sides differ)."""
    ahead = {"date": timedelta(seconds=1), "past": timedelta(hours=-1)}.get(wanted)
    return wanted if ahead is None else format_datetime(datetime.now(UTC) + ahead, usegmt=True)


def rule_from(members: Mapping[str, object]) -> Rule:
    """A rule from its JSON object; BadRule names what is wrong."""
    known = {item.name for item in fields(Rule)} - {"hits"}
    unknown = set(members) - known
    if unknown or members.get("fault") not in KINDS:
        raise BadRule(f"unknown fault or members: {members.get('fault')} {sorted(unknown)}")
    rule = Rule(**members)  # type: ignore[arg-type] # names checked above, values by their use
    try:
        re.compile(rule.path)
    except re.error as error:
        raise BadRule(f"path is no regular expression: {error}") from error
    return rule


@dataclass(slots=True)
class Faults:
    """The rules in force, oldest first."""

    rules: list[Rule] = field(default_factory=list)

    def of(self, call: Faultable, chance: float) -> list[Rule]:
        """The rules that hit this request; ``chance`` is its draw from 0 to 1."""
        return [rule for rule in self.rules if _hits(rule, call, chance)]


def _hits(rule: Rule, call: Faultable, chance: float) -> bool:
    if not rule.fits(call) or not rule.above <= chance < rule.above + rule.probability:
        return False
    if rule.skip > 0:
        rule.skip -= 1
        return False
    if rule.times == 0:
        return False
    rule.times -= 1 if rule.times > 0 else 0
    rule.hits += 1
    return True


def spoiled(answer: Answer, rules: list[Rule], call: Faultable) -> Answer:
    """The answer after the rules that touch its body."""
    body = answer.body
    for rule in rules:
        if rule.fault == "body":
            return Answer(answer.status, rule.text.encode() * rule.repeat, answer.headers, True)
        if isinstance(body, dict):
            body = _spoiled(dict(body), rule, call)
    return Answer(answer.status, body, answer.headers, answer.spoiled or body != answer.body)


def _spoiled(body: dict[str, object], rule: Rule, call: Faultable) -> dict[str, object]:
    replies = body.get("responses")
    match rule.fault:
        case "next-link" if "@odata.nextLink" in body:
            body["@odata.nextLink"] = rule.link(call)
        case "empty-page" if "@odata.nextLink" in body:
            body["value"] = []
            body["@odata.nextLink"] = f"{call.origin}{call.target}"
        case "batch-reorder" if isinstance(replies, list):
            body["responses"] = replies[::-1]
        case "batch-cut" if isinstance(replies, list):
            body["responses"] = replies[: len(replies) // 2]
    return body
