"""Contains accounts: each act read first, written down, sent once, and proven by reading back.

What an end of the program left begun is looked at again and never sent again: nothing here changes
an account without somebody who confirmed it just now.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection

from workbench.connectors.containing import Containing, containing_of
from workbench.connectors.identities import Identities
from workbench.errors import (
    ConnectorError,
    Gone,
    PermissionMissing,
    Refused,
    RemediationRefused,
)
from workbench.jobs import Progress, Report
from workbench.model.containment import REVERSES, Act, ActKind, ActState, ActView, Looked
from workbench.remediation.audit import Author, Event, text_hash
from workbench.remediation.clock import Clock
from workbench.store import containments
from workbench.store.workspace import Workspace

LOOKS = 4  # times the tenant is asked whether it is so by now
PAUSE = 2.0  # seconds before the second look, twice as long before each further one
REASON = 500  # characters


class Containment:
    def __init__(
        self, workspace: Workspace, identities: Identities, actor: str, clock: Clock
    ) -> None:
        self._workspace = workspace
        self._identities = identities
        self._author = Author(actor, clock)
        self._clock = clock

    async def act(self, act: Act, typed: str, reason: str, report: Report) -> ActView:
        """``typed`` is the account's address as the analyst typed it, to confirm."""
        return await self._run(act, typed, reason, "", report)

    async def undo(self, id: str, typed: str, report: Report) -> ActView:
        before = await self._workspace.run(containments.load, id)
        view = await self._view(id)
        if not view.undoable:
            raise RemediationRefused("There is nothing here that could be put back")
        back = replace(before, kind=REVERSES[before.kind])
        return await self._run(back, typed, f"Undo of {view.reason}".strip(), id, report)

    async def views(self) -> tuple[ActView, ...]:
        return await self._workspace.run(containments.views, self._tenant)

    async def settle(self) -> tuple[ActView, ...]:
        """Acts that an end of the program left begun: read, not repeated."""
        settled = []
        for id, act in await self._workspace.run(containments.begun, self._tenant):
            state, detail = ActState.REVIEW, "the program ended before its end was seen"
            try:
                seen = await containing_of(self._identities.reader).looked(act, act.snapshot)
                state, detail = (ActState.DONE, "") if seen.fulfilled else (state, detail)
            except ConnectorError as error:
                detail = f"{detail}: {error}"
            settled.append(await self._end(id, state, detail))
        return tuple(settled)

    @property
    def _tenant(self) -> str:
        return self._identities.reader.tenant.id

    async def _run(
        self, act: Act, typed: str, reason: str, reverses: str, report: Report
    ) -> ActView:
        self._require(act, typed)
        async with self._identities.taken() as connector:
            tenant = containing_of(connector)
            if act.kind not in tenant.acts:
                raise RemediationRefused(f"This provider has no call to {act.kind.value}")
            report(Progress(0, 3, "reading how it stands"))
            before = await tenant.looked(act)
            act = act if reverses else replace(act, snapshot=before.snapshot)
            state = ActState.ALREADY if before.fulfilled else ActState.INTENT
            id = await self._begin(act, reason, reverses, state)
            if before.fulfilled:
                return await self._view(id)
            return await self._send(tenant, id, act, before, report)

    def _require(self, act: Act, typed: str) -> None:
        if self._workspace.read_only:
            raise RemediationRefused(self._workspace.read_only)
        if typed.strip().casefold() != act.address.casefold():
            raise RemediationRefused(f"To confirm, type the account's address: {act.address}")

    async def _send(
        self, tenant: Containing, id: str, act: Act, before: Looked, report: Report
    ) -> ActView:
        report(Progress(1, 3, act.kind.value))
        try:
            await tenant.contain(act)
        except (PermissionMissing, Refused, Gone) as error:
            return await self._end(id, ActState.REFUSED, str(error))
        except ConnectorError as error:
            trouble = str(error)
        else:
            trouble = ""
        report(Progress(2, 3, "reading back"))
        state, why = await self._proven(tenant, act, before)
        return await self._end(id, state if not trouble else _doubted(state), trouble or why)

    async def _proven(self, tenant: Containing, act: Act, before: Looked) -> tuple[ActState, str]:
        """A read may be older than the write, so it is asked more than once."""
        why, pause = "", PAUSE
        for number in range(LOOKS):
            if number:
                await self._clock.sleep(pause)
                pause *= 2
            try:
                seen = await tenant.looked(act, before.snapshot)
            except ConnectorError as error:
                why = str(error)
                continue
            if seen.fulfilled is None:
                return ActState.UNPROVEN, "the provider has no call that shows it"
            if seen.fulfilled:
                return ActState.DONE, ""
            why = "it is not so yet, as the tenant shows it"
        return ActState.REVIEW, why

    async def _begin(self, act: Act, reason: str, reverses: str, state: ActState) -> str:
        id = f"c-{secrets.token_hex(6)}"
        actor, now = self._author.actor, self._author.now()
        row = containments.Row(id, self._tenant, act, reason[:REASON], state, actor, now, reverses)

        def write(connection: Connection) -> None:
            containments.add(connection, row)
            self._author.append(connection, [_intent(row)])

        await self._workspace.run(write)
        return id

    async def _end(self, id: str, state: ActState, detail: str) -> ActView:
        def write(connection: Connection) -> None:
            containments.finish(connection, id, state, detail)
            told = {"state": state.value, "detail": detail}
            self._author.append(connection, [Event("contained", id, payload=told)])

        await self._workspace.run(write)
        return await self._view(id)

    async def _view(self, id: str) -> ActView:
        found = next((one for one in await self.views() if one.id == id), None)
        if found is None:
            raise RemediationRefused(f"There is no act {id}")
        return found


def _doubted(state: ActState) -> ActState:
    """Nobody confirmed that it was taken: only what was seen counts."""
    return state if state is ActState.DONE else ActState.REVIEW


def _intent(row: containments.Row) -> Event:
    payload = {
        "kind": row.act.kind.value,
        "address": row.act.address,
        "key": row.act.key,
        "snapshot": text_hash(row.act.snapshot),
        "reverses": row.reverses,
        "state": row.state.value,
    }
    return Event("contain", row.id, payload=payload)


MakeContainment = Callable[[Identities], Containment]
WORDS = {
    "sessions": ActKind.SESSIONS,
    "disable": ActKind.DISABLE,
    "enable": ActKind.ENABLE,
    "rule-off": ActKind.RULE_OFF,
    "rule-on": ActKind.RULE_ON,
    "forwarding-off": ActKind.FORWARDING_OFF,
    "delegate-off": ActKind.DELEGATE_OFF,
    "grant": ActKind.GRANT,
}
"""What the command line calls them."""
