"""What every test gets: no surprise in the log, no word to the network, the way to the corpora."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The key store of whoever runs the tests is not theirs to write to.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import pytest

pytest_plugins = ["tests.traffic"]

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


_LOCAL = ("127.", "::1", "localhost")
_asked: list[str] = []  # what was asked of the network since the test began


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    """Python tells of every connection and look-up before it is made (PEP 578)."""
    if event == "socket.connect" or event == "socket.sendto":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if text and not text.startswith(_LOCAL):
        _asked.append(f"{event} {text}")


sys.addaudithook(_listen)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """A test that asks anything of a host other than this machine fails, whatever came of it."""
    _asked.clear()
    yield
    assert not _asked, _asked


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
