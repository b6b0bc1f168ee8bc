"""Watches the mailboxes of a tenant until it is stopped, however often trouble comes between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from workbench.connectors.watching import NO_CHANGES, Place, Watching
from workbench.errors import (
    ConnectorError,
    Gone,
    PermissionMissing,
    SignInNeeded,
    Throttled,
    Unexpected,
    Unreachable,
    Untrusted,
    WorkbenchError,
)
from workbench.live.pacing import Budget, Interval, Pause
from workbench.live.rounds import Rounds
from workbench.live.timetable import FOLDERS, Timetable
from workbench.model.live import DAYS, LiveState, Watch
from workbench.model.tenant import Power
from workbench.remediation.clock import Clock

if TYPE_CHECKING:
    from workbench.connectors.port import Connector

WIDTH = 6  # places asked at a time
TICK = 5.0  # seconds until the next look at the clock, which may have jumped
# Until mailboxes are listed again, and their folders with them, of which new and empty ones are
# seen in no other way.
RELEARN = timedelta(minutes=30)
QUEUES = timedelta(minutes=2)  # between two looks at reports and alerts
STUCK = 3  # rounds with unusable answers before a mark is given up
OTHERS = "reports and alerts"


class Watcher:
    """``told`` hears each change of the state; ``queues`` brings reports and alerts."""

    def __init__(
        self,
        connector: Connector,
        rounds: Rounds,
        clock: Clock,
        told: Callable[[LiveState], None],
        queues: Callable[[], Awaitable[None]],
        budget: Budget | None = None,
    ) -> None:
        self._connector = connector
        self._rounds = rounds
        self._clock = clock
        self._told = told
        self._queues = queues
        self._budget = budget or Budget(clock)
        self._pause = Pause(clock)
        self._table = Timetable(clock)
        self._running: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()
        self._troubles: dict[Place, int] = {}
        self._names: dict[str, str] = {}  # mailbox key to address
        self._failed: dict[str, str] = {}  # mailbox key to reason
        self._learned: datetime | None = None
        self._queued: datetime | None = None
        self.state = self._shown = LiveState()

    def wake(self) -> None:
        """Everything is due at once, trouble or not."""
        self._pause.over()
        self._table.hurry()
        self._learned = self._queued = None
        self._woken.set()

    async def run(self, mailboxes: Sequence[str] = (), days: int = DAYS) -> None:
        """Until cancelled, or until something only people can mend; ``state`` says which.
        ``mailboxes`` are keys; all that are listed when empty."""
        self._show(watch=Watch.LEARNING, problem="")
        try:
            self._require_power()
            await self._rounds.load()
            while True:
                await self._turn(frozenset(mailboxes), days)
        except asyncio.CancelledError:
            self._show(watch=Watch.OFF, following=None, until=None)
            raise
        except WorkbenchError as error:
            self._show(watch=Watch.BROKEN, problem=str(error), following=None, until=None)
        finally:
            await self._end_running()

    def _require_power(self) -> None:
        can = isinstance(self._connector, Watching)
        if not can or Power.WATCH not in self._connector.powers:
            raise PermissionMissing("changes", NO_CHANGES)

    async def _turn(self, wanted: frozenset[str], days: int) -> None:
        """Begin what is due, then wait for what comes first."""
        if not self._pause.left:
            if self._is_over(self._learned, RELEARN):
                await self._guarded(self._learn(wanted))
            if self._is_over(self._queued, QUEUES):
                await self._take_queues()
        while not self._pause.left and len(self._running) < WIDTH:
            place = self._table.take()
            if place is None:
                break
            self._running.add(asyncio.create_task(self._ask(place, days), name="watching"))
        self._show_progress()
        await self._wait(max(self._pause.left, self._table.left() if not self._running else TICK))

    async def _learn(self, wanted: frozenset[str]) -> None:
        """Which mailboxes there are; the folders of each are listed when its turn comes."""
        names: dict[str, str] = {}
        async for page in self._connector.mailboxes():
            names.update({b.key: b.address for b in page if not wanted or b.key in wanted})
        self._names, self._learned = names, self._clock.now()
        self._failed = {key: why for key, why in self._failed.items() if key in names}
        self._pause.ease()
        self._table.keep(names)
        newest = await self._rounds.newest()
        for key in sorted(names, key=lambda key: newest.get(key, 0), reverse=True):
            self._table.add(Place(key, "", FOLDERS))

    async def _take_queues(self) -> None:
        self._queued = self._clock.now()
        self._failed.pop(OTHERS, None)
        await self._guarded(self._queues(), OTHERS)

    async def _ask(self, place: Place, days: int) -> None:
        await self._budget.take()
        if place.known == FOLDERS:
            self._table.remove(place)
            if not await self._guarded(self._learn_places(place.mailbox), place.mailbox):
                self._again(place)
            return
        if not await self._guarded(self._round(place, days), place.mailbox):
            self._again(place)

    def _again(self, place: Place) -> None:
        """As soon as the pause is over, or much later where the place stands alone with it."""
        interval = self._table.intervals.setdefault(place, Interval(place))
        self._table.again(place, self._pause.left or interval.longest)

    async def _learn_places(self, mailbox: str) -> None:
        """What is empty and was never asked is left until a listing shows that it holds mail."""
        assert isinstance(self._connector, Watching)
        for place in await self._connector.places(mailbox):
            if not place.empty or self._rounds.knows(place):
                self._table.add(place)

    async def _round(self, place: Place, days: int) -> None:
        try:
            arrived = await self._rounds.run(place, days)
        except Gone:
            self._table.remove(place)
            await self._rounds.end(place)
            return
        except Unexpected:
            self._troubles[place] = self._troubles.get(place, 0) + 1
            if self._troubles[place] >= STUCK:
                await self._rounds.forget(place)
            raise
        self._pause.ease()
        self._troubles.pop(place, None)
        self._failed.pop(place.mailbox, None)
        self._table.later(place, arrived)
        now, total = self._clock.now(), self.state.arrived + arrived
        self.state = replace(self.state, last=now, arrived=total)

    async def _guarded(self, work: Awaitable[None], whose: str = "") -> bool:
        """Whether it went well; raises only what nobody but people can mend."""
        try:
            await work
        except Throttled as trouble:
            self._pause.ask_again_after(trouble.retry_after)
            self._show(watch=Watch.THROTTLED, until=self._pause.until, problem=str(trouble))
        except (SignInNeeded, Untrusted):
            raise
        except ConnectorError as trouble:
            if isinstance(trouble, Unreachable) or not whose:
                self._pause.ask_again_after()
                self._show(watch=Watch.UNREACHABLE, until=self._pause.until, problem=str(trouble))
            else:
                self._failed[whose] = str(trouble)
        else:
            return True
        return False

    def _is_over(self, since: datetime | None, span: timedelta) -> bool:
        return since is None or not timedelta() <= self._clock.now() - since < span

    async def _wait(self, seconds: float) -> None:
        """In short pieces by the wall clock, which goes on while the computer sleeps."""
        self._woken.clear()
        sleeping = asyncio.ensure_future(self._clock.sleep(min(seconds, TICK)))
        waking = asyncio.ensure_future(self._woken.wait())
        try:
            await asyncio.wait(
                {sleeping, waking, *self._running}, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for task in (sleeping, waking):
                task.cancel()
            await asyncio.gather(sleeping, waking, return_exceptions=True)
        for done in [task for task in self._running if task.done()]:
            self._running.discard(done)
            done.result()

    async def _end_running(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()

    def _show_progress(self) -> None:
        places = [place for place in self._table.intervals if place.known != FOLDERS]
        behind = sum(self._rounds.behind(place) for place in places)
        unknown = len(self._table.intervals) - len(places)
        failed = tuple((self._names.get(key, key), why) for key, why in self._failed.items())
        waits = self._pause.left > 0
        watch = Watch.CATCHING_UP if behind + unknown else Watch.WATCHING
        self._show(
            watch=self.state.watch if waits else watch, mailboxes=len(self._names),
            places=len(self._table.intervals), behind=behind + unknown, asking=len(self._running),
            following=self._table.following, failed=failed,
            until=self._pause.until if waits else None,
            problem=self.state.problem if waits else "",
        )  # fmt: skip

    def _show(self, **changes: object) -> None:
        state = replace(self.state, **changes)  # type: ignore[arg-type] # names checked by replace
        if state != self._shown:
            self.state = self._shown = state
            self._told(state)
