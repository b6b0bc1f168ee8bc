"""Nothing gets out of a box on Linux, and the probes that say so are able to."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.model.analysis import Outcome
from tests.workbench.isolation.conftest import Bench, Start
from tests.workbench.isolation.probes import PROBES
from workbench.isolation.layers import MANDATORY, SECCOMP

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these layers are Linux's")

PROBE_UNITS = "tests.workbench.isolation.probes"
# What a kernel may deny to anybody: Yama's ptrace_scope, AppArmor's user namespaces, no IPv4.
MAY_FAIL_ANYWAY = {
    "trace_parent", "read_parent_maps", "read_parent_environment", "new_namespace",
}  # fmt: skip


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """A secret file and a port somebody listens on."""
    secret = tmp_path_factory.mktemp("outside") / "secret"
    secret.write_text("secret")
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield str(secret), server.getsockname()[1]


def attempt(bench: Bench, probe: str, outside: tuple[str, int]) -> bool:
    """Whether the probe succeeded inside the box."""
    told = {"probe": probe, "secret": outside[0], "port": outside[1]}
    analysis = bench.analyse(json.dumps(told).encode())
    spoken = [e for e in analysis.root.examinations if e.unit in ("probe", "box")]
    assert spoken, "the probe never ran"
    assert all(e.outcome is not Outcome.NOT_RUN for e in spoken)
    return any(fact.label == "Allowed" for e in spoken for fact in e.facts)


def test_no_probe_gets_out_of_the_box(start: Start, outside: tuple[str, int]) -> None:
    bench = start(units=PROBE_UNITS, sniff=PROBE_UNITS)
    assert set(bench.host.layers) >= MANDATORY
    assert [probe for probe in PROBES if attempt(bench, probe, outside)] == []


def test_no_probe_gets_out_with_the_mandatory_layers_alone(
    start: Start, outside: tuple[str, int]
) -> None:
    bench = start(units=PROBE_UNITS, sniff=PROBE_UNITS, without=("namespaces", "landlock"))
    assert bench.host.level == "process"
    assert [probe for probe in PROBES if attempt(bench, probe, outside)] == []


def test_the_probes_succeed_where_there_is_no_box(outside: tuple[str, int]) -> None:
    code = f"from {PROBE_UNITS} import control; control()"
    root = Path(__file__).parents[3]
    ran = subprocess.run(
        [sys.executable, "-c", code, outside[0], str(outside[1])],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(PROBES) - set(ran.stdout.split()) <= MAY_FAIL_ANYWAY


@pytest.mark.parametrize("missing", sorted(MANDATORY))
def test_a_box_without_a_mandatory_layer_is_refused(start: Start, missing: str) -> None:
    bench = start(without=(missing,))
    assert bench.host.level == "refused"
    assert missing in bench.host.trouble
    analysis = bench.analyse(b"size:")
    assert analysis.isolation == "refused"
    assert [(e.unit, e.outcome) for e in analysis.root.examinations] == [("box", Outcome.NOT_RUN)]
    assert missing in analysis.root.examinations[0].reason


def test_a_missing_optional_layer_lowers_the_level(start: Start) -> None:
    bench = start(without=("landlock",))
    analysis = bench.analyse(b"size:")
    assert analysis.isolation == bench.host.level == "process"
    assert "landlock" not in analysis.layers
    assert SECCOMP in analysis.layers


def test_a_box_has_no_descriptor_but_its_own_pipe(start: Start) -> None:
    held_open = [os.open(os.devnull, os.O_RDONLY) for _ in range(5)]
    try:
        bench = start()
        told = bench.said(b"descriptors:")["descriptors"]
        assert len(told.facts) == 1
    finally:
        for descriptor in held_open:
            os.close(descriptor)
