"""Lines that part a message from the one quoted or forwarded below it."""

from __future__ import annotations

import re
from typing import Final

from analyzers.lib.phrases import alternatives, folded, sections

LONGEST: Final = 200  # characters of such a line; Notes writes names and dates into it

_LISTED: Final = sections("reply-separators")
# Dashes on both sides, of which programs write from two to thirty.
_DASHES = re.compile(
    rf"[\s*]{{0,4}}[-=_—–]{{2,60}}\s{{0,4}}"
    rf"(?:(?P<original>{alternatives(_LISTED['original'])})"
    rf"|(?P<forward>{alternatives(_LISTED['forward'])})\b[^-=_]{{0,120}}?)"
    rf"\s{{0,4}}:?\s{{0,4}}[-=_—–*]{{2,60}}\s{{0,4}}\Z"
)
_BEGIN = re.compile(rf"\s{{0,4}}\**(?:{alternatives(_LISTED['begin'])})\**\s?:\**\s{{0,4}}\Z")
# Notes: "Forwarded by Ann Example/Berlin/Example on 05.05.2000 10:00", dashes of any length.
_NOTES = re.compile(
    r"\s{0,4}-{3,60}\s?(?:begin )?(?:forwarded|inoltrato|weitergeleitet|reenviado)\b"
)
_RULE = re.compile(r"\s{0,8}(?:_{5,200}|-{5,200}|={5,200}|\*{5,200})\s{0,8}\Z")
_FIRST: Final = frozenset("-=_—–* \t")
_BEGIN_FIRST: Final = frozenset(folded(phrase)[0] for phrase in _LISTED["begin"])


def kind(text: str) -> str:
    """ "reply" or "forward" where the line introduces one, "" where it does not."""
    if not 4 <= len(text) <= LONGEST:
        return ""
    if text[0] in _FIRST:
        return _dashed(folded(text))
    if (":" in text[-6:] or "：" in text[-6:]) and folded(text[0])[:1] in _BEGIN_FIRST:
        return "forward" if _BEGIN.match(folded(text)) else ""
    return ""


def is_rule(text: str) -> bool:
    """Whether the line is drawn by hand or by a program, with nothing else on it."""
    return len(text) <= LONGEST and text[:1] in _FIRST and _RULE.match(text) is not None


def _dashed(text: str) -> str:
    match = _DASHES.match(text)
    if match is None:
        return "forward" if _NOTES.match(text) or _BEGIN.match(text) else ""
    return "reply" if match["original"] else "forward"
