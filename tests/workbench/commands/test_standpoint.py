"""Whose mail it is changes whose word counts."""

from __future__ import annotations

from pathlib import Path

from tests.commandline import workbench
from tests.samples.messages import message

TRACE = "from mail.example.com ([192.0.2.7]) by mx.ours.example with ESMTPS; "
CLAIM = "mx.ours.example; dmarc=pass header.from=example.com"
MAIL = message(
    ("Authentication-Results", CLAIM),
    ("Received", TRACE + "Mon, 1 Jun 2020 10:00:05 +0200"),
    ("To", "bob@ours.example"),
    ("Subject", "Hello"),
)


def standings(path: Path, *options: str) -> set[str]:
    (line,) = workbench("analyze", "--json", *options, path).lines
    results = line["message"]["authentication"]
    return {one["standing"] for one in results if one.get("header", -1) >= 0}


def test_our_own_servers_are_believed(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(MAIL)
    assert standings(file) == {"claimed by an untrusted hop"}
    ours = ("--own-domain", "OURS.example", "--own-server", "mx.ours.example")
    assert standings(file, *ours) == {"claimed by a trusted hop"}


def test_direction_is_told_once_it_is_known_who_we_are(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(MAIL)
    options = ("--own-domain", "ours.example", "--own-server", "mx.ours.example", "--original")
    (line,) = workbench("analyze", "--json", *options, file).lines
    assert line["message"]["type"] == {"inbound": True, "internal": False, "outbound": False}
    (line,) = workbench("analyze", "--json", file).lines
    assert line["message"]["type"] == {"inbound": None, "internal": None, "outbound": None}
