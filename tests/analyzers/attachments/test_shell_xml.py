"""Settings shortcuts, libraries and saved searches."""

from __future__ import annotations

import pytest

from analyzers.attachments.shell_xml import UNIT
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import facts, findings, observe


def setting(command: str) -> list[Observation]:
    link = f"<DeepLink>{command}</DeepLink>"
    text = f"<PCSettings><SearchableContent><ApplicationInformation>{link}"
    text += "</ApplicationInformation></SearchableContent></PCSettings>"
    return observe(UNIT, text.encode(), "a.settingcontent-ms", "settingcontent-ms")


def library(place: str, icon: str = "imageres.dll,-1003") -> list[Observation]:
    text = f"<libraryDescription><iconReference>{icon}</iconReference><simpleLocation>"
    text += f"<url>{place}</url></simpleLocation></libraryDescription>"
    return observe(UNIT, text.encode(), "a.library-ms", "library-ms")


def test_a_settings_shortcut_runs_its_command() -> None:
    found = findings(setting("cmd.exe /c calc"))
    assert found["settings.command"].severity is Severity.CRITICAL
    assert findings(setting(r"C:\a.exe"))["settings.command"].severity is Severity.MEDIUM
    assert not findings(setting(""))


@pytest.mark.parametrize(
    ("place", "severity"),
    [
        (r"\\evil.test@80\a", Severity.HIGH),
        ("https://evil.test/a", Severity.HIGH),
        (r"\\files\a", Severity.LOW),
    ],
)
def test_a_library_of_another_computer_is_a_finding(place: str, severity: Severity) -> None:
    assert findings(library(place))["library.remote"].severity is severity


def test_a_library_of_this_computer_is_none() -> None:
    found = library("knownfolder:{FDD39AD0-238F-46AF-ADB4-6C85480369C7}")
    assert not findings(found)
    assert facts(found)["Place"].startswith("knownfolder")
    assert "library.icon.remote" in findings(library("x:", r"\\evil.test\a\i.ico"))


def test_broken_markup_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, b"<libraryDescription>", "a.library-ms", "library-ms")
