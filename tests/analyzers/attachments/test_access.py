"""Access databases: version, hints of code, linked tables; never called wholly read."""

from __future__ import annotations

import pytest

from analyzers.attachments import access
from analyzers.attachments.access import UNIT
from analyzers.model.observation import Severity
from analyzers.model.unit import Unreadable
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import facts, findings, observe, survives


def database(*texts: bytes, version: int = 2) -> bytes:
    head = b"\0\1\0\0Standard ACE DB\0" + bytes((version,))
    return head.ljust(4096, b"\0") + b"\0\0\0\0".join(texts).ljust(4096, b"\0")


def test_the_version_is_told_and_what_was_not_read() -> None:
    assert sniff(database()) == "access"
    found = observe(UNIT, database())
    assert facts(found)["Format"] == "ACE 12 (Access 2007)"
    assert list(findings(found)) == ["access.unread"]
    assert findings(found)["access.unread"].incomplete


@pytest.mark.parametrize("wide", [False, True])
def test_code_and_its_start_are_hinted_at(wide: bool) -> None:
    texts = ["AutoExec", "_VBA_PROJECT"]
    found = findings(observe(UNIT, database(*(
        text.encode("utf-16-le" if wide else "ascii") for text in texts
    ))))  # fmt: skip
    assert {"access.autoexec", "access.modules"} <= set(found)


@pytest.mark.parametrize(
    ("connection", "severity"),
    [
        (r";DATABASE=C:\data\b.accdb", Severity.LOW),
        (r";DATABASE=\\8.8.8.8\share\b.accdb", Severity.HIGH),
        ("WSS;DATABASE=https://a.test/site;LIST=x", Severity.HIGH),
    ],
)
def test_linked_tables_are_told(connection: str, severity: Severity) -> None:
    for encoding in ("ascii", "utf-16-le"):
        found = findings(observe(UNIT, database(connection.encode(encoding))))
        assert found["access.linked"].severity is severity


def test_size_and_damage_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert survives(UNIT, database(b"AutoExec"), "access", 60) > 40
    monkeypatch.setattr(access, "_READ", 5_000)
    assert "limit.access" in findings(observe(UNIT, database()))
    with pytest.raises(Unreadable):
        observe(UNIT, b"\0\1\0\0Standard ACE DB\0")
