"""A line above a message that is one of several alike: which one, why, and the way through."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame

from ui import plain
from ui.naming import named
from ui.presenters.campaign import CampaignPresenter, CampaignState
from ui.theme import Theme
from ui.widgets.boxes import row
from ui.widgets.button import Button
from ui.widgets.label import ElidingLabel

SHOWN = 15  # members told one by one in the tooltip


class CampaignBar(QFrame):
    quarantine_asked = Signal()  # of all of them

    def __init__(self, theme: Theme, presenter: CampaignPresenter) -> None:
        super().__init__()
        self.words = ElidingLabel("", 12, ink="second")
        back = Button(theme, "", "quiet", "", "Previous in the campaign (Ctrl+,)")
        self.back = named(back, "campaign.previous")
        self.onward = named(
            Button(theme, "", "quiet", "", "Next in the campaign (Ctrl+.)"), "campaign.next"
        )
        self.out = named(Button(theme, "Take out", "quiet"), "campaign.split")
        self.back.set_label("‹", "Previous in the campaign (Ctrl+,)")
        self.onward.set_label("›", "Next in the campaign (Ctrl+.)")
        self.out.set_label("Take out", "Show this message as a row of its own from now on")
        self.whole = named(Button(theme, "Quarantine all…", "quiet"), "campaign.quarantine")
        self.whole.set_label("Quarantine all…", "Show what removing the copies of all would do (Q)")
        line = row(self.words, self.back, self.onward, self.whole, self.out, margins=(18, 0, 16, 0))
        line.setStretch(0, 1)
        self.setLayout(line)
        self.back.clicked.connect(lambda: presenter.step(-1))
        self.onward.clicked.connect(lambda: presenter.step(1))
        self.out.clicked.connect(presenter.split)
        self.whole.clicked.connect(self.quarantine_asked)
        presenter.changed.connect(self.draw)
        self.draw(presenter.state)

    @Slot(object)
    def draw(self, state: CampaignState) -> None:
        place, count = state.place, len(state.members)
        self.setVisible(count > 1 and place >= 0)
        if count < 2 or place < 0:
            return
        member = state.members[place]
        self.words.setText(f"{place + 1:,} of {count:,} alike: {member.why}")
        plain.explain(self.words, _told(state))
        self.back.setEnabled(place > 0)
        self.onward.setEnabled(place + 1 < count)
        self.whole.set_label(f"Quarantine all {count:,}…", "Shows first what would happen (Q)")


def _told(state: CampaignState) -> str:
    """Why each of them is in the group."""
    lines = [
        f"{each.received:%Y-%m-%d %H:%M} {each.sender}: {each.subject} ({each.why})"
        for each in state.members[:SHOWN]
    ]
    more = len(state.members) - SHOWN
    return "\n".join([*lines, f"and {more:,} more"] if more > 0 else lines)
