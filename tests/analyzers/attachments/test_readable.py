"""Strings of programs, in order and in bounds."""

from __future__ import annotations

from analyzers.attachments.readable import LONGEST, MOST, UNIT
from analyzers.model.executable import FoundString
from tests.analyzers.attachments.observed import facts, observe
from workbench.simulation.samples.pe import Program, portable_executable


def found(data: bytes) -> list[FoundString]:
    return [seen for seen in observe(UNIT, data) if isinstance(seen, FoundString)]


def test_both_encodings_are_read_with_their_places() -> None:
    data = b"\x00\x01plain text\xff\xff" + "wide text".encode("utf-16le") + b"\x00\x00"
    assert found(data) == [
        FoundString(2, "ASCII", "plain text"),
        FoundString(14, "UTF-16", "wide text"),
    ]


def test_a_program_names_the_functions_it_imports() -> None:
    texts = {one.text for one in found(portable_executable(Program()))}
    assert any(text.casefold().endswith(".dll") for text in texts)


def test_floods_and_endless_strings_are_bounded() -> None:
    data = b"\x00".join(b"string %05d" % number for number in range(MOST + 7)) + b"\x00"
    seen = observe(UNIT, data + b"A" * 1_000_000)
    assert sum(isinstance(one, FoundString) for one in seen) == MOST
    assert facts(seen) == {"ASCII strings not listed": "8"}
    assert max(len(one.text) for one in found(b"A" * 1_000_000)) == LONGEST


def test_nothing_readable_is_nothing() -> None:
    assert found(bytes(1_000)) == []
