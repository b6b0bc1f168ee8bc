"""Queries that Excel runs when opened: from web addresses (IQY) and from databases (DQY)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import formulas, reached, urls
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_READ: Final = 256 << 10  # bytes; queries have some hundred
_SERVER = re.compile(
    r"(?i)\b(?:server|data source|address|dbq|defaultdir)\s{0,9}=\s{0,9}([^;\r\n]{1,300})"
)
_STATEMENT = re.compile(r"(?i)(?:select|exec|insert|with)\b")


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    lines = [line.strip() for line in artifact.data[:_READ].decode("latin-1").splitlines()]
    filled = [line for line in lines if line]
    if len(filled) < 2:
        raise Unreadable("The query has no lines")
    yield from _web(filled) if artifact.kind == "iqy" else _database(filled)
    if len(artifact.data) > _READ:
        title = f"Only the first {_READ >> 10} KiB of the query were read"
        yield Finding("limit.query", Severity.MEDIUM, title)


def _web(lines: list[str]) -> Iterator[Observation]:
    """Type, version, address, and what is posted to it (Excel's web query files)."""
    place = next((i for i, line in enumerate(lines[:6]) if re.match(r"(?i)\w+:|\\\\", line)), -1)
    if place < 0:
        raise Unreadable("The query names no address")
    goal = lines[place].split("  //")[0].strip()
    yield Fact("Fetches", reached.shown(goal))
    for line in lines[place + 1 : place + 12]:
        if "=" in line:
            yield Fact("With", reached.shown(line))
    title = "Opening it makes Excel fetch a page, whose cells may start programs"
    local = re.match(r"(?i)file:|[a-z]:\\", goal)
    severity = Severity.LOW if local else Severity.HIGH
    yield Finding("query.web", severity, title, reached.shown(goal), f"line {place + 1}")
    yield from reached.recorded([goal], "query")
    for line in lines:
        yield from formulas.judged(line, "query") if line[:1] in "=+@" else ()


def _database(lines: list[str]) -> Iterator[Observation]:
    connection = next((line for line in lines if "=" in line), "")
    statement = next((line for line in lines if _STATEMENT.match(line)), "")
    yield Fact("Connects to", reached.shown(connection))
    yield Fact("Asks", reached.shown(statement))
    servers = [server.strip() for server in _SERVER.findall(connection)]
    title = "Opening it makes Excel ask a database"
    outside = any(reached.remote(server) or "." in server for server in servers)
    severity = Severity.MEDIUM if outside else Severity.LOW
    yield Finding("query.database", severity, title, reached.shown(", ".join(servers)))


UNIT = Unit("query", 1, frozenset({"iqy", "dqy"}), examine, (*urls.IMPORTS,))
