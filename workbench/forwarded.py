"""Takes what users sent to the report mailboxes of a connected tenant into its queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from workbench.changes import Changes
from workbench.jobs import Progress, Report
from workbench.reported import ReportIntake, Taken
from workbench.store.workspace import Workspace
from workbench.synchronising import DAYS

if TYPE_CHECKING:
    from workbench.analysis.service import AnalysisService
    from workbench.connectors.port import Connector


async def take_forwarded(
    workspace: Workspace,
    analysis: AnalysisService,
    changes: Changes,
    connector: Connector,
    report: Report,
) -> Taken:
    """As the messages it is about."""
    from workbench.connectors.reporting import reporting_of

    mailboxes = reporting_of(connector)
    if not mailboxes or workspace.read_only:
        return Taken(0, ())
    report(Progress(0, 0, "reading report mailboxes"))
    intake = ReportIntake(workspace, analysis, changes, connector.tenant)
    return await intake.run(mailboxes, datetime.now(UTC) - timedelta(days=DAYS))
