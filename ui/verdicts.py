"""How a verdict, a disposition and a severity look: tone, icon and word, always all three."""

from __future__ import annotations

from dataclasses import dataclass

from ui.tokens import Tone
from workbench.model.verdict import Disposition, Label


@dataclass(frozen=True, slots=True)
class Look:
    tone: Tone
    icon: str  # file name in resources/icons without its ending
    word: str


LABELS = {
    Label.MALICIOUS: Look(Tone.MALICIOUS, "malicious", "Malicious"),
    Label.SUSPICIOUS: Look(Tone.SUSPICIOUS, "suspicious", "Suspicious"),
    Label.SPAM: Look(Tone.SPAM, "spam", "Spam"),
    Label.CLEAN: Look(Tone.CLEAN, "clean", "Clean"),
    Label.NOT_ANALYSED: Look(Tone.UNKNOWN, "unknown", "Not analysed"),
}

# An analysis that was made and leaves the question open: something was not checked.
UNDECIDED = Look(Tone.UNKNOWN, "unknown", "Undecided")


def concluded(label: Label) -> Look:
    """How the label of a finished analysis looks."""
    return UNDECIDED if label is Label.NOT_ANALYSED else LABELS[label]


DISPOSITIONS = {
    Disposition.PHISH: Look(Tone.MALICIOUS, "malicious", "Phish"),
    Disposition.MALWARE: Look(Tone.MALICIOUS, "malicious", "Malware"),
    Disposition.BEC: Look(Tone.MALICIOUS, "malicious", "BEC"),
    Disposition.SPAM: Look(Tone.SPAM, "spam", "Spam"),
    Disposition.GRAYMAIL: Look(Tone.UNKNOWN, "mail", "Graymail"),
    Disposition.SIMULATION: Look(Tone.INFO, "info", "Simulation"),
    Disposition.CLEAN: Look(Tone.CLEAN, "clean", "Clean"),
    Disposition.CANNOT_TELL: Look(Tone.UNKNOWN, "unknown", "Cannot tell"),
}

ICONS = {
    Tone.MALICIOUS: "malicious",
    Tone.SUSPICIOUS: "suspicious",
    Tone.SPAM: "spam",
    Tone.CLEAN: "clean",
    Tone.UNKNOWN: "unknown",
    Tone.INFO: "info",
}
