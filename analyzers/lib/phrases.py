"""Lists of phrases in many languages, read from the resources when the module is loaded."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

_SECTION = re.compile(r"== ([a-z ]+)\Z")
# Direction marks that programs put around addresses and dates of right-to-left text, and joiners.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067"))
_UNSEEN |= dict.fromkeys(map(ord, "\u2068\u2069\ufeff\u00ad"))
_UNSEEN |= {0xA0: " ", 0x202F: " ", 0x3000: " ", 0x2019: "'", 0x0307: None}


def plain(text: str) -> str:
    """The text as it is compared: without marks nobody sees, with plain spaces and apostrophes."""
    return text if text.isascii() else text.translate(_UNSEEN)


def folded(text: str) -> str:
    return plain(plain(text).casefold())


def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The lines of a list by the section they stand in, "" before the first."""
    text = files("resources").joinpath(f"lists/{name}.txt").read_text("utf-8")
    found: dict[str, list[str]] = {"": []}
    current = ""
    for line in text.splitlines():
        match = _SECTION.match(line)
        if match:
            current = match[1]
            found.setdefault(current, [])
        elif line.strip() and not line.startswith("#"):
            found[current].append(line.strip())
    return {section: tuple(lines) for section, lines in found.items()}


def alternatives(phrases: tuple[str, ...]) -> str:
    """A pattern for any of the phrases, longest first, in the form in which texts are compared."""
    ordered = sorted({folded(phrase) for phrase in phrases}, key=len, reverse=True)
    return "|".join(map(re.escape, ordered))


def _prefixes() -> dict[str, str]:
    return {
        folded(prefix): kind for kind, each in sections("subject-prefixes").items()
        for prefix in each
    }  # fmt: skip


_PREFIXES: Final = _prefixes()
_PREFIX = re.compile(
    r"\s{0,9}(?:\[[^\]]{1,40}\]\s{0,3}){0,3}([^\s:：\[\]]{1,18})\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]"
)


def subject_kind(subject: str) -> str:
    """ "reply" or "forward" by the first prefix of a subject, "" where it has none."""
    match = _PREFIX.match(plain(subject[:160]))
    return _PREFIXES.get(folded(match[1]).rstrip("."), "") if match else ""
