"""Windows Installer packages: properties, actions, files, what is embedded, and damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.attachments import msi
from analyzers.attachments.msi import UNIT
from analyzers.lib.installer import name_of
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Unreadable
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.corpus import member
from tests.samples.installers import (
    ACTIONS,
    FILES,
    PROPERTIES,
    SEQUENCE,
    Rows,
    installer,
    packed,
)


def seen(data: bytes) -> list[Observation]:
    return observe(UNIT, data, "a.msi", "msi")


def with_actions(*rows: tuple[str, int, str, str]) -> bytes:
    order: Rows = [(row[0], 1000 + n) for n, row in enumerate(rows)]
    return installer({"CustomAction": (ACTIONS, rows), "InstallExecuteSequence": (SEQUENCE, order)})


def test_names_of_streams_are_unpacked() -> None:
    for name in ("Binary.a_b", "cab1.cab", "x"):
        assert name_of(packed(name)) == name
    assert name_of(packed("File", table=True)) == "!File"


def test_properties_files_and_embedded_streams() -> None:
    made = installer(
        {
            "Property": (PROPERTIES, [("ProductName", "Viewer"), ("Manufacturer", "Nobody")]),
            "File": (FILES, [("f1", "READ~1.TXT|read me.txt", 70_000)]),
        },
        {"cab1.cab": b"MSCF" + bytes(40), "Binary.helper": b"MZ" + bytes(40)},
    )
    found = seen(made)
    assert sniff(made) == "msi"
    assert facts(found) | {"ProductName": "Viewer", "Manufacturer": "Nobody"} == facts(found)
    assert children(found).keys() == {"cab1.cab", "Binary.helper"}
    listed = [one for one in found if isinstance(one, ArchiveMember)]
    assert [(one.name, one.size) for one in listed] == [("read me.txt", 70_000)]
    assert findings(found) == {}


@pytest.mark.parametrize(
    ("kind", "source", "target", "rule", "severity"),
    [
        (34, "TempFolder", "powershell.exe -w hidden -c x", "msi.action.command", Severity.HIGH),
        (50, "CMD", "cmd /c copy a b", "msi.action.command", Severity.HIGH),
        (2, "helper", "/quiet", "msi.action.program", Severity.LOW),
        (18, "viewer.exe", "--register", "msi.action.program", Severity.LOW),
        (1, "helper", "Check", "msi.action.library", Severity.INFO),
        (38, "", "MsgBox 1", "msi.action.script", Severity.MEDIUM),
        (6, "helper", "", "msi.action.script", Severity.MEDIUM),
    ],
)
def test_actions_are_told(
    kind: int, source: str, target: str, rule: str, severity: Severity
) -> None:
    found = findings(seen(with_actions(("Act", kind, source, target))))
    assert found.keys() == {rule}
    assert found[rule].severity is severity
    assert target in found[rule].evidence
    assert "action Act, with the user's rights" in found[rule].where


def test_scripts_are_children_and_system_rights_are_told() -> None:
    found = seen(with_actions(("Act", 0x0C00 + 37, "", "var a = 1")))
    assert children(found) == {"Act.js": b"var a = 1"}
    assert "as the system" in findings(found)["msi.action.script"].where


def test_setting_a_property_is_no_action_worth_the_name() -> None:
    assert not findings(seen(with_actions(("Set", 51, "PATH", "powershell.exe"))))


def test_much_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(msi, "ACTIONS", 3)
    monkeypatch.setattr(msi, "FILES", 3)
    rows: Rows = [(f"f{n}", f"{n}.txt", 1) for n in range(9)]
    actions: Rows = [(f"a{n}", 2, "helper", "") for n in range(9)]
    found = seen(installer({"File": (FILES, rows), "CustomAction": (ACTIONS, actions)}))
    assert {"limit.msi.actions", "limit.msi.files"} <= findings(found).keys()
    assert sum(isinstance(one, Finding) for one in found) == 5


def test_a_long_table_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: Rows = [(f"a{n}", 2, "helper", "") for n in range(9)]
    made = installer({"CustomAction": (ACTIONS, rows)})
    assert "limit.msi.tables" not in findings(seen(made))
    monkeypatch.setattr("analyzers.lib.installer.ROWS", 5)
    assert "limit.msi.tables" in findings(seen(made))


def test_a_real_one_is_read(shared: Path) -> None:
    found = seen(member(shared, "pdf-archives-misc", "874dbdf1c7a1-test.msi"))
    assert facts(found)["Files"] == "3"
    assert children(found)["cab1.cab"].startswith(b"MSCF")
    assert findings(found) == {}


def test_damage_ends_as_findings_or_reasons() -> None:
    made = with_actions(("Act", 34, "TempFolder", "powershell.exe -c x"))
    assert survives(UNIT, made, "msi", 150)
    with pytest.raises(Unreadable):
        seen(installer({})[:700])


def test_a_stream_that_breaks_off_is_told() -> None:
    made = bytearray(installer({}, {"Binary.helper": b"MZ" + bytes(8_000)}))
    at = made.index(packed("Binary.helper").encode("utf-16-le"))
    made[at + 120 : at + 124] = (1 << 20).to_bytes(4, "little")
    told = findings(seen(bytes(made)))["msi.damaged"]
    assert told.incomplete
