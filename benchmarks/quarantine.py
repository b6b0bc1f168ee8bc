"""One message quarantined in 10,000 mailboxes while the acting process is killed again and again.

    python -m benchmarks.quarantine [--mailboxes 10000] [--kills 20] [--faults 0.01] [--google]
    python -m benchmarks.quarantine --limits published [--scale SHARE] ...

The simulated tenant is another process that outlives every kill, its limits off; at the end the
invariants of remediation are checked against what it logged.  Seconds run from the first plan to
the end, without finding the copies, and with every start of the program.  With published limits
nothing is killed, and what the limits allow is told beside it; the limit of the whole tenant is
scaled down on both sides as in ``benchmarks.tenant``.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.isolation import cpu_seconds
from benchmarks.tenant import SCALES, control, most_spread, rules_of, scenario_of
from tests.workbench.remediation.tenants.truth import Truth
from tests.workbench.remediation.tenants.victim import Life
from workbench.connectors.traffic.limits import GMAIL, GRAPH
from workbench.simulation.options import Simulation, Size
from workbench.simulation.process import SimulatedTenantProcess
from workbench.store.workspace import Workspace

LEFT_OUT = 0.02  # of the mailboxes: their copies have to stay


@dataclass(frozen=True, slots=True)
class Back:
    """The tenant's back door, as the invariants ask for it."""

    facts: Mapping[str, Any]

    def control(self, do: str, **members: object) -> dict[str, Any]:
        return control(self.facts, do, **members)


@dataclass(slots=True)
class Lives:
    """``planned`` is when the first plan was frozen."""

    spec: dict[str, Any]
    planned: float = 0.0
    kills: int = 0
    settled: int = 0
    last: dict[str, Any] = field(default_factory=dict)

    def live(self, until: int | None) -> None:
        """One life of the acting process, killed once so many copies are settled."""
        program = (sys.executable, "-m", "benchmarks.quarantine_actor")
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as actor:
            assert actor.stdin is not None
            assert actor.stdout is not None
            actor.stdin.write(json.dumps(self.spec).encode())
            actor.stdin.close()
            for told in map(json.loads, actor.stdout):
                self._hear(told)
                if until is not None and self.settled >= until and not self.last:
                    actor.kill()
                    break
        self.kills += actor.returncode < 0
        if actor.returncode > 0:
            raise SystemExit(f"the acting process ended with {actor.returncode}")

    def _hear(self, told: object) -> None:
        if told == "planned":
            self.planned = self.planned or time.monotonic()
        elif isinstance(told, int):
            self.settled = told
        elif isinstance(told, dict):
            self.last = told


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quarantine")
    parser.add_argument("--mailboxes", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20, help="none under published limits")
    parser.add_argument("--faults", type=float, default=0.01, metavar="SHARE")
    parser.add_argument("--google", action="store_true")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--limits", choices=("published", "off"), default="off")
    parser.add_argument("--scale", type=float, default=0.0, help="of the whole tenant's limit")
    given = parser.parse_args()
    given.provider = "google" if given.google else "graph"
    given.scale = given.scale or SCALES[given.provider]
    if given.limits == "published":
        given.kills = 0
    else:
        given.scale = 1.0
    return given


def moments(given: argparse.Namespace, copies: int) -> Iterator[int]:
    """After how many settled copies each life ends."""
    chance, share = random.Random(given.seed), copies / (given.kills + 1)
    for number in range(given.kills):
        yield round(share * (number + chance.uniform(0.3, 1.0)))


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "scenario.json"
        scenario.write_text(json.dumps({**scenario_of(given), "faults": []}))
        size = Size(mailboxes=given.mailboxes, messages=4 * given.mailboxes, days=25)
        tenant = SimulatedTenantProcess.start(Simulation(size, scenario=str(scenario)))
        try:
            broken = run(given, tenant, folder)
        finally:
            tenant.stop()
    sys.exit(1 if broken else 0)


def spared(facts: Mapping[str, Any]) -> set[str]:
    """The mailbox that reports go to, which the profile leaves alone, by either face's key."""
    address = facts["report_mailbox"]
    held = control(facts, "messages", mailbox=address)["messages"] if address else []
    return {address, *(row["mailbox"] for row in held)}


def run(given: argparse.Namespace, tenant: SimulatedTenantProcess, folder: str) -> bool:
    facts, provider = tenant.facts, given.provider
    internet_id = most_spread(facts)
    name = "google-messages" if given.google else "messages"
    rows = control(facts, name, internet_id=internet_id)["messages"]
    boxes = sorted({row["mailbox"] for row in rows})
    left_out = random.Random(given.seed).sample(boxes, round(LEFT_OUT * len(boxes)))
    left_out = sorted({*left_out, *(spared(facts) & set(boxes))})
    wanted = sum(row["mailbox"] not in left_out for row in rows)
    truth = Truth(Back(facts), provider, internet_id, frozenset(left_out))
    control(facts, "faults", rules=rules_of(given.faults))
    Workspace.open(Path(folder) / "case.workspace").close()
    lives = Lives({
        "provider": provider, "facts": facts, "internet_id": internet_id, "folder": folder,
        "left_out": left_out, "scale": given.scale,
    })  # fmt: skip
    before, ours = cpu_seconds(tenant.pid), _children()
    for until in [*moments(given, wanted), None]:
        if not lives.last:
            lives.live(until)
    wall = time.monotonic() - lives.planned
    server, spent = cpu_seconds(tenant.pid) - before, _children() - ours
    control(facts, "faults", rules=[])
    broken = truth.violations(Life(folder, provider, undo=False))
    done = lives.last["counts"]
    print(f"{wanted:,} copies in {len(boxes) - len(left_out):,} mailboxes of {given.mailboxes:,}, "
          f"{provider}, faults {given.faults:.0%}, {lives.kills} kills")  # fmt: skip
    print(f"{'ended':32} {lives.last['state']}, {done} {lives.last['note']}")
    print(f"{'seconds':32} {wall:.1f}")
    print(f"{'CPU seconds, acting processes':32} {spent:.1f}, with finding the copies")
    print(f"{'CPU seconds, simulated tenant':32} {server:.1f}")
    idle, peak = lives.last["idle"], lives.last["peak"]
    print(f"{'memory, last life':32} {idle:.0f} MiB idle, {peak - idle:.0f} above")
    print(f"{'memory, any life':32} {_peak():.0f} MiB at most")
    if given.limits == "published":
        tell_ratio(given, lives.last)
    print(f"{'invariants broken':32} {len(broken)}")
    for one in broken[:20]:
        print(f"  {one}")
    return bool(broken) or sum(done.values()) != wanted


def tell_ratio(given: argparse.Namespace, last: Mapping[str, Any]) -> None:
    """``last`` is of the one life; its seconds are those of acting alone."""
    limits = (GMAIL if given.google else GRAPH).scaled(given.scale)
    sent = last["units"] / limits.total.rate
    allowed = sent * last["needed"] / (last["needed"] + last["repeated"])
    print(f"{'seconds of acting':32} {last['acting']:.1f}")
    print(f"{'the limit allows it in':32} {allowed:.1f} s (scaled by {given.scale:.5f})")
    print(f"{'ratio to the limit':32} {last['acting'] / allowed:.2f}, "
          f"{last['acting'] / sent:.2f} with what was repeated")  # fmt: skip


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak() -> float:
    """Of all processes that have ended, in MiB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main()
