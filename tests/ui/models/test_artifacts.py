"""The tree of artifacts is a right model for Qt, at any size, with any names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.models.test_standing import node, run, tree
from ui.models.artifacts import TITLES, ArtifactTree
from ui.models.kinds import kind_icon, kind_word, size_word
from ui.theme import Theme


@pytest.mark.parametrize("force_py", [False, True])
def test_qt_finds_no_fault_in_the_model(
    qtbot: QtBot, qtmodeltester: ModelTester, force_py: bool
) -> None:
    model = ArtifactTree()
    deep = tree(node(0, -1, run()), node(1, 0, run()), node(2, 1, run()), node(3, 0), node(4, 1))
    model.show_analysis(deep)
    qtmodeltester.check(model, force_py=force_py)  # type: ignore[no-untyped-call]  # untyped library
    model.show_analysis(None)
    model.show_analysis(deep)


def test_the_tree_is_that_of_the_analysis(qtbot: QtBot) -> None:
    model = ArtifactTree()
    model.show_analysis(tree(node(0, -1, run()), node(1, 0, run()), node(2, 1, run()), node(3, 0)))
    root = model.index(0, 0)
    assert (model.rowCount(), model.rowCount(root), model.columnCount(root)) == (1, 2, len(TITLES))
    inner = model.index_of(2)
    assert model.parent(inner) == model.index_of(1)
    assert model.parent(root) == QModelIndex()
    assert model.index(0, 0, model.index_of(1)) == inner
    assert not model.index_of(9).isValid()
    assert not model.index(5, 0, root).isValid()


def test_the_first_to_look_at_is_the_worst_attachment(qtbot: QtBot) -> None:
    model = ArtifactTree()
    assert model.telling() == -1
    model.show_analysis(tree(node(0, -1, run())))
    assert model.telling() == 0
    model.show_analysis(tree(node(0, -1, run()), node(1, 0, run()), node(2, 0)))
    assert model.telling() == 2


def test_hostile_names_are_shown_not_followed(qtbot: QtBot) -> None:
    model = ArtifactTree()
    hostile = replace(node(1, 0), name="<b>x</b>\u202e\ngpj.exe")
    model.show_analysis(tree(node(0, -1, run()), hostile))
    index = model.index_of(1)
    assert index.data() == "<b>x</b>[RLO][LF]gpj.exe"
    tooltip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;x" in tooltip


def test_every_kind_has_a_word_and_an_icon_that_exists(theme: Theme) -> None:
    for kind in ("eml", "docm", "pe", "zip", "png", "bin", "never heard of", ""):
        assert kind_word(kind)
        assert not theme.pixmap(kind_icon(kind), theme.tokens.text).isNull()


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 B"), (1023, "1023 B"), (2_877, "2.8 KB"), (300 << 10, "300 KB"), (5 << 30, "5.0 GB")],
)
def test_sizes_read_short(size: int, shown: str) -> None:
    assert size_word(size) == shown
