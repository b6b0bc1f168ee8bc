"""What scripts show once their layers are taken off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScriptLayer:
    """Source as it was found (``above`` is -1) or as one step of decoding gave it.

    ``offset`` counts characters of the artifact's text, or of the layer above, -1 where unknown.
    """

    number: int
    above: int
    depth: int
    language: str
    how: str
    text: str
    offset: int = -1
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class ScriptCall:
    """Something in a layer that acts; ``line`` counts from 1, ``technique`` is an ATT&CK id."""

    name: str
    argument: str
    layer: int
    line: int
    act: str  # run, fetch, write, persist, evade, inject, native, spy, destroy, send, decode ...
    does: str
    technique: str = ""
