"""Modules are loaded for a box only where that can do no harm."""

from __future__ import annotations

import sys

import pytest

from workbench.isolation.imports import Asking, Library


def test_what_a_unit_names_is_loaded_once() -> None:
    sys.modules.pop("colorsys", None)
    library = Library(["colorsys"])
    assert library.missing(["colorsys", "colorsys"]) == ("colorsys",)
    library.load(["colorsys"])
    assert "colorsys" in sys.modules
    assert library.missing(["colorsys"]) == ()


@pytest.mark.parametrize(
    "name",
    [
        "antigravity",
        "this",
        "idlelib.pyshell",
        "json.tool.__main__",
        "unittest.__main__",
        "PySide7.QtGui",
        "../../etc/passwd",
        "colorsys;import os",
        "",
        "a" * 5_000,
    ],
)
def test_what_a_box_may_not_have_is_not_loaded_and_not_asked_for_again(name: str) -> None:
    library = Library(["colorsys"])
    library.load([name])
    assert name not in sys.modules
    assert library.missing([name]) == ()


def test_a_library_that_is_not_installed_is_passed_over() -> None:
    library = Library(["missing_library.part"])
    library.load(["missing_library.part"])
    assert library.missing(["missing_library.part"]) == ()


def test_the_finder_asks_once_and_finds_nothing_itself() -> None:
    asked: list[str] = []
    library = Library([])
    finder = Asking(library, asked.append)
    assert finder.find_spec("module_nobody_has") is None
    library.load(["module_nobody_has"])
    assert finder.find_spec("module_nobody_has") is None
    assert asked == ["module_nobody_has"]
