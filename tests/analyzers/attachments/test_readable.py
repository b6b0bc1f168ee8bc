"""Strings of bytes that are no text: in order, in bounds, in three encodings."""

from __future__ import annotations

import pytest

from analyzers.attachments.readable import LONGEST, MOST, UNIT
from analyzers.model.executable import FoundString
from analyzers.model.observation import Fact
from tests.analyzers.attachments.observed import facts, observe
from workbench.simulation.samples.pe import Program, portable_executable


def found(data: bytes, kind: str = "bin") -> list[FoundString]:
    return [seen for seen in observe(UNIT, data, "", kind) if isinstance(seen, FoundString)]


def test_three_encodings_are_read_with_their_places() -> None:
    data = b"\x00\x01plain text\xff\xff" + "wide text".encode("utf-16le") + b"\x00\x00\xff"
    data += "other text".encode("utf-16be") + b"\xff"
    assert found(data) == [
        FoundString(2, "ASCII", "plain text"),
        FoundString(14, "UTF-16", "wide text"),
        FoundString(35, "UTF-16BE", "other text"),
    ]


def test_a_program_names_the_functions_it_imports() -> None:
    texts = {one.text for one in found(portable_executable(Program()), "pe")}
    assert any(text.casefold().endswith(".dll") for text in texts)


def test_floods_and_endless_strings_are_bounded() -> None:
    data = b"\x00".join(b"string %05d" % number for number in range(MOST + 7)) + b"\x00"
    seen = observe(UNIT, data + b"A" * 1_000_000, "", "bin")
    assert sum(isinstance(one, FoundString) for one in seen) == MOST
    assert facts(seen) == {"ASCII strings not listed": "8"}
    assert max(len(one.text) for one in found(b"A" * 1_000_000)) == LONGEST


def test_what_tells_most_is_listed_wherever_it_stands() -> None:
    data = b"\x00".join(b"string %05d" % number for number in range(MOST)) + b"\x00"
    tail = b"nothing much\x00powershell -nop -w hidden\x00"
    assert [one.text for one in found(data + tail)][MOST:] == ["powershell -nop -w hidden"]


def test_what_was_not_searched_is_said() -> None:
    seen = observe(UNIT, bytes((4 << 20) + 1), "", "bin")
    assert seen == [Fact("Strings searched in", "the first 4 MiB")]


@pytest.mark.parametrize("kind", ["text", "html", "docx", "png", "pdf", "7z"])
def test_texts_and_packed_content_are_left_to_their_readers(kind: str) -> None:
    assert not observe(UNIT, b"some plain text", "", kind)


def test_nothing_readable_is_nothing() -> None:
    assert found(bytes(1_000)) == []
