"""Writes typed blocks of a body into a document: all text in our own look, nothing interpreted."""

from __future__ import annotations

from collections.abc import Sequence

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
from ui.tokens import Tokens, Tone

BLOCKS = 3_000  # written at once; laying out more holds the window up
INDENT = 24  # pixels a level
GAP = 8  # pixels after a paragraph
HEADINGS = {1: 19, 2: 16, 3: 14}  # pixels by level; smaller ones are as the text


def write(document: QTextDocument, blocks: Sequence[Block], tokens: Tokens) -> int:
    """Fill the document; how many blocks were left out is the result."""
    document.clear()
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for number, block in enumerate(blocks[:BLOCKS]):
        form = _block_format(block)
        if number:
            cursor.insertBlock(form)
        else:
            cursor.setBlockFormat(form)
        _write_block(cursor, block, tokens)
    cursor.endEditBlock()
    return max(0, len(blocks) - BLOCKS)


def _block_format(block: Block) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setBottomMargin(GAP if block.kind is not BlockKind.PREFORMATTED else 0)
    nested = block.level if block.kind in (BlockKind.ITEM, BlockKind.QUOTE) else 0
    form.setLeftMargin(INDENT * min(nested, 8))
    return form


def _write_block(cursor: QTextCursor, block: Block, tokens: Tokens) -> None:
    if block.kind is BlockKind.RULE:
        cursor.insertText("⸻", _format(tokens.text_third, font(13)))
        return
    if block.kind is BlockKind.ITEM:
        cursor.insertText("•  ", _format(tokens.text_second, font(13)))
    for run in block.runs:
        _write_run(cursor, run, block, tokens)


def _write_run(cursor: QTextCursor, run: Run, block: Block, tokens: Tokens) -> None:
    form = _format(tokens.text, _face(run, block))
    if block.kind is BlockKind.WITHHELD:
        form = _format(tokens.text_second, font(12))
        form.setBackground(QColor(tokens.sunken))
    elif block.kind is BlockKind.QUOTE:
        form.setForeground(QColor(tokens.text_second))
    if run.italic:
        form.setFontItalic(True)
    if run.hidden:
        shade = tokens.tone(Tone.SUSPICIOUS)
        form.setBackground(QColor(shade.wash))
        form.setForeground(QColor(shade.ink))
    if run.target:
        form.setForeground(QColor(tokens.link))
        form.setFontUnderline(True)
        form.setAnchor(True)
        form.setAnchorHref("#link")
    cursor.insertText(plain.block(run.text), form)
    if run.target and run.target.strip() != run.text.strip():
        note = _format(tokens.tone(Tone.MALICIOUS).ink, font(11))
        cursor.insertText(f" [goes to {plain.defanged(run.target)[:200]}]", note)
    if run.hidden:
        note = _format(tokens.tone(Tone.SUSPICIOUS).ink, font(11))
        cursor.insertText(f" [hidden by the sender: {plain.line(run.hidden)}]", note)


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
