"""Who writes what to whom, and what was said about it, above everything else of a message."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame

from analyzers.model.message import Address, AuthenticationClaim, Message
from ui import plain
from ui.fonts import Weight
from ui.models.cards import Card
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.boxes import column, framed, row
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.label import ElidingLabel
from workbench.model.opened import OpenMessage

METHODS = ("spf", "dkim", "dmarc", "compauth")
TONES = {
    "pass": Tone.CLEAN,
    "fail": Tone.MALICIOUS,
    "softfail": Tone.SUSPICIOUS,
    "permerror": Tone.SUSPICIOUS,
    "temperror": Tone.SUSPICIOUS,
}


class MessageHeader(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._subject = ElidingLabel("", 19, Weight.BOLD, selectable=True)
        self._sender = ElidingLabel("", 13, Weight.SEMIBOLD)
        self._address = ElidingLabel("", 12, ink="second", mono=True, selectable=True)
        self._recipients = ElidingLabel("", 13, ink="second")
        self._time = ElidingLabel("", 12, ink="second")
        self._chips = FlowLayout()
        line = row(self._sender, self._address, self._recipients, None, self._time)
        self.setLayout(
            column(self._subject, line, framed(self._chips), margins=(18, 12, 16, 4), spacing=6)
        )

    def draw(self, state: ReadingState, card: Card | None) -> None:
        """``card`` is what the list knows, shown until the message itself is open."""
        opened = state.message
        message = opened.analysis.message if opened and opened.analysis else None
        sender = message.sender[0] if message and message.sender else None
        if message is not None or card is None:
            self._subject.setText(_subject(opened, message))
            self._sender.setText(sender.name or sender.address if sender else "")
            self._address.setText(f"<{sender.address}>" if sender and sender.name else "")
        else:
            self._subject.setText(card.subject)
            self._sender.setText(card.sender)
            self._address.setText(f"<{card.address}>" if card.address else "")
        self._recipients.setText(_recipients(message))
        self._time.setText(_time(opened, message))
        self._chips.clear()
        for chip in self._facts(opened, message):
            self._chips.addWidget(chip)

    def _facts(self, opened: OpenMessage | None, message: Message | None) -> Iterator[Chip]:
        for claim in _strongest(message.authentication if message else ()):
            tone = TONES.get(claim.result.casefold(), Tone.UNKNOWN)
            chip = Chip(self._theme, f"{claim.method.upper()} {claim.result}", tone)
            server = claim.server or "the receiving server"
            plain.explain(chip, f"Claimed by {server} in a header; not verified here")
            yield chip
        if opened and opened.reports:
            text = f"Reported by {len({report.reporter for report in opened.reports})}"
            yield Chip(self._theme, text, Tone.INFO, "report")
        if opened and any(report.simulation for report in opened.reports):
            yield Chip(self._theme, "Phishing simulation of this tenant", Tone.INFO)
        if opened:
            for alert in opened.alerts[:2]:
                yield Chip(self._theme, f"Alert: {alert.title}", Tone.SUSPICIOUS, "flag")
        if opened and opened.raw:
            yield Chip(self._theme, opened.raw.fidelity.value.capitalize(), Tone.UNKNOWN, "file")


def _strongest(claims: tuple[AuthenticationClaim, ...]) -> Iterator[AuthenticationClaim]:
    """The first claim of each method: headers are added on top, so it is the latest hop's."""
    for method in METHODS:
        found = next((c for c in claims if c.method.casefold() == method), None)
        if found is not None:
            yield found


def _subject(opened: OpenMessage | None, message: Message | None) -> str:
    if message is not None:
        return message.subject or "(no subject)"
    return opened.subject if opened else ""


def _recipients(message: Message | None) -> str:
    people: tuple[Address, ...] = (*message.to, *message.cc) if message else ()
    if not people:
        return "→ nobody named" if message else ""
    more = f" and {len(people) - 1} more" if len(people) > 1 else ""
    return f"→ {people[0].address or people[0].name}{more}"


def _time(opened: OpenMessage | None, message: Message | None) -> str:
    """The Date header; the time of receipt is the copies' and stands in the mailboxes tab."""
    if message is not None and message.date:
        return message.date.replace("T", " ")
    return str(opened.path) if opened and opened.path else ""
