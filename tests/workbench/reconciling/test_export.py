"""Every form of an export gives the same records, and damage is named."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import BadInput
from workbench.reconciling import export
from workbench.reconciling.export import Bad, Record

RECORDS = [{"Id": f"r{n}", "Operation": "Move", "Note": 'a "quoted" } text'} for n in range(3)]


def _table(quoting_newlines: bool = False) -> str:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["RecordId", "CreationDate", "AuditData"])
    for record in RECORDS:
        data = json.dumps(record, indent=1 if quoting_newlines else None)
        table.writerow([record["Id"], "2026-03-02", data])
    return out.getvalue()


def _graph() -> list[dict[str, Any]]:
    return [{"id": r["Id"], "operation": "Move", "auditData": r} for r in RECORDS]


FORMS = {
    "lines": "\n".join(json.dumps(r) for r in RECORDS),
    "list": json.dumps(RECORDS),
    "pretty list": json.dumps(RECORDS, indent=2),
    "graph page": json.dumps({"@odata.context": "x", "value": _graph()}),
    "pretty graph page": json.dumps({"@odata.context": "x", "value": _graph()}, indent=2),
    "graph pages": "\n".join(json.dumps({"value": [row]}) for row in _graph()),
    "reports api": json.dumps({"kind": "admin#reports#activities", "items": RECORDS}, indent=2),
    "table": _table(),
    "table with line ends inside": _table(quoting_newlines=True),
    "text inside": "\n".join(json.dumps({"AuditData": json.dumps(r)}) for r in RECORDS),
    "pretty objects": "\n".join(json.dumps(r, indent=2) for r in RECORDS),
}


def _read(folder: Path, data: bytes) -> list[Record | Bad]:
    path = folder / "export"
    path.write_bytes(data)
    return list(export.read(path))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_form(tmp_path: Path, form: str, encoding: str) -> None:
    found = _read(tmp_path, FORMS[form].encode(encoding))
    records = [piece for piece in found if isinstance(piece, Record)]
    assert [{n: r.values.get(n) for n in RECORDS[0]} for r in records] == RECORDS
    assert len(found) == len(records)


def test_bad_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    lines = [json.dumps(RECORDS[0]), '{"Id": ', "[" * 100_000, "{}", '{"AuditData": "no"}', "\x00"]
    found = _read(tmp_path, "\n".join(lines).encode())
    bad = {piece.place: piece.reason for piece in found if isinstance(piece, Bad)}
    assert list(bad) == ["line 2", "line 3", "line 5", "line 6"]
    assert sum(isinstance(piece, Record) for piece in found) == 2


def test_a_cut_export_says_so(tmp_path: Path) -> None:
    for form in ("list", "pretty graph page", "reports api"):
        found = _read(tmp_path, FORMS[form].encode()[:-20])
        assert isinstance(found[-1], Bad), form
        assert sum(isinstance(piece, Record) for piece in found) == 2
    assert isinstance(_read(tmp_path, FORMS["lines"].encode()[:-20])[-1], Bad)


def test_a_cut_table_says_so(tmp_path: Path) -> None:
    found = _read(tmp_path, FORMS["table"].encode()[:-20])
    assert [type(piece) for piece in found] == [Record, Record, Bad]


def test_huge_lines_are_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LARGEST", 1_000)
    lines = [json.dumps(RECORDS[0]), '{"Id": "' + "x" * 5_000 + '"}', json.dumps(RECORDS[1])]
    found = _read(tmp_path, "\n".join(lines).encode())
    assert [type(piece) for piece in found] == [Record, Bad, Record]
    table = FORMS["table"].replace("quoted", "q" * 2_000, 1)
    assert sum(isinstance(piece, Record) for piece in _read(tmp_path, table.encode())) == 2


@pytest.mark.parametrize("data", [b"", b"  \n", b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\n" * 40])
def test_what_is_no_export_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadInput, match="export"):
        _read(tmp_path, data)
