"""Where the behaviour of Microsoft's reports of usage is known from."""

from __future__ import annotations

from workbench.simulation.sources import Behaviour, documented, remembered, reported

USAGE = (
    Behaviour(
        "a usage report is a 302 to a preauthenticated address, valid for a few minutes",
        documented("reportroot-getmailboxusagedetail"),
    ),
    Behaviour(
        "reports of the worldwide cloud lie at reports.office.com, of the others there are none",
        documented("reportroot-getmailboxusagedetail"),
    ),
    Behaviour(
        "regions have reports at reportsncu, reportsweu and reportssea.office.com",
        reported("settings and tests of public tools that follow the redirect, 2024 to 2026"),
    ),
    Behaviour(
        "the usage report has Has Archive, True or False, before Report Period",
        reported("rknightion/graph2otel, a report as it came, 2026-07-28"),
    ),
    Behaviour(
        "a usage report may begin with a byte order mark",
        reported("sayedpfe/PowershellSamples, 03_GetUserActivityReport"),
    ),
    Behaviour(
        "concealed names are 32 hexadecimal digits in usage reports, by default since 2021",
        reported("office365itpros.com, 2020-12-07, and techcommunity, 2021-08-30"),
    ),
    Behaviour(
        "a usage report is about 48 hours behind",
        documented("microsoft-365/admin/activity-reports"),
    ),
    Behaviour(
        "shared mailboxes are no rows of the usage report", reported("KelvinTegelaar/CIPP 137, 908")
    ),
    Behaviour("a download link of a report that is too old is 403", remembered()),
)
