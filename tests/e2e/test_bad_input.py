"""Everything that can be wrong with an input or a tenant: said clearly, and nothing else harmed."""

from __future__ import annotations

import asyncio
import os
import resource
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commandline import Ran, workbench
from tests.lines import check_line
from tests.samples.bombs import zip_bomb
from tests.samples.letters import letter, outlook, with_attachment
from tests.tenant import SimulatedTenant, recording
from tests.workbench.desks import open_desk, profile_of, rows
from workbench.analysis.rules import rule_packs
from workbench.desk import Desk
from workbench.errors import SignInNeeded, Throttled, Unreachable, Untrusted
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings, TreeBudget
from workbench.jobs import unheard
from workbench.simulation.options import Simulation, Size
from workbench.simulation.process import SimulatedTenantProcess
from workbench.simulation.samples.archive import Entry, zip_archive
from workbench.simulation.samples.docm import invoice_with_macro
from workbench.simulation.samples.pe import portable_executable
from workbench.simulation.server.certificates import make_certificates

pytestmark = pytest.mark.e2e

CUTS = (1, 4, 100, 511, 512, 513, 2_000, -700, -1)  # bytes kept; counted from the end if negative
BOMB_CPU = 60.0  # seconds for the whole program and its boxes; a bomb let loose takes far more
UNKNOWN_PASSWORD = "correct horse battery staple"  # in no list


def _spent() -> float:
    """CPU seconds of all children that have ended, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "given"
    made.mkdir()
    return made


def _between_good_ones(folder: Path, *bad: Path) -> Ran:
    """The bad inputs between two good ones, whose lines must be as if they were alone."""
    first, last = folder / "first.eml", folder / "last.eml"
    first.write_bytes(letter("First"))
    last.write_bytes(letter("Last"))
    ran = workbench("analyze", "--json", first, *bad, last)
    assert [line["path"] for line in ran.lines] == [str(p) for p in (first, *bad, last)]
    for line in ran.lines:
        check_line(line)
    for good, subject in ((ran.lines[0], "First"), (ran.lines[-1], "Last")):
        assert good["message"]["subject"]["subject"] == subject
        assert "error" not in good
    assert "Traceback" not in ran.err
    return ran


def _bad(ran: Ran) -> list[dict[str, Any]]:
    return ran.lines[1:-1]


@pytest.mark.parametrize("kind", ["eml", "msg", "docm", "zip", "exe"])
def test_a_file_cut_off_anywhere_is_told_and_never_clean(folder: Path, kind: str) -> None:
    whole = {
        "eml": with_attachment("run.exe", portable_executable()),
        "msg": outlook(text="word " * 2_000),
        "docm": invoice_with_macro("4711", "Northwind", "12 EUR"),
        "zip": zip_archive(Entry(f"{n}.txt", os.urandom(400)) for n in range(5)),
        "exe": portable_executable(),
    }[kind]
    cuts = [folder / f"{cut}.{kind}" for cut in CUTS]
    for path, cut in zip(cuts, CUTS, strict=True):
        path.write_bytes(whole[:cut])
    ran = _between_good_ones(folder, *cuts)
    assert ran.code in (0, 1)
    for line in _bad(ran):
        outcomes = [unit["outcome"] for node in line["tree"] for unit in node["units"]]
        assert not {"crashed", "killed", "timed out"} & set(outcomes), line
        if line["kind"] not in ("eml", "text"):  # text may end anywhere and be whole
            assert line["verdict"]["label"] != "clean", line["path"]


def test_what_is_no_file_at_all_is_named(folder: Path, tmp_path: Path) -> None:
    empty, nothing, pipe, missing = (tmp_path / n for n in ("e.eml", "nothing", "pipe", "missing"))
    empty.write_bytes(b"")
    nothing.mkdir()
    os.mkfifo(pipe)
    ran = _between_good_ones(folder, empty, nothing, pipe, missing)
    assert ran.code == 1
    problems = [line["error"] for line in _bad(ran)]
    told = ("empty", "holds no file", "not a regular file", "does not exist")
    assert all(words in problem for words, problem in zip(told, problems, strict=True))


def test_a_file_larger_than_is_ever_taken_is_named(folder: Path, tmp_path: Path) -> None:
    huge, long = tmp_path / "huge.bin", tmp_path / "long.eml"
    for path, size in ((huge, (1 << 30) + 1), (long, (300 << 20) + 1)):
        with path.open("wb") as file:
            file.truncate(size)
    ran = _between_good_ones(folder, huge, long)
    assert "larger than 1 GB" in _bad(ran)[0]["error"]
    assert "more than 300 MiB" in _bad(ran)[1]["error"]


def test_a_bomb_costs_little_and_shows_what_it_is(folder: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    zip_bomb(bomb, 1_024)
    assert bomb.stat().st_size < 2 << 20
    mailed = tmp_path / "mailed.eml"
    mailed.write_bytes(with_attachment("bomb.zip", bomb.read_bytes(), "application/zip"))
    before = _spent()
    ran = _between_good_ones(folder, bomb, mailed)
    assert _spent() - before < BOMB_CPU
    for line in _bad(ran):
        assert line["verdict"]["label"] != "clean"
        assert line["cpu_seconds"] < TreeBudget().cpu_seconds
        rules = {reason["rule"] for reason in line["verdict"]["reasons"]}
        assert [rule for rule in rules if rule.startswith(("zip.", "limit."))], rules


def test_a_program_under_a_documents_name_is_a_verdict(folder: Path, tmp_path: Path) -> None:
    disguised = tmp_path / "invoice.docx"
    disguised.write_bytes(portable_executable())
    (line,) = _bad(_between_good_ones(folder, disguised))
    assert line["kind"] == "pe"
    assert line["verdict"]["label"] == "malicious"
    assert "file.type.name" in {reason["rule"] for reason in line["verdict"]["reasons"]}


def test_a_locked_archive_says_that_it_was_not_opened(folder: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked.zip"
    entries = [Entry("run.exe", portable_executable())]
    locked.write_bytes(zip_archive(entries, password=UNKNOWN_PASSWORD))
    (line,) = _bad(_between_good_ones(folder, locked))
    needs = [need for unit in line["tree"][0]["units"] for need in unit["needs"]]
    assert [need["kind"] for need in needs] == ["password"]
    assert line["verdict"]["label"] != "clean"
    assert "locked" in " ".join(m["reason"] for m in line["verdict"]["not_checked"])
    text = workbench("analyze", locked).out
    assert "none of the known passwords opens it" in text


# -- tenants


@pytest.fixture(scope="module")
def host() -> Iterator[AnalysisHost]:
    started = AnalysisHost.start(HostSettings(packs=rule_packs(())))
    yield started
    started.close()


Story = Callable[[Desk], Coroutine[Any, Any, None]]
Tell = Callable[[Story], None]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "case.workspace"


@pytest.fixture
def tell(case: Path, host: AnalysisHost) -> Tell:
    def run(story: Story) -> None:
        async def told() -> None:
            async with open_desk(case, host) as desk:
                await story(desk)

        asyncio.run(told())

    return run


async def _still_works(desk: Desk, folder: Path) -> None:
    """Files open and what was brought in before is read, whatever the tenant does."""
    path = folder / "still.eml"
    path.write_bytes(letter("Still"))
    opened = await desk.open_files([path], unheard)
    message = await desk.open(opened.ids[0], unheard)
    assert (message.problem, message.subject) == ("", "Still")


def test_a_tenant_that_goes_down_takes_nothing_with_it(
    tell: Tell, case: Path, tmp_path: Path
) -> None:
    async def story(desk: Desk) -> None:
        size = Size(mailboxes=12, messages=200, days=20)
        tenant = await asyncio.to_thread(
            SimulatedTenantProcess.start, Simulation(size, record=recording())
        )
        try:
            await desk.connect(profile_of(tenant.facts), unheard)
        finally:
            await asyncio.to_thread(tenant.stop)
        before = {row.id for row in rows(case)}
        with pytest.raises(Unreachable, match="does not answer"):
            await desk.refresh(unheard)
        assert {row.id for row in rows(case)} == before
        await _still_works(desk, tmp_path)

    tell(story)


def test_a_tenant_behind_another_certificate_is_told_nothing(
    tell: Tell, simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    other = make_certificates(tmp_path).authority

    async def story(desk: Desk) -> None:
        profile = profile_of(simulated_tenant.facts, certificate_authority=str(other))
        with pytest.raises(Untrusted, match="certificate"):
            await desk.connect(profile, unheard)
        assert simulated_tenant.requests() == []
        await _still_works(desk, tmp_path)

    tell(story)


def test_a_token_that_expires_half_way_is_renewed_and_nothing_is_missing(
    tell: Tell, case: Path, simulated_tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(simulated_tenant.facts), unheard)
        healthy = await desk.refresh(unheard)
        before = len(simulated_tenant.requests())
        simulated_tenant.faults({"fault": "expire", "skip": 4, "times": 1})
        assert await desk.refresh(unheard) == healthy
        assert simulated_tenant.control("faults")["hits"] == [1]
        assert len(simulated_tenant.requests()) > before

    tell(story)


def test_a_sign_in_taken_away_half_way_asks_for_another(
    tell: Tell, simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(simulated_tenant.facts), unheard)
        simulated_tenant.faults({"fault": "status", "status": 401})
        with pytest.raises(SignInNeeded, match="sign in again"):
            await desk.refresh(unheard)
        await _still_works(desk, tmp_path)

    tell(story)


def test_a_tenant_that_throttles_is_waited_for_and_nothing_is_missing(
    tell: Tell, simulated_tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(simulated_tenant.facts), unheard)
        healthy = await desk.refresh(unheard)
        simulated_tenant.faults(
            {"fault": "status", "status": 429, "retry_after": "1", "times": 12},
            {"fault": "status", "status": 503, "retry_after": "date", "times": 2, "skip": 20},
        )
        assert await desk.refresh(unheard) == healthy

    tell(story)


def test_a_tenant_that_throttles_for_ever_is_given_up_with_its_own_words(
    tell: Tell, simulated_tenant: SimulatedTenant, tmp_path: Path
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(simulated_tenant.facts), unheard)
        simulated_tenant.faults({"fault": "status", "status": 429, "retry_after": "90"})
        with pytest.raises(Throttled, match="asks to wait 90 s"):
            await desk.refresh(unheard)
        await _still_works(desk, tmp_path)

    tell(story)
