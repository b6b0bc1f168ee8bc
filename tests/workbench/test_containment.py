"""Accounts are contained by the remediator alone, written down first, proven, and put back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of, profile_of
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.identities import LOCKED, Identities
from workbench.connectors.port import Connector
from workbench.connectors.two_identities import Writer
from workbench.containment import Containment
from workbench.errors import PermissionMissing, RemediationRefused
from workbench.jobs import unheard
from workbench.model.accounts import Account, Line, Part
from workbench.model.containment import Act, ActKind, ActState, ActView
from workbench.remediation import audit, verification
from workbench.store import containments
from workbench.store.workspace import Workspace

Told = TypeVar("Told")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class Hurried:
    """A clock that waits for nobody; ``slept`` is what it was asked for."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def jitter(self) -> float:
        return 0.0


class Bench:
    """One tenant, its victim, and a workspace for acts on it."""

    def __init__(self, provider: str, tenant: SimulatedTenant, path: Path) -> None:
        self.provider, self.tenant, self.path = provider, tenant, path
        self.victim = tenant.world.people[1].address
        self.is_google = provider == "google"
        tenant.set(intruded=self.victim)

    def run(
        self, work: Callable[[Containment, Identities], Awaitable[Told]], *, locked: bool = False
    ) -> Told:
        async def done() -> Told:
            workspace = await asyncio.to_thread(Workspace.open, self.path)
            identities = Identities(self._reader(), lambda passphrase: self._writer())
            try:
                await identities.reader.connect()
                if not locked:
                    await identities.unlock("")
                return await work(Containment(workspace, identities, "ann", Hurried()), identities)
            finally:
                await identities.forget()
                await identities.reader.close()
                await asyncio.to_thread(workspace.close)

        return asyncio.run(done())

    def _reader(self) -> Connector:
        facts = self.tenant.facts
        if self.is_google:
            return GoogleConnector(google_profile_of(facts, key=facts["google"]["reader_key"]))
        who = facts["reader"]
        return GraphConnector(
            profile_of(facts, client_id=who["client_id"], secret=who["client_secret"])
        )

    def _writer(self) -> Writer:
        facts = self.tenant.facts
        if self.is_google:
            key = facts["google"]["remediator_key"]
            return GoogleConnector(google_profile_of(facts, key=key), writes=True)
        who = facts["remediator"]
        return GraphConnector(
            profile_of(facts, client_id=who["client_id"], secret=who["client_secret"])
        )

    def act(self, kind: ActKind, key: str = "", typed: str | None = None) -> ActView:
        wanted = Act(kind, self.victim, key)
        given = self.victim if typed is None else typed
        return self.run(lambda c, _: c.act(wanted, given, "intruder", unheard))

    def undo(self, id: str) -> ActView:
        return self.run(lambda c, _: c.undo(id, self.victim, unheard))

    def account(self) -> Account:
        async def ask(_: Containment, identities: Identities) -> Account:
            reader = identities.reader
            assert isinstance(reader, GraphConnector | GoogleConnector)
            return await reader.account(self.victim, LONG_AGO)

        return self.run(ask, locked=True)

    def lines(self, part: Part) -> tuple[Line, ...]:
        return next(one for one in self.account().evidence if one.part is part).lines

    def proven(self) -> tuple[str, ...]:
        """What the audit log has to object, and the names of its last two events."""
        workspace = Workspace.open(self.path)
        try:
            rows = workspace.run_blocking(audit.entries)
            problems = workspace.run_blocking(verification.verify).problems
            return (*problems, *(row.parsed()["event"] for row in rows[-2:]))
        finally:
            workspace.close()


@pytest.fixture(params=["graph", "google"])
def bench(
    request: pytest.FixtureRequest, simulated_tenant: SimulatedTenant, tmp_path: Path
) -> Bench:
    return Bench(request.param, simulated_tenant, tmp_path / "w.db")


@pytest.fixture
def microsoft(simulated_tenant: SimulatedTenant, tmp_path: Path) -> Bench:
    return Bench("graph", simulated_tenant, tmp_path / "w.db")


def test_an_account_is_disabled_proven_and_enabled_again(bench: Bench) -> None:
    done = bench.act(ActKind.DISABLE)
    assert (done.state, done.undoable) == (ActState.DONE, True)
    assert bench.account().enabled is False
    assert bench.proven() == ("contain", "contained")
    back = bench.undo(done.id)
    assert (back.state, back.kind, back.reverses) == (ActState.DONE, ActKind.ENABLE, done.id)
    assert bench.account().enabled is True
    with pytest.raises(RemediationRefused, match="nothing here"):
        bench.undo(done.id)


def test_a_rule_is_taken_out_and_put_back_as_it_was(bench: Bench) -> None:
    before = bench.lines(Part.RULES)
    bad = next(line for line in before if any("forwards" in why for why in line.reasons))
    done = bench.act(ActKind.RULE_OFF, bad.key)
    assert done.state is ActState.DONE
    active = [line.what for line in bench.lines(Part.RULES) if line.active]
    assert len(active) == len([line for line in before if line.active]) - 1
    assert bench.undo(done.id).state is ActState.DONE
    after = bench.lines(Part.RULES)
    assert sorted((o.what, o.detail, o.reasons) for o in after) == sorted(
        (o.what, o.detail, o.reasons) for o in before
    )


def test_what_an_application_was_granted_is_taken_away_for_good(bench: Bench) -> None:
    bad = next(line for line in bench.lines(Part.GRANTS) if line.reasons)
    done = bench.act(ActKind.GRANT, bad.key)
    assert (done.state, done.undoable) == (ActState.DONE, False)
    assert bad.key not in {line.key for line in bench.lines(Part.GRANTS)}


def test_ended_sessions_are_proven_where_the_provider_shows_them(bench: Bench) -> None:
    done = bench.act(ActKind.SESSIONS)
    wanted = ActState.UNPROVEN if bench.is_google else ActState.DONE
    assert (done.state, done.undoable) == (wanted, False)


def test_forwarding_is_switched_off_and_on_where_there_is_a_call(bench: Bench) -> None:
    if not bench.is_google:
        with pytest.raises(RemediationRefused, match="no call"):
            bench.act(ActKind.FORWARDING_OFF)
        return
    before = bench.lines(Part.FORWARDING)
    done = bench.act(ActKind.FORWARDING_OFF)
    assert (done.state, bench.lines(Part.FORWARDING)) == (ActState.DONE, ())
    assert bench.undo(done.id).state is ActState.DONE
    assert bench.lines(Part.FORWARDING) == before


def test_a_delegate_is_taken_out_and_let_in_again_where_there_is_a_call(bench: Bench) -> None:
    if not bench.is_google:
        with pytest.raises(RemediationRefused, match="no call"):
            bench.act(ActKind.DELEGATE_OFF, "mallory@elsewhere.example")
        return
    (before,) = bench.lines(Part.DELEGATES)
    done = bench.act(ActKind.DELEGATE_OFF, before.key)
    assert (done.state, done.undoable, bench.lines(Part.DELEGATES)) == (ActState.DONE, True, ())
    back = bench.undo(done.id)
    assert (back.kind, back.state) == (ActKind.DELEGATE_ON, ActState.DONE)
    assert bench.lines(Part.DELEGATES) == (before,)


def test_nothing_is_sent_without_the_address_typed(microsoft: Bench) -> None:
    with pytest.raises(RemediationRefused, match="type the account's address"):
        microsoft.act(ActKind.DISABLE, typed="yes")
    assert microsoft.account().enabled is True
    assert microsoft.run(lambda c, _: c.views(), locked=True) == ()


def test_a_locked_remediator_does_nothing(microsoft: Bench) -> None:
    wanted = Act(ActKind.DISABLE, microsoft.victim)
    with pytest.raises(RemediationRefused, match=LOCKED):
        microsoft.run(lambda c, _: c.act(wanted, microsoft.victim, "", unheard), locked=True)
    assert microsoft.account().enabled is True


def test_what_was_so_before_is_not_sent_and_not_taken_back(microsoft: Bench) -> None:
    microsoft.act(ActKind.DISABLE)
    again = microsoft.act(ActKind.DISABLE)
    assert (again.state, again.undoable) == (ActState.ALREADY, False)


def test_a_refusal_changes_nothing_and_is_said(bench: Bench) -> None:
    lost = ["admin.directory.user"] if bench.is_google else ["User.EnableDisableAccount.All"]
    bench.tenant.set(revoked=lost)
    done = bench.act(ActKind.DISABLE)
    assert done.state is ActState.REFUSED
    assert lost[0] in done.detail
    assert bench.account().enabled is True


def test_a_lost_answer_is_settled_by_reading(bench: Bench) -> None:
    bench.tenant.faults({"method": "PATCH", "path": "users/", "fault": "drop-after", "times": 1})
    done = bench.act(ActKind.DISABLE)
    assert done.state is ActState.DONE
    assert bench.account().enabled is False


def test_what_an_end_of_the_program_left_begun_is_read_and_not_repeated(microsoft: Bench) -> None:
    wanted = Act(ActKind.DISABLE, microsoft.victim, snapshot="true")

    async def leave(containment: Containment, identities: Identities) -> tuple[ActView, ...]:
        row = containments.Row(
            "c-1", identities.reader.tenant.id, wanted, "", ActState.INTENT, "ann", LONG_AGO
        )
        await containment._workspace.run(containments.add, row)
        return await containment.settle()

    (settled,) = microsoft.run(leave, locked=True)
    assert settled.state is ActState.REVIEW
    assert microsoft.account().enabled is True


def test_another_than_the_fence_holds_is_left_alone(microsoft: Bench) -> None:
    async def outside(containment: Containment, identities: Identities) -> None:
        fenced = FencedConnector(identities.reader, (microsoft.tenant.world.people[2].address,))
        await fenced.looked(Act(ActKind.DISABLE, microsoft.victim))

    with pytest.raises(PermissionMissing, match="outside the pilot"):
        microsoft.run(outside, locked=True)


def test_the_snapshot_never_leaves_the_workspace_in_the_audit_log(microsoft: Bench) -> None:
    bad = next(line for line in microsoft.lines(Part.RULES) if line.reasons)
    microsoft.act(ActKind.RULE_OFF, bad.key)
    workspace = Workspace.open(microsoft.path)
    try:
        text = "".join(row.body for row in workspace.run_blocking(audit.entries))
    finally:
        workspace.close()
    assert "forwardTo" not in text


@pytest.fixture
def google(simulated_tenant: SimulatedTenant, tmp_path: Path) -> Bench:
    return Bench("google", simulated_tenant, tmp_path / "w.db")


def test_a_delegate_whom_the_tenant_does_not_take_is_refused_in_its_words(google: Bench) -> None:
    """Somebody of elsewhere, or who has left since."""
    done = google.act(ActKind.DELEGATE_ON, "mallory@elsewhere.example")
    assert (done.state, done.undoable) == (ActState.REFUSED, False)
    assert done.detail == "The tenant refuses it: INVALID_ARGUMENT: Invalid delegate"
    assert google.proven() == ("contain", "contained")


def test_an_undo_that_was_refused_can_be_asked_for_again(google: Bench) -> None:
    (before,) = google.lines(Part.DELEGATES)
    done = google.act(ActKind.DELEGATE_OFF, before.key)
    google.tenant.faults(
        {"method": "POST", "path": "settings/delegates", "fault": "status", "status": 400}
    )
    back = google.undo(done.id)
    assert (back.state, google.lines(Part.DELEGATES)) == (ActState.REFUSED, ())
    assert back.detail.startswith("The tenant refuses it: ")
    google.tenant.faults()
    assert google.undo(done.id).state is ActState.DONE
    assert google.lines(Part.DELEGATES) == (before,)


def test_what_microsoft_refuses_ends_in_its_words(microsoft: Bench) -> None:
    microsoft.tenant.faults(
        {"method": "PATCH", "path": "users/", "fault": "status", "status": 400, "code": "BadUser"}
    )
    done = microsoft.act(ActKind.DISABLE)
    assert (done.state, done.undoable) == (ActState.REFUSED, False)
    assert done.detail.startswith("The tenant refuses it: BadUser: ")
    assert microsoft.account().enabled is True


@pytest.mark.parametrize(
    "fault",
    [
        {"fault": "drop-before"}, {"fault": "status", "status": 500},
        {"fault": "status", "status": 409}, {"fault": "body", "text": "<html>no"},
    ],
    ids=["lost", "broken", "conflict", "no reason"],
)  # fmt: skip
def test_where_no_answer_says_why_it_is_not_known(google: Bench, fault: dict[str, object]) -> None:
    google.tenant.faults({"method": "POST", "path": "settings/delegates", **fault})
    done = google.act(ActKind.DELEGATE_ON, "mallory@elsewhere.example")
    assert done.state is ActState.REVIEW
    assert done.detail
