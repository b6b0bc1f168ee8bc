"""The filter and the limits, each by itself, in a child of the test."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import struct
import sys
from collections.abc import Callable
from typing import Any

import pytest

from workbench.isolation import layers
from workbench.isolation.seccomp import MACHINES, Machine, program
from workbench.processes import fork, reap

_PR_GET_DUMPABLE = 3  # linux/prctl.h
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these layers are Linux's")


def in_child(work: Callable[[], Any]) -> Any:
    """What ``work`` returns in a forked child, through JSON."""
    reading, writing = os.pipe()

    def tell() -> None:
        os.write(writing, json.dumps(work()).encode())

    pid = fork(tell, {writing})
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        text = pipe.read()
    reap(pid)
    return json.loads(text)


def test_limits_are_set_and_never_raised() -> None:
    def work() -> list[tuple[int, int]]:
        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
        layers.rlimits(5, 1 << 40)
        kinds = (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC)
        return [resource.getrlimit(kind) for kind in kinds]

    assert in_child(work) == [[3 << 30, 3 << 30], [0, 0], [0, 0]]


def test_renewable_memory_counts_from_what_there_is() -> None:
    def work() -> int:
        before = layers.address_space()
        layers.renewable_rlimits(5, 64 << 20)
        return resource.getrlimit(resource.RLIMIT_AS)[0] - before

    assert abs(in_child(work) - (64 << 20)) < 8 << 20


def test_renewable_limits_can_be_renewed() -> None:
    def work() -> list[int]:
        layers.renewable_rlimits(5, 64 << 20)
        layers.renewable_rlimits(5, 512 << 20)
        return [resource.getrlimit(resource.RLIMIT_CPU)[0], len(bytearray(256 << 20))]

    cpu, allocated = in_child(work)
    assert cpu < 60 * 60
    assert allocated == 256 << 20


def test_a_process_that_is_discreet_hides_its_memory_from_its_own_user() -> None:
    def work() -> bool:
        layers.discreet()
        return bool(ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)

    assert in_child(work)


def run_filter(code: bytes, machine: Machine, call: int, *arguments: int) -> int:
    """What the program returns for a call, by the rules of classic BPF."""
    padded = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("<iIQ6Q", call, machine.audit, 0, *padded)
    steps = list(struct.iter_unpack("HBBI", code))
    at, held = 0, 0
    while True:
        operation, yes, no, operand = steps[at]
        at += 1
        if operation == 0x06:
            return int(operand)
        if operation == 0x20:
            (held,) = struct.unpack_from("<I", data, operand)
            continue
        tests = {0x15: held == operand, 0x35: held >= operand, 0x45: bool(held & operand)}
        at += yes if tests[operation] else no


ALLOW, DENY, KILL = 0x7FFF_0000, 0x0005_0001, 0x8000_0000


@pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))
def test_the_filter_allows_its_list_and_nothing_else(machine: Machine) -> None:
    code = program(machine)
    listed = set(machine.calls.values())
    for call in range(500):
        allowed = run_filter(code, machine, call, 0, 1, 1) == ALLOW
        assert allowed == (call in listed), call


@pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))
def test_guarded_calls_are_judged_by_their_arguments(machine: Machine) -> None:
    code, calls = program(machine), machine.calls
    for name in ("mmap", "mprotect"):
        assert run_filter(code, machine, calls[name], 0, 0, 3) == ALLOW
        assert run_filter(code, machine, calls[name], 0, 0, 7) == DENY
    for command in range(2_000):
        expected = ALLOW if command in (1, 3) else DENY
        assert run_filter(code, machine, calls["fcntl"], 0, command) == expected


@pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))
def test_another_convention_kills(machine: Machine) -> None:
    code = program(machine)
    stranger = Machine(machine.audit ^ 1, {})
    assert run_filter(code, stranger, machine.calls["read"]) == KILL
    assert run_filter(code, machine, 0x4000_0000) == KILL
