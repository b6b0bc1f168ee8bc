"""One round of one place: each page is kept with its mark before the next one is asked for."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from workbench.changes import Change, Changes
from workbench.connectors.watching import Changed, Place, Watching
from workbench.remediation.clock import Clock
from workbench.store.workspace import Workspace

MORE = timedelta(days=1)  # earlier than before, and a place is told of anew


@dataclass(slots=True)
class Position:
    """Where a place stands; ``start`` holds for the whole of a round that tells of everything."""

    mark: str = ""
    start: datetime | None = None
    caught_up: bool = False


class Rounds:
    def __init__(
        self, workspace: Workspace, connector: Watching, tenant: str, changes: Changes, clock: Clock
    ) -> None:
        self._workspace = workspace
        self._connector = connector
        self._tenant = tenant
        self._changes = changes
        self._clock = clock
        self._positions: dict[Place, Position] = {}

    async def load(self) -> None:
        """What was kept before this start of the program."""
        from workbench.store import checkpoints

        for held in await self._workspace.run(checkpoints.load, self._tenant):
            position = Position(held.mark, held.start, held.caught_up is not None)
            self._positions[held.place] = position

    def knows(self, place: Place) -> bool:
        return place in self._positions

    async def newest(self) -> dict[str, int]:
        """By mailbox when the newest copy known came."""
        from workbench.store import checkpoints

        return await self._workspace.run(checkpoints.newest, self._tenant)

    def behind(self, place: Place) -> bool:
        position = self._positions.get(place)
        return position is None or not position.caught_up

    async def run(self, place: Place, days: int) -> int:
        """To the end of the round; gives how many copies it told of."""
        position = self._positions.setdefault(place, Position())
        start = self._start(days)
        if position.start is not None and position.start - start > MORE:
            position.mark = ""  # more of the past is wanted than was told
        elif position.mark and position.start is not None:
            start = position.start
        count = 0
        pages = self._connector.changes(place, position.mark, start)
        async with aclosing(pages) as round_:  # type: ignore[type-var] # an asynchronous generator in all of ours
            async for page in round_:
                await self._keep(page, position, start)
                count += len(page.copies) + len(page.left)
        return count

    async def forget(self, place: Place) -> None:
        """The next round tells of everything."""
        from workbench.store import checkpoints

        await self._workspace.run(checkpoints.forget, self._tenant, place)
        self._positions.pop(place, None)

    async def end(self, place: Place) -> None:
        """The place is no longer there."""
        from workbench.store import checkpoints

        ids = await self._workspace.run(checkpoints.end, self._tenant, place, self._clock.now())
        self._positions.pop(place, None)
        self._changes.tell(Change(messages=ids, lists=True))

    async def _keep(self, page: Changed, position: Position, start: datetime) -> None:
        from workbench.store import checkpoints

        now = self._clock.now()
        ids = await self._workspace.run(checkpoints.take, self._tenant, page, start, now)
        position.mark, position.start = page.mark, start
        position.caught_up = position.caught_up or not page.more
        if ids:
            self._changes.tell(Change(messages=ids, lists=True))

    def _start(self, days: int) -> datetime:
        return self._clock.now().astimezone(UTC).replace(microsecond=0) - timedelta(days=days)
