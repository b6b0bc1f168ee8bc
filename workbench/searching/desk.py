"""What a screen asks about searching a tenant, and about mail that a search has found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from workbench.changes import Change, Changes
from workbench.errors import ConnectorError, StoreError
from workbench.jobs import Report
from workbench.model.found import Step
from workbench.model.mail import Copy
from workbench.store.workspace import Workspace

if TYPE_CHECKING:
    from workbench.connectors.port import Connector
    from workbench.searching.wanted import Wanted


class SearchDesk:
    """``connector`` gives that of the connected tenant, None without one."""

    def __init__(
        self, workspace: Workspace, changes: Changes, connector: Callable[[], Connector | None]
    ) -> None:
        self._workspace = workspace
        self._changes = changes
        self._connector = connector

    async def search(self, wanted: Wanted, took: Callable[[Step], None], report: Report) -> str:
        """``took`` gets every answer as it comes; returns why it ended early, "" if it did not."""
        from workbench.searching.search import Search

        if (connector := self._connector()) is None:
            raise StoreError("Mailboxes can be searched once a tenant is connected")
        try:
            async with aclosing(Search(connector, wanted).steps(report)) as steps:
                async for step in steps:
                    took(step)
        except ConnectorError as error:
            return str(error)
        return ""

    async def keep(self, copies: Sequence[Copy], report: Report) -> int:
        """Takes what was found into the workspace; returns the id of the message that the first
        one is a copy of.  A workspace that is only read opens what it holds already."""
        del report
        from workbench.store import messages

        if not self._workspace.read_only:
            touched = await self._workspace.run(messages.save, copies)
            self._changes.tell(Change(messages=touched, lists=True))
        id = await self._workspace.run(messages.id_of, copies[0].ref)
        if id is None:
            raise StoreError(f"It is not in this workspace, and {self._workspace.read_only}")
        return id
