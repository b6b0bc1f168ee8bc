"""The text of a letter and its small markup: paragraphs, and links as ``[[label|address]]``."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from workbench.simulation.world import Letter

LINK = re.compile(r"\[\[([^|\]]*)\|([^\]]+)\]\]")
PREVIEW = 255  # characters of bodyPreview in Microsoft Graph


@dataclass(frozen=True, slots=True)
class Part:
    """An attached file; with ``content_id`` a picture shown in the text."""

    name: str
    mime_type: str
    data: bytes
    content_id: str = ""


Builder = Callable[[Letter], Part]


def plain(text: str) -> str:
    """What a reader of plain text sees."""
    return LINK.sub(lambda found: f"{found[1]} <{found[2]}>" if found[1] else found[2], text)


def preview(text: str) -> str:
    """The first characters in one line, links by their label."""
    shown = LINK.sub(lambda found: found[1] or found[2], text)
    return " ".join(shown.split())[:PREVIEW]


def paragraphs(text: str) -> list[str]:
    return [block for block in text.split("\n\n") if block.strip()]


def marked_up(block: str, rewrite: Callable[[str], str]) -> str:
    """One paragraph as HTML; ``rewrite`` is what the receiving service makes of an address."""
    out, at = [], 0
    for found in LINK.finditer(block):
        out.append(_escaped(block[at : found.start()]))
        label = found[1] or found[2]
        target = html.escape(rewrite(found[2]))
        out.append(f'<a href="{target}">{_escaped(label)}</a>')
        at = found.end()
    return "".join([*out, _escaped(block[at:])])


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>\r\n")
