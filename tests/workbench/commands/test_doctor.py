"""`workbench doctor` on this machine, and on one that lacks what makes boxes safe."""

from __future__ import annotations

import sys

import pytest

from tests.commandline import workbench
from workbench.commands.doctor import LIBRARIES, PACKAGES, isolation
from workbench.isolation.layers import SECCOMP
from workbench.isolation.settings import HostSettings


def test_it_says_what_is_there_and_ends_accordingly() -> None:
    ran = workbench("doctor")
    missing = [line for line in ran.out.splitlines() if line.startswith("MISSING")]
    assert ran.code == (1 if missing else 0)
    assert all(f"package     {name} " in ran.out for name in PACKAGES)
    assert "isolation   " in ran.out
    if sys.platform.startswith("linux"):
        assert f"{len(LIBRARIES)} looked for" in ran.out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the layer is Linux's")
def test_boxes_that_would_refuse_their_work_are_something_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (problem,) = isolation(HostSettings(without=(SECCOMP,)))
    assert SECCOMP in problem
    assert "refused" in capsys.readouterr().out


def test_boxes_that_work_are_nothing_missing() -> None:
    assert list(isolation(HostSettings())) == []
