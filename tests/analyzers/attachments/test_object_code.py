"""Compiled code that does not start by itself."""

from __future__ import annotations

import struct

import pytest

from analyzers.attachments.object_code import UNIT
from analyzers.model.document import ArchiveMember
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives

WASM = b"\0asm\1\0\0\0" + b"\1\4\1\x60\0\0" + b"\x0a\2\1\0"
COFF = struct.pack("<HHIIIHH", 0x8664, 1, 5, 0, 0, 0, 0) + b".text\0\0\0" + bytes(40)
PYC = struct.pack("<H", 3495) + b"\r\n" + bytes(12) + b"\xe3"


def library(*members: tuple[str, bytes]) -> bytes:
    data = b"!<arch>\n"
    for name, content in members:
        head = f"{name + '/':<16}{'0':<12}{'0':<6}{'0':<6}{'644':<8}{len(content):<10}`\n"
        data += head.encode() + content + b"\n" * (len(content) % 2)
    return data


def test_each_kind_says_what_it_is() -> None:
    found = facts(observe(UNIT, WASM, "a.wasm", "wasm"))
    assert found["Kind"] == "WebAssembly module, version 1"
    assert found["Sections"] == "types 4, code 2"
    found = facts(observe(UNIT, COFF, "a.obj", "coff"))
    assert (found["Kind"], found["Sections"]) == ("object file for AMD64", ".text")
    seen = observe(UNIT, PYC, "a.pyc", "pyc")
    assert facts(seen)["Kind"] == "Python bytecode, version 3.11"
    assert "object.python" in findings(seen)


def test_members_of_a_library_become_children() -> None:
    seen = observe(UNIT, library(("a.o", b"abc"), ("b.o", b"de")), "a.a", "ar")
    assert children(seen) == {"a.o": b"abc", "b.o": b"de"}
    assert ArchiveMember("a.o", 3, 3, False) in seen
    assert not findings(seen)


def test_what_is_cut_is_incomplete() -> None:
    assert findings(observe(UNIT, WASM[:-1], "a", "wasm"))["object.unread"].incomplete
    cut = library(("a.o", b"abc")) + b"broken"
    assert findings(observe(UNIT, cut, "a", "ar"))["object.unread"].incomplete


@pytest.mark.parametrize("kind", ["wasm", "coff", "pyc", "ar"])
def test_damaged_code_never_crashes_the_unit(kind: str) -> None:
    data = {"wasm": WASM, "coff": COFF, "pyc": PYC, "ar": library(("a.o", b"abc"))}[kind]
    assert survives(UNIT, data, kind, 150)
    with pytest.raises(Unreadable):
        observe(UNIT, b"\0", "a", kind)
