"""The remediation engine: act, undo, resume and cancel, each verified and journaled.

Imports SQLAlchemy; bring it in after the window has been painted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import replace

from workbench.anchoring.note import Sink
from workbench.approvals.approver import Approver
from workbench.approvals.requests import write_request
from workbench.approvals.signed import SignedApproval
from workbench.changes import Change, Changes
from workbench.connectors.identities import LOCKED, Identities
from workbench.connectors.port import Connector
from workbench.connectors.sparing import spared_of
from workbench.errors import RemediationRefused
from workbench.jobs import Report
from workbench.model.remediation import (
    CUSTOMARY,
    ActionKind,
    ActionState,
    ActionView,
    Choice,
    ItemView,
    Scope,
)
from workbench.remediation import (
    anchors,
    approving,
    audit,
    choices,
    gate,
    journal,
    planner,
    protecting,
    verification,
    views,
)
from workbench.remediation.anchoring import Anchoring
from workbench.remediation.approving import Judge
from workbench.remediation.audit import Author, Entry
from workbench.remediation.batch import Surroundings
from workbench.remediation.clock import Clock
from workbench.remediation.fence import fence_event
from workbench.remediation.journal import Action
from workbench.remediation.keepsakes import Keeper
from workbench.remediation.manifest import Plan
from workbench.remediation.protecting import Box
from workbench.remediation.run import ActionRun
from workbench.remediation.sizing import size_of
from workbench.remediation.verification import Verification
from workbench.store.workspace import Workspace


class RemediationEngine:
    """For one connected tenant; lives in the event loop that its connector lives in."""

    def __init__(
        self,
        workspace: Workspace,
        connector: Connector,
        clock: Clock,
        actor: str,
        changes: Changes,
        identities: Identities | None = None,
        own_keys: Callable[[], tuple[Approver, ...]] = tuple,
        sinks: Sequence[Sink] = (),
        keeper: Keeper | None = None,
    ) -> None:
        """``identities`` where another one than the connector's writes; ``own_keys`` reads which
        approvers' keys lie on this computer; ``sinks`` get anchors of the log beside the file that
        is always there; ``keeper`` takes copies of what the provider is going to delete."""
        self._own_keys = own_keys
        self._identities = identities or Identities(connector)
        self._workspace = workspace
        self._connector = connector
        self._changes = changes
        self._anchor_path = anchors.path_beside(workspace.path)
        self._around = Surroundings(
            workspace,
            connector,
            clock,
            Author(actor, clock),
            Anchoring(workspace, clock, sinks, lambda: changes.tell(Change(anchors=True))),
        )
        self._runs: dict[str, ActionRun] = {}
        self._keeper = keeper

    async def quarantine(
        self, scope: Scope, reason: str, confirmed_count: int, report: Report
    ) -> ActionView:
        """``act`` with our own folder of each mailbox."""
        return await self.act(scope, CUSTOMARY, reason, confirmed_count, report)

    async def act(
        self, scope: Scope, choice: Choice, reason: str, confirmed_count: int, report: Report
    ) -> ActionView:
        """Moves exactly the selected copies of a frozen scope to where ``choice`` says.

        ``confirmed_count`` is the number the analyst typed, 0 if none.  What a second person must
        approve first is given back as it waits, with nothing moved.  ``RemediationRefused``
        when the guard is not satisfied; what became of each copy stands in the journal.
        """
        choices.require(choice, self._connector.tenant.provider)
        limits = self._identities.safeguards.thresholds
        size = await size_of(self._connector, scope, limits)
        plan = planner.freeze(
            scope, reason, choice=choice, confirmed=confirmed_count, tenant_mailboxes=size
        )
        return await self._begin(plan, report)

    async def undo(self, action_id: str, report: Report) -> ActionView:
        """Returns what this action itself moved, each to its own folder, where it still lies
        where we left it."""
        plan = await self._workspace.run(planner.freeze_undo, action_id)
        return await self._begin(plan, report)

    async def resume(self, report: Report) -> tuple[ActionView, ...]:
        """Goes on with what a crash, a stop or a pause left unfinished."""
        self.keep()
        ids = await self.unfinished()
        return tuple([await self.proceed(id, report) for id in ids])

    async def unfinished(self) -> tuple[str, ...]:
        """Actions that ``resume`` would go on with, oldest first."""
        ids = await self._workspace.run(journal.unfinished, self._connector.tenant.id)
        return tuple(id for id in ids if id not in self._runs)

    async def proceed(self, action_id: str, report: Report, reason: str = "") -> ActionView:
        """Goes on with one action; with a halted one for a person's ``reason`` alone, with one that
        has ended for its events in calendars of which nobody knows what became."""
        action = await self._workspace.run(journal.load, action_id)
        if action.state in journal.FINISHED or not action.cancelling:
            self._require_power()
            await self._start(action, reason)
        return await self._drive(action_id, report)

    async def request(self, action_id: str) -> bytes:
        """The file to hand to a second person."""
        asked = await self._workspace.run(approving.request_of, action_id, self._judge())
        return write_request(asked)

    async def approved(self, signed: SignedApproval, report: Report) -> ActionView:
        """Takes a second person's approval in and runs, or goes on with, the action it names."""
        self._require_power()
        judge = self._judge()
        id = await self._workspace.run(approving.accept, self._around.author, signed, judge)
        self._tell(id, (await self._workspace.run(journal.load, id)).message)
        return await self.proceed(id, report, f"Approved by {signed.approval.approver}")

    async def cancel(self, action_id: str) -> ActionView:
        """Leaves alone what was not yet asked for, and finds out about the rest."""
        await self._workspace.run(journal.want_cancel, self._around.author, action_id)
        run = self._runs.get(action_id)
        if run is None:
            return await self._drive(action_id, lambda progress: None)
        run.cancel()
        await run.ended.wait()
        return await self.action(action_id)

    def acting_as(self, actor: str) -> RemediationEngine:
        """The same engine, runs and all, whose rows of the log name somebody else."""
        other = copy(self)
        around = self._around
        other._around = replace(around, author=Author(actor, around.clock))
        return other

    async def pause(self, action_id: str) -> ActionView:
        """Stops what runs here after what is under way, until somebody lets it go on."""
        run = self._runs.get(action_id)
        if run is None:
            raise RemediationRefused("This action does not run here")
        run.pause(f"Paused by {self._around.author.actor}")
        await run.ended.wait()
        return await self.action(action_id)

    def keep(self) -> None:
        """Begins to take the copies that are missing; what is out of reach came first."""
        if self._keeper is not None:
            self._keeper.begin()

    async def kept(self) -> None:
        if self._keeper is not None:
            await self._keeper.ended()

    @property
    def author(self) -> Author:
        """Who writes this engine's rows of the log."""
        return self._around.author

    @property
    def running(self) -> tuple[str, ...]:
        """Actions under way in this program."""
        return tuple(self._runs)

    async def stop(self) -> None:
        """Before the program ends: finishes what is under way and starts nothing new."""
        for run in tuple(self._runs.values()):
            run.stop()
            await run.ended.wait()
        if self._keeper is not None:
            self._keeper.stop()
            await self.kept()
        await self._around.anchors.drop("close", self._connector)
        await self._around.anchors.settle()

    async def action(self, action_id: str) -> ActionView:
        return await self._workspace.run(views.action, action_id)

    async def actions(self) -> tuple[ActionView, ...]:
        """All actions of this tenant, newest first."""
        return await self._workspace.run(views.actions, self._connector.tenant.id)

    async def items(self, action_id: str) -> tuple[ItemView, ...]:
        return await self._workspace.run(views.items, action_id)

    async def audit_rows(self, after: int = 0, limit: int = 1_000) -> tuple[Entry, ...]:
        """Rows of the log after number ``after``."""
        return await self._workspace.run(audit.entries, after, limit)

    async def verify(self) -> Verification:
        """Recomputes the whole log and compares it with the journal and the anchors."""
        return await self._workspace.run(verification.verify, anchors.load(self._anchor_path))

    async def _begin(self, plan: Plan, report: Report) -> ActionView:
        self._require_power()
        if plan.tenant != self._connector.tenant.id:
            raise RemediationRefused("The message belongs to another tenant")
        safeguards = self._identities.safeguards
        if plan.kind is not ActionKind.UNDO:
            await self._learn({(t.ref.mailbox, t.mailbox_address) for t in plan.targets})
        id = await self._workspace.run(planner.enter, self._around.author, plan, safeguards)
        fence = fence_event(self._connector, id)
        await self._workspace.run(journal.tell, self._around.author, [fence])
        await self._around.anchors.drop("plan", self._connector)
        self._tell(id, plan.message)
        view = await self.action(id)
        if view.state is ActionState.AWAITING_APPROVAL:
            return view
        return await self._drive(id, report)

    async def _start(self, action: Action, reason: str) -> None:
        """A gate that does not hold any more halts the action for good to see."""
        run, author = self._workspace.run, self._around.author
        begin = gate.reopen if action.state in journal.FINISHED else gate.start
        await self._learn(await run(protecting.boxes_of, action.id))
        try:
            await run(begin, author, action.id, self._judge(), reason)
        except RemediationRefused as refusal:
            if action.state is ActionState.RUNNING:
                halted = ActionState.HALTED
                await run(journal.set_state, author, action.id, halted, str(refusal))
            raise

    async def _drive(self, id: str, report: Report) -> ActionView:
        action, items = await self._workspace.run(journal.load_open, id)
        if action.tenant != self._connector.tenant.id:
            raise RemediationRefused("The action belongs to another tenant")
        await asyncio.to_thread(self._workspace.keep_reserve)
        async with self._identities.taken(reading=action.cancelling) as connector:
            around = replace(self._around, connector=connector)
            tell = lambda: self._tell(id, action.message)  # noqa: E731 - told after each step
            above = self._identities.safeguards.thresholds.wave_items
            run = self._runs[id] = ActionRun(around, action, items, report, tell, above)
            try:
                await run.drive()
            finally:
                del self._runs[id]
                await self._around.anchors.settle(drafts_only=True)
        self.keep()
        return await self.action(id)

    async def _learn(self, boxes: Collection[Box]) -> None:
        """What the mailboxes are, where the guard must know."""
        safeguards = self._identities.safeguards
        await protecting.learn(self._workspace, self._connector, safeguards, boxes)

    def _judge(self) -> Judge:
        now = self._around.author.now()
        safeguards, excluded = self._identities.safeguards, spared_of(self._connector)
        return Judge(safeguards, self._own_keys(), now, excluded)

    def _require_power(self) -> None:
        if self._workspace.read_only:
            raise RemediationRefused(self._workspace.read_only)
        if not self._identities.may_move:
            raise RemediationRefused("The tenant has not granted moving messages")
        if self._identities.locked:
            raise RemediationRefused(LOCKED)

    def _tell(self, id: str, message: int) -> None:
        self._changes.tell(Change(messages=frozenset({message}), actions=frozenset({id})))
