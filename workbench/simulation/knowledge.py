"""Prints what the simulated tenant imitates and where each behaviour is known from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workbench.simulation.safety import PROMISES
from workbench.simulation.server.provenance import BEHAVIOURS
from workbench.simulation.sources import Known
from workbench.simulation.ties import TIES


def lines() -> Iterator[str]:
    """Behaviours by how sure they are, then the promises that touch what is only remembered."""
    for known in Known:
        yield f"{known} ({counts()[known]})"
        for row in (row for row in BEHAVIOURS if row.source.known is known):
            where = f"  [{row.source.where}]" if row.source.where else ""
            yield f"  {row.what}{where}  {TIES.get(row.what, '')}"
    yield "Promises of remediation that touch a memory, and why they hold if it is wrong"
    for promise in PROMISES:
        for row_name, why in promise.regardless:
            yield f"  {promise.what}: {row_name}. {why}"


def counts() -> Counter[Known]:
    return Counter(row.source.known for row in BEHAVIOURS)
