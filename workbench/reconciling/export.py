"""Reads a tenant's audit export record by record: JSON lines, JSON or CSV with AuditData.

Nothing is kept but the record at hand.  What cannot be read is named and skipped, never fatal.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from workbench.errors import BadInput
from workbench.reconciling.pieces import LARGEST, Cutter, chunks

HEAD = 1 << 16  # characters in which the list of a wrapped export begins
_WRAPPED = re.compile(r'^\s*\{(?:[^\[]{0,4000})"(?:value|items)"\s*:\s*\[')
_LISTS = ("value", "items")  # of a page of Graph, of the Reports API
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Record:
    place: str  # "line 17", "record 17"
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bad:
    place: str
    reason: str


def read(path: Path) -> Iterator[Record | Bad]:
    """``BadInput`` where the file as a whole is none of these forms."""
    try:
        with path.open(encoding=_encoding(path), errors="replace", newline="") as stream:
            yield from _records(stream)
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}") from error


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        return _MARKS.get(stream.read(2), "utf-8-sig")


def _records(stream: TextIO) -> Iterator[Record | Bad]:
    head = stream.read(HEAD)
    stream.seek(0)
    match head.lstrip()[:1]:
        case "":
            raise BadInput("The export is empty")
        case "[":
            return _by_pieces(stream, "")
        case "{" if not _is_lines(head):
            wrapped = _WRAPPED.match(head)
            return _by_pieces(stream, wrapped.group() if wrapped else "")
        case "{":
            return _by_lines(stream)
    return _by_table(stream)


def _is_lines(head: str) -> bool:
    """Whether the first line is an object of its own, or at least no part of a larger one."""
    first, end, _ = head.lstrip().partition("\n")
    if _parsed(first) is not None:
        return True
    return bool(end) and len(first.strip()) > 1 and not _WRAPPED.match(head)


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _by_lines(stream: TextIO) -> Iterator[Record | Bad]:
    number = 0
    while line := stream.readline(LARGEST):
        number += 1
        place = f"line {number}"
        if len(line) >= LARGEST and not line.endswith("\n"):
            _skip_line(stream)
            yield Bad(place, "longer than a record can be")
        elif line.strip():
            yield from _unpacked(place, line)


def _skip_line(stream: TextIO) -> None:
    while rest := stream.readline(LARGEST):
        if rest.endswith("\n"):
            return


def _by_pieces(stream: TextIO, prefix: str) -> Iterator[Record | Bad]:
    """Each object of a list; ``prefix`` is what comes before the list."""
    cutter, number = Cutter(), 0
    stream.read(len(prefix))
    for chunk in chunks(stream):
        for text in cutter.take(chunk):
            number += 1
            place = f"record {number}"
            if text is None:
                yield Bad(place, "longer than a record can be")
            else:
                yield from _unpacked(place, text)
    if cutter.open:
        yield Bad(f"record {number + 1}", "the export ends within it")


def _unpacked(place: str, text: str) -> Iterator[Record | Bad]:
    values = _parsed(text)
    if values is None:
        yield Bad(place, "no JSON object")
        return
    lists = [found for name in _LISTS if isinstance(found := values.get(name), list)]
    if not lists:
        yield _record(place, values)
    for number, row in enumerate(lists[0] if lists else (), 1):
        where = f"{place}, entry {number}"
        yield _record(where, row) if isinstance(row, dict) else Bad(where, "no JSON object")


def _record(place: str, values: dict[str, Any]) -> Record | Bad:
    """What Exchange itself wrote is wrapped, as text or as object, by whoever exports it."""
    inner = next((values[n] for n in ("AuditData", "auditData") if n in values), None)
    if inner is None:
        return Record(place, values)
    found = _parsed(inner) if isinstance(inner, str) else inner
    if not isinstance(found, dict):
        return Bad(place, "its AuditData is no JSON object")
    return Record(place, {**_outer(values), **found})


def _outer(values: dict[str, Any]) -> dict[str, Any]:
    """What a wrapping says once more, for records whose inside leaves it out."""
    outer = {
        "Id": values.get("id") or values.get("RecordId") or values.get("Identity"),
        "Operation": values.get("operation") or values.get("Operation"),
        "CreationTime": values.get("createdDateTime") or values.get("CreationDate"),
    }
    return {name: value for name, value in outer.items() if value}


def _by_table(stream: TextIO) -> Iterator[Record | Bad]:
    csv.field_size_limit(LARGEST)
    reader = csv.reader(stream)
    columns = _columns(reader)
    while True:
        place = f"line {reader.line_num + 1}"
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Bad(place, str(error))
            continue
        if len(row) < len(columns):
            if any(row):
                yield Bad(place, "has fewer columns than the first line")
            continue
        yield _record(place, dict(zip(columns, row, strict=False)))


def _columns(reader: Any) -> list[str]:
    names = {"auditdata": "AuditData", "operations": "Operation", "creationdate": "CreationDate"}
    try:
        columns = [names.get(c.strip().casefold(), c.strip()) for c in next(reader)]
    except (StopIteration, csv.Error) as error:
        raise BadInput("The export is neither JSON nor a table") from error
    if "AuditData" not in columns:
        raise BadInput("The export is neither JSON nor a table with a column AuditData")
    return columns
