"""Messages analysed per CPU second, with and without attachments, and what the parsers use of it.

    python -m benchmarks.throughput [MESSAGES]

The mail is the simulated tenant's own.  CPU is that of the host with all its boxes; the parsers'
share is what the units report from inside them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from benchmarks.isolation import cpu_seconds, resident
from workbench.analysis.rules import rule_packs
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import HostSettings
from workbench.simulation.build import build_world

MESSAGES = 200


def samples(count: int, *, attachments: bool) -> list[bytes]:
    """Different messages, as their recipients got them."""
    world = build_world(now=datetime(2026, 1, 1, tzinfo=UTC))
    seen: dict[str, bytes] = {}
    for message in world.messages:
        if message.has_attachments is attachments and message.source not in seen:
            seen[message.source] = world.mime(message)
        if len(seen) == count:
            break
    return list(seen.values())


def measure(title: str, host: AnalysisHost, mail: Sequence[bytes]) -> None:
    host.submit(AnalysisJob(mail[0], "warm.eml")).future.result(60)
    before = cpu_seconds(host.pid)
    tickets = [host.submit(AnalysisJob(data, "message.eml")) for data in mail]
    done = [ticket.future.result(300) for ticket in tickets]
    spent = cpu_seconds(host.pid) - before
    inside = sum(e.cpu_ms for a in done for n in a.nodes for e in n.examinations) / 1000
    print(
        f"{title:22} {len(mail) / spent:7.1f} messages/CPU s  "
        f"{spent / len(mail) * 1000:6.1f} ms CPU each, {inside / len(mail) * 1000:6.1f} in units  "
        f"{resident(host.pid):6.1f} MiB host"
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    host = AnalysisHost.start(HostSettings(packs=rule_packs([])))
    try:
        measure("without attachments", host, samples(count, attachments=False))
        measure("with attachments", host, samples(max(1, count // 4), attachments=True))
    finally:
        host.close()


if __name__ == "__main__":
    main()
