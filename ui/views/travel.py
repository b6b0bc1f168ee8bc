"""Moving between messages: history, next unreviewed, paging on to the next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from ui.presenters.history import History, Place
from ui.presenters.navigation import NavigationPresenter
from ui.presenters.queue import QueuePresenter
from ui.views.message_list import MessageListView
from ui.views.panes import ReadingPane
from workbench.model.opened import FilesOpened
from workbench.model.rows import View

FAR = 2_000  # rows looked through for an unreviewed message; each page of them is read


class Travel(QObject):
    """Keeps list, navigation and reading pane on the same message."""

    def __init__(
        self,
        navigation: NavigationPresenter,
        queue: QueuePresenter,
        messages: MessageListView,
        reading: ReadingPane,
    ) -> None:
        super().__init__()
        self._navigation = navigation
        self._queue = queue
        self._messages = messages
        self._reading = reading
        self._history = History()
        self._read: set[int] = set()
        messages.current.connect(self._on_message)
        navigation.opened.connect(self._on_page)
        queue.model.modelReset.connect(self._on_reset)

    def back(self) -> None:
        self._go(self._history.back())

    def forward(self) -> None:
        self._go(self._history.forward())

    def page(self) -> None:
        """Down in the body; at its end to the next message."""
        if not self._reading.page():
            self._messages.table.step(1)

    def next_unreviewed(self) -> None:
        """The next message nobody has decided on and that was not looked at since the start."""
        model = self._queue.model
        here = self._messages.table.currentIndex().row()
        for row in range(here + 1, min(here + 1 + FAR, model.rowCount())):
            message = model.message(row)
            if message and message.disposition is None and message.id not in self._read:
                self._messages.table.go_to(row)
                return

    @Slot(object)
    def show_files(self, opened: FilesOpened) -> None:
        """The first of the files just opened, whatever was on screen."""
        if not opened.ids:
            return
        self._queue.clear_filter()
        self._navigation.open(View.OFFLINE)
        self._queue.show_view(View.OFFLINE)  # a list that was there already lacks them
        self._messages.table.show_id(opened.ids[0])

    @Slot(int)
    def show_found(self, message_id: int) -> None:
        """A message of the workspace, among all mail; going back leads to where it was found."""
        self._queue.clear_filter()
        self._navigation.open(View.ALL)
        self._queue.show_view(View.ALL)  # a list that was there already lacks it
        self._messages.table.show_id(message_id)

    def _go(self, place: Place | None) -> None:
        if place is None:
            return
        if place.page != self._navigation.current.key:
            self._navigation.open(place.page)
        if place.message >= 0:
            self._messages.table.show_id(place.message)

    @Slot(int)
    def _on_message(self, message_id: int) -> None:
        self._read.add(message_id)
        self._history.visit(Place(self._navigation.current.key, message_id))
        self._reading.show_message(message_id)

    @Slot(str)
    def _on_page(self, key: str) -> None:
        view = self._navigation.current.view
        if view is None:
            self._history.visit(Place(key, -1))
        elif view is not self._queue.state.view:
            self._messages.table.forget()
            self._queue.show_view(view)

    @Slot()
    def _on_reset(self) -> None:
        if self._queue.model.rowCount() == 0:
            self._reading.show_message(-1)
