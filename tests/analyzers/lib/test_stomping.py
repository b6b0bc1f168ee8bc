"""Compiled macro code against its source."""

from __future__ import annotations

from analyzers.lib.quiet import quiet
from analyzers.lib.stomping import Compared, _words, compared
from tests.samples.office import binary_word

LISTING = (
    'Line #0:\n\tFuncDefn (Sub AutoOpen())\nLine #1:\n\tLitStr 0x0004 "calc"\n'
    "\tArgsCall (Call) Shell 0x0001\n\tLd id_FFFF\n\tSt counter\n"
)


def test_names_and_literals_are_taken_from_a_listing() -> None:
    assert list(_words(LISTING)) == ["calc", "Shell", "counter"]


def test_a_project_without_compiled_code_is_not_stomped() -> None:
    with quiet():
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser("a.doc", data=binary_word("Sub A()\nEnd Sub\n"))
        assert compared(parser, "") == Compared()
        parser.close()
