"""What a body holds beside its words, as rows: hidden text, pictures, forms."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.model.analysis import Analysis, Node
from analyzers.model.body import BodyText, Form, FormField, Picture
from ui.models.details import Rows, records
from ui.models.table import Cell
from ui.tokens import Tone

CONCEALED = ("Kept from the reader by", "Letters", "Times", "Sample")
PICTURES = ("Picture", "From (defanged)", "Text", "Size", "A click leads to", "Times")
FORMS = ("Sends to (defanged)", "Method", "Asks for")


def concealed_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (Cell(one.reason), Cell(f"{one.characters:,}"), Cell(f"{one.times:,}"), Cell(one.sample))
        for text in records(analysis, node, BodyText)
        for one in text.concealments
    ]


def picture_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(one.what, Tone.INFO if one.what == "tracking pixel" else None),
            Cell(one.source if len(one.source) < 300 else f"{one.source[:300]}…", defang=True),
            Cell(one.alternative),
            Cell(f"{one.width} × {one.height}" if one.width >= 0 and one.height >= 0 else ""),
            Cell(one.link, defang=True),
            Cell(f"{one.count:,}"),
        )
        for one in records(analysis, node, Picture)
    ]


def form_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(one.action or "no address", defang=True),
            Cell(one.method),
            Cell(", ".join(_asked(one)), _tone(one)),
        )
        for one in records(analysis, node, Form)
    ]


def _asked(form: Form) -> Iterator[str]:
    for field in form.fields:
        if field.type not in ("hidden", "submit", "button"):
            yield f"{field.label or field.name or 'unnamed'} ({field.type})"


def _tone(form: Form) -> Tone | None:
    return Tone.SUSPICIOUS if any(map(_secret, form.fields)) else None


def _secret(field: FormField) -> bool:
    return field.type == "password"
