"""The proposals page: found without being asked for, opened in the preview, or put aside."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedLayout

from ui.fonts import Weight
from ui.models.copies import many
from ui.models.proposals import PROPOSALS, details, proposal_rows
from ui.models.table import TableRows
from ui.naming import named
from ui.presenters.proposals import OPEN, ProposalsPresenter, ProposalsState
from ui.presenters.proposed import ProposingRemedy
from ui.theme import Theme
from ui.views.panes import Pane
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.data_table import DataTable
from ui.widgets.label import ElidingLabel, PlainLabel, WrappingLabel
from ui.widgets.notice import Notice
from workbench.model.proposals import Proposal, ProposalState

WIDTHS = (140, 110, 300, 190, 130)
LETTERS = 2_048  # of an indicator
NOTHING = (
    "eye",
    "Nothing is proposed",
    "What second looks after an action find, and what matches an indicator, a rule or a verdict, "
    "waits here for you. Nothing is moved by itself.",
    "",
)


class ProposalsPage(Pane):
    """``action_asked`` carries the id of an action to be shown in the journal."""

    action_asked = Signal(str)

    def __init__(
        self, theme: Theme, proposals: ProposalsPresenter, remedy: ProposingRemedy
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._proposals = proposals
        self._remedy = remedy
        self._drawn: tuple[Proposal, ...] | None = None
        self._count = ElidingLabel("", 12, ink="second")
        self.table = DataTable(theme, TableRows(PROPOSALS), WIDTHS, "Proposals")
        self.notice = Notice(theme)
        self._title = ElidingLabel("", 14, Weight.SEMIBOLD)
        self.facts = WrappingLabel("", 13, "second")
        self.preview = named(Button(theme, "Preview…", "primary", "eye"), "proposals.preview")
        self.dismiss = named(Button(theme, "Put aside", "", "close"), "proposals.dismiss")
        self.journal = named(Button(theme, "Show action", "", "journal"), "proposals.journal")
        self.indicator = named(QLineEdit(), "proposals.indicator", "Indicator")
        self.indicator.setPlaceholderText("Domain, link, address or SHA-256, defanged or not")
        self.indicator.setMaxLength(LETTERS)
        self.add = named(Button(theme, "List as bad", "", "flag"), "proposals.add")
        self.remove = named(Button(theme, "Take off", "quiet"), "proposals.remove")
        self.told = WrappingLabel("", 12, "second")
        self._arrange()
        self._wire()
        self.draw(proposals.state)

    def _arrange(self) -> None:
        head = row(PlainLabel("Proposals", 17, Weight.BOLD), self._count, None)
        foot = row(self._title, None, self.journal, self.dismiss, self.preview)
        detail = framed(column(foot, self.facts, None, margins=(0, 8, 0, 0), spacing=6))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self._split = split
        self._stack = QStackedLayout()
        self._stack.addWidget(split)
        self._stack.addWidget(self.notice)
        label = PlainLabel("Indicator", 12, Weight.SEMIBOLD, ink="second")
        line = row(label, self.indicator, self.add, self.remove)
        line.setStretch(1, 1)
        whole = column(head, line, self.told, self._stack, margins=(18, 12, 16, 12), spacing=10)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def _wire(self) -> None:
        self._proposals.changed.connect(self.draw)
        self.preview.clicked.connect(self._on_preview)
        self.dismiss.clicked.connect(self._proposals.dismiss)
        self.journal.clicked.connect(self._on_journal)
        self.notice.acted.connect(self._proposals.load)
        self.add.clicked.connect(self._on_add)
        self.indicator.returnPressed.connect(self._on_add)
        self.remove.clicked.connect(self._on_remove)
        self.table.activated.connect(self._on_preview)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)

    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        (self.notice if shown is self.notice else self.table).setFocus()

    @Slot(object)
    def draw(self, state: ProposalsState) -> None:
        if self._drawn != state.listed:
            self._drawn = state.listed
            self.table.rows.fill(proposal_rows(state.listed))
        self._draw_place(state)
        self._choose(state)
        self._draw_detail(self._proposals.state.proposal)  # choosing has changed it
        self.told.setText(state.told)
        self.told.setVisible(bool(state.told))
        waits = len(state.open)
        self._count.setText(f"{many(waits, 'proposal')} to decide about" if waits else "")

    def _draw_place(self, state: ProposalsState) -> None:
        if state.listed:
            self._stack.setCurrentWidget(self._split)
            return
        if state.problem:
            said = ("suspicious", "Proposals cannot be read", state.problem, "Try again")
        elif state.busy:
            said = ("clock", "Reading proposals", "They show as soon as they are read.", "")
        else:
            said = NOTHING
        self.notice.say(*said)
        self._stack.setCurrentWidget(self.notice)

    def _choose(self, state: ProposalsState) -> None:
        ids = [one.id for one in state.listed]
        wanted = ids.index(state.chosen) if state.chosen in ids else 0
        if ids and self.table.currentIndex().row() != wanted:
            self.table.selectRow(wanted)

    def _draw_detail(self, proposal: Proposal | None) -> None:
        self._title.setText(proposal.title or "(no subject)" if proposal else "")
        self.facts.setText("\n".join(details(proposal)) if proposal else "")
        frozen = proposal is not None and proposal.state is ProposalState.WAITING
        self.preview.setEnabled(frozen)
        self.preview.set_label("Preview…", "Show what would be moved; nothing is changed")
        self.dismiss.setEnabled(proposal is not None and proposal.state in OPEN)
        self.journal.setVisible(bool(proposal and (proposal.became or proposal.action)))

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        listed = self._proposals.state.listed
        if 0 <= current.row() < len(listed):
            self._proposals.choose(listed[current.row()].id)

    @Slot()
    def _on_add(self) -> None:
        self._proposals.list_bad(self.indicator.text())

    @Slot()
    def _on_remove(self) -> None:
        self._proposals.unlist(self.indicator.text())

    @Slot()
    def _on_preview(self) -> None:
        proposal = self._proposals.state.proposal
        if proposal is not None and proposal.state is ProposalState.WAITING:
            self._remedy.preview_proposal(proposal)

    @Slot()
    def _on_journal(self) -> None:
        proposal = self._proposals.state.proposal
        if proposal is not None:
            self.action_asked.emit(proposal.became or proposal.action)
