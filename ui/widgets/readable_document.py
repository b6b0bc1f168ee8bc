"""Writes typed blocks of a body into a document: all text in our own look, nothing interpreted.

A long body is written in slices between two turns of the window, so that it never stands still.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from analyzers.model.content import Block, BlockKind, Run
from ui import plain
from ui.fonts import Weight, font
from ui.models.bodies import misleads
from ui.models.layable import broken
from ui.tokens import Tokens, Tone

FIRST, NEXT = 40, 12  # milliseconds of writing: of the slice on opening, and of each later one
LOAD = 30_000  # plain characters written in a slice, so that laying them out is short as well
FOREIGN = 10  # plain characters that take as long to lay out as one beyond ASCII
LEAST = 60  # plain characters that take as long as a block or a run by itself
DONE = -1
PIECE = 1_000  # characters written at once
LONG = 4_000  # characters of one block; a longer paragraph goes on in the next
TARGET = 160  # characters shown of where a link goes
INDENT = 24  # pixels a level
GAP = 8  # pixels after a paragraph
HEADINGS = {1: 19, 2: 16, 3: 14}  # pixels by level; smaller ones are as the text


NOWHERE: Mapping[str, str] = MappingProxyType({})


class ReadableWriter(QObject):
    """``targets`` are where the links go, by the number in their ``#link-N``."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__()
        self._document = document
        self._pen: _Pen | None = None
        self._steps: Iterator[int] = iter(())
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        return self._turn.isActive()

    @property
    def targets(self) -> Sequence[str]:
        return self._pen.targets if self._pen is not None else ()

    def write(
        self, blocks: Sequence[Block], tokens: Tokens, ends: Mapping[str, str] = NOWHERE
    ) -> None:
        """Begin now, and go on with the rest as long as nothing else is to be written.  ``ends``
        are the last known addresses of links that lead on."""
        self._turn.stop()
        self._document.clear()
        self._pen = _Pen(self._document, tokens, ends)
        self._steps = self._pen.write(blocks)
        self._slice(FIRST)

    @Slot()
    def _go_on(self) -> None:
        self._slice(NEXT)

    def _slice(self, milliseconds: int) -> None:
        clock = QElapsedTimer()
        clock.start()
        edit = QTextCursor(self._document)
        edit.beginEditBlock()
        load, step = 0, 0
        while step >= 0 and load < LOAD and not clock.hasExpired(milliseconds):
            step = next(self._steps, DONE)
            load += step
        edit.endEditBlock()
        if step == DONE:
            self._turn.stop()
        else:
            self._turn.start()


class _Pen:
    """Stands at the end of a document; yields after every short step how much it wrote."""

    def __init__(self, document: QTextDocument, tokens: Tokens, ends: Mapping[str, str]) -> None:
        self.targets: list[str] = []
        self._cursor = QTextCursor(document)
        self._tokens = tokens
        self._ends = ends
        self._form = QTextBlockFormat()
        self._room = LONG

    def write(self, blocks: Sequence[Block]) -> Iterator[int]:
        for number, block in enumerate(blocks):
            self._form, self._room = _block_format(block), LONG
            if number:
                self._cursor.insertBlock(self._form)
            else:
                self._cursor.setBlockFormat(self._form)
            yield from self._block(block)
            yield LEAST

    def _block(self, block: Block) -> Iterator[int]:
        if block.kind is BlockKind.RULE:
            self._insert("⸻", _format(self._tokens.text_third, font(13)))
        if block.kind is BlockKind.ITEM:
            self._insert("•  ", _format(self._tokens.text_second, font(13)))
        for run in block.runs:
            yield from self._run(run, block)

    def _run(self, run: Run, block: Block) -> Iterator[int]:
        form = self._look(run, block)
        if run.target:
            _link(form, len(self.targets), self._tokens)
            self.targets.append(run.target)
        for start in range(0, len(run.text), PIECE):
            piece = run.text[start : start + PIECE].replace("\r\n", "\n")
            shown = broken(plain.block(piece))
            self._insert(shown, form)
            yield LEAST + len(shown) * (1 if shown.isascii() else FOREIGN)
        if run.target and run.target.strip() != run.text.strip():
            self._goes_to(run)
        if run.hidden:
            self._mark(f"hidden by the sender: {plain.line(run.hidden)}", Tone.SUSPICIOUS)

    def _goes_to(self, run: Run) -> None:
        end = self._ends.get(run.target, run.target)
        goes = "leads on to" if run.target in self._ends else "goes to"
        target = plain.defanged(end[:TARGET]) + ("…" if len(end) > TARGET else "")
        if misleads(run, self._ends):
            self._mark(f"{goes} {target}", Tone.MALICIOUS)
        else:
            ink = _format(self._tokens.text_second, font(11))
            self._insert(f" [{goes} {target}]", ink)

    def _mark(self, text: str, tone: Tone) -> None:
        shade = self._tokens.tone(tone)
        form = _format(shade.ink, font(11))
        form.setBackground(QColor(shade.wash))
        self._insert(" ", _format(shade.ink, font(11)))
        self._insert(f"[{text}]", form)

    def _insert(self, text: str, form: QTextCharFormat) -> None:
        if self._room < len(text):
            self._cursor.insertBlock(self._form)
            self._room = LONG
        self._cursor.insertText(text, form)
        self._room -= len(text)

    def _look(self, run: Run, block: Block) -> QTextCharFormat:
        tokens = self._tokens
        form = _format(tokens.text, _face(run, block))
        if block.kind is BlockKind.WITHHELD:
            form = _format(tokens.text_second, font(12))
            form.setBackground(QColor(tokens.selected_inactive))
        elif block.kind is BlockKind.QUOTE:
            form.setForeground(QColor(tokens.text_second))
        form.setFontItalic(run.italic)
        if run.hidden:
            shade = tokens.tone(Tone.SUSPICIOUS)
            form.setBackground(QColor(shade.wash))
            form.setForeground(QColor(shade.ink))
        return form


def _link(form: QTextCharFormat, number: int, tokens: Tokens) -> None:
    form.setForeground(QColor(tokens.link))
    form.setFontUnderline(True)
    form.setAnchor(True)
    form.setAnchorHref(f"#link-{number}")


def _block_format(block: Block) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setBottomMargin(GAP if block.kind is not BlockKind.PREFORMATTED else 0)
    nested = block.level if block.kind in (BlockKind.ITEM, BlockKind.QUOTE) else 0
    form.setLeftMargin(INDENT * min(nested, 8))
    return form


def _face(run: Run, block: Block) -> QFont:
    if block.kind is BlockKind.PREFORMATTED:
        return font(12, Weight.REGULAR, True)
    heading = block.kind is BlockKind.HEADING
    pixels = HEADINGS.get(block.level, 13) if heading else 13
    return font(pixels, Weight.SEMIBOLD if run.bold or heading else Weight.REGULAR)


def _format(colour: str, face: QFont) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(face)
    form.setForeground(QColor(colour))
    return form
