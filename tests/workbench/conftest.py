"""What tests above the single layers get: the real analysis host, a workspace, a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.analysis.rules import rule_packs
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings
from workbench.store.workspace import Workspace


@pytest.fixture(scope="session")
def analysis_host() -> Iterator[AnalysisHost]:
    """The program's own, with its units, boxes and rules."""
    host = AnalysisHost.start(HostSettings(packs=rule_packs(())))
    yield host
    host.close()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Where a workspace may be made."""
    return tmp_path / "case.workspace"


@pytest.fixture
def case_workspace(case: Path) -> Iterator[Workspace]:
    """An open one, closed whatever happens."""
    opened = Workspace.open(case)
    yield opened
    opened.close()
