"""Macro source with what its strings decode to."""

from __future__ import annotations

from analyzers.model.document import MacroModule, MacroSign
from ui.models.macrotext import inlined

MODULE = MacroModule("M", "s", "VBA", 'Sub A()\n x = "63616c63"\nEnd Sub')


def test_decoded_text_stands_behind_its_line() -> None:
    sign = MacroSign("Hex String", "calc", "63616c63", "M", 2)
    assert inlined(MODULE, [sign]).split("\n") == [
        "Sub A()",
        ' x = "63616c63"    \u21d0 Hex String: calc',
        "End Sub",
    ]


def test_other_signs_and_other_modules_change_nothing() -> None:
    signs = [
        MacroSign("Suspicious", "Shell", "", "M", 2),
        MacroSign("Hex String", "calc", "63616c63", "Other", 2),
        MacroSign("Hex String", "calc", "63616c63", "M", 9),
        MacroSign("VBA string", "calc", '"calc"', "M", 2),
    ]
    assert inlined(MODULE, signs) == MODULE.code
