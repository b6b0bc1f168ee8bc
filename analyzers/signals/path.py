"""The way the message took, whose word each line of it is, and what in it cannot be true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from analyzers.lib.boundary import Ours
from analyzers.lib.delivery import delivered_because
from analyzers.lib.exchange import is_online, stamp
from analyzers.lib.gateways import verdicts
from analyzers.lib.hops import IMPORTS, transport_path, trusted_reach
from analyzers.lib.named import fields
from analyzers.lib.oddities import IMPOSSIBLE, span
from analyzers.model.artifact import Artifact
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Message
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.path import Direction, Submission, TransportPath
from analyzers.model.unit import Context, Unit, Unreadable

_HOUR: Final = 3600.0
_DAY: Final = 24 * _HOUR
_LATE: Final = 7 * _DAY  # a message older than that when it was handed in; queues give up after 5
_BACK: Final = 2 * _HOUR  # what a wrong zone and summer time explain
_NEAR: Final = (Fidelity.ORIGINAL, Fidelity.RESERIALISED)  # copies from our own mailboxes
_SIGNED: Final = ("dkim-signature", "domainkey-signature")
_LISTS: Final = ("list-id", "list-post", "mailing-list")


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so the way it took is unknown")
    path = transport_path(message, context)
    filters = verdicts(message, path, trusted_reach(message, path, context))
    path = replace(path, delivered_because=delivered_because(path, filters))
    yield path
    yield from _facts(path, context.fidelity)
    yield from _internal(message, path)
    yield from _direct_send(message, path, context)
    yield from _impossible(message, path)
    yield from _backwards(message, path)
    yield from _date(message, path)
    if path.unread:
        title = "The message passed more servers than are read"
        evidence = f"{path.unread} lines beyond the newest {len(path.hops)}"
        yield Finding("limit.path.hops", Severity.LOW, title, evidence, "Received")


def _facts(path: TransportPath, fidelity: Fidelity) -> Iterator[Fact]:
    if path.direction is not Direction.UNKNOWN:
        yield Fact("Direction", f"{path.direction}: {path.direction_reason}")
    if path.submission is not Submission.UNKNOWN:
        yield Fact("Entered", f"{path.submission}: {path.submission_reason}")
    if path.delivered_because:
        yield Fact("Delivered because", path.delivered_because)
    if path.hops:
        caution = f"; this is {fidelity}" if path.boundary >= 0 and fidelity not in _NEAR else ""
        yield Fact("Our servers", path.boundary_reason + caution)


def _internal(message: Message, path: TransportPath) -> Iterator[Finding]:
    internal = path.direction is Direction.INTERNAL and path.boundary >= 0
    if internal and not fields(message).has(*_SIGNED):
        title = "Internal mail bears no DKIM signature; its absence means nothing"
        yield Finding("path.internal", Severity.INFO, title, path.submission_reason)


def _direct_send(message: Message, path: TransportPath, context: Context) -> Iterator[Finding]:
    sender = message.sender[0].address if message.sender else ""
    evidence = f"{sender} from {path.origin_address or 'an unknown address'}"
    if path.submission is Submission.DIRECT_SEND:
        title = "From is one of ours, but nobody of ours signed in: Direct Send"
        evidence = f"{evidence}: {path.submission_reason}"
        yield Finding("path.direct-send", Severity.HIGH, title, evidence, "From")
    elif _may_be_direct(message, path, context):
        title = "From is one of ours, and the receiving Exchange calls the sender anonymous"
        evidence = f"{evidence}; whether that Exchange is ours is not known"
        yield Finding("path.direct-send", Severity.INFO, title, evidence, "From")


def _may_be_direct(message: Message, path: TransportPath, context: Context) -> bool:
    """The same signs in a copy of which no line is known to be ours."""
    if path.boundary >= 0 or not path.hops or not is_online(path.hops[0]):
        return False
    ours = Ours.of(context)
    if not any(ours.address(sender.address) for sender in message.sender[:20]):
        return False
    named = fields(message)
    stamped = stamp(named)
    anonymous = stamped.auth_as == "anonymous" and not stamped.relayed
    return anonymous and not named.has(*_LISTS)


def _impossible(message: Message, path: TransportPath) -> Iterator[Finding]:
    for hop in path.hops:
        found = [note for note in hop.notes if note.startswith(IMPOSSIBLE)]
        if found and hop.index > path.boundary:
            title = "A server line tells what cannot be: somebody made it up"
            evidence = f"line {hop.index + 1}: {found[0]}"
            where = message.headers[hop.header].name
            yield Finding("path.hop.impossible", Severity.LOW, title, evidence, where)
            return


def _backwards(message: Message, path: TransportPath) -> Iterator[Finding]:
    """The worst place at which time runs backwards."""
    odd = [hop for hop in path.hops if hop.seconds is not None and hop.seconds < -_BACK]
    worst = min(odd, key=lambda hop: hop.seconds or 0.0, default=None)
    if worst is None or worst.seconds is None:
        return
    severity = Severity.LOW if worst.seconds < -_DAY else Severity.INFO
    title = "A server line is older than one it should follow: a clock is wrong, or it is made up"
    server = worst.server or "an unnamed server"
    evidence = f"line {worst.index + 1} by {server}: {worst.time}, {span(-worst.seconds)} earlier"
    yield Finding("path.hop.time", severity, title, evidence, message.headers[worst.header].name)


def _date(message: Message, path: TransportPath) -> Iterator[Finding]:
    """Date against the line at which the receiving side took the message, else the newest."""
    times = [hop.time for hop in path.hops[max(path.handover, 0) :] if hop.time]
    times = times or [hop.time for hop in path.hops if hop.time]
    if not times or not message.date:
        return
    taken = datetime.fromisoformat(times[0])
    ahead = (datetime.fromisoformat(message.date) - taken).total_seconds()
    evidence = f"Date: {message.date}; taken in at {times[0]}"
    if ahead > _DAY:
        title = f"Date lies {span(ahead)} after the moment the message was taken in"
        yield Finding("path.date.skew", Severity.LOW, title, evidence, "Date")
    elif ahead < -_LATE:
        title = f"Date lies {span(-ahead)} before the moment the message was taken in"
        yield Finding("path.date.skew", Severity.INFO, title, evidence, "Date")


UNIT = Unit("transport path", 1, frozenset({"eml", "msg"}), _examine, IMPORTS)
