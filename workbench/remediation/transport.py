"""The two bulk calls of an action, with every way they can fail made a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.connectors.port import Connector, Move, MoveReply, Reply, Sighting
from workbench.errors import ConnectorError, PermissionMissing, SignInNeeded, Throttled, Untrusted
from workbench.model.mail import MessageRef
from workbench.model.remediation import ActionState
from workbench.remediation.items import Item
from workbench.remediation.pace import Pace

BUSY = 0.25  # of the parts; fewer are single mailboxes, whose items wait by themselves
MAX_FAILURES = 8  # calls in a row without any answer; then the network is down


@dataclass(frozen=True, slots=True)
class Ending:
    """Why an action cannot go on by itself."""

    state: ActionState
    note: str


class Transport:
    """``ending`` is set once a call failed in a way that concerns the whole action."""

    def __init__(self, connector: Connector, pace: Pace) -> None:
        self._connector = connector
        self._pace = pace
        self._failures = 0
        self.ending: Ending | None = None

    async def look(self, items: Sequence[Item]) -> list[Sighting] | None:
        """In the order asked; None when the call as a whole brought nothing."""
        refs = [item.ref for item in items]
        try:
            async with self._pace.slot():
                seen = await self._connector.look(refs)
        except ConnectorError as error:
            self.fail(error)
            return None
        self._succeed()
        by_ref = {sighting.ref: sighting for sighting in seen}
        answers = [by_ref.get(ref) or Sighting(ref, Reply.UNKNOWN) for ref in refs]
        self._note([(a.reply, a.retry_after) for a in answers])
        return answers

    async def move(self, moves: Sequence[Move]) -> list[MoveReply]:
        """In the order asked; a call that failed as a whole leaves each part unknown."""
        try:
            async with self._pace.slot():
                replies = await self._connector.move(moves)
        except ConnectorError as error:
            self.fail(error)
            busy = isinstance(error, Throttled)
            reply = Reply.BUSY if busy else Reply.UNKNOWN
            return [MoveReply(move.ref, reply, detail=str(error)) for move in moves]
        self._succeed()
        by_ref: dict[MessageRef, MoveReply] = {reply.ref: reply for reply in replies}
        answers = [by_ref.get(m.ref) or MoveReply(m.ref, Reply.UNKNOWN) for m in moves]
        self._note([(a.reply, a.retry_after) for a in answers])
        return answers

    def fail(self, error: ConnectorError) -> None:
        """Takes note of a call that failed as a whole."""
        self._failures += 1
        if isinstance(error, SignInNeeded):
            self.end(ActionState.PAUSED, f"Sign in again: {error}")
        elif isinstance(error, PermissionMissing | Untrusted):
            self.end(ActionState.HALTED, str(error))
        elif isinstance(error, Throttled):
            self._failures -= 1
            self._pace.busy(error.retry_after)
        elif self._failures >= MAX_FAILURES:
            self.end(ActionState.PAUSED, f"The tenant does not answer: {error}")
        self._require_patience()

    def _succeed(self) -> None:
        self._failures = 0

    def _note(self, answers: Sequence[tuple[Reply, float]]) -> None:
        busy = sum(reply is Reply.BUSY for reply, _ in answers)
        if busy > BUSY * len(answers):
            self._pace.busy()
        if busy < len(answers):
            self._pace.fine()
        self._require_patience()

    def _require_patience(self) -> None:
        if self._pace.is_exhausted:
            self.end(ActionState.PAUSED, "The tenant has been too busy for a long time")

    def end(self, state: ActionState, note: str) -> None:
        """The first reason counts."""
        self.ending = self.ending or Ending(state, note)
