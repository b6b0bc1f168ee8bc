"""Old mail is compared with what is added or concluded, on a real desk and a real tenant."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.samples.letters import letter
from tests.tenant import SimulatedTenant
from tests.workbench.desks import open_desk, profile_of, rows
from workbench.analysis.rules import rule_packs
from workbench.cli import main
from workbench.desk import Desk
from workbench.errors import StoreError
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings
from workbench.jobs import unheard
from workbench.model.indicators import Indicator, Kind, Observed
from workbench.model.proposals import Origin, Proposal, ProposalState
from workbench.model.rows import View
from workbench.model.verdict import Disposition
from workbench.store import observables
from workbench.store.workspace import Workspace

PATIENCE = 60  # seconds: far above what any test takes


def _sender(tenant: SimulatedTenant) -> str:
    keys = tenant.world.truth["credential-link"]
    found = Counter(m.sender for m in tenant.world.messages if m.key in keys)
    return found.most_common(1)[0][0]


async def frozen(desk: Desk, changed: asyncio.Event) -> tuple[Proposal, ...]:
    async with asyncio.timeout(PATIENCE):
        while True:
            every = await desk.proposals.all(unheard)
            if every and all(one.state is not ProposalState.MATCHED for one in every):
                return every
            await changed.wait()
            changed.clear()


@asynccontextmanager
async def desked(case: Path, host: AnalysisHost) -> AsyncIterator[tuple[Desk, asyncio.Event]]:
    async with open_desk(case, host) as desk:
        changed = asyncio.Event()
        desk.changes.listen(lambda change: changed.set() if change.proposals else None)
        yield desk, changed


def test_an_indicator_finds_old_mail_and_freezes_what_it_proposes(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> None:
    sender = _sender(simulated_tenant)

    async def story() -> None:
        async with desked(case, analysis_host) as (desk, changed):
            await desk.connect(profile_of(simulated_tenant.facts), unheard)
            off = await desk.proposals.add_indicator(sender, "before", unheard)
            assert (off.proposed, off.fresh) == (0, True)
            assert off.matched
            assert await desk.proposals.all(unheard) == ()
            assert await desk.proposals.switch(True, unheard)
            again = await desk.proposals.add_indicator(sender.replace(".", "[.]"), "now", unheard)
            assert (again.proposed, again.fresh) == (1, False)
            (proposal,) = await frozen(desk, changed)
            assert (proposal.origin, proposal.state) == (Origin.INDICATOR, ProposalState.WAITING)
            assert proposal.copies > 0
            assert sender in proposal.reason
            assert any(sender in line for line in proposal.evidence)
            assert [e for e in simulated_tenant.effects() if e["kind"] == "move"] == []
            scope = await desk.proposals.scope(proposal.id, unheard)
            action = await desk.quarantine(scope, proposal.reason, len(scope.selected), unheard)
            assert sum(count for _, count in action.counts) == proposal.copies
            third = await desk.proposals.add_indicator(sender, "", unheard)
            assert third.proposed == 0  # all of it is put away
            assert await desk.proposals.remove_indicator(sender, unheard)
            assert not await desk.proposals.remove_indicator(sender, unheard)

    asyncio.run(story())


def test_an_analysts_word_proposes_the_whole_campaign_once(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with desked(case, analysis_host) as (desk, changed):
            await desk.connect(profile_of(simulated_tenant.facts), unheard)
            row = rows(case, View.REPORTED)[0]
            await desk.decide([row.id], Disposition.PHISH, unheard)
            assert await desk.proposals.all(unheard) == ()
            await desk.proposals.switch(True, unheard)
            await desk.decide([row.id], Disposition.SPAM, unheard)
            assert await desk.proposals.all(unheard) == ()
            await desk.decide([row.id], Disposition.PHISH, unheard)
            mine = [p for p in await frozen(desk, changed) if "analyst" in p.reason]
            assert len(mine) == 1
            await desk.decide([row.id], Disposition.PHISH, unheard)
            again = [p for p in await frozen(desk, changed) if "analyst" in p.reason]
            assert len(again) == 1
            await desk.proposals.dismiss(mine[0].id, unheard)
            await desk.decide([row.id], Disposition.PHISH, unheard)
            left = await desk.proposals.all(unheard)
            assert [p.state for p in left if "analyst" in p.reason] == [ProposalState.DISMISSED]

    asyncio.run(story())


def test_the_switch_holds_in_the_next_window_and_needs_a_workspace_to_write_to(
    case: Path, analysis_host: AnalysisHost
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.proposals.switch(True, unheard)
        async with open_desk(case, analysis_host) as desk:
            assert await desk.proposals.is_on(unheard)
            async with open_desk(case, analysis_host) as second:
                assert await second.proposals.is_on(unheard)
                with pytest.raises(StoreError, match="another window"):
                    await second.proposals.switch(False, unheard)
            await desk.proposals.switch(False, unheard)
            assert not await desk.proposals.is_on(unheard)

    asyncio.run(story())


def test_a_rule_pack_that_is_added_finds_old_mail(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    (tmp_path / "mine.yar").write_text(
        'rule Mine { meta: severity = "high" strings: $s = "Subject:" condition: $s }'
    )

    async def before() -> int:
        async with desked(case, analysis_host) as (desk, _):
            await desk.connect(profile_of(simulated_tenant.facts), unheard)
            row = rows(case, View.REPORTED)[0]
            await desk.open(row.id, unheard)
            await desk.proposals.switch(True, unheard)
            return row.id

    async def after(host: AnalysisHost) -> None:
        async with desked(case, host) as (desk, changed):
            await desk.connect(profile_of(simulated_tenant.facts), unheard)
            async with asyncio.timeout(PATIENCE):
                while not any(p.origin is Origin.RULE for p in await desk.proposals.all(unheard)):
                    await changed.wait()
                    changed.clear()
            found = await frozen(desk, changed)
            assert any("mine" in p.reason and "Mine" in p.reason for p in found)

    asyncio.run(before())
    host = AnalysisHost.start(HostSettings(packs=rule_packs((tmp_path,))))
    try:
        asyncio.run(after(host))
    finally:
        host.close()


def test_files_from_disk_are_never_proposed(
    case: Path, analysis_host: AnalysisHost, tmp_path: Path
) -> None:
    (tmp_path / "a.eml").write_bytes(letter())

    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.proposals.switch(True, unheard)
            await desk.open_files([tmp_path / "a.eml"], unheard)
            assert await desk.proposals.all(unheard) == ()

    asyncio.run(story())


def test_rules_that_match_since_they_were_added_are_told_apart(case_workspace: Workspace) -> None:
    from tests.ui.mailroom import MORNING, deliver

    (id,) = deliver(case_workspace, MORNING[:1])
    run = case_workspace.run_blocking
    hashed, host = Observed(Kind.SHA256, "a" * 64), Observed(Kind.HOST, "login.evil.example")
    assert run(observables.keep, id, (hashed, host)) == ()
    rule = Observed(Kind.RULE, "mine.yar:Dropper")
    assert run(observables.keep, id, (hashed, host, rule)) == ("mine.yar:Dropper",)
    assert run(observables.keep, id, (hashed, host, rule)) == ()
    for indicator, found in (
        (Indicator(Kind.DOMAIN, "evil.example"), 1),
        (Indicator(Kind.DOMAIN, "vil.example"), 0),
        (Indicator(Kind.HOST, "evil.example"), 0),
        (Indicator(Kind.HOST, "login.evil.example"), 1),
        (Indicator(Kind.SHA256, "a" * 64), 1),
        (Indicator(Kind.DOMAIN, "northw1nd-invoices.example"), 1),
        (Indicator(Kind.DOMAIN, "nd-invoices.example"), 0),
        (Indicator(Kind.SENDER, "billing@northw1nd-invoices.example"), 1),
    ):
        assert len(run(observables.matching, indicator, 10)) == found, indicator


def test_the_list_from_the_command_line(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str) -> tuple[int, str, str]:
        code = main(["indicators", *words, "--workspace", str(case)], lambda settings: 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    code, out, problem = said("add", "hxxp://evil[.]example/x", "--note", "seen")
    assert (code, problem) == (0, "")
    assert "link host evil.example listed" in out
    listed = json.loads(said("list", "--json")[1])
    assert (listed["value"], listed["note"]) == ("evil.example", "seen")
    code, _, problem = said("add", "co.uk")
    assert (code, "everybody registers" in problem) == (2, True)
    assert said("remove", "https://evil.example")[0] == 0
    assert said("remove", "https://evil.example")[0] == 1
