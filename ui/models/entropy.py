"""Where the sections of a program lie over the entropy of its blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyzers.model.executable import EntropyProfile, Section
from ui.tokens import Tone

DENSE = 7.2  # bits per byte: packed, encrypted or compressed (Lyda and Hamrock, 2007)
SHOWN = 24  # sections; a program with more is described in its table


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the artifact: from and to as shares of its size, entropy in bits per byte."""

    name: str
    start: float
    end: float
    entropy: float
    tone: Tone


def stretches(profile: EntropyProfile, sections: Iterable[Section], size: int) -> list[Stretch]:
    """The sections in the file, and what lies behind the last of them.

    Where sections overlap, each begins where the one before ends.
    """
    inside = (one for one in sections if 0 <= one.offset < size and one.size > 0)
    found: list[Stretch] = []
    at = 0
    for section in sorted(inside, key=lambda one: one.offset)[:SHOWN]:
        start, end = max(at, section.offset), min(size, section.offset + section.size)
        if end <= start:
            continue
        runs = "x" in section.flags
        tone = _tone(section.entropy, runs=runs)
        found.append(Stretch(section.name, start / size, end / size, section.entropy, tone))
        at = end
    if found and at < size:
        whole = -(-at // max(1, profile.block))  # blocks that hold nothing of a section
        rest = profile.values[whole:] or profile.values[-1:] or (0.0,)
        entropy = sum(rest) / len(rest)
        tone = _tone(entropy, runs=False)
        found.append(Stretch("overlay", at / size, 1.0, entropy, tone))
    return found


def _tone(entropy: float, *, runs: bool) -> Tone:
    """Code that cannot be read is worse than data that cannot."""
    if entropy < DENSE:
        return Tone.INFO
    return Tone.MALICIOUS if runs else Tone.SUSPICIOUS


def spoken(profile: EntropyProfile, parts: Iterable[Stretch]) -> str:
    """One sentence for a screen reader."""
    highest = max(profile.values, default=0.0)
    named = ", ".join(f"{part.name} {part.entropy:.2f}" for part in parts)
    return f"Entropy: highest block {highest:.2f} of 8" + (f"; {named}" if named else "")
