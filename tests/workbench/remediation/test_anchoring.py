"""Anchors leave at the steps of real actions, and no sink can hold an action up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from tests.workbench.anchoring import listeners
from tests.workbench.anchoring.listeners import HOST, certificates_in
from tests.workbench.remediation.bench import Bench, open_bench
from workbench.anchoring.note import Note, Sink
from workbench.anchoring.syslog import SyslogSink
from workbench.anchoring.webhook import WebhookSink
from workbench.changes import Changes
from workbench.connectors.port import Connector
from workbench.errors import Unreachable
from workbench.model.anchors import BESIDE, SinkStanding
from workbench.model.remediation import ActionState
from workbench.remediation import anchoring, anchors
from workbench.remediation.engine import RemediationEngine
from workbench.remediation.verification import Verification, verify


class Silent:
    """A sink that never answers."""

    name = "silent"

    async def send(self, note: Note, connector: Connector) -> str:
        await asyncio.Event().wait()
        return ""


class Moody:
    """A sink that fails until it is told otherwise."""

    name = "moody"

    def __init__(self) -> None:
        self.works = False
        self.notes: list[Note] = []

    async def send(self, note: Note, connector: Connector) -> str:
        if not self.works:
            raise Unreachable("nobody there")
        self.notes.append(note)
        return "taken"


def _with(bench: Bench, *sinks: Sink) -> RemediationEngine:
    changes = Changes()
    changes.listen(bench.told.append)
    bench.engine = RemediationEngine(
        bench.workspace, bench.tenant, bench.clock, "ann@contoso.example", changes, sinks=sinks
    )
    return bench.engine


def _standing(bench: Bench, name: str) -> SinkStanding:
    found = bench.workspace.run_blocking(anchors.standings)
    return next(one for one in found if one.sink == name)


def test_each_step_reaches_every_sink_and_proves_the_log(bench: Bench, tmp_path: Path) -> None:
    made = certificates_in(tmp_path / "certificates")

    async def story() -> tuple[list[str], list[str]]:
        async with listeners.udp() as udp, listeners.webhook(made) as hook:
            engine = _with(
                bench,
                SyslogSink("syslog", "udp", HOST, udp.port),
                WebhookSink(f"https://{HOST}:{hook.port}/", str(made.authority)),
            )
            await bench.undo(await bench.quarantine())
            await engine.stop()
            return udp.lines, hook.lines

    for number, lines in enumerate(asyncio.run(story())):
        assert any('"finish"' in line for line in lines)
        log = tmp_path / f"collected {number}.log"
        log.write_text("an unrelated line\n" + "\n".join(lines) + "\n")
        found = bench.workspace.run_blocking(verify, anchors.load(log))
        assert found.anchored == found.rows
        assert {sink.seq for sink in found.sinks} == {found.rows}
        assert not any(sink.since for sink in found.sinks)


def test_a_rewritten_log_is_found_by_what_a_sink_logged(bench: Bench, tmp_path: Path) -> None:
    """Even where the file beside the workspace was rewritten with it."""
    sink = Moody()
    sink.works = True

    async def act() -> None:
        await bench.quarantine()
        await engine.stop()

    engine = _with(bench, sink)
    asyncio.run(act())
    collected = tmp_path / "collected.log"
    collected.write_text("".join(f"<109>1 - - {note.text}\n" for note in sink.notes))
    other = open_bench(_folder(tmp_path), bench.tenant)
    try:
        assert _verify(other, collected).problems
    finally:
        other.workspace.close()
    assert _verify(bench, collected).holds


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rewritten"
    folder.mkdir()
    return folder


def _verify(bench: Bench, *logs: Path) -> Verification:
    beside = anchors.load(anchors.path_beside(bench.workspace.path))
    outside = [*beside, *(anchor for log in logs for anchor in anchors.load(log))]
    return bench.workspace.run_blocking(verify, outside)


def test_a_sink_that_never_answers_holds_nothing_up(bench: Bench) -> None:
    async def story() -> ActionState:
        engine = _with(bench, Silent())
        view = await bench.quarantine()
        asyncio.get_running_loop().call_soon(_end_waiting, engine)
        return view.state

    assert asyncio.run(story()) is ActionState.COMPLETED
    assert _standing(bench, "silent").sentence.startswith("Not anchored at silent since 2026-03-02")


def _end_waiting(engine: RemediationEngine) -> None:
    """The loop is about to end, as with the program."""
    for task in engine._around.anchors._sending.values():
        task.cancel()


def test_trouble_is_told_with_its_first_moment_and_ends(bench: Bench) -> None:
    sink = Moody()

    async def story() -> Sequence[str]:
        engine = _with(bench, sink)
        view = await bench.quarantine()
        await engine._around.anchors.settle()
        first = _standing(bench, "moody").since
        assert any(change.anchors for change in bench.told)
        await bench.undo(view)
        await engine._around.anchors.settle()
        assert _standing(bench, "moody").since == first
        sink.works = True
        bench.told.clear()
        await engine.stop()
        assert _standing(bench, "moody").since is None
        assert any(change.anchors for change in bench.told)
        return [note.kind for note in sink.notes]

    assert asyncio.run(story()) == ["close"]
    found = _verify(bench)
    assert found.holds
    assert {s.sink: s.seq for s in found.sinks} == {BESIDE: found.rows, "moody": found.rows}


def test_an_unwritable_file_beside_stops_no_action(bench: Bench) -> None:
    anchors.path_beside(bench.workspace.path).mkdir()

    async def story() -> ActionState:
        view = await bench.quarantine()
        return view.state

    assert asyncio.run(story()) is ActionState.COMPLETED
    standing = _standing(bench, BESIDE)
    assert standing.seq == 0
    assert "Not anchored beside the workspace since" in standing.sentence


def test_long_actions_are_anchored_on_their_way() -> None:
    assert anchors.EVERY == 1_000
    assert anchoring.SECONDS < 60
