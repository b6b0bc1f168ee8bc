"""Field codes that start programs."""

from __future__ import annotations

import pytest

from analyzers.lib.dde import commands, in_stream, in_text


def field(*codes: str) -> str:
    runs = "".join(f"<w:r><w:instrText xml:space='preserve'>{c}</w:instrText></w:r>" for c in codes)
    return f"<w:p>{runs}</w:p>"


@pytest.mark.parametrize(
    "markup",
    [
        field("DDEAUTO cmd /k"),
        field("DDE", "AUTO", " cmd /k"),
        field("&#68;DEAUTO cmd /k"),
        '<w:fldSimple w:instr="DDEAUTO cmd /k">',
        field("QUOTE 68 68 69 65 85 84 79 32 99 109 100 32 47 107"),
    ],
)
def test_a_command_is_found_however_it_is_written(markup: str) -> None:
    assert list(commands(markup)) == [("cmd /k", True)]


def test_other_fields_are_no_commands() -> None:
    assert not list(commands(field("PAGE", "HYPERLINK x") + field("QUOTE 1 2")))
    assert not list(commands("<w:p>DDE is a protocol</w:p>"))
    assert not list(in_text("ADDED value"))


@pytest.mark.parametrize("codec", ["latin-1", "utf-16-le"])
def test_a_command_in_a_binary_document_is_found(codec: str) -> None:
    data = "\x13 DDE cmd \x14x\x15".encode(codec)
    assert list(in_stream(data)) == [("cmd", False)]
    assert not list(in_stream("DDE is a protocol".encode(codec)))
