"""A large simulated tenant asked over TLS: nothing lost, nothing double, and what that takes.

    python -m benchmarks.tenant search [--mailboxes 10000] [--faults 0.05] [--limits published]
    python -m benchmarks.tenant backfill [--messages 100000] [--google] ...

With published limits both sides keep to them.  The limit of the whole tenant is far above what one
computer can ask or a simulated tenant can answer, so it is scaled down on both sides alike
(``--scale``); what holds for one mailbox is as published.  Faults are a share of the operations
asked for, whether one fails alone or with the batch that it is part of.  CPU seconds are those of
the client and of the simulated tenant, each in a process of its own.
"""

from __future__ import annotations

import argparse
import http.client
import json
import ssl
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.isolation import cpu_seconds
from workbench.connectors.traffic.limits import GMAIL, GRAPH
from workbench.simulation.options import Simulation, Size
from workbench.simulation.process import SimulatedTenantProcess

DAYS = 25  # all of the mail lies within the days that a first round tells of
COPIES = 4  # for each mailbox where messages are searched for
ASKED = ("drafts", "recoverableitemsdeletions")  # folders that the watch leaves out
SECONDS = 300.0  # for an answer of the back door
SCALES = {"graph": 1 / 130, "google": 1 / 60}  # with which the limit is what holds things up
BACKFILL = {"graph": 1 / 1_300, "google": 1 / 20}  # likewise: a page brings many messages
KINDS: tuple[dict[str, object], ...] = (
    {"fault": "status", "status": 429, "retry_after": "1"},
    {"fault": "status", "status": 503, "retry_after": "date"},
    {"fault": "status", "status": 504},
    {"fault": "status", "status": 500},
    {"fault": "drop-before"},
    {"fault": "drop-after"},
)


# A part of a batch fails alone or with all of it: each takes half of the share, so that the share
# is that of the operations, batched or not.
FAMILIES: tuple[tuple[str, str, float], ...] = (  # scope and path of a rule, of the share
    ("part", "", 0.5),
    ("outer", r"^[^?]*/(?:\$batch$|batch/)", 0.5),
    ("outer", r"^(?![^?]*/(?:\$batch$|batch/))", 1.0),
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tenant")
    parser.add_argument("what", choices=("search", "backfill"))
    parser.add_argument("--google", action="store_true")
    parser.add_argument("--mailboxes", type=int, default=0)
    parser.add_argument("--messages", type=int, default=0)
    parser.add_argument("--faults", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--limits", choices=("published", "off"), default="published")
    parser.add_argument("--scale", type=float, default=0.0, help="of the whole tenant's limit")
    given = parser.parse_args()
    searching = given.what == "search"
    given.mailboxes = given.mailboxes or (10_000 if searching else 250)
    given.messages = given.messages or (COPIES * given.mailboxes if searching else 100_000)
    given.provider = "google" if given.google else "graph"
    given.scale = given.scale or (SCALES if searching else BACKFILL)[given.provider]
    if given.limits == "off":
        given.scale = 1.0
    return given


def rules_of(faults: float) -> list[dict[str, object]]:
    """So many of the operations asked for fail, in each of the ways equally often."""
    return [
        {**kind, "scope": scope, "path": path, "probability": share, "above": share * number}
        for scope, path, of_share in FAMILIES
        for number, kind in enumerate(KINDS)
        if (share := faults * of_share / len(KINDS))
    ]


def scenario_of(given: argparse.Namespace) -> dict[str, object]:
    settings: dict[str, object] = {"latency": 0.005, "concurrency": 10**9, "total": 10**9,
                                   "google_units": 10**9, "google_project": 10**12,
                                   "budget": 10**9}  # fmt: skip
    if given.limits == "published":
        settings = {"latency": 0.05, "total": round(GRAPH.total.units * given.scale),
                    "google_project": round(GMAIL.total.units * given.scale)}  # fmt: skip
    return {"says": "a benchmark", "settings": settings, "faults": rules_of(given.faults)}


def control(facts: Mapping[str, Any], do: str, **members: object) -> dict[str, Any]:
    parts = urlsplit(facts["control"])
    trust = ssl.create_default_context(cafile=facts["ca"])
    connection = http.client.HTTPSConnection(parts.netloc, timeout=SECONDS, context=trust)
    try:
        connection.request("POST", parts.path, json.dumps({"do": do, **members}))
        return dict(json.loads(connection.getresponse().read()))
    finally:
        connection.close()


def most_spread(facts: Mapping[str, Any]) -> str:
    """The message that lies in the most mailboxes."""
    rows = control(facts, "messages")["messages"]
    boxes = Counter(i for i, _ in {(row["internet_id"], row["mailbox"]) for row in rows})
    return str(boxes.most_common(1)[0][0])


def truth(facts: Mapping[str, Any], given: argparse.Namespace, internet_id: str) -> Counter[str]:
    """The ids of what has to be found, each once."""
    if given.google:
        rows = control(facts, "google-messages", internet_id=internet_id)["messages"]
        wanted = [r for r in rows if given.what == "search" or "DRAFT" not in r["labels"]]
    else:
        rows = control(facts, "messages", internet_id=internet_id)["messages"]
        wanted = [r for r in rows if given.what == "search" or r["known"] not in ASKED]
    return Counter(row["id"] for row in wanted)


def asked(
    facts: Mapping[str, Any], given: argparse.Namespace, internet_id: str, folder: str
) -> Any:
    spec = {
        "provider": given.provider, "what": given.what, "facts": facts, "scale": given.scale,
        "internet_id": internet_id, "folder": folder,
    }  # fmt: skip
    program = (sys.executable, "-m", "benchmarks.tenant_client")
    done = subprocess.run(program, input=json.dumps(spec), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def tell(given: argparse.Namespace, figures: Mapping[str, Any], server: float) -> None:
    limits = (GMAIL if given.google else GRAPH).scaled(given.scale)
    allowed = figures["needed_units"] / limits.total.rate
    rows = {
        "requests over the wire": f"{figures['requests']:,}",
        "operations asked for": f"{figures['needed']:,}",
        "repeated": f"{figures['repeated']:,}, "
        f"{(figures['needed'] + figures['repeated']) / figures['needed']:.3f} x",
        "bytes read": f"{figures['bytes']:,}",
        "seconds": f"{figures['wall']:.1f}",
        "CPU seconds, client": f"{figures['cpu']:.1f}",
        "CPU seconds, simulated tenant": f"{server:.1f}",
        "memory": f"{figures['idle']:.0f} MiB idle, {figures['peak'] - figures['idle']:.0f} above",
    }
    if given.limits == "published":
        sent = figures["units"] / limits.total.rate
        rows["the limit allows it in"] = f"{allowed:.1f} s (scaled by {given.scale:.5f})"
        rows["ratio to the limit"] = (
            f"{figures['wall'] / allowed:.2f}, {figures['wall'] / sent:.2f} with what was repeated"
        )
    for name, value in rows.items():
        print(f"{name:32} {value}")


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "scenario.json"
        scenario.write_text(json.dumps({**scenario_of(given), "faults": []}))
        size = Size(mailboxes=given.mailboxes, messages=given.messages, days=DAYS)
        tenant = SimulatedTenantProcess.start(Simulation(size, scenario=str(scenario)))
        try:
            lost = run(given, tenant, folder)
        finally:
            tenant.stop()
    sys.exit(1 if lost else 0)


def run(given: argparse.Namespace, tenant: SimulatedTenantProcess, folder: str) -> int:
    """How many copies are missing, double or strange."""
    facts = tenant.facts
    internet_id = most_spread(facts) if given.what == "search" else ""
    wanted = truth(facts, given, internet_id)
    control(facts, "faults", rules=scenario_of(given)["faults"])
    before = cpu_seconds(tenant.pid)
    figures = asked(facts, given, internet_id, folder)
    server = cpu_seconds(tenant.pid) - before
    figures["needed_units"] = (
        figures["units"] * figures["needed"] / (figures["needed"] + figures["repeated"])
    )
    found = Counter(key for _, key in figures["found"])
    lost, strange = wanted - found, found - wanted
    print(f"{given.what} of {given.mailboxes:,} mailboxes, {given.provider}, faults "
          f"{given.faults:.0%}, limits {given.limits}")  # fmt: skip
    print(f"{'copies':32} {sum(found.values()):,} found of {sum(wanted.values()):,}, "
          f"{sum(lost.values())} lost, {sum(strange.values())} double or strange, "
          f"{len(figures['unreached'])} mailboxes not reached")  # fmt: skip
    tell(given, figures, server)
    return sum(lost.values()) + sum(strange.values()) + len(figures["unreached"])


if __name__ == "__main__":
    main()
