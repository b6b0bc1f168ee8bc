"""Stations of a way: what is drawn of each."""

from __future__ import annotations

from dataclasses import dataclass

from ui.tokens import Tone


@dataclass(frozen=True, slots=True)
class Station:
    """``gap`` stands on the line to the station before; all texts may come from mail."""

    name: str
    note: str
    time: str
    gap: str
    tone: Tone
