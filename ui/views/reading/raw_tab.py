"""The bytes of the message: as text, as a tree of parts, in hexadecimal."""

from __future__ import annotations

import enum
import hashlib

from PySide6.QtWidgets import QButtonGroup, QFrame, QPlainTextEdit

from analyzers.model.message import Message
from ui import plain
from ui.fonts import Weight, font
from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.label import ElidingLabel
from workbench.model.opened import OpenMessage

TEXT = 200_000  # bytes shown as text
HEX = 32_768  # bytes shown in hexadecimal
WIDE = 2_000  # characters a line; laying out longer ones holds the window up


class View(enum.Enum):
    SOURCE = "Source"
    PARTS = "MIME tree"
    HEX = "Hex"


class RawTab(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.view = View.SOURCE
        self._opened: OpenMessage | None = None
        self._drawn: tuple[object, View] | None = None
        self.text = named(QPlainTextEdit(), "raw.text", "Raw message")
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setFont(font(12, Weight.REGULAR, True))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._note = ElidingLabel("", 12, ink="second", mono=False)
        self._choices = {view: named(_choice(theme, view), f"raw.{view.name}") for view in View}
        self._group = QButtonGroup(self)
        for view, button in self._choices.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _, view=view: self.choose(view))
        head = row(*self._choices.values(), None, self._note, spacing=6)
        body = column(head, self.text, margins=(18, 10, 16, 12))
        body.setStretch(1, 1)
        self.setLayout(body)
        self._choices[self.view].setChecked(True)

    def draw(self, state: ReadingState) -> None:
        self._opened = state.message
        self._fill()

    def choose(self, view: View) -> None:
        self.view = view
        self._choices[view].setChecked(True)
        self._fill()

    def take_focus(self) -> None:
        self.text.setFocus()

    def _fill(self) -> None:
        raw = self._opened.raw if self._opened else None
        if self._drawn == (id(raw), self.view):
            return
        self._drawn = (id(raw), self.view)
        data = raw.data if raw else b""
        analysis = self._opened.analysis if self._opened else None
        match self.view:
            case View.SOURCE:
                shown = source_text(data)
            case View.PARTS:
                shown = parts_text(analysis.message if analysis else None)
            case View.HEX:
                shown = hex_text(data)
        self.text.setPlainText(shown)
        facts = f"{len(data):,} bytes · sha256 {hashlib.sha256(data).hexdigest()} · read-only"
        self._note.setText(facts if raw else "")


def source_text(data: bytes) -> str:
    """Bytes that are no UTF-8 show as escapes; very long lines are broken."""
    text = data[:TEXT].decode("utf-8", "backslashreplace")
    lines = (
        line[start : start + WIDE]
        for line in plain.block(text, 4 * TEXT).split("\n")
        for start in range(0, max(1, len(line)), WIDE)
    )
    rest = len(data) - TEXT
    return "\n".join(lines) + (f"\n… ({rest:,} bytes more)" if rest > 0 else "")


def hex_text(data: bytes) -> str:
    lines = []
    for start in range(0, min(len(data), HEX), 16):
        part = data[start : start + 16]
        shown = "".join(chr(b) if 32 <= b < 127 else "." for b in part)
        lines.append(f"{start:08x}  {part.hex(' ', 1):<47}  {shown}")
    rest = len(data) - HEX
    return "\n".join(lines) + (f"\n… ({rest:,} bytes more)" if rest > 0 else "")


def parts_text(message: Message | None) -> str:
    if message is None or not message.parts:
        return "No parts: this is not a MIME message, or it could not be read."
    lines = []
    for part in message.parts:
        depth = part.path.count(".")
        name = f"  {part.filename!r}" if part.filename else ""
        detail = "  ".join(t for t in (part.charset, part.encoding, part.disposition) if t)
        span = f"0x{part.offset:X}+{part.length:,}" if part.offset >= 0 else "place unknown"
        line = f"{'  ' * depth}{part.path}  {part.content_type}  {detail}{name}  [{span}]"
        lines.append(plain.line(line))
    return "\n".join(lines)


def _choice(theme: Theme, view: View) -> Button:
    button = Button(theme, view.value, "choice")
    button.setCheckable(True)
    return button
