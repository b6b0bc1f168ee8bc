"""`workbench anchors`: adding, listing and taking away, without reaching anybody."""

from __future__ import annotations

from pathlib import Path
from subprocess import PIPE

from tests.commandline import started, workbench


def test_sinks_are_added_listed_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "anchors.json"
    assert "beside the workspace alone" in workbench("anchors", "list", "--sinks", file).out
    address = "syslog+tls://siem.example"
    assert workbench("anchors", "add", address, "--sinks", file).code == 0
    ran = workbench("anchors", "list", "--json", "--sinks", file)
    assert ran.lines == [{"address": address, "ca": "", "authorized": False}]
    wrong = workbench("anchors", "add", "http://siem.example", "--sinks", file)
    assert (wrong.code, wrong.out) == (2, "")
    assert "syslog+tls" in wrong.err
    assert workbench("anchors", "add", "--sinks", file).code == 2
    assert workbench("anchors", "remove", address, "--sinks", file).code == 0
    assert workbench("anchors", "list", "--json", "--sinks", file).lines == []


def test_an_empty_credential_is_none(tmp_path: Path) -> None:
    file, hook = tmp_path / "anchors.json", "https://siem.example/hook"
    adding = started(
        "anchors", "add", hook, "--authorization", "--sinks", file, stdin=PIPE, stderr=PIPE
    )
    _, told = adding.communicate(b"\n")
    assert adding.returncode == 2
    assert b"No value of the Authorization header" in told
    assert not file.exists()
