"""The workbench put together from what the command line chose."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commandline import ROOT
from tests.samples.letters import letter
from workbench.app import Opening, actor
from workbench.errors import BadInput, StoreError
from workbench.jobs import unheard
from workbench.model.tenant import Profile, TenantProfile
from workbench.settings import WindowSettings

NAMELESS = 54_321  # a user id that no account has


@pytest.fixture
def opening(case: Path) -> Iterator[Opening]:
    made = Opening(WindowSettings(case))
    yield made
    made.close()


def test_an_opening_makes_a_desk_that_works(opening: Opening, case: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(letter())

    async def story() -> None:
        desk = await opening.open_desk()
        try:
            opened = await desk.open_files([path], unheard)
            message = await desk.open(opened.ids[0], unheard)
        finally:
            await desk.close()
        assert message.subject == "Lunch"
        assert message.verdict is not None
        assert desk.isolation in ("full", "process", "refused")
        assert desk.reader_path == case

    asyncio.run(story())
    assert opening.workspace == case
    assert not opening.autostart
    assert opening.demo


def test_the_demo_is_entered_in_its_own_workspace(
    opening: Opening, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    opening.enter_demo()
    assert opening.workspace != case
    assert (opening.autostart, opening.demo) == (True, False)


def test_the_demos_tenant_is_started_once_and_connected_like_any_other(opening: Opening) -> None:
    async def story() -> tuple[Profile, Profile]:
        first, second = await opening.start_demo(), await opening.start_demo()
        desk = await opening.open_desk()
        try:
            tenant = await desk.connect(first, unheard)
        finally:
            await desk.close()
        assert tenant.name == first.name
        return first, second

    first, second = asyncio.run(story())
    assert first == second
    assert isinstance(first, TenantProfile)
    assert first.graph.startswith("https://127.0.0.1:")
    assert "simulated" in first.name


def test_a_file_that_is_no_workspace_is_refused(case: Path) -> None:
    case.write_bytes(b"not a database" * 100)
    opening = Opening(WindowSettings(case))
    try:
        with pytest.raises(StoreError, match=case.name):
            asyncio.run(opening.open_desk())
    finally:
        opening.close()
    assert case.read_bytes() == b"not a database" * 100


def test_a_folder_without_rules_stops_the_opening(case: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Not a folder"):
        Opening(WindowSettings(case, rules=(tmp_path / "none",)))


def test_the_journal_can_name_who_acted() -> None:
    name, _, machine = actor().partition("@")
    assert name
    assert machine


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="only root can become somebody without a name"
)
def test_a_user_without_a_name_can_act_too() -> None:
    """Containers often run as a bare number."""
    drop = f"import os; os.setuid({NAMELESS}); from workbench.app import actor as a; print(a())"
    code = "import workbench.app, getpass, platform; " + drop
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("unnamed account@")
