"""Opening messages: where their bytes come from, and what is kept of what was found."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.samples.letters import letter
from tests.tenant import SimulatedTenant
from tests.workbench.desks import profile_of, rows
from workbench.analysis.rules import rule_packs
from workbench.analysis.service import AnalysisService
from workbench.changes import Changes
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Query
from workbench.errors import StoreError, Unreachable
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings
from workbench.jobs import Progress, unheard
from workbench.model.mail import Copy, MessageRef
from workbench.model.opened import OpenMessage
from workbench.model.rows import AnalysisState
from workbench.reading import MessageReader
from workbench.remediation.copy_rows import begins_otherwise
from workbench.store import entries, messages, offline
from workbench.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Bench:
    workspace: Workspace
    reader: MessageReader
    connector: GraphConnector
    tenant: SimulatedTenant

    async def open(self, id: int) -> OpenMessage:
        return await self.reader.open(id, unheard)

    async def spread(self) -> tuple[int, list[Copy]]:
        """A message of the tenant with several copies, taken into the workspace."""
        wanted = _most_copied(self.tenant)
        found = [
            copy
            async for page in self.connector.find(Query(internet_id=wanted))
            for copy in page.copies
        ]
        (id,) = await self.workspace.run(messages.save, found)
        return id, found

    def state(self, id: int) -> AnalysisState:
        return next(row.analysis for row in rows(self.workspace.path) if row.id == id)


def _most_copied(tenant: SimulatedTenant) -> str:
    ids = [m.internet_id for m in tenant.world.messages]
    return max(set(ids), key=lambda name: (ids.count(name), name))


@asynccontextmanager
async def _bench(
    workspace: Workspace, host: AnalysisHost, tenant: SimulatedTenant
) -> AsyncIterator[Bench]:
    reader = MessageReader(workspace, AnalysisService(host), Changes())
    connector = GraphConnector(profile_of(tenant.facts))
    await connector.connect()
    reader.connector = connector
    try:
        yield Bench(workspace, reader, connector, tenant)
    finally:
        await connector.close()


Story = Callable[[Bench], Coroutine[Any, Any, None]]
Tell = Callable[[Story], None]


@pytest.fixture
def tell(
    case_workspace: Workspace, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> Tell:
    def run(story: Story) -> None:
        async def told() -> None:
            async with _bench(case_workspace, analysis_host, simulated_tenant) as bench:
                await story(bench)

        asyncio.run(told())

    return run


def _file(workspace: Workspace, path: Path, data: bytes) -> int:
    """A file on the desk whose bytes were not kept yet, as after a crash."""
    path.write_bytes(data)
    file = offline.OfflineFile(path, sha256(data).hexdigest(), len(data), datetime.now(UTC))
    return workspace.run_blocking(offline.add, file)


def test_a_message_is_fetched_once_and_then_read_from_the_workspace(tell: Tell) -> None:
    async def story(bench: Bench) -> None:
        id, copies = await bench.spread()
        first = await bench.open(id)
        assert (first.problem, len(first.copies)) == ("", len(copies))
        fetched = len(bench.tenant.requests())
        second = await bench.open(id)
        assert len(bench.tenant.requests()) == fetched
        assert second.raw == first.raw
        assert second.analysis == first.analysis  # seconds included: it was not made again
        assert bench.state(id) is AnalysisState.DONE

    tell(story)


def test_progress_ends_at_its_total(tell: Tell) -> None:
    async def story(bench: Bench) -> None:
        id, _ = await bench.spread()
        steps: list[Progress] = []
        await bench.reader.open(id, steps.append)
        assert [step.done for step in steps] == sorted(step.done for step in steps)
        assert steps[-1].done == steps[-1].total

    tell(story)


def test_another_copy_serves_where_the_first_was_deleted(tell: Tell) -> None:
    async def story(bench: Bench) -> None:
        id, copies = await bench.spread()
        for ref in _refs(copies)[:-1]:
            _delete_for_good(bench.tenant, ref)
        opened = await bench.open(id)
        assert (opened.problem, opened.raw is not None) == ("", True)

    tell(story)


def _refs(copies: list[Copy]) -> list[MessageRef]:
    ordered = sorted(copies, key=lambda copy: (copy.mailbox_address, copy.ref.key))
    return [copy.ref for copy in ordered]


def _delete_for_good(tenant: SimulatedTenant, ref: MessageRef) -> None:
    while tenant.messages(mailbox=ref.mailbox) and any(
        m["id"] == ref.key for m in tenant.messages(mailbox=ref.mailbox)
    ):
        tenant.user("delete", mailbox=ref.mailbox, message=ref.key)


def test_a_message_deleted_everywhere_says_so_and_is_no_verdict(tell: Tell) -> None:
    async def story(bench: Bench) -> None:
        id, copies = await bench.spread()
        for ref in _refs(copies):
            _delete_for_good(bench.tenant, ref)
        opened = await bench.open(id)
        assert "no longer in any mailbox" in opened.problem
        assert (opened.raw, opened.analysis, opened.verdict) == (None, None, None)
        assert bench.state(id) is AnalysisState.FAILED

    tell(story)


def test_a_tenant_that_is_down_is_told_and_the_message_keeps_waiting(tell: Tell) -> None:
    async def story(bench: Bench) -> None:
        id, _ = await bench.spread()
        bench.tenant.faults({"fault": "drop-before"})
        assert "does not answer" in (await bench.open(id)).problem
        assert bench.state(id) is AnalysisState.NOT_ANALYSED
        with pytest.raises(Unreachable):
            await bench.reader.open(id, unheard, background=True)
        bench.tenant.faults()
        assert (await bench.open(id)).problem == ""

    tell(story)


def test_without_a_tenant_what_was_not_fetched_says_so(tell: Tell) -> None:
    async def story(bench: Bench) -> None:
        id, _ = await bench.spread()
        bench.reader.connector = None
        assert "no tenant is connected" in (await bench.open(id)).problem

    tell(story)


def test_a_message_that_is_not_there_is_an_error(tell: Tell) -> None:
    async def story(bench: Bench) -> None:
        with pytest.raises(StoreError, match="not in this workspace"):
            await bench.open(4711)

    tell(story)


def test_a_file_that_was_changed_is_not_taken_for_what_it_was(tell: Tell, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        path = tmp_path / "a.eml"
        id = _file(bench.workspace, path, letter("First"))
        path.write_bytes(letter("Second"))
        assert "other content" in (await bench.open(id)).problem

    tell(story)


def test_other_rules_mean_another_analysis_under_the_files_own_name(
    case_workspace: Workspace, analysis_host: AnalysisHost, tmp_path: Path
) -> None:
    """The subject, which the list shows by then, must not pass for the name."""
    id = _file(case_workspace, tmp_path / "a.eml", letter("invoice.pdf.exe"))
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "noon.yar").write_text('rule says_noon { strings: $a = "noon" condition: $a }')
    other = AnalysisHost.start(HostSettings(packs=rule_packs([rules])))

    async def read(host: AnalysisHost) -> OpenMessage:
        return await MessageReader(case_workspace, AnalysisService(host), Changes()).open(
            id, unheard
        )

    try:
        first, second = asyncio.run(read(analysis_host)), asyncio.run(read(other))
    finally:
        other.close()
    assert first.analysis is not None
    assert second.analysis is not None
    assert second.analysis.rules != first.analysis.rules
    assert [a.root.name for a in (first.analysis, second.analysis)] == ["a.eml", "a.eml"]
    assert rows(case_workspace.path)[0].subject == "invoice.pdf.exe"


def test_a_second_name_of_the_same_bytes_is_judged_by_that_name(tell: Tell, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        data = letter()
        id = _file(bench.workspace, tmp_path / "a.eml", data)
        await bench.open(id)
        again = await asyncio.to_thread(_file, bench.workspace, tmp_path / "b.pdf.exe", data)
        opened = await bench.open(again)
        assert again == id
        assert opened.analysis is not None
        assert opened.analysis.root.name == "b.pdf.exe"
        rules = {f.rule for e in opened.analysis.root.examinations for f in e.findings}
        assert "file.name.double-extension" in rules

    tell(story)


def test_verdicts_of_older_checks_are_marked(
    case_workspace: Workspace, analysis_host: AnalysisHost, tmp_path: Path
) -> None:
    from workbench.model.verdict import Label, Verdict
    from workbench.store import analyses

    old = _file(case_workspace, tmp_path / "a.eml", letter(number=1))
    new = _file(case_workspace, tmp_path / "b.eml", letter(number=2))
    verdict = Verdict(Label.CLEAN, 0, "", (), ())
    case_workspace.run_blocking(analyses.conclude, old, verdict, "older checks")
    reader = MessageReader(case_workspace, AnalysisService(analysis_host), Changes())
    asyncio.run(reader.open(new, unheard))
    states = {row.id: row.analysis for row in rows(case_workspace.path)}
    assert states == {old: AnalysisState.OUTDATED, new: AnalysisState.DONE}


def test_in_a_window_that_only_reads_nothing_is_stored(
    case_workspace: Workspace, analysis_host: AnalysisHost, tmp_path: Path
) -> None:
    id = _file(case_workspace, tmp_path / "a.eml", letter())
    second = Workspace.open(case_workspace.path)
    try:
        reader = MessageReader(second, AnalysisService(analysis_host), Changes())
        opened = asyncio.run(reader.open(id, unheard))
    finally:
        second.close()
    assert opened.problem == ""
    assert opened.analysis is not None
    assert rows(case_workspace.path)[0].analysis is AnalysisState.NOT_ANALYSED


OTHER = "Minutes taken during yesterday's board meeting: budget approved, hiring postponed again"


def test_a_message_is_known_by_the_copy_that_was_read(tell: Tell) -> None:
    async def story(bench: Bench) -> None:
        id, _ = await bench.spread()
        first = await _preview(bench, id)
        await bench.workspace.run(entries.begin_with, id, OTHER)
        assert await _preview(bench, id) == OTHER
        await bench.open(id)
        known = await _preview(bench, id)
        assert not begins_otherwise(known, first)
        await bench.open(id)
        assert await _preview(bench, id) == known

    tell(story)


async def _preview(bench: Bench, id: int) -> str:
    stored = await bench.workspace.run(messages.load, id)
    assert stored is not None
    return stored.preview
