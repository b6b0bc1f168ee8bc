"""A tenant on loopback, and lives of workbenches that reach it over HTTP."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.remediation.nursery import Ended
from tests.workbench.remediation.tenants.truth import Truth
from tests.workbench.remediation.tenants.victim import Life
from tests.workbench.remediation.tenants.world import bait_world
from workbench.store.workspace import Workspace


@contextmanager
def nursing() -> Iterator[Callable[[Life], Ended]]:
    command = [sys.executable, "-m", "tests.workbench.remediation.tenants.victim"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as nursery:
        stdin, stdout = nursery.stdin, nursery.stdout
        assert stdin is not None
        assert stdout is not None

        def send(life: Life) -> Ended:
            stdin.write(json.dumps(asdict(life)) + "\n")
            stdin.flush()
            return Ended(**json.loads(stdout.readline()))

        yield send
        stdin.close()


@dataclass(slots=True)
class Range:
    """Where one provider's face of the tenant is shot at."""

    tenant: SimulatedTenant
    provider: str
    live: Callable[[Life], Ended]
    folder: Path
    count: int = 0

    def begin(self, home: str = "fresh") -> tuple[Life, Truth]:
        """The tenant as at the start, and a workbench that has done nothing yet."""
        self.tenant.reset()
        self.count += 1
        life = self._life(f"run{self.count}")
        shutil.copytree(self.folder / home, life.folder)
        return life, Truth(self.tenant, self.provider)

    def planned(self) -> tuple[Life, Truth]:
        """The same with a quarantine in the journal, so that faults meet nothing but its run."""
        if not (self.folder / "planned").exists():
            self.tenant.reset()
            shutil.copytree(self.folder / "fresh", self.folder / "planned")
            assert self.live(replace(self._life("planned"), plan=True)) == Ended(False, 0)
        return self.begin("planned")

    def again(self, life: Life) -> Life:
        """A second workbench with the same plan."""
        twin = replace(life, folder=f"{life.folder}-twin")
        shutil.copytree(self.folder / "planned", twin.folder)
        return twin

    def _life(self, name: str) -> Life:
        return Life(str(self.folder / name), self.provider, self.tenant.facts)

    def calm(self) -> None:
        """From here on the tenant is healthy; what it has logged stays."""
        self.tenant.faults()
        self.tenant.set(stale=0.0, denied=[], revoked=[])

    def end(self, life: Life) -> None:
        shutil.rmtree(life.folder)


@pytest.fixture(scope="package")
def tenant() -> Iterator[SimulatedTenant]:
    running = SimulatedTenant(bait_world())
    yield running
    running.close()


@pytest.fixture(scope="package")
def live() -> Iterator[Callable[[Life], Ended]]:
    with nursing() as send:
        yield send


@pytest.fixture(params=["graph", "google"])
def shooting(
    request: pytest.FixtureRequest,
    tenant: SimulatedTenant,
    live: Callable[[Life], Ended],
    tmp_path: Path,
) -> Range:
    Workspace.open(tmp_path / "fresh" / "case.workspace").close()
    return Range(tenant, request.param, live, tmp_path)
