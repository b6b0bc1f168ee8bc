"""What a Windows path leads to."""

from __future__ import annotations

import pytest

from analyzers.lib import inifile, reached, regfile, winpaths
from analyzers.model.content import Link
from analyzers.model.observation import Severity


@pytest.mark.parametrize(
    ("path", "host", "outside"),
    [
        (r"\\files\share\a", "files", False),
        (r"\\files.corp.local\share\a", "files.corp.local", False),
        (r"\\10.0.0.9\share", "10.0.0.9", False),
        (r"\\10.0.0.9@80\share", "10.0.0.9@80", True),
        (r"\\evil.test\share\a", "evil.test", True),
        (r"\\a@SSL\DavWWWRoot\b", "a@SSL", True),
        ("file://evil.test/a", "evil.test", True),
        ("https://evil.test/a", "evil.test", True),
        ("file:///C:/a", "", False),
        (r"C:\a\b", "", False),
        (r"\\?\C:\a", "", False),
        (r"%SystemRoot%\a.dll", "", False),
    ],
)
def test_hosts_inside_and_outside(path: str, host: str, outside: bool) -> None:
    assert winpaths.server(path) == host
    assert winpaths.outside(path) is outside


def test_reached_things_are_weighed_shown_and_recorded() -> None:
    assert reached.weight(r"\\evil.test\a\b") is Severity.HIGH
    assert reached.weight(r"\\files\a\b") is Severity.LOW
    assert reached.shown("http://a.test/b") == "hxxp://a[.]test/b"
    links = [r for r in reached.recorded(["http://a.test/b", "", "x"], "s") if isinstance(r, Link)]
    assert [(link.host, link.source) for link in links] == [("a.test", "s")]


def test_sections_are_read_as_windows_does() -> None:
    found = inifile.read('; c\n[A]\nx = 1\nX=2\nline\n[b]\ny="q"\n')
    assert inifile.first(found, "a", "x") == "1"
    assert found["a"][2] == ("", "line")
    assert inifile.first(found, "b", "y") == "q"


def test_registry_scripts_are_read_with_their_folded_lines() -> None:
    text = (
        "Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\A]\n"
        '"a"="b \\"c\\""\n@="d"\n"e"=hex(2):41,00,\\\n  42,00,00,00\n"f"=-\n[-HKEY_X\\Y]\n'
    )
    entries = list(regfile.read(text))
    assert [(e.name, e.value) for e in entries[:3]] == [
        ("a", 'b "c"'),
        ("(default)", "d"),
        ("e", "AB"),
    ]
    assert entries[3].deleted
    assert (entries[4].key, entries[4].deleted) == ("HKEY_X\\Y", True)
