"""The tree of artifacts as Qt sees it: object, standing, type, size, findings."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from analyzers.model.analysis import Analysis, Node
from analyzers.model.observation import Relation
from ui import plain
from ui.models.kinds import kind_icon, kind_word, size_word
from ui.models.standing import NOT_ANALYSED, Standing, standings, summary
from ui.models.table import ACCESSIBLE, DISPLAY, ROOT, TONE, TOOLTIP, Index

TITLES = ("Object", "Verdict", "Type", "Size", "Findings")
OBJECT, VERDICT, TYPE, SIZE, FINDINGS = range(5)
ICON = TONE + 2  # name of the icon of the kind


class ArtifactTree(QAbstractItemModel):
    """Internal ids are node ids; the root of the analysis is the only top row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.analysis: Analysis | None = None
        self._inside: dict[int, list[int]] = {}
        self._rows: dict[int, int] = {}
        self._standings: list[Standing] = []

    def show_analysis(self, analysis: Analysis | None) -> None:
        self.beginResetModel()
        self.analysis = analysis
        self._inside, self._rows = {}, {}
        for node in analysis.nodes if analysis else ():
            beside = self._inside.setdefault(node.parent, [])
            self._rows[node.id] = len(beside)
            beside.append(node.id)
        self._standings = standings(analysis) if analysis else []
        self.endResetModel()

    def node(self, index: Index) -> Node | None:
        if self.analysis is None or not index.isValid():
            return None
        return self.analysis.nodes[index.internalId()]

    def index_of(self, node_id: int) -> QModelIndex:
        """An invalid index where there is no such node."""
        row = self._rows.get(node_id, -1)
        return self.createIndex(row, 0, node_id) if row >= 0 else QModelIndex()

    def standing(self, node_id: int) -> Standing:
        return self._standings[node_id] if node_id < len(self._standings) else NOT_ANALYSED

    def telling(self) -> int:
        """The node to show first: the worst attachment, else the root; -1 where there is none."""
        if self.analysis is None:
            return -1
        attached = [n for n in self.analysis.nodes[1:] if n.relation is not Relation.BODY]
        nodes = attached or list(self.analysis.nodes)
        return max(nodes, key=lambda n: (self._standings[n.id].rank, -n.id)).id

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        inside = self._inside.get(self._id(parent), [])
        if not 0 <= row < len(inside) or not 0 <= column < len(TITLES):
            return QModelIndex()
        return self.createIndex(row, column, inside[row])

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]  # QObject.parent() is another method of this name
        node = self.node(index)
        return QModelIndex() if node is None else self.index_of(node.parent)

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid() and parent.column() != OBJECT:
            return 0
        return len(self._inside.get(self._id(parent), ()))

    def columnCount(self, parent: Index = ROOT) -> int:
        return len(TITLES)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        node = self.node(index)
        if node is None:
            return None
        if role in (DISPLAY, ACCESSIBLE):
            return plain.line(self._text(node, index.column()))
        if role == TOOLTIP:
            return plain.tooltip(self._text(node, index.column()))
        if role == TONE and index.column() == VERDICT:
            return self.standing(node.id).tone
        return kind_icon(node.kind) if role == ICON and index.column() == OBJECT else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY:
            return TITLES[section]
        return None

    def _id(self, index: Index) -> int:
        return int(index.internalId()) if index.isValid() else -1

    def _text(self, node: Node, column: int) -> str:
        assert self.analysis is not None
        match column:
            case 0:
                return object_name(node)
            case 1:
                return self.standing(node.id).word
            case 2:
                return kind_word(node.kind)
            case 3:
                return size_word(node.size)
        return summary(self.analysis, node)


def object_name(node: Node) -> str:
    """Its own name, or what it is where it has none."""
    return node.name or f"({kind_word(node.kind)} without a name)"
