"""Judges what a program could do from the functions it takes and the texts it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from analyzers.lib.capabilitytable import CAPABILITIES, FUNCTIONS, Capability
from analyzers.lib.strings import Legible

__all__ = ["CAPABILITIES", "Capability", "capabilities", "named", "texts"]

_NAME = re.compile(rb"[A-Z][A-Za-z]{6,40}")
_NEEDLES: Final = frozenset(text for each in CAPABILITIES for group in each.texts for text in group)


def capabilities(
    functions: Iterable[str], held: Mapping[str, str] | None = None
) -> Iterator[tuple[Capability, str]]:
    """Each capability that functions and texts suffice for, with those that show it.

    ``held`` are texts of the table as ``texts`` found them.
    """
    imported = {_plain(name): name for name in functions}
    held = held or {}
    for capability in CAPABILITIES:
        shown = [sorted(need & imported.keys()) for need in capability.needs]
        spoken = [sorted(group & held.keys()) for group in capability.texts]
        if all(shown) and all(spoken):
            names = dict.fromkeys(imported[name] for group in shown for name in group)
            quoted = dict.fromkeys(f'"{held[text]}"' for group in spoken for text in group)
            yield capability, ", ".join([*names, *quoted])


def texts(found: Legible) -> dict[str, str]:
    """Texts of the table that a program holds, whatever their case."""
    held = found.narrow.lower() + b"\n" + found.wide.lower()
    return {needle: needle for needle in _NEEDLES if needle.encode("ascii") in held}


def named(found: Legible) -> list[str]:
    """Functions of the table that stand in the program as text, to be looked up when it runs."""
    words = {word.decode("ascii") for word in _NAME.findall(found.narrow)}
    words |= {word.decode("ascii") for word in _NAME.findall(found.wide)}
    return sorted(word for word in words if _plain(word) in FUNCTIONS)


def _plain(function: str) -> str:
    """Without the suffix that tells the ANSI from the wide form of one function."""
    if len(function) > 3 and function[-1] in "AW" and function[-2].islower():
        return function[:-1]
    if function.endswith(("ExA", "ExW")):
        return function[:-1]
    return function
