"""Remote desktop files: whom they connect to, what they hand over."""

from __future__ import annotations

from analyzers.attachments.remote_desktop import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Observation, Severity
from tests.analyzers.attachments.observed import facts, findings, observe


def seen(*lines: str) -> list[Observation]:
    return observe(UNIT, "\r\n".join(lines).encode("utf-16"), "a.rdp", "rdp")


def test_an_office_connection_is_noted_only() -> None:
    found = findings(seen("full address:s:ts01.corp.local", "redirectclipboard:i:1"))
    assert found["rdp.connect"].severity is Severity.INFO
    assert found["rdp.redirects"].severity is Severity.LOW


def test_drives_for_the_internet_are_high() -> None:
    found = seen(
        "full address:s:desk.evil.test:3389", "drivestoredirect:s:*", "redirectsmartcards:i:1",
        "authentication level:i:0", "remoteapplicationmode:i:1",
        "remoteapplicationname:s:Secure test", "alternate shell:s:cmd.exe /c a",
    )  # fmt: skip
    rules = findings(found)
    assert rules["rdp.connect"].severity is Severity.MEDIUM
    assert rules["rdp.redirects"].severity is Severity.HIGH
    assert rules["rdp.redirects"].title == "The other computer gets all drives and smart cards"
    assert {"rdp.unchecked", "rdp.program", "rdp.shell"} <= set(rules)
    assert facts(found)["Signed"] == "no"
    assert [r.host for r in found if isinstance(r, Link)] == ["desk.evil.test"]


def test_a_signature_is_named_and_not_believed() -> None:
    assert "not checked" in facts(seen("full address:s:a", "signature:s:AAAA"))["Signed"]
