"""Takes what users forwarded to report mailboxes into the queue, as the messages they are about."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from workbench.analysis.service import AnalysisService
from workbench.changes import Change, Changes
from workbench.connectors.port import Connector
from workbench.connectors.reporting import Original, Reporting, Wrapper, reporting_of
from workbench.errors import ConnectorError, Gone, IsolationFailed
from workbench.heading import heading_of
from workbench.isolation.client import AnalysisJob
from workbench.model.mail import RawMessage, Told, UserReport
from workbench.store.workspace import Workspace
from workbench.synchronising import DAYS

if TYPE_CHECKING:
    from workbench.store.offline import Heading

# Subjects by which report buttons name the category: Microsoft's page on the format of messages
# in reporting mailboxes ("User reported message settings").
CATEGORIES: Final = {"1": "spam", "2": "notJunk", "3": "phishing"}
INLINE: Final = (
    "The reporter forwarded the text instead of the message: its headers and attachments are lost"
)
LOST: Final = "The attached original could not be read; the reporter's message is shown instead"
OUTSIDER: Final = "The report came from outside of the tenant"
NAMELESS: Final = "The original names no Message-ID, so its copies cannot be found by it"
LATEST: Final = 2_000  # wrappers of one mailbox in one round
CUT: Final = f"only the latest {LATEST:,} messages there were read"


@dataclass(frozen=True, slots=True)
class Taken:
    """How many reports are new, and the report mailboxes that could not be read."""

    reports: int
    unreached: tuple[tuple[str, str], ...]  # address, reason


class ReportIntake:
    def __init__(self, workspace: Workspace, analysis: AnalysisService, changes: Changes) -> None:
        self._workspace = workspace
        self._analysis = analysis
        self._changes = changes
        self._tenant = ""
        self._domains: frozenset[str] = frozenset()

    async def run(self, connector: Connector) -> Taken:
        """One mailbox after the other; trouble with one leaves the others alone."""
        mailboxes = {} if self._workspace.read_only else reporting_of(connector)
        since = datetime.now(UTC) - timedelta(days=DAYS)
        self._tenant = connector.tenant.id
        self._domains = frozenset(domain.casefold() for domain in connector.tenant.domains)
        count = 0
        unreached: list[tuple[str, str]] = []
        for address, mailbox in mailboxes.items():
            try:
                brought, cut = await self._mailbox(mailbox, since)
                count += brought
                unreached += [(address, CUT)] if cut else []
            except ConnectorError as error:
                unreached.append((address, str(error)))
        return Taken(count, tuple(unreached))

    async def _mailbox(self, mailbox: Reporting, since: datetime) -> tuple[int, bool]:
        """How many reports are new, and whether older ones were left unread."""
        count = looked = 0
        async with aclosing(mailbox.wrappers(since)) as pages:  # type: ignore[type-var] # asynchronous generators all
            async for page in pages:
                for wrapper in await self._new(page):
                    count += await self._take(mailbox, wrapper)
                looked += len(page)
                if looked >= LATEST:
                    return count, True
        return count, False

    async def _new(self, page: tuple[Wrapper, ...]) -> list[Wrapper]:
        from workbench.store import reports

        keys = [_key(wrapper, 0) for wrapper in page]
        known = await self._workspace.run(reports.known, self._tenant, keys)
        fresh = [wrapper for wrapper in page if _key(wrapper, 0) not in known]
        return [w for w in fresh if w.has_attachments or not self._is_from_outside(w)]

    async def _take(self, mailbox: Reporting, wrapper: Wrapper) -> int:
        from workbench.store import reports

        originals = await mailbox.originals(wrapper.ref)
        made = [await self._report(wrapper, number, each) for number, each in enumerate(originals)]
        if not made and self._is_from_outside(wrapper):
            return 0  # ordinary mail to that address
        made = made or [self._report_of(wrapper, 0, INLINE)]
        if any(report.internet_id == wrapper.internet_id for report in made):
            await self._show(mailbox, wrapper)
        ids = await self._workspace.run(reports.save, made)
        self._changes.tell(Change(messages=ids, lists=True))
        return len(made)

    async def _report(self, wrapper: Wrapper, number: int, original: Original) -> UserReport:
        """About the original where it is a message, else about the wrapper itself."""
        lost = self._report_of(wrapper, number, f"{LOST}: {original.trouble or original.name}")
        if original.raw is None:
            return lost
        heading = await self._heading(original.raw, original.name)
        if heading is None:
            return lost
        sha256 = await self._kept(original.raw)
        named = heading.internet_id
        heading = heading if named else replace(heading, internet_id=f"report:{sha256}")
        await self._add(heading, sha256, wrapper.received)
        report = self._report_of(wrapper, number, "" if named else NAMELESS)
        recipients = heading.recipients
        return replace(
            report,
            internet_id=heading.internet_id,
            subject=heading.subject,
            recipient=report.reporter if not recipients else recipients[0],
        )

    async def _show(self, mailbox: Reporting, wrapper: Wrapper) -> None:
        """The wrapper as a message of the list, where nothing better is left."""
        try:
            raw = await mailbox.fetch(wrapper.ref)
        except Gone:
            return
        if heading := await self._heading(raw, "wrapper.eml"):
            await self._add(heading, await self._kept(raw), wrapper.received)

    async def _heading(self, raw: RawMessage, name: str) -> Heading | None:
        """Read in a box: whoever is reported may have written these bytes for us."""
        job = AnalysisJob(
            raw.data, name or "message.eml", background=True, views=False, fidelity=raw.fidelity
        )
        try:
            return heading_of((await self._analysis.analyse(job)).analysis)
        except IsolationFailed:
            return None

    async def _kept(self, raw: RawMessage) -> str:
        from workbench.store import blobs

        await self._workspace.run(blobs.put, self._workspace.vault, raw, datetime.now(UTC))
        return await asyncio.to_thread(lambda: hashlib.sha256(raw.data).hexdigest())

    async def _add(self, heading: Heading, sha256: str, reported: datetime) -> None:
        from workbench.store import originals

        await self._workspace.run(originals.add, self._tenant, heading, sha256, reported)

    def _report_of(self, wrapper: Wrapper, number: int, note: str) -> UserReport:
        """Anybody may write to a report mailbox, and in anybody's name."""
        outside = OUTSIDER if self._is_from_outside(wrapper) else ""
        return _report_of(wrapper, number, ". ".join(filter(None, (note, outside))))

    def _is_from_outside(self, wrapper: Wrapper) -> bool:
        return wrapper.reporter.rpartition("@")[2].casefold() not in self._domains


def category_of(subject: str) -> str:
    """ "" where the subject does not say."""
    number, mark, _ = subject.strip().partition("|")
    if not mark:
        number, mark, _ = subject.strip().partition(":")
    return CATEGORIES.get(number.strip(), "") if mark else ""


def _key(wrapper: Wrapper, number: int) -> str:
    return f"{wrapper.mailbox}/{wrapper.ref.key}/{number}"


def _report_of(wrapper: Wrapper, number: int, note: str) -> UserReport:
    return UserReport(
        key=_key(wrapper, number),
        tenant=wrapper.ref.tenant,
        internet_id=wrapper.internet_id,
        reporter=wrapper.reporter,
        recipient=wrapper.mailbox,
        category=category_of(wrapper.subject),
        reported=wrapper.received,
        subject=wrapper.subject,
        told=Told.MAILBOX,
        words=wrapper.words,
        note=note,
    )
