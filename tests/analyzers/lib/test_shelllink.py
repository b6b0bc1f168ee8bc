"""Shortcuts taken apart as the library that others use takes them apart."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from analyzers.lib import shelllink
from analyzers.lib.quiet import quiet
from analyzers.lib.shellitems import read as items_of
from tests.corpus import members
from tests.samples.shortcuts import COMPUTER, item, shortcut, volume_info

NAMES = {
    "command_line_arguments": "arguments",
    "working_directory": "folder",
    "relative_path": "relative",
    "description": "name",
    "icon_location": "icon",
}


def test_strings_blocks_and_the_end_are_found() -> None:
    data = shortcut(r"C:\a\b.exe", "x y", icon="i.ico", folder=r"C:\a", name="n", tail=b"tail")
    link = shelllink.read(data)
    assert link.strings == {"name": "n", "folder": r"C:\a", "arguments": "x y", "icon": "i.ico"}
    assert link.items.path == r"C:\a\b.exe"
    assert data[link.end :] == b"tail"
    assert not link.damage


def test_the_volume_is_read_where_it_is_told() -> None:
    link = shelllink.read(shortcut(r"C:\a", info=volume_info(r"C:\a", 0xCAFE)))
    assert (link.place.path, link.place.serial, link.place.drive) == (r"C:\a", 0xCAFE, "fixed")


def test_a_long_name_is_taken_before_the_short_one() -> None:
    block = (
        b"\x2e\0\x09\0\x04\0\xef\xbe" + bytes(38) + "Long Name.txt".encode("utf-16-le") + b"\0\0"
    )
    entry = b"\x32\0" + bytes(10) + b"LONGNA~1.TXT\0\0" + block
    listed = item(COMPUTER) + item(b"/C:\\\0") + item(entry) + b"\0\0"
    assert items_of(listed).path == "C:\\Long Name.txt"


def test_real_shortcuts_read_as_another_parser_reads_them(shared: Path) -> None:
    parser = pytest.importorskip("LnkParse3")
    compared = 0
    for _name, data in members(shared, "pdf-archives-misc", ".lnk"):
        theirs = parser.lnk_file(io.BytesIO(data))
        ours = shelllink.read(data)
        with quiet():
            told = theirs.get_json()["data"]
        for their_name, own_name in NAMES.items():
            if their_name in told:
                assert ours.strings[own_name] == told[their_name].rstrip("\0")
                compared += 1
        assert not ours.damage
    assert compared > 20
