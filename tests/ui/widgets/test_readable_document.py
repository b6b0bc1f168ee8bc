"""The Readable view shows all text, what the sender hid included, and never stands still."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QTextDocument, QTextFragment
from pytestqt.qtbot import QtBot

from analyzers.model.content import Block, BlockKind, Run
from ui.theme import Theme
from ui.tokens import DARK, LIGHT, Tokens, contrast
from ui.widgets.readable_document import PIECE, ReadableWriter

HOSTILE = '<img src="file:///etc/passwd"><b>x</b>\u202egpj'
EVIL = "https://evil.example/login"


def paragraph(*runs: Run) -> Block:
    return Block(BlockKind.PARAGRAPH, runs)


@pytest.fixture
def document(theme: Theme) -> QTextDocument:
    return QTextDocument()


@pytest.fixture
def writer(document: QTextDocument) -> ReadableWriter:
    return ReadableWriter(document)


def fragments(document: QTextDocument) -> Iterator[QTextFragment]:
    block = document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            yield part.fragment()
            part += 1
        block = block.next()


def look(document: QTextDocument, text: str) -> QTextFragment:
    return next(f for f in fragments(document) if text in f.text())


def write(writer: ReadableWriter, qtbot: QtBot, *blocks: Block, tokens: Tokens = LIGHT) -> str:
    writer.write(blocks, tokens)
    qtbot.waitUntil(lambda: not writer.busy)
    return writer._document.toPlainText()


def test_markup_in_text_is_text(
    writer: ReadableWriter, document: QTextDocument, qtbot: QtBot
) -> None:
    assert write(writer, qtbot, paragraph(Run(HOSTILE))) == HOSTILE.replace("\u202e", "[RLO]")
    for fragment in fragments(document):
        assert not fragment.charFormat().isImageFormat()
        assert fragment.charFormat().fontWeight() < 600


def test_blocks_of_all_kinds_are_told_apart(writer: ReadableWriter, qtbot: QtBot) -> None:
    shown = write(writer, qtbot, *(Block(kind, (Run("x"),), 1) for kind in BlockKind))
    assert shown.split("\n") == [
        "•  x" if kind is BlockKind.ITEM else "⸻x" if kind is BlockKind.RULE else "x"
        for kind in BlockKind
    ]


def test_a_link_says_where_it_goes(
    writer: ReadableWriter, document: QTextDocument, qtbot: QtBot
) -> None:
    shown = write(writer, qtbot, paragraph(Run("Keep my password", target=EVIL)))
    assert shown == "Keep my password [goes to hxxps://evil[.]example/login]"
    assert look(document, "Keep").charFormat().anchorHref() == "#link-0"
    assert list(writer.targets) == [EVIL]


def test_a_link_that_shows_its_own_address_says_nothing_twice(
    writer: ReadableWriter, qtbot: QtBot
) -> None:
    assert write(writer, qtbot, paragraph(Run(EVIL, target=EVIL))) == EVIL


def test_a_link_that_shows_another_host_stands_out(
    writer: ReadableWriter, document: QTextDocument, qtbot: QtBot
) -> None:
    write(writer, qtbot, paragraph(Run("https://bank.example", target=EVIL)))
    form = look(document, "goes to").charFormat()
    assert form.foreground().color().name().upper() == LIGHT.malicious.ink
    assert form.background().color().name().upper() == LIGHT.malicious.wash


def test_a_very_long_address_is_cut_and_says_so(writer: ReadableWriter, qtbot: QtBot) -> None:
    shown = write(writer, qtbot, paragraph(Run("x", target="https://a.example/" + "y" * 5_000)))
    assert shown.endswith("…]")
    assert len(shown) < 300


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_hidden_text_is_shown_marked_and_readable(
    tokens: Tokens, writer: ReadableWriter, document: QTextDocument, qtbot: QtBot
) -> None:
    hidden = Run("salt", hidden="font-size 0\u202e")
    shown = write(writer, qtbot, paragraph(hidden), tokens=tokens)
    assert shown == "salt [hidden by the sender: font-size 0[RLO]]"
    form = look(document, "salt").charFormat()
    ink, wash = form.foreground().color().name(), form.background().color().name()
    assert contrast(ink, wash) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
@pytest.mark.parametrize("kind", list(BlockKind))
def test_every_colour_is_readable(
    kind: BlockKind, tokens: Tokens, writer: ReadableWriter, document: QTextDocument, qtbot: QtBot
) -> None:
    runs = (Run("a"), Run("b", target=EVIL), Run("https://c.example", target=EVIL))
    write(writer, qtbot, Block(kind, runs), tokens=tokens)
    for fragment in fragments(document):
        form = fragment.charFormat()
        brush = form.background()
        behind = brush.color().name() if brush.style().value else tokens.sunken
        assert contrast(form.foreground().color().name(), behind) >= 4.5, fragment.text()


LONG = 20_000


@pytest.mark.parametrize(
    "blocks",
    [
        (paragraph(Run("x" * 500_000)),),
        (paragraph(Run("word " * 100_000)),),
        (paragraph(Run("א\u202e" * LONG)),),
        (paragraph(Run("aя" * LONG)),),
        (paragraph(*(Run("a ", hidden="x", bold=True) for _ in range(LONG))),),
        tuple(paragraph(Run(f"line {n}")) for n in range(LONG)),
    ],
)
def test_a_long_body_is_written_whole_in_short_slices(
    blocks: tuple[Block, ...], writer: ReadableWriter, document: QTextDocument, qtbot: QtBot
) -> None:
    begun = document.revision()
    writer.write(blocks, LIGHT)
    assert writer.busy
    assert document.revision() > begun  # the beginning can be read at once
    qtbot.waitUntil(lambda: not writer.busy, timeout=30_000)
    letters = sum(c.isalpha() for block in blocks for run in block.runs for c in run.text)
    assert sum(map(str.isalpha, document.toPlainText())) >= letters
    assert max(map(len, document.toPlainText().split("\n"))) <= 4_000 + 9 * PIECE


def test_another_body_takes_the_place_of_one_half_written(
    writer: ReadableWriter, document: QTextDocument, qtbot: QtBot
) -> None:
    writer.write([paragraph(Run("old ")) for _ in range(LONG)], LIGHT)
    assert writer.busy
    assert write(writer, qtbot, paragraph(Run("new"))) == "new"
    clock = QElapsedTimer()
    clock.start()
    qtbot.waitUntil(lambda: clock.hasExpired(50))
    assert document.toPlainText() == "new"


def test_nothing_to_write_is_an_empty_document(writer: ReadableWriter, qtbot: QtBot) -> None:
    assert write(writer, qtbot) == ""
    assert list(writer.targets) == []


def test_a_link_that_leads_on_tells_its_end(
    writer: ReadableWriter, document: QTextDocument
) -> None:
    gate = "https://gate.example/?u=1"
    run = Run("www.bank.example", target=gate)
    writer.write([paragraph(run)], LIGHT, {gate: "https://www.bank.example/x"})
    assert "[leads on to hxxps://www[.]bank[.]example/x]" in document.toPlainText()
    assert writer.targets == [gate]
    writer.write([paragraph(run)], LIGHT, {gate: "https://evil.example/"})
    assert "leads on to hxxps://evil[.]example/" in document.toPlainText()
