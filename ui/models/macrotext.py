"""Macro source as the window shows it: what strings decode to stands behind their line."""

from __future__ import annotations

from collections.abc import Sequence

from analyzers.model.document import MacroModule, MacroSign

LONGEST = 160  # characters of one decoded text


def inlined(module: MacroModule, signs: Sequence[MacroSign]) -> str:
    """The source with a remark behind each line that holds a text somebody hid."""
    lines = module.code.split("\n")
    for sign in signs:
        if sign.module == module.name and 0 < sign.line <= len(lines) and _decoded(sign):
            lines[sign.line - 1] += f"    \u21d0 {sign.kind}: {sign.keyword[:LONGEST]}"
    return "\n".join(lines)


def _decoded(sign: MacroSign) -> bool:
    """Whether the sign is a text that stands in the source in another form."""
    return sign.kind.casefold().endswith("string") and sign.keyword != sign.description.strip('"')
