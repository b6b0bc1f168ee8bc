"""Colours follow the system until the analyst chooses; every icon and font is there."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import fonts
from ui.icons import Icons
from ui.stylesheet import style_sheet
from ui.theme import Choice, Theme
from ui.tokens import DARK, LIGHT, Tokens

UI = Path(__file__).resolve().parents[2] / "ui"


def test_the_choice_holds_and_tells(theme: Theme, qtbot: QtBot) -> None:
    assert theme.tokens is LIGHT
    with qtbot.waitSignal(theme.changed):
        theme.switch()
    assert (theme.tokens, theme.choice) == (DARK, Choice.DARK)
    theme.follow_system()
    assert theme.choice is Choice.SYSTEM


def test_every_icon_draws_something(qapp: QApplication) -> None:
    icons = Icons()
    for path in (files("resources") / "icons").iterdir():
        image = icons.pixmap(path.name.removesuffix(".svg"), LIGHT.text).toImage()
        inked = sum(
            image.pixelColor(x, y).alpha() > 0
            for x in range(image.width())
            for y in range(image.height())
        )
        assert inked > 20, path.name


@pytest.mark.parametrize("mono", [False, True])
def test_the_bundled_faces_are_used(bundled_fonts: None, mono: bool) -> None:
    face = fonts.font(13, fonts.Weight.SEMIBOLD, mono)
    assert QFontInfo(face).family() == (fonts.MONO if mono else fonts.SANS)
    assert face.family() in QFontDatabase.families()


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_is_complete(tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_only_the_tokens_name_colours() -> None:
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b")
    named = [
        path.name
        for path in UI.rglob("*.py")
        if path.name not in {"tokens.py", "stylesheet.py"}
        and literal.search(path.read_text(encoding="utf-8"))
    ]
    assert named == []
