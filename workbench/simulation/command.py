"""`workbench simulate`: serves the simulated tenant on loopback until its standard input ends.

The first line on standard output is one JSON object with everything a client has to know.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from workbench.errors import BadInput
from workbench.simulation.build import build_world
from workbench.simulation.options import LATENCY, Simulation, Size
from workbench.simulation.scenario import Scenario, names, scenario
from workbench.simulation.server.running import Doors, serving
from workbench.simulation.server.settings import Settings
from workbench.simulation.world import World

STDIN = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    size = Size()
    parser.add_argument("--port", type=_port, default=0, help="TLS port (default: a free one)")
    parser.add_argument(
        "--plain", type=_port, metavar="PORT", help="also serve without TLS; 0 is a free port"
    )
    parser.add_argument("--mailboxes", type=_count, default=size.mailboxes, metavar="N")
    parser.add_argument("--messages", type=_count, default=size.messages, metavar="N")
    parser.add_argument("--days", type=_count, default=size.days, metavar="N")
    parser.add_argument("--seed", type=int, default=size.seed, metavar="S")
    parser.add_argument("--record", type=Path, metavar="FILE", help="append each exchange as JSON")
    parser.add_argument(
        "--latency", type=_count, default=LATENCY, metavar="MS", help="of each request"
    )
    parser.add_argument(
        "--scenario", default="", metavar="NAME|FILE", help=f"a bad day: {', '.join(names())}"
    )
    parser.add_argument(
        "--provenance", action="store_true", help="print where each behaviour is known from, end"
    )


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


def _count(text: str) -> int:
    count = int(text)
    if count < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return count


def run(arguments: argparse.Namespace) -> int:
    """Serves until standard input closes, or SIGTERM or SIGINT comes; then 0."""
    if arguments.provenance:
        return _tell()
    size = Size(arguments.seed, arguments.mailboxes, arguments.messages, arguments.days)
    return serve(
        Simulation(
            size, arguments.port, arguments.plain, arguments.record, arguments.latency / 1000,
            arguments.scenario,
        )
    )  # fmt: skip


def _tell() -> int:
    from workbench.simulation.knowledge import lines

    sys.stdout.writelines(f"{line}\n" for line in lines())
    return 0


def main() -> None:
    """For a program that starts us: the options are one line of JSON on standard input."""
    members = json.loads(sys.stdin.buffer.readline())
    members["size"] = Size(**members["size"])
    members["record"] = Path(members["record"]) if members["record"] else None
    sys.exit(serve(Simulation(**members)))


def serve(simulation: Simulation) -> int:
    """Returns when it is told to end."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    size = simulation.size
    world = build_world(size.seed, size.mailboxes, size.messages, size.days, now=datetime.now(UTC))
    settings = Settings(latency=simulation.latency)
    chosen = scenario(simulation.scenario) if simulation.scenario else Scenario()
    doors = Doors(simulation.port, simulation.plain, simulation.record, settings, chosen)
    try:
        asyncio.run(_serve(world, doors))
    except OSError as error:
        raise BadInput(f"The simulated tenant cannot be served: {error}") from error
    return 0


async def _serve(world: World, doors: Doors) -> None:
    end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no handlers in the loop
            loop.add_signal_handler(number, end.set)
    async with serving(world, doors) as facts:
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()
        threading.Thread(target=_await_end, args=(loop, end), daemon=True).start()
        await end.wait()


def _await_end(loop: asyncio.AbstractEventLoop, end: asyncio.Event) -> None:
    """Reads standard input to its end, past Python's buffers, whose lock would outlive us."""
    with suppress(OSError):
        while os.read(STDIN, 4096):
            continue
    with suppress(RuntimeError):  # the loop is closed already
        loop.call_soon_threadsafe(end.set)
