"""Who writes what to whom, and what was said about it, above everything else of a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame

from analyzers.model.analysis import Analysis
from ui import plain
from ui.fonts import Weight
from ui.models.cards import Card
from ui.models.checks import chips, results_of, spoken, tone_of
from ui.models.letterhead import Letterhead, letterhead
from ui.models.reporting import losses, told
from ui.models.reviewing import standing
from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.copying import copy
from ui.widgets.flow import FlowLayout
from ui.widgets.label import ElidingLabel, PlainLabel
from workbench.model.mail import Alert
from workbench.model.opened import OpenMessage

WIDE = 170  # pixels the sender keeps
ALERTS = 2  # shown by name
COPY = "Copy the sender's address, defanged"


class MessageHeader(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._told = Letterhead()
        self._opened: OpenMessage | None = None
        self.subject = ElidingLabel("", 19, Weight.BOLD)
        self.name = ElidingLabel("", 13, Weight.SEMIBOLD)
        self.address = ElidingLabel("", 12, ink="second", mono=True)
        self.recipients = ElidingLabel("", 13, ink="second")
        self.time = PlainLabel("", 12, ink="second")
        self.copy = named(Button(theme, "", "quiet", "copy", COPY), "header.copy")
        self.copy.setFixedSize(28, 24)
        self._chips = FlowLayout()
        people = (self.name, self.address, self.copy, self.recipients, None, self.time)
        lines = (self.subject, row(*people), framed(self._chips))
        self.setLayout(column(*lines, margins=(18, 12, 16, 4), spacing=6))
        self.copy.clicked.connect(self._copy)

    def draw(self, state: ReadingState, card: Card | None) -> None:
        """``card`` is what the list knows, shown until the message itself is open."""
        opened = state.message
        self._told = told = letterhead(opened, card)
        self.subject.setText(told.subject)
        self.name.setText(told.name)
        self.name.setVisible(bool(told.name))
        self.address.setText(f"<{told.address}>" if told.address else "")
        self.copy.setVisible(bool(told.address))
        for label in (self.name, self.address):
            _keep_room(label)
        self.recipients.setText(told.recipients)
        self.time.setText(told.time)
        if opened is not self._opened:
            self._opened = opened
            self._draw_chips(opened)

    @property
    def facts(self) -> list[str]:
        """The chips as texts."""
        items = (self._chips.itemAt(n) for n in range(self._chips.count()))
        chips = (item.widget() for item in items if item is not None)
        return [chip.text for chip in chips if isinstance(chip, Chip)]

    def _draw_chips(self, opened: OpenMessage | None) -> None:
        self._chips.clear()
        if opened is None:
            return
        for chip in (*self._checks(opened.analysis), *self._facts(opened)):
            self._chips.addWidget(chip)

    def _checks(self, analysis: Analysis | None) -> Iterator[Chip]:
        for one in chips(results_of(analysis)):
            chip = Chip(self._theme, f"{spoken(one.method)} {one.result}", tone_of(one))
            detail = f": {one.detail}" if one.detail else ""
            plain.explain(chip, f"{one.standing.value}{detail}")
            yield chip

    def _facts(self, opened: OpenMessage) -> Iterator[Chip]:
        theme = self._theme
        if opened.reports:
            people = len({report.reporter for report in opened.reports})
            chip = Chip(theme, f"Reported by {people:,}", Tone.INFO, "report")
            plain.explain(chip, told(opened.reports))
            yield chip
        for loss in losses(opened.reports):
            chip = Chip(theme, "The report lost something", Tone.SUSPICIOUS, "report")
            plain.explain(chip, loss)
            yield chip
        if any(report.simulation for report in opened.reports):
            yield Chip(theme, "Phishing simulation of this tenant", Tone.INFO)
        text, tone, explained = standing(opened.reviews)
        if text:
            chip = Chip(theme, text, tone)
            plain.explain(chip, explained)
            yield chip
        for key, title in incidents_in(opened.alerts):
            chip = Chip(theme, f"Incident {key}", Tone.SUSPICIOUS, "flag")
            plain.explain(chip, title or "What it is called could not be read")
            yield chip
        for alert in opened.alerts[:ALERTS]:
            yield Chip(theme, f"Alert: {alert.title}", Tone.SUSPICIOUS, "flag")
        if len(opened.alerts) > ALERTS:
            yield Chip(theme, f"{len(opened.alerts) - ALERTS} more alerts", Tone.SUSPICIOUS, "flag")
        if opened.path is not None:
            chip = Chip(theme, opened.path.name, Tone.UNKNOWN, "folder")
            plain.explain(chip, str(opened.path))
            yield chip
        if opened.raw is not None:
            yield Chip(theme, opened.raw.fidelity.value.capitalize(), Tone.UNKNOWN, "file")

    @Slot()
    def _copy(self) -> None:
        copy(plain.defanged(self._told.address))


def incidents_in(alerts: Iterable[Alert]) -> list[tuple[str, str]]:
    """Each of the provider's incidents once, with its title as far as that is known."""
    found = {alert.incident: alert.incident_title for alert in alerts if alert.incident}
    return list(found.items())


def _keep_room(label: ElidingLabel) -> None:
    """The sender stays readable; recipients give way first."""
    label.setMinimumWidth(0)  # what a label wants is never less than its minimum
    label.setMinimumWidth(min(label.sizeHint().width(), WIDE))
