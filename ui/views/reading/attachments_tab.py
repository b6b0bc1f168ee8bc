"""The objects in a message, one in another, and all that is known of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedLayout

from analyzers.model.analysis import Analysis
from analyzers.model.observation import Relation
from ui.models.artifacts import ArtifactTree
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.artifact_detail import ArtifactDetail
from ui.widgets.artifact_tree import ArtifactTreeView
from ui.widgets.boxes import column, framed
from ui.widgets.label import ElidingLabel
from ui.widgets.notice import Notice

LEAST, MOST = 3, 9  # rows of the tree


class AttachmentsTab(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: object = self
        self._tree = ArtifactTree(self)
        self._note = ElidingLabel("", 12, ink="second")
        self.tree = ArtifactTreeView(theme, self._tree)
        self.detail = ArtifactDetail(theme)
        self.notice = Notice(theme)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.detail)
        self._arrange()
        self.tree.chosen.connect(self._on_chosen)
        self.tree.copied.connect(self.detail.copy_hashes)

    def _arrange(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.tree)
        split.addWidget(self._scroll)
        split.setStretchFactor(1, 1)
        body = column(self._note, split, margins=(18, 10, 16, 0))
        body.setStretch(1, 1)
        self._body = framed(body)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._body)
        self._stack.addWidget(self.notice)
        self.setLayout(self._stack)

    def draw(self, state: ReadingState) -> None:
        analysis = state.message.analysis if state.message else None
        if analysis is None:
            self._shown = None
            self.notice.say(*_nothing(state))
            self._stack.setCurrentWidget(self.notice)
            return
        self._stack.setCurrentWidget(self._body)
        self.detail.again.draw(state)
        if analysis is self._shown:
            return
        before = self._before(state)
        self._shown = analysis
        self._tree.show_analysis(analysis)
        self.tree.fit_rows(LEAST, MOST)
        self._note.setText(_facts(analysis))
        self.tree.show_node(self._tree.telling() if before < 0 else before)

    def _before(self, state: ReadingState) -> int:
        """The object that was just examined again, where it is the one that showed; else -1."""
        old, new = self._tree.analysis, state.message.analysis if state.message else None
        at = self.tree.current_id
        if old is None or new is None or not 0 <= at < len(old.nodes) or not state.again_for:
            return -1
        wanted = old.nodes[at].sha256
        same = wanted == state.again_for
        return next((n.id for n in new.nodes if same and n.sha256 == wanted), -1)

    def take_focus(self) -> None:
        (self.notice if self._shown is None else self.tree).setFocus()

    def show_node(self, node_id: int) -> None:
        """Choose an artifact by its id in the analysis; one that is not there is ignored."""
        self.tree.show_node(node_id)

    @Slot(int)
    def _on_chosen(self, node_id: int) -> None:
        analysis = self._tree.analysis
        if analysis is not None:
            node = analysis.nodes[node_id]
            self.detail.show_node(analysis, node, self._tree.standing(node_id))
            self._scroll.verticalScrollBar().setValue(0)


def _nothing(state: ReadingState) -> tuple[str, str, str]:
    """Icon, title and text of what stands in place of the tree."""
    if state.busy:
        return "clock", "Analysing", "What the message holds shows as soon as it is examined."
    reason = state.problem or "The message was not examined."
    return "unknown", "Not analysed", f"{reason}\nNothing can be said about its attachments."


def _facts(analysis: Analysis) -> str:
    beside = [n for n in analysis.nodes[1:] if n.relation is not Relation.BODY]
    attached = sum(n.relation is Relation.ATTACHMENT for n in beside)
    count = f"{attached} {'attachment' if attached == 1 else 'attachments'}"
    inside = f" · {len(analysis.nodes)} objects" if len(analysis.nodes) > 1 else ""
    first = count if beside else "No attachments"
    boxed = "in a sealed process" if analysis.isolation == "full" else "in a separate process"
    return f"{first}{inside} · examined {boxed}, never run"
