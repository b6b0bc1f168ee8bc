"""Lets armed policies carry out proposals alone: no more than they name, not past the guard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.jobs import unheard
from workbench.model.policies import Policy
from workbench.model.proposals import Proposal, ProposalState
from workbench.model.remediation import ActionState, ActionView, Scope, Tier
from workbench.politeness import seen_through
from workbench.remediation import policies, suggestions
from workbench.store import proposals

if TYPE_CHECKING:
    from workbench.remediation.engine import RemediationEngine
    from workbench.store.workspace import Workspace


class ArmedPolicies:
    """For one connected tenant.  What a policy leaves undone waits for the analyst, with why."""

    def __init__(self, workspace: Workspace, engine: RemediationEngine, tenant: str) -> None:
        self._workspace = workspace
        self._engine = engine
        self._tenant = tenant

    async def run(self) -> bool:
        """Whether any proposal was taken up; an action that runs already is let end first."""
        run, now = self._workspace.run, self._engine.author.now()
        armed = await run(policies.armed, self._tenant, now)
        if not armed or self._engine.running:
            return False
        tried = False
        for proposal in await run(proposals.listed):
            if proposal.state is ProposalState.WAITING and proposal.tenant == self._tenant:
                tried |= await self._consider(proposal, armed)
        return tried

    async def _consider(self, proposal: Proposal, armed: tuple[Policy, ...]) -> bool:
        if await self._workspace.run(policies.has_run, proposal.id):
            return False
        left = []
        for policy in (one for one in armed if one.allows(proposal)):
            if not (why := await self._try(proposal, policy)):
                return True
            left.append(f"Policy {policy.name} leaves it to you: {why}")
        return bool(left) and await self._note(proposal, "; ".join(left))

    async def _try(self, proposal: Proposal, policy: Policy) -> str:
        """Why it was left alone, "" once it was taken up, whatever came of it then."""
        run = self._workspace.run
        whole = await run(proposals.scope_of, proposal.id)
        scope = within(whole, policy)
        copies = len(scope.selected)
        if why := await self._why_not(proposal, policy, copies):
            return why
        author = self._engine.author
        if not await run(policies.begin, author, policy, proposal.id, copies):
            return f"more than its {policy.per_day} copies of a day"
        await self._act(proposal, policy, scope, len(whole.selected) - copies)
        return ""

    async def _why_not(self, proposal: Proposal, policy: Policy, copies: int) -> str:
        if not copies:
            return "no copy that is the message itself lies inside its fence"
        if copies > policy.per_run:
            return f"{copies} copies are more than its {policy.per_run} of a run"
        messages = await self._workspace.run(proposals.messages_of, proposal.id)
        score = await self._workspace.run(policies.lowest, messages)
        if score < policy.minimum:
            return f"a message has the score {score}, below its {policy.minimum}"
        return ""

    async def _act(self, proposal: Proposal, policy: Policy, scope: Scope, outside: int) -> None:
        run, name = self._workspace.run, policy.name
        engine = self._engine.acting_as(f"policy {name} (armed by {policy.armed_by})")
        reason = f"Policy {name}: {proposal.reason}"
        work = engine.act(scope, policy.choice, reason, 0, unheard)
        try:
            done = await seen_through(work, engine, lambda: True)
        except WorkbenchError as refusal:
            await run(policies.end, name, proposal.id, "", str(refusal))
            await self._note(proposal, f"Policy {name} could not: {refusal}")
            return
        await run(policies.end, name, proposal.id, done.id, done.state.value)
        if done.state is ActionState.AWAITING_APPROVAL:
            told = f"Policy {name}: a second person must approve {done.id}: {done.note}"
            await self._note(proposal, told)
            return
        await self._settle(proposal, policy, done, outside)

    async def _settle(
        self, proposal: Proposal, policy: Policy, done: ActionView, outside: int
    ) -> None:
        """With copies left outside of the policy's fence it goes on waiting for the analyst."""
        note = f"Policy {policy.name} acted: {done.id}"
        if outside:
            copies = "one copy lies" if outside == 1 else f"{outside} copies lie"
            await self._note(proposal, f"{note}; {copies} outside of its fence")
            return
        await self._note(proposal, note)
        settled, author = ProposalState.ACTED, self._engine.author
        await self._workspace.run(suggestions.settle, author, proposal.id, settled, done.id)

    async def _note(self, proposal: Proposal, text: str) -> bool:
        """Whether it says something else now."""
        if text != proposal.note:
            await self._workspace.run(proposals.note, proposal.id, text)
        return text != proposal.note


def within(scope: Scope, policy: Policy) -> Scope:
    """Only copies that are the message itself, inside the policy's fence."""
    fence = {address.casefold() for address in policy.fence}
    rows = tuple(
        replace(
            row,
            selected=row.selected
            and row.tier is Tier.EXACT
            and (not fence or row.mailbox_address.casefold() in fence),
        )
        for row in scope.rows
    )
    return replace(scope, rows=rows)
