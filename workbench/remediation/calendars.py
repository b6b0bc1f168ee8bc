"""Takes the events of an action's invitations out of calendars once the messages are out of reach,
and makes them again once an undo has put the messages back.

Read first, written down, sent, and proven by another read: found in the middle after an end of the
program, an event is read before anything is sent again.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from workbench.connectors.calendars import Calendars, calendars_of
from workbench.errors import ConnectorError, Overtaken, PermissionMissing, StoreError
from workbench.model.meetings import right_of
from workbench.model.remediation import ActionKind
from workbench.remediation import meetings
from workbench.remediation.audit import text_hash
from workbench.remediation.batch import Surroundings
from workbench.remediation.journal import Action
from workbench.remediation.meetings import OPEN, Line, State

AT_ONCE = 4  # calendars
LOOKS = 4  # reads, with a growing pause between, until a change has to show
OWNED = "whoever has this mailbox organises it, and all guests would be told"
CHANGED = "changed in the calendar since it was shown here"
ELSEWHERE = "not in the calendar itself: deleted already, or moved to another one"
UNMOVED = "its message was not moved"
STILL = "still shown in the calendar"
ALTERED = "changed since it was asked for, by that or by its owner: look at the calendar"
NO_RIGHT = "the right {} is not granted"


async def settled(around: Surroundings, action: Action) -> str:
    """A sentence on all events of the action, "" where it has none."""
    calendars = calendars_of(around.connector)
    if calendars is None:
        return ""
    found = await around.workspace.run(meetings.lines, action)
    work = _Work(around, calendars, action)
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(line: Line) -> Line:
        async with gate:
            return await work.settled(line) if line.state.value in OPEN else line

    return meetings.sentence(await asyncio.gather(*map(one, found)))


class _Work:
    def __init__(self, around: Surroundings, calendars: Calendars, action: Action) -> None:
        self._around = around
        self._calendars = calendars
        self._action = action

    async def settled(self, line: Line) -> Line:
        run, author = self._around.workspace.run, self._around.author
        step = self._made_again if self._action.kind is ActionKind.UNDO else self._taken_out
        try:
            done = await step(line)
        except (ConnectorError, StoreError) as error:
            done = _failed(line, error)
        await run(meetings.settle, author, self._action.id, done)
        return done

    async def _taken_out(self, line: Line) -> Line:
        if line.state is State.PLANNED and (why := self._against(line)):
            return replace(line, state=State.KEPT, note=why)
        held = await self._calendars.held(line.mailbox, line.key)
        asked = line.state is not State.PLANNED
        if held is None or (asked and not held.shown):
            return replace(line, state=State.REMOVED if asked else State.GONE, note="")
        if not held.shown:
            return replace(line, state=State.KEPT, note=ELSEWHERE)
        if held.meeting.owned:
            return replace(line, state=State.KEPT, note=OWNED)
        if line.state is State.INTENT:
            return await self._declined(line)
        if held.meeting.version != line.version:
            return _changed(line)
        if asked and self._calendars.may_change is False:
            return replace(line, state=State.REVIEW, note=self._no_right)
        return await self._declined(await self._intent(line, held.snapshot))

    def _against(self, line: Line) -> str:
        if self._calendars.may_change is False:
            return self._no_right
        return "cancelled" if self._action.cancelling else "" if line.moved else UNMOVED

    @property
    def _no_right(self) -> str:
        return NO_RIGHT.format(right_of(self._around.connector.tenant.provider))

    async def _declined(self, line: Line) -> Line:
        """An answer that got lost says nothing: the calendar is read whatever came."""
        problem = ""
        try:
            await self._calendars.take_out(line.mailbox, line.key, line.version)
        except Overtaken:
            return replace(line, state=State.CHANGED, note=CHANGED)
        except ConnectorError as error:
            problem = str(error)
        for number in range(LOOKS):
            await self._pause(number)
            try:
                if not await self._is_shown(line):
                    return replace(line, state=State.REMOVED, note="")
            except ConnectorError as error:
                problem = str(error)
        return replace(line, state=State.REVIEW, note=problem or STILL)

    async def _is_shown(self, line: Line) -> bool:
        held = await self._calendars.held(line.mailbox, line.key)
        return held is not None and held.shown

    async def _pause(self, number: int) -> None:
        """Before a further look."""
        if number:
            await self._around.clock.sleep(2.0**number)

    async def _made_again(self, line: Line) -> Line:
        """Its owner may have put it back from the deleted items, under its old key, under which
        Google makes it again as well: our own mark is asked for first."""
        run, vault = self._around.workspace.run, self._around.workspace.vault
        kept = await run(meetings.snapshot, vault, line)
        mark, asked = self._mark(line), line.state is not State.PLANNED
        if asked and (key := await self._calendars.made(line.mailbox, kept, mark)):
            return replace(line, state=State.BACK, made=key)
        if await self._is_shown(line):
            return replace(line, state=State.ALREADY)
        if line.state is not State.INTENT:
            line = await self._intent(line, b"")
        return await self._posted(line, kept, mark)

    def _mark(self, line: Line) -> str:
        return text_hash(f"{self._action.id}/{line.mailbox}/{line.key}")

    async def _posted(self, line: Line, kept: bytes, mark: str) -> Line:
        problem = "not seen in the calendar yet"
        try:
            await self._calendars.make_again(line.mailbox, kept, mark)
        except PermissionMissing as error:
            return replace(line, state=State.KEPT, note=str(error))
        except ConnectorError as error:
            problem = str(error)
        for number in range(LOOKS):
            await self._pause(number)
            try:
                if key := await self._calendars.made(line.mailbox, kept, mark):
                    return replace(line, state=State.BACK, made=key, note="")
            except ConnectorError as error:
                problem = str(error)
        return replace(line, state=State.REVIEW, note=problem)

    async def _intent(self, line: Line, snapshot: bytes) -> Line:
        around = self._around
        return await around.workspace.run(
            meetings.intend, around.author, around.workspace.vault, self._action.id, line, snapshot
        )


def _changed(line: Line) -> Line:
    """Before an intent by its owner; after one perhaps by what we asked for."""
    if line.state is State.PLANNED:
        return replace(line, state=State.CHANGED, note=CHANGED)
    return replace(line, state=State.REVIEW, note=ALTERED)


def _failed(line: Line, error: Exception) -> Line:
    """Before an intent nothing was sent; after one nobody knows."""
    state = State.KEPT if line.state is State.PLANNED else State.REVIEW
    return replace(line, state=state, note=str(error) or "the tenant did not answer")
