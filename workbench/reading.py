"""Opens one message: its raw bytes from the workspace or the tenant, its analysis, its verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from analyzers.lib.dns_answers import KIND
from analyzers.model.analysis import SCHEMA
from analyzers.model.codec import dumps_analysis, loads_analysis
from analyzers.model.organisation import Organisation
from workbench.agreeing import agree
from workbench.alike import content_of
from workbench.analysis.passwords import COMMON
from workbench.analysis.service import AnalysisService, Judged
from workbench.analysis.verdict import judge
from workbench.answering import answers_for
from workbench.changes import Change, Changes
from workbench.connectors.port import Connector
from workbench.errors import (
    ConnectorError,
    Gone,
    PermissionMissing,
    StoreError,
    WorkbenchError,
)
from workbench.files import read_file
from workbench.heading import heading_of
from workbench.isolation.client import AnalysisJob
from workbench.jobs import Progress, Report
from workbench.model.mail import MessageRef, RawMessage
from workbench.model.opened import OpenMessage
from workbench.model.rows import Source
from workbench.model.tenant import Tenant
from workbench.reexamining import UNLOCKING, given
from workbench.store.workspace import Workspace

if TYPE_CHECKING:
    from workbench.store.messages import Stored
    from workbench.suggesting import Suggester

STEPS = 3  # fetch, analyse, done


@dataclass(frozen=True, slots=True)
class Looked:
    """A message with its bytes, the job made of them, and the result."""

    stored: Stored
    raw: RawMessage
    job: AnalysisJob
    judged: Judged

    @property
    def root(self) -> str:
        """SHA-256 of the bytes."""
        return _sha256(self.raw)


class MessageReader:
    """``connector`` comes and goes with the tenant; what the workspace holds opens without one."""

    def __init__(self, workspace: Workspace, analysis: AnalysisService, changes: Changes) -> None:
        self._workspace = workspace
        self._analysis = analysis
        self._changes = changes
        self._key = ""
        self.connector: Connector | None = None
        self.suggester: Suggester | None = None  # hears of every conclusion before it is kept

    async def key(self) -> str:
        """Stands for units and rules; the first time it is known, verdicts drawn from others are
        marked as such."""
        if not self._key:
            from workbench.store import analyses

            self._key = await self._analysis.key()
            if not self._workspace.read_only:
                await self._workspace.run(analyses.outdate, self._key)
        return self._key

    async def open(self, id: int, report: Report, *, background: bool = False) -> OpenMessage:
        """Trouble with the bytes or the analysis is told in ``problem``, never raised.  Only in
        the background trouble with the whole tenant is: there, others would meet the same."""
        stored = await self._stored(id)
        raw, judged, problem = None, None, ""
        try:
            report(Progress(0, STEPS, "fetching"))
            raw = await self._raw(stored)
            report(Progress(1, STEPS, "analysing"))
            judged = await self._judged(stored, raw, background=background)
        except WorkbenchError as error:
            if background and _passes(error):
                raise
            problem = str(error)
            await self._note_failure(id, error)
        report(Progress(STEPS, STEPS))
        self._changes.tell(Change(messages=frozenset({id})))
        return await self._put_together(stored, raw, judged, problem)

    async def _stored(self, id: int) -> Stored:
        from workbench.store import messages

        stored = await self._workspace.run(messages.load, id)
        if stored is None:
            raise StoreError("The message is not in this workspace any more")
        return stored

    async def _raw(self, stored: Stored) -> RawMessage:
        from workbench.store import blobs

        if stored.raw:
            return await self._workspace.run(blobs.get, self._workspace.vault, stored.raw)
        raw = await self._fetch(stored)
        await self._keep(stored.id, raw)
        return raw

    async def _fetch(self, stored: Stored) -> RawMessage:
        """From whichever copy still answers: some may have been deleted since."""
        import asyncio

        from workbench.store import offline

        path = await self._workspace.run(offline.path_of, stored.id)
        if path is not None:
            raw = await asyncio.to_thread(read_file, path)
            if stored.fingerprint != offline.mark(_sha256(raw)):
                raise Gone(f"{path} has other content than when it was opened")
            return raw
        if self.connector is None:
            raise StoreError("Not fetched yet, and no tenant is connected")
        return await self._first_left(self.connector, stored.copies)

    async def _first_left(self, connector: Connector, copies: tuple[MessageRef, ...]) -> RawMessage:
        for ref in copies:
            try:
                return await connector.fetch(ref)
            except Gone:
                continue
        raise Gone("The message is no longer in any mailbox where it was seen")

    async def _keep(self, id: int, raw: RawMessage) -> None:
        if self._workspace.read_only:
            return
        from workbench.store import blobs, messages

        now = datetime.now(UTC)
        sha256 = await self._workspace.run(blobs.put, self._workspace.vault, raw, now)
        await self._workspace.run(messages.set_raw, id, sha256)

    async def look(self, id: int) -> Looked:
        """A message as ``open`` finds it; trouble is raised."""
        stored = await self._stored(id)
        raw = await self._raw(stored)
        job = await self._job(stored, raw, background=False)
        return Looked(stored, raw, job, await self._judged_by(stored, raw, job))

    async def keep(self, at: Looked, job: AnalysisJob, judged: Judged) -> OpenMessage:
        """Another result of the same message, made by ``job``, in the place of the one before."""
        key = await self.key()
        await self._save(at.root, _kept_under(key, job, asks=self._analysis.asks), judged)
        await self._conclude(at.stored, judged, key)
        return await self._put_together(at.stored, at.raw, judged, "")

    async def _judged(self, stored: Stored, raw: RawMessage, *, background: bool) -> Judged:
        return await self._judged_by(
            stored, raw, await self._job(stored, raw, background=background)
        )

    async def _judged_by(self, stored: Stored, raw: RawMessage, job: AnalysisJob) -> Judged:
        """The kept result where all that went into it is the same, else a new one."""
        from workbench.store import analyses

        sha256, key = _sha256(raw), await self.key()
        kept = _kept_under(key, job, asks=self._analysis.asks)
        body = await self._workspace.run(analyses.load, sha256, SCHEMA, kept)
        if body is None and not job.views:  # one with views says all that one without does
            whole = _kept_under(key, replace(job, views=True), asks=self._analysis.asks)
            body = await self._workspace.run(analyses.load, sha256, SCHEMA, whole)
        if body is not None:
            analysis = loads_analysis(body)
            judged = Judged(analysis, judge(analysis))
        else:
            judged = await self._analysis.analyse(job)
            await self._save(sha256, kept, judged)
        await self._conclude(stored, judged, key)
        return judged

    async def _save(self, sha256: str, kept: str, judged: Judged) -> None:
        if self._workspace.read_only or not self._final(judged):
            return
        from workbench.store import analyses

        text = dumps_analysis(judged.analysis).decode()
        await self._workspace.run(analyses.save, sha256, SCHEMA, kept, text, datetime.now(UTC))

    def _final(self, judged: Judged) -> bool:
        """Not where DNS may be asked and did not answer: the next opening tries again."""
        nodes = judged.analysis.nodes
        needs = (n for node in nodes for e in node.examinations for n in e.needs)
        return not (self._analysis.asks and any(need.kind == KIND for need in needs))

    async def _job(self, stored: Stored, raw: RawMessage, *, background: bool) -> AnalysisJob:
        """A file goes by its own name, which may be part of its disguise, not by its subject."""
        from workbench.store import offline, reexaminations

        path = await self._workspace.run(offline.path_of, stored.id)
        name = path.name if path else "message.eml"
        done = await self._workspace.run(reexaminations.of_root, _sha256(raw))
        job = AnalysisJob(
            raw.data,
            name,
            background=background,
            views=not background,
            organisation=self._organisation,
            fidelity=raw.fidelity,
            passwords=COMMON,
            answers=await answers_for(self._workspace, stored.id),
        )
        return given(job, done)

    @property
    def _organisation(self) -> Organisation:
        """What the connected tenant says of itself; nothing is ours where none is connected."""
        if self.connector is None:
            return Organisation()
        tenant: Tenant = self.connector.tenant
        return Organisation(tuple(sorted(tenant.domains)), (tenant.id.lower(),))

    async def _conclude(self, stored: Stored, judged: Judged, key: str) -> None:
        if self._workspace.read_only:
            return
        from workbench.store import analyses, campaigns, offline

        if self.suggester is not None:
            await self.suggester.concluded(stored.id, judged.verdict.label, judged.analysis)
        await agree(self._workspace, stored, judged.analysis)
        await self._workspace.run(analyses.conclude, stored.id, judged.verdict, key)
        await self._workspace.run(campaigns.compare, stored.id, content_of(judged.analysis))
        if stored.source is Source.FILE and (heading := heading_of(judged.analysis)):
            await self._workspace.run(offline.describe, stored.id, heading)

    async def _note_failure(self, id: int, error: WorkbenchError) -> None:
        """A tenant that does not answer now says nothing about the message, which keeps waiting."""
        if self._workspace.read_only or _passes(error):
            return
        from workbench.store import analyses

        await self._workspace.run(analyses.fail, id, str(error))

    async def _put_together(
        self, stored: Stored, raw: RawMessage | None, judged: Judged | None, problem: str
    ) -> OpenMessage:
        from workbench.store import alerts, messages, offline, reexaminations, reports, reviews

        return OpenMessage(
            id=stored.id,
            source=stored.source,
            subject=stored.subject,
            raw=raw,
            analysis=judged.analysis if judged else None,
            verdict=judged.verdict if judged else None,
            copies=await self._workspace.run(messages.copies, stored.id),
            reports=await self._workspace.run(reports.of_message, stored.id),
            alerts=await self._workspace.run(alerts.of_message, stored.id),
            path=await self._workspace.run(offline.path_of, stored.id),
            problem=problem,
            reviews=await self._workspace.run(reviews.of_message, stored.id),
            reexaminations=await self._workspace.run(reexaminations.of_root, _sha256(raw))
            if raw
            else (),
        )


def _sha256(raw: RawMessage) -> str:
    import hashlib

    return hashlib.sha256(raw.data).hexdigest()


def _kept_under(key: str, job: AnalysisJob, *, asks: bool) -> str:
    """Units, rules and what the job says beside the bytes: all of it is evidence.  So is whether
    DNS is asked, and what analysts gave for objects inside."""
    import hashlib

    typed = sorted((key, word) for (kind, key), word in job.answers.items() if kind == UNLOCKING)
    given_for = repr((typed, sorted(job.raised))) if typed or job.raised else ""
    about = (job.fidelity.value, repr(job.organisation), str(job.views), "dns" * asks, given_for)
    parts = (key, job.name, *about)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _passes(error: WorkbenchError) -> bool:
    """Whether it is about the tenant as it is now and not about one message."""
    return isinstance(error, ConnectorError) and not isinstance(error, (Gone, PermissionMissing))
