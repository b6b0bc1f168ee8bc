"""Banners over the middle of the window: what went wrong, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame

from ui.models.proposals import arrival
from ui.naming import named
from ui.presenters.connection import ConnectionState, Link
from ui.presenters.navigation import PROPOSALS
from ui.theme import Theme
from ui.tokens import Tone
from ui.views.parts import Parts
from ui.widgets.banner import Banner
from ui.widgets.boxes import column
from workbench.model.opened import FilesOpened
from workbench.model.proposals import Proposal

NAMED = 3  # problems told one by one; the others are counted


class Notices(QFrame):
    def __init__(self, theme: Theme, parts: Parts) -> None:
        super().__init__()
        self._connection = parts.connection
        self._navigation = parts.navigation
        self.link = named(Banner(theme, "Close the notice about the connection"), "notice.link")
        self.proposal = named(Banner(theme, "Close the notice about a proposal"), "notice.proposal")
        self.work = named(Banner(theme, "Close the notice about the work"), "notice.work")
        self._told = ""
        self.setLayout(column(self.link, self.work, self.proposal, spacing=0))
        self.link.acted.connect(self._on_retry)
        self.proposal.acted.connect(self._on_proposal)
        parts.connection.changed.connect(self.draw)
        parts.connection.files_opened.connect(self._on_files)
        parts.connection.unreached.connect(self._on_unreached)
        parts.connection.rules_left_out.connect(self._on_rules)
        parts.activity.failed.connect(self._on_failed)
        self.draw(parts.connection.state)

    @Slot(object)
    def draw(self, state: ConnectionState) -> None:
        """Closed by hand, a notice stays closed until there is another thing to say."""
        told = state.problem if state.link is Link.BROKEN else state.read_only
        if told == self._told:
            return
        self._told = told
        if not told:
            self.link.hide()
        elif state.link is Link.BROKEN:
            self.link.say(told, Tone.SUSPICIOUS, "Try again")
        else:
            self.link.say(told, Tone.INFO)

    @Slot(object)
    def tell_proposal(self, proposal: Proposal) -> None:
        self.proposal.say(arrival(proposal), Tone.SUSPICIOUS, "Look")

    @Slot()
    def _on_proposal(self) -> None:
        self.proposal.hide()
        self._navigation.open(PROPOSALS)

    @Slot(str, str)
    def _on_failed(self, title: str, problem: str) -> None:
        if problem != self._connection.state.problem:
            self.work.say(f"{title}: {problem}", Tone.SUSPICIOUS)

    @Slot(object)
    def _on_files(self, opened: FilesOpened) -> None:
        if opened.problems:
            self.work.say(f"Not opened: {_some(opened.problems)}", Tone.SUSPICIOUS)

    @Slot(object)
    def _on_unreached(self, mailboxes: tuple[tuple[str, str], ...]) -> None:
        told = [f"{address} ({reason})" for address, reason in mailboxes]
        self.work.say(f"Mailboxes that are not read: {_some(told)}", Tone.SUSPICIOUS)

    @Slot(object)
    def _on_rules(self, problems: Sequence[str]) -> None:
        self.work.say(f"Rule files left out: {_some(problems)}", Tone.SUSPICIOUS)

    def _on_retry(self) -> None:
        self._connection.try_again()


def _some(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - NAMED} more" if len(texts) > NAMED else ""
    return "; ".join(texts[:NAMED]) + more
