"""What only the past can tell: whether this sender wrote here before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Need, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

KIND = "sender-history"
WHY = "sender history: whether this sender wrote here before is not known"
_ANSWER = re.compile(r"([0-9]{1,9}) earlier in ([0-9]{1,6}) days")


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Needs ``sender-history`` of the From address, answered as "N earlier in D days"."""
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its sender is unknown")
    for address in [a.address.casefold() for a in message.sender if a.address][:1]:
        said = _ANSWER.fullmatch(context.answers.get((KIND, address), ""))
        if said is None:
            yield Need(KIND, address, WHY)
        else:
            yield from _judge(address, int(said[1]), int(said[2]))


def _judge(address: str, earlier: int, days: int) -> Iterator[Observation]:
    span = f"in the {days} days of mail known here"
    yield Fact("Earlier from this address", f"{earlier} messages {span}")
    if not earlier:
        title = "No earlier message came from this address"
        yield Finding("sender.first-contact", Severity.LOW, title, f"{address}, {span}", "From")


UNIT = Unit("sender history", 2, frozenset({"eml", "msg"}), _examine, asks=frozenset({KIND}))
