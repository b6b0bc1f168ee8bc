"""What the words of macro code mean."""

from __future__ import annotations

import re

import pytest

from analyzers.lib.macrowords import _BY_KIND, _WORDS, meaning


@pytest.mark.parametrize(
    ("kind", "word", "technique"),
    [
        ("AutoExec", "AutoOpen", "T1204.002"),
        ("Suspicious", "Shell", "T1059.005"),
        ("Suspicious", "powershell", "T1059.001"),
        ("Suspicious", "URLDownloadToFileA", "T1105"),
        ("Base64 String", "calc", "T1027.013"),
        ("Suspicious", "no such word", ""),
        ("IOC", "a.exe", ""),
    ],
)
def test_signs_name_their_technique(kind: str, word: str, technique: str) -> None:
    assert meaning(kind, word, "x").technique == technique


def test_the_source_of_a_decoded_text_stays() -> None:
    assert meaning("Hex String", "calc", "63616c63").sentence == "63616c63"
    assert meaning("Suspicious", "unknown", "May do a thing").sentence == "May do a thing"


def test_every_row_is_a_sentence_with_a_technique() -> None:
    for row in (*_WORDS.values(), *_BY_KIND.values()):
        assert row.sentence[0].isupper()
        assert re.fullmatch(r"T\d{4}(?:\.\d{3})?", row.technique)
