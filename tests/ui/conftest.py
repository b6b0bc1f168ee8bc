"""What every test of the window gets: no screen, the bundled fonts, a theme, a job runner."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui import fonts
from ui.jobs import JobRunner
from ui.stylesheet import style_sheet
from ui.theme import Choice, Theme, palette


@pytest.fixture(scope="session")
def bundled_fonts(qapp: QApplication) -> None:
    fonts.install()


@pytest.fixture
def theme(qapp: QApplication, bundled_fonts: None) -> Theme:
    made = Theme(qapp.styleHints(), Choice.LIGHT)
    qapp.setStyle("Fusion")
    qapp.setFont(fonts.font(13))
    qapp.setPalette(palette(made.tokens))
    qapp.setStyleSheet(style_sheet(made.tokens))
    return made


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.shut_down() == []
