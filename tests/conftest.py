"""What every test gets: no surprise in the log, and the way to the shared corpora."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

if TYPE_CHECKING:
    from tests.tenant import SimulatedTenant


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning nobody asked for fails the test that caused it.

    A test that expects one asserts on ``caplog`` and then calls ``caplog.clear()``.
    """
    yield
    loud = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not loud, [r.getMessage() for r in loud]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpora and contracts; absent on a machine that has only the repository."""
    home = Path(__file__).resolve().parent.parent
    folder = Path(os.environ.get("WORKBENCH_SHARED", home.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the shared corpora are not on this machine (WORKBENCH_SHARED)")
    return folder


@pytest.fixture(scope="session")
def running_tenant() -> Iterator[SimulatedTenant]:
    """A simulated company of 12 mailboxes, in a thread; take ``simulated_tenant`` instead."""
    from tests.tenant import small_tenant

    tenant = small_tenant()
    yield tenant
    tenant.close()


@pytest.fixture
def simulated_tenant(running_tenant: SimulatedTenant) -> SimulatedTenant:
    """The running company, put back to its start."""
    running_tenant.reset()
    return running_tenant
