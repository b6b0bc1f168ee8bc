"""The tree of artifacts, all of it unfolded; one is always chosen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView

from ui.models.artifacts import ICON, ArtifactTree
from ui.models.table import Index
from ui.naming import named
from ui.theme import Theme
from ui.widgets.cell_delegate import CellDelegate

WIDTHS = (216, 142, 160, 66)  # pixels; findings take the rest
ROW = 26
UNFOLDED = 400  # nodes; a larger tree opens its first levels only


class _Cells(CellDelegate):
    """The icon of its kind stands before each object."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        name = index.data(ICON)
        if name:
            option.icon = QIcon(self._theme.pixmap(name, self._theme.tokens.text_second, 16))
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW)


class ArtifactTreeView(QTreeView):
    """``chosen`` carries a node id, ``copied`` asks for the hashes of what is chosen."""

    chosen = Signal(int)
    copied = Signal()

    def __init__(self, theme: Theme, tree: ArtifactTree) -> None:
        super().__init__()
        self._tree = tree
        self._cells = _Cells(theme)
        self.setModel(tree)
        self.setItemDelegate(self._cells)
        named(self, "artifacts", "Attachments and what they hold")
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIconSize(QSize(16, 16))
        self.setIndentation(18)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        tree.modelReset.connect(self._unfold)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        theme.changed.connect(self.viewport().update)

    @property
    def current_id(self) -> int:
        """-1 where nothing is chosen."""
        node = self._tree.node(self.currentIndex())
        return -1 if node is None else node.id

    def show_node(self, node_id: int) -> None:
        index = self._tree.index_of(node_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def fit_rows(self, least: int, most: int) -> None:
        """As high as the tree, between so many rows."""
        nodes = len(self._tree.analysis.nodes) if self._tree.analysis else 0
        rows = max(least, min(nodes, most))
        self.setMinimumHeight(least * ROW + 36)
        self.setMaximumHeight(rows * ROW + 36)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() == Qt.Key.Key_Asterisk:
            self.expandAll()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _unfold(self) -> None:
        nodes = len(self._tree.analysis.nodes) if self._tree.analysis else 0
        if nodes > UNFOLDED:
            self.expandToDepth(1)
        else:
            self.expandAll()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        node = self._tree.node(current)
        if node is not None:
            self.chosen.emit(node.id)
