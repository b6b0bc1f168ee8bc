"""One second look after an action: what it found is recorded, and no mailbox is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.jobs import Report

if TYPE_CHECKING:
    from workbench.connectors.port import Connector
    from workbench.remediation.audit import Author
    from workbench.remediation.clock import Clock
    from workbench.remediation.sweeps import Due
    from workbench.store.workspace import Workspace


async def look_once(
    connector: Connector, workspace: Workspace, author: Author, clock: Clock, due: Due,
    report: Report,
) -> WorkbenchError | None:  # fmt: skip
    """What stood in its way, where it is due still; None once it is recorded."""
    from workbench.remediation import sweeps
    from workbench.remediation.ids import new_id
    from workbench.remediation.looking import look_again

    try:
        scope = await look_again(connector, workspace, due.action, report)
    except WorkbenchError as error:
        await workspace.run(sweeps.postpone, due, f"not looked yet: {error}")
        return error
    looked = sweeps.Looked(scope, clock.now())
    await workspace.run(sweeps.record, author, due, looked, new_id())
    return None
