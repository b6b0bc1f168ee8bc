"""What only the past can tell: whether this sender wrote here before."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Need, Observation
from analyzers.model.unit import Context, Unit, Unreadable

KIND = "sender-history"
WHY = "sender history: whether this sender wrote here before is not known"


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Needs ``sender-history`` of the From address; the answer is shown as it is given."""
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its sender is unknown")
    addresses = [a.address.casefold() for a in message.sender if a.address]
    for address in addresses[:1]:
        answer = context.answers.get((KIND, address))
        if answer is None:
            yield Need(KIND, address, WHY)
        else:
            yield Fact("Sender before", answer)


UNIT = Unit("sender history", 1, frozenset({"eml", "msg"}), _examine)
