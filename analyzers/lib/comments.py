"""Reads comments of HTML: what only Outlook shows of them, and the prose somebody put there."""

from __future__ import annotations

import html
import re
from typing import Final

READ: Final = 20_000  # characters of one comment whose words are looked at

# Word draws mail for Outlook and reads these as markup: learn.microsoft.com, "About conditional
# comments"; a condition that denies mso is met by no mail client at all.
_CONDITION = re.compile(r"\s{0,9}\[if\s{1,9}([^\]]{1,100})\]\s{0,9}>", re.I)
_OUTLOOK = re.compile(r"(?<!!)(?<!!\()\b(?:mso|vml)\b", re.I)
_END = re.compile(r"<!\s{0,9}\[endif\]-{0,2}\s{0,9}\Z", re.I)
_SOURCE = re.compile(r"<(style|script|xml)\b[^>]*+>.*?(?:</\1[^>]*+>?|\Z)", re.S | re.I)
_TAG = re.compile(r"<[^>]*+>?")
_SENTENCE = re.compile(r"(?:[^\W\d_]{1,30}[,;.!?]? ){5,400}")


def outlook_only(comment: str) -> str:
    """The markup that Outlook alone takes from a conditional comment, "" for other comments."""
    match = _CONDITION.match(comment)
    if match is None or not _OUTLOOK.search(match.group(1)):
        return ""
    return _END.sub("", comment[match.end() :])


def words_of(markup: str) -> str:
    """The text of a piece of markup, cut at ``READ`` characters of source."""
    text = _TAG.sub(" ", _SOURCE.sub(" ", markup[:READ])) if "<" in markup else markup[:READ]
    return " ".join(html.unescape(text).split())


def prose(comment: str) -> str:
    """The sentences of a comment, "" where it holds code, markup or a label."""
    if len(comment) < 40 or " " not in comment.strip():
        return ""
    text = words_of(comment) + " "
    return " ".join(match.group().strip() for match in _SENTENCE.finditer(text))
