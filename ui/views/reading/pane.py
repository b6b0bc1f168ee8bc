"""The reading pane: header, verdict, seven views of one message, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QStackedLayout, QTabBar, QWidget

from analyzers.model.observation import Relation
from ui.fonts import Weight, font
from ui.models.addresses import links_of
from ui.models.layering import Viewpoint
from ui.models.messages import MessageList
from ui.naming import named
from ui.presenters.campaign import CampaignPresenter
from ui.presenters.reading import ReadingPresenter, ReadingState
from ui.presenters.remedy import RemedyPresenter
from ui.theme import Theme
from ui.tokens import Tone
from ui.views.panes import ReadingPane
from ui.views.reading.attachments_tab import AttachmentsTab
from ui.views.reading.campaign_bar import CampaignBar
from ui.views.reading.header import MessageHeader
from ui.views.reading.headers_tab import HeadersTab
from ui.views.reading.layer_bar import LayerBar
from ui.views.reading.mailboxes_tab import MailboxesTab
from ui.views.reading.message_tab import MessageTab
from ui.views.reading.raw_tab import RawTab
from ui.views.reading.remedy_bar import RemedyBar
from ui.views.reading.urls_tab import UrlsTab
from ui.views.reading.verdict_card import SHOWN, VerdictCard
from ui.widgets.banner import Banner
from ui.widgets.boxes import column, framed, hairline
from ui.widgets.notice import Notice

TITLES = ("Message", "Headers", "URLs", "Attachments", "Mailboxes", "Raw")
MESSAGE, HEADERS, URLS, ATTACHMENTS, MAILBOXES, RAW = range(6)
DENSE = frozenset({HEADERS, URLS, ATTACHMENTS, MAILBOXES, RAW})
TALL = 860  # pixels of pane height from which the verdict stays open on dense tabs too

SHORT, FEW = 740, 3  # pixels of pane height below which the verdict shows so few reasons


class Tab(Protocol):
    def draw(self, state: ReadingState) -> None: ...

    def take_focus(self) -> None: ...


class MessagePane(ReadingPane):
    """``block_asked`` carries the message of which something is to be blocked."""

    block_asked = Signal(int)

    def __init__(
        self,
        theme: Theme,
        reading: ReadingPresenter,
        remedy: RemedyPresenter,
        model: MessageList,
        campaign: CampaignPresenter,
    ) -> None:
        super().__init__()
        self.setObjectName("read")
        self._reading = reading
        self._remedy = remedy
        self._model = model
        self.header = MessageHeader(theme)
        self.layers = LayerBar(theme)
        self._campaign = campaign
        self.alike = CampaignBar(theme, campaign)
        self.card = VerdictCard(theme)
        self.banner = Banner(theme)
        self.bar = RemedyBar(theme, reading, remedy)
        self.tabs = self._make_tabs(theme)
        self.tab_bar = named(QTabBar(), "reading.tabs", "Views of the message")
        self.nothing = Notice(theme)
        self._stack = QStackedLayout()
        self._told = (-1, "")
        self._looked_at = ReadingState()
        self._view = Viewpoint()
        self._counted: tuple[object, object] = (None, None)
        self._arrange()
        self._wire()
        self._draw(reading.state)

    def _make_tabs(self, theme: Theme) -> tuple[Tab, ...]:
        self.message = MessageTab(theme)
        self.headers = HeadersTab(theme)
        self.urls = UrlsTab(theme)
        self.attachments = AttachmentsTab(theme)
        self.mailboxes = MailboxesTab(theme, self._reading)
        self.raw = RawTab(theme)
        first = (self.message, self.headers, self.urls)
        return (*first, self.attachments, self.mailboxes, self.raw)

    def _arrange(self) -> None:
        self.tab_bar.setDrawBase(False)
        self.tab_bar.setExpanding(False)
        self.tab_bar.setFont(font(13, Weight.MEDIUM))
        for title in TITLES:
            self.tab_bar.addTab(title)
        for page in self.tabs:
            assert isinstance(page, QWidget)
            self._stack.addWidget(page)
        self.nothing.say("mail", "No message chosen", "Choose one in the list to read it here.")
        card = framed(column(self.card, margins=(18, 2, 16, 2)))
        bar = framed(column(self.tab_bar, margins=(12, 0, 12, 0)))
        self._body: QFrame = framed(self._stack)
        self._parts = (self.header, card, bar, hairline(), self._body)
        head, *rest = self._parts
        whole = column(
            self.nothing, head, self.alike, self.layers, self.banner, *rest, self.bar, spacing=2
        )
        for part in (self.nothing, self._body):
            whole.setStretchFactor(part, 1)
        self.setLayout(whole)

    def _wire(self) -> None:
        self._reading.changed.connect(self._draw)
        self._remedy.settled.connect(self._on_settled)
        self.tab_bar.currentChanged.connect(self._on_tab)
        self.card.chosen.connect(self._on_evidence)
        self.layers.chosen.connect(self._on_layer)
        self.message.link_chosen.connect(self._on_link)
        self.attachments.detail.again.wished.connect(self._reading.examine_again)
        self.attachments.detail.again.stopped.connect(self._reading.stop_examining)
        self.banner.acted.connect(self._reading.again)
        self.alike.quarantine_asked.connect(self._on_all_alike)

    def show_message(self, message_id: int) -> None:
        self._reading.show_message(message_id)

    def take_focus(self) -> None:
        if self._reading.state.id < 0:
            self.nothing.setFocus()
        else:
            self.tabs[self.tab_bar.currentIndex()].take_focus()

    def page(self) -> bool:
        return self.message.isVisible() and self.message.page()

    def show_tab(self, number: int) -> None:
        if 1 <= number <= self.tab_bar.count():
            self.tab_bar.setCurrentIndex(number - 1)

    def next_body_view(self) -> None:
        self.tab_bar.setCurrentIndex(MESSAGE)
        self.message.next_view()

    def step_alike(self, by: int) -> None:
        self._campaign.step(by)

    def quarantine(self, message_ids: Sequence[int], *, together: bool = False) -> None:
        """One message, or one row of messages alike: a scope is frozen, shown and proven once."""
        self._remedy.preview(self._meant(message_ids), together=together)

    def block(self, message_ids: Sequence[int]) -> None:
        self.block_asked.emit(self._meant(message_ids))

    def _meant(self, message_ids: Sequence[int]) -> int:
        """The one on display where it is alike with the row that is chosen."""
        shown = self._reading.state.id
        ids = list(message_ids) or [shown]
        alike = {member.id for member in self._campaign.state.members}
        return shown if {ids[0], shown} <= alike else ids[0]

    def undo_last(self) -> None:
        self._remedy.preview_undo_last()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @Slot(object)
    def _draw(self, state: ReadingState) -> None:
        chosen = state.id >= 0
        self.nothing.setVisible(not chosen)
        for part in self._parts:
            part.setVisible(chosen)
        self.card.draw(state)
        self._say(state)
        self._draw_message(state)
        self.bar.draw(state)

    def _draw_message(self, state: ReadingState) -> None:
        """The message that is looked at: the outermost, or one inside it."""
        if state.id != self._looked_at.id:
            self._view.node = 0
        message = state.message
        analysis = message.analysis if message else None
        if message and analysis and self._view.node:
            state = replace(state, message=replace(message, analysis=self._view.of(analysis)))
        self._looked_at = state
        self.layers.show_analysis(analysis, self._view.node)
        card = self._model.card(self._model.position(state.id))
        self.header.draw(_head(state, self._view.node), card)
        self._count(state)
        self.tabs[self.tab_bar.currentIndex()].draw(state)

    def _say(self, state: ReadingState) -> None:
        """Closed by hand, a notice stays closed until there is another thing to say."""
        if (state.id, state.problem) == self._told:
            return
        self._told = (state.id, state.problem)
        if not state.problem:
            self.banner.hide()
            return
        old = state.message is not None and state.message.analysis is not None
        what = "This is what was known before" if old else "Not analysed"
        self.banner.say(f"{what}: {state.problem}", Tone.SUSPICIOUS, "Try again")

    def _count(self, state: ReadingState) -> None:
        """What the tabs hold, behind their titles."""
        message, scope = self._counted
        if message is state.message and scope is state.scope:
            return
        self._counted = (state.message, state.scope)
        analysis = state.message.analysis if state.message else None
        beside = analysis.nodes[1:] if analysis else ()
        copies = state.scope.rows if state.scope else state.message.copies if state.message else ()
        counts = {
            URLS: len(links_of(analysis)),
            ATTACHMENTS: sum(node.relation is not Relation.BODY for node in beside),
            MAILBOXES: len(copies),
        }
        for tab, count in counts.items():
            self.tab_bar.setTabText(tab, f"{TITLES[tab]}  {count:,}" if count else TITLES[tab])

    def _fold(self) -> None:
        dense = self.tab_bar.currentIndex() in DENSE
        self.card.fold(dense and self.height() < TALL, FEW if self.height() < SHORT else SHOWN)

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        """Only the tab that is looked at is filled; the keyboard goes along."""
        focus = QApplication.focusWidget()
        had = focus is not None and self._body.isAncestorOf(focus)
        self._stack.setCurrentIndex(index)
        self._fold()
        self.tabs[index].draw(self._looked_at)
        if had:
            self.take_focus()

    @Slot(int)
    def _on_evidence(self, node: int) -> None:
        """The headers for what the message says of itself, the object's own page for the rest."""
        message = self._reading.state.message
        analysis = message.analysis if message else None
        if analysis is None:
            return
        self._on_layer(0)
        if node == 0 and analysis.message is not None:
            self.tab_bar.setCurrentIndex(HEADERS)
        elif analysis.nodes[node].relation is Relation.BODY:
            self.tab_bar.setCurrentIndex(MESSAGE)
        else:
            self.tab_bar.setCurrentIndex(ATTACHMENTS)
            self.attachments.show_node(node)
        self.take_focus()

    @Slot(int)
    def _on_layer(self, node: int) -> None:
        if node != self._view.node:
            self._view.node = node
            self._draw_message(self._reading.state)

    @Slot(str)
    def _on_link(self, address: str) -> None:
        self.tab_bar.setCurrentIndex(URLS)
        self.urls.show_address(address)
        self.take_focus()

    @Slot()
    def _on_all_alike(self) -> None:
        self.quarantine([], together=True)

    @Slot(object)
    def _on_settled(self, action: object) -> None:
        """Copies have moved: what was known of their places is old."""
        if self._reading.state.scope is not None:
            self._reading.find_copies()


def _head(looked: ReadingState, node: int) -> ReadingState:
    """What the header may say of a message inside another: the raw bytes are the outer one's."""
    if not node or looked.message is None:
        return looked
    return replace(looked, message=replace(looked.message, raw=None, path=None))
