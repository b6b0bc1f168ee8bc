"""Nothing from mail renders, hides or reorders on screen."""

from __future__ import annotations

import ast
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from ui import plain
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.chip import Chip
from ui.widgets.label import ElidingLabel, PlainLabel, WrappingLabel

UI = Path(__file__).resolve().parents[2] / "ui"
HOSTILE = '<img src="file:///etc/passwd"><b>x</b>'


def test_no_code_point_is_shown_invisibly() -> None:
    unseen = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
    every = range(0, sys.maxunicode + 1, 4_096)
    shown = {plain.line("".join(map(chr, range(n, n + 4_096))), 4_096) for n in every}
    left = {c for text in shown for c in text if unicodedata.category(c) in unseen}
    assert left <= {"\u2068", "\u2069"}  # the isolates put around right-to-left text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("invoice\u202egpj.exe", "invoice[RLO]gpj.exe"),
        ("pay\u200bpal", "pay[ZWSP]pal"),
        ("a\r\nb", "a[CR][LF]b"),
        ("tag\U000e0041", "tag[U+E0041]"),
        ("lone\ud800", "lone[U+D800]"),
        ("no\u00a0break", "no break"),
        ("blank\u3164", "blank[HF]"),
        ("Grüße 你好 🎣", "Grüße 你好 🎣"),
    ],
)
def test_what_would_not_be_seen_is_named(text: str, shown: str) -> None:
    assert plain.line(text) == shown


def test_right_to_left_text_cannot_reorder_its_neighbours() -> None:
    assert plain.line("שלום") == "\u2068שלום\u2069"


def test_a_block_keeps_its_lines() -> None:
    assert plain.block("one\r\ntwo\tx\u202e") == "one\ntwo\tx[RLO]"


def test_long_text_is_cut_and_says_so() -> None:
    assert plain.line("x" * 10_000, 10) == "x" * 10 + "… (+9,990 characters)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://a.example/x", "hxxps://a[.]example/x"),
        ("HTTP://A.example", "hxxp://A[.]example"),
        ("file://host/share", "file[:]//host/share"),
        ("search-ms://x", "search-ms[:]//x"),
        ("ann@a.example", "ann[@]a[.]example"),
        ("a\u202eb", "a[RLO]b"),
    ],
)
def test_addresses_are_made_unclickable(text: str, shown: str) -> None:
    assert plain.defanged(text) == shown
    assert plain.defanged_block(f"{text}\n{text}") == f"{shown}\n{shown}"


@given(st.text(alphabet="htpsxf:/.@a\n", max_size=40))
def test_nothing_copied_can_be_clicked(text: str) -> None:
    taken = plain.defanged_block(text)
    assert "http://" not in taken
    assert "https://" not in taken


@settings(max_examples=300)
@given(st.text() | st.sampled_from([HOSTILE, "<b>", "a  b", "&lt;", "<qt>", "]]>", "<!--"]))
def test_a_tooltip_renders_as_its_text(text: str) -> None:
    document = QTextDocument()
    document.setHtml(plain.tooltip(text))
    assert document.toPlainText() == plain.line(text)


@pytest.mark.parametrize("label", [PlainLabel, ElidingLabel, WrappingLabel])
def test_labels_show_markup_as_it_is(label: type[PlainLabel], qtbot: QtBot, theme: Theme) -> None:
    widget = label(HOSTILE)
    qtbot.addWidget(widget)
    assert widget.textFormat() is Qt.TextFormat.PlainText
    assert widget.text() == HOSTILE


def test_a_chip_shows_markup_as_it_is_and_stays_small(qtbot: QtBot, theme: Theme) -> None:
    chip = Chip(theme, HOSTILE * 50, Tone.MALICIOUS)
    qtbot.addWidget(chip)
    assert chip.text.startswith(HOSTILE)
    assert chip.sizeHint().width() < 420


def _calls(tree: ast.AST, names: frozenset[str]) -> list[ast.Call]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [c for c in calls if getattr(c.func, "attr", getattr(c.func, "id", "")) in names]


RICH = frozenset({"setToolTip", "setWhatsThis", "setStatusTip", "showText", "setInformativeText"})
GUESSING = frozenset({"QLabel", "QMessageBox", "QErrorMessage", "QProgressDialog", "QInputDialog"})
LABELS = {"label.py", "icon.py"}  # the one place that wraps QLabel, and pictures without text


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda p: str(p.relative_to(UI)))
def test_only_one_module_sets_rich_text(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    rich = _calls(tree, RICH)
    assert path.name == "plain.py" or not [
        c for c in rich if not all(isinstance(a, ast.Constant) for a in c.args)
    ]
    assert path.name in LABELS or not _calls(tree, GUESSING)
