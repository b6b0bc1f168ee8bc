"""Compares what was just added or concluded with old mail, and proposes; off unless switched on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.changes import Change, Changes
from workbench.model.indicators import Indicator, Matched, Observed
from workbench.model.proposals import Origin
from workbench.model.verdict import Disposition, Label

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from analyzers.model.analysis import Analysis
    from workbench.remediation.audit import Author
    from workbench.store.workspace import Workspace

LIMIT = 200  # messages one event is compared with the newest of
CATCH_UP = 50  # stored analyses read anew in one transaction ...
CATCH_UP_AT_MOST = 1_000  # ... and for one indicator
COUNTED = 100_000
BAD = frozenset({Disposition.PHISH, Disposition.MALWARE, Disposition.BEC})


@dataclass(frozen=True, slots=True)
class Outcome:
    """``fresh`` is false where an indicator was listed before; ``unlooked`` counts messages that
    could be compared by their sender alone."""

    indicator: Indicator
    fresh: bool
    matched: tuple[Matched, ...]
    proposed: int
    unlooked: int


class Suggester:
    """Nothing here asks a mailbox: proposals are frozen once a tenant is connected."""

    def __init__(self, workspace: Workspace, changes: Changes, actor: str) -> None:
        self._workspace = workspace
        self._changes = changes
        self._actor = actor

    async def is_on(self) -> bool:
        from workbench.remediation import suggestions

        return await self._workspace.run(suggestions.is_on)

    async def switch(self, on: bool) -> bool:
        from workbench.remediation import suggestions

        await self._workspace.run(suggestions.switch, self.author(), on)
        self._changes.tell(Change(proposals=True))
        return on

    async def add(self, indicator: Indicator) -> Outcome:
        """Lists it, and says which old mail shows it."""
        await self._catch_up()
        outcome = await self._workspace.run(_add, self.author(), indicator)
        self._changes.tell(Change(proposals=True))
        return outcome

    async def remove(self, indicator: Indicator) -> bool:
        """What it brought about stays."""
        return await self._workspace.run(_remove, self.author(), indicator)

    async def decided(self, messages: Sequence[int], disposition: Disposition) -> None:
        """An analyst's word, about these and those alike."""
        if disposition not in BAD:
            return
        why = f"An analyst decided: {disposition.value}"
        if await self._workspace.run(_decided, self.author(), messages, why):
            self._changes.tell(Change(proposals=True))

    async def concluded(self, message: int, label: Label, analysis: Analysis) -> None:
        """Before the new verdict is kept: what was seen, and whether it makes a difference."""
        from workbench.analysis.observing import observed_in

        seen = observed_in(analysis)
        if await self._workspace.run(_concluded, self.author(), message, label, seen):
            self._changes.tell(Change(proposals=True))

    async def _catch_up(self) -> None:
        """Analyses that were stored before what they saw was kept."""
        from analyzers.model.codec import Malformed, loads_analysis
        from workbench.analysis.observing import observed_in
        from workbench.store import observables

        for _ in range(0, CATCH_UP_AT_MOST, CATCH_UP):
            rows = await self._workspace.run(observables.unobserved, CATCH_UP)
            kept = 0
            for id, body in rows:
                try:
                    seen = observed_in(loads_analysis(body))
                except Malformed:
                    continue  # of another schema: analysed anew when it is opened
                await self._workspace.run(observables.keep, id, seen)
                kept += 1
            if kept < CATCH_UP:
                return

    def author(self) -> Author:
        from workbench.remediation.audit import Author
        from workbench.remediation.clock import SystemClock

        return Author(self._actor, SystemClock())


def _add(connection: Connection, author: Author, indicator: Indicator) -> Outcome:
    from workbench.remediation import suggestions
    from workbench.remediation.audit import Event
    from workbench.store import indicators, observables

    fresh = indicators.add(connection, indicator, author.actor, author.now())
    told = {"kind": indicator.kind.value, "value": indicator.value}
    author.append(connection, [Event("indicator added", "", payload=told)])
    found = observables.matching(connection, indicator, LIMIT)
    proposed = 0
    if suggestions.is_on(connection):
        cause = suggestions.listed_as_bad(indicator)
        proposed = suggestions.propose(connection, author, cause, found)
    unlooked = observables.not_analysed(connection, COUNTED)
    return Outcome(indicator, fresh, found, proposed, unlooked)


def _remove(connection: Connection, author: Author, indicator: Indicator) -> bool:
    from workbench.remediation.audit import Event
    from workbench.store import indicators

    removed = indicators.remove(connection, indicator)
    told = {"kind": indicator.kind.value, "value": indicator.value}
    author.append(connection, [Event("indicator removed", "", payload=told)] if removed else [])
    return removed


def _decided(connection: Connection, author: Author, messages: Sequence[int], why: str) -> int:
    from workbench.remediation import suggestions

    if not suggestions.is_on(connection):
        return 0
    found = suggestions.alike(connection, messages)
    cause = suggestions.Cause(Origin.VERDICT, why)
    return suggestions.propose(connection, author, cause, found)


def _concluded(
    connection: Connection, author: Author, message: int, label: Label, seen: Sequence[Observed]
) -> int:
    from sqlalchemy import select

    from workbench.remediation import suggestions
    from workbench.store import observables
    from workbench.store.tables import MESSAGE

    was = connection.execute(select(MESSAGE.c.label).where(MESSAGE.c.id == message)).scalar_one()
    rules = observables.keep(connection, message, seen)
    if not suggestions.is_on(connection):
        return 0
    found = suggestions.alike(connection, [message])
    mine = [one for one in found if one.message == message]
    causes = [suggestions.listed_as_bad(i) for i in observables.shown_by(connection, message)]
    for rule in rules:
        why = f"Rule {rule} matches since it was added"
        causes.append(suggestions.Cause(Origin.RULE, why, rule))
    made = sum(suggestions.propose(connection, author, cause, mine) for cause in causes)
    if label is Label.MALICIOUS and was != label.value:
        turned = suggestions.Cause(Origin.VERDICT, "The analysis says malicious")
        made += suggestions.propose(connection, author, turned, found)
    return made
