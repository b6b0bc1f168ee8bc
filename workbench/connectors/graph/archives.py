"""Which Microsoft mailboxes have an online archive, as the report of mailbox usage tells.

Graph answers with a short-lived address of the report, which is preauthenticated: it is followed
to the known hosts of reports alone, and without the token.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from workbench.connectors.graph.calls import GraphCalls
from workbench.connectors.graph.usage import UsageReport, parsed
from workbench.connectors.origin import Origin
from workbench.connectors.wire import Wire
from workbench.errors import BadInput, ConnectorError, Untrusted
from workbench.model.archives import Archived
from workbench.model.tenant import Mailbox, TenantProfile

RIGHT: Final = "Reports.Read.All"
REPORT: Final = "/v1.0/reports/getMailboxUsageDetail(period='D7')"
# The one cloud that offers it (table of national clouds on the page of getMailboxUsageDetail).
WORLDWIDE: Final = "https://graph.microsoft.com"
# The first is documented there; the others are reported for tenants of other regions.
HOSTS: Final = (
    "https://reports.office.com",
    "https://reportsncu.office.com",
    "https://reportsweu.office.com",
    "https://reportssea.office.com",
)
FOLDER: Final = "/data/"  # where documented and reported addresses of reports lie
NOT_OFFERED: Final = "Microsoft offers the usage report in its worldwide cloud alone"
BYTES: Final = 64 << 20  # of one report; a line of one mailbox has about 200
CUT: Final = f"the usage report was cut at {BYTES >> 20} MB"
SECONDS: Final = 20.0  # that a search or a connection waits for it
LATE: Final = f"the usage report did not come within {SECONDS:.0f} s"
REASON: Final = 500  # characters
KEPT: Final = 6 * 3600.0  # seconds; the service makes one a day
AGAIN: Final = 60.0  # seconds until what told nothing is asked for again: 14 in 10 minutes may be


class GraphArchives:
    """``listed`` are mailboxes by key, with the names that the report has them by."""

    def __init__(
        self,
        profile: TenantProfile,
        calls: GraphCalls,
        rights: Callable[[], frozenset[str]],
        listed: Mapping[str, Mailbox],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hosts = hosts_of(profile.graph)
        self._authority = profile.certificate_authority
        self._calls = calls
        self._rights = rights
        self._listed = listed
        self._clock = clock
        self._known: UsageReport | None = None
        self._until = 0.0  # by the clock
        self._asking = asyncio.Lock()

    async def of(self, boxes: Sequence[Mailbox]) -> tuple[Archived, ...]:
        if RIGHT not in self._rights():
            return (Archived(note=f"missing right: {RIGHT}"),) * len(boxes)
        if not self._hosts:
            return (Archived(note=NOT_OFFERED),) * len(boxes)
        async with self._asking:
            report = await self._report()
        return tuple(report.archive(self._listed.get(box.key, box).principal) for box in boxes)

    def forget(self) -> None:
        self._known = None

    async def _report(self) -> UsageReport:
        """The last one for a while, also where it could not be had."""
        if self._known is None or self._clock() >= self._until:
            try:
                async with asyncio.timeout(SECONDS):
                    self._known = await self._asked()
            except TimeoutError:
                self._known = UsageReport({}, LATE)
            except ConnectorError as error:
                self._known = UsageReport({}, " ".join(str(error).split())[:REASON])
            self._until = self._clock() + (KEPT if self._known.told else AGAIN)
        return self._known

    async def _asked(self) -> UsageReport:
        answer = await self._calls.pointing(REPORT, RIGHT)
        if answer.status == 200:  # the report itself
            return await asyncio.to_thread(parsed, answer.body)
        data, is_whole = await self._downloaded(answer.headers.get("Location", ""))
        return await asyncio.to_thread(parsed, data, "" if is_whole else CUT)

    async def _downloaded(self, link: str) -> tuple[bytes, bool]:
        wire = Wire(trusted(link, self._hosts).address, self._authority, 1)
        try:
            return await wire.download(link, BYTES)
        finally:
            await wire.close()


def hosts_of(graph: str) -> frozenset[Origin]:
    """Where the reports of a cloud may lie; a service on this very machine keeps them itself."""
    origin = Origin.of(graph)
    if origin == Origin.of(WORLDWIDE):
        return frozenset(map(Origin.of, HOSTS))
    return frozenset({origin}) if origin.loopback else frozenset()


def trusted(link: str, hosts: frozenset[Origin]) -> Origin:
    """Where the link leads, which came from the service; ``Untrusted`` where that is unheard of."""
    try:
        origin = Origin.of(link)
    except BadInput as error:
        raise Untrusted("The usage report's address is none, and was not followed") from error
    path = unquote(urlsplit(link).path)
    if not path.startswith(FOLDER) or ".." in path:
        raise Untrusted("The usage report's address leads elsewhere, and was not followed")
    if origin not in hosts:
        raise Untrusted(
            f"The usage report lies with {origin.host[:100]}, which is no known host of reports, "
            "and was not fetched"
        )
    return origin
