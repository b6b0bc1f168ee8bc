"""The simulated tenant in a process of its own, and its command."""

from __future__ import annotations

import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from workbench.errors import Unreachable
from workbench.simulation.options import Simulation, Size
from workbench.simulation.process import SimulatedTenantProcess

TINY = Size(mailboxes=12, messages=60, days=20)
COMMAND = "import sys; from workbench.cli import main; sys.exit(main(sys.argv[1:], lambda _: 9))"


def _status(facts: dict[str, Any], base: str) -> int:
    parts = urlsplit(base)
    if parts.scheme == "https":
        context = ssl.create_default_context(cafile=facts["ca"])
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.netloc, context=context
        )
    else:
        connection = http.client.HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}/v2.0/.well-known/openid-configuration")
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_process_serves_until_it_is_stopped() -> None:
    tenant = SimulatedTenantProcess.start(Simulation(TINY, plain=0))
    facts = tenant.facts
    assert _status(facts, facts["authority"]) == 200
    assert _status(facts, facts["plain"]["authority"]) == 200
    folder = Path(facts["ca"]).parent
    assert folder.stat().st_mode & 0o077 == 0
    assert tenant.stop() == 0
    assert not folder.exists()
    with pytest.raises(OSError):
        _status(facts, facts["plain"]["authority"])


def test_a_process_that_cannot_serve_says_why() -> None:
    tenant = SimulatedTenantProcess.start(Simulation(TINY))
    taken = urlsplit(tenant.facts["graph"]).port or 0
    with pytest.raises(Unreachable, match="cannot be served"):
        SimulatedTenantProcess.start(Simulation(TINY, port=taken))
    assert tenant.stop() == 0


def _command(*options: str) -> subprocess.Popen[bytes]:
    size = ("--mailboxes", "12", "--messages", "60", "--days", "20")
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "simulate", *size, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _facts(running: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert running.stdout is not None
    return dict(json.loads(running.stdout.readline()))


def test_the_command_prints_one_line_and_ends_with_its_input(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    with _command("--record", str(log)) as running:
        facts = _facts(running)
        names = {"graph", "authority", "tenant", "client_id", "client_secret", "ca", "control"}
        assert names <= set(facts)
        assert "plain" not in facts
        assert _status(facts, facts["authority"]) == 200
        rest, complaints = running.communicate()
    assert (running.returncode, rest, complaints) == (0, b"", b"")
    assert "openid-configuration" in log.read_text()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
def test_the_command_ends_cleanly_when_terminated() -> None:
    with _command() as running:
        folder = Path(_facts(running)["ca"]).parent
        running.send_signal(signal.SIGTERM)
        assert running.wait() == 0
    assert not folder.exists()


def test_a_taken_port_is_an_error_for_people() -> None:
    with _command() as first:
        port = urlsplit(_facts(first)["graph"]).port
        with _command("--port", str(port)) as second:
            _, complaint = second.communicate()
        assert second.returncode == 2
        assert b"cannot be served" in complaint
        first.communicate()
