"""One object of a message examined again, with a password or raised limits, and kept so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from analyzers.model.analysis import Analysis, Node
from workbench.analysis.parts import boxed
from workbench.analysis.service import AnalysisService, Judged
from workbench.changes import Change, Changes
from workbench.errors import BadInput, IsolationFailed
from workbench.isolation.client import AnalysisJob
from workbench.jobs import Progress, Report
from workbench.model.opened import Reexamined
from workbench.model.reexamination import Came, Reexamination, Wish

if TYPE_CHECKING:
    from workbench.reading import Looked, MessageReader
    from workbench.store.workspace import Workspace

UNLOCKING = "password"  # the kind of need that a password answers
STEPS = 2  # examined, kept


def given(job: AnalysisJob, done: Iterable[Reexamination]) -> AnalysisJob:
    """The job with all that analysts gave for its objects; what opened one is tried on the others
    too, before the usual ones."""
    for each in done:
        if each.holds:
            job = wished(job, each.wish)
    return job


def wished(job: AnalysisJob, wish: Wish) -> AnalysisJob:
    if wish.password:
        answers = {**job.answers, (UNLOCKING, wish.sha256): wish.password}
        passwords = tuple(dict.fromkeys((wish.password, *job.passwords)))
        job = replace(job, answers=answers, passwords=passwords)
    if wish.raised and wish.sha256 not in job.raised:
        job = replace(job, raised=(*job.raised, wish.sha256))
    return job


class Reexaminer:
    """Works on what the reader has open; what came of a wish stands in the workspace."""

    def __init__(
        self,
        workspace: Workspace,
        analysis: AnalysisService,
        reader: MessageReader,
        changes: Changes,
        actor: str,
    ) -> None:
        self._workspace, self._analysis = workspace, analysis
        self._reader, self._changes, self._actor = reader, changes, actor

    async def run(self, id: int, wish: Wish, report: Report) -> Reexamined:
        """A password that does not fit changes nothing; ``IsolationFailed`` is raised where the
        object could not be reached."""
        report(Progress(0, STEPS, "examining again"))
        at = await self._reader.look(id)
        node = _node(at.judged.analysis, wish.sha256)
        wish = _at_its_box(at.judged.analysis, node, wish)
        job = wished(at.job, wish)
        try:
            judged = await self._analysis.analyse_again(job, at.judged.analysis, node)
        except IsolationFailed:
            await self._note(at, node, wish, Came.FAILED)
            raise
        came = _came(judged, wish)
        await self._note(at, node, wish, came)
        if came is Came.LOCKED:
            return Reexamined(None, f"This password {came.value}")
        report(Progress(1, STEPS, "keeping what was found"))
        opened = await self._reader.keep(at, job, judged)
        self._changes.tell(Change(messages=frozenset({id}), lists=True))
        return Reexamined(opened)

    async def _note(self, at: Looked, node: Node, wish: Wish, came: Came) -> None:
        if self._workspace.read_only:
            return
        from workbench.store import reexaminations

        path = at.judged.analysis.path(node) or node.name
        done = Reexamination(wish, path, came, self._actor, datetime.now(UTC))
        await self._workspace.run(reexaminations.add, at.root, done)


def _node(analysis: Analysis, sha256: str) -> Node:
    found = next((node for node in analysis.nodes if node.sha256 == sha256), None)
    if found is None:
        raise BadInput("The object is not in this message any more")
    return found


def _at_its_box(analysis: Analysis, node: Node, wish: Wish) -> Wish:
    """Limits hold for a whole box: for a body they are its message's."""
    return replace(wish, sha256=boxed(analysis, node).sha256) if wish.raised else wish


def _came(judged: Judged, wish: Wish) -> Came:
    if not wish.password:
        return Came.EXAMINED
    nodes = [node for node in judged.analysis.nodes if node.sha256 == wish.sha256]
    needs = [need for node in nodes for each in node.examinations for need in each.needs]
    locked = any(need.kind == UNLOCKING and need.key == wish.sha256 for need in needs)
    return Came.LOCKED if locked else Came.OPENED
