"""Takes a subject apart: the marks of answers and forwards, gateways' tags, and what is left."""

from __future__ import annotations

import re
from typing import Final

from analyzers.lib.phrases import folded, sections
from analyzers.model.correspondence import Subject

MARKS: Final = 20  # marks taken off one subject; long threads have two or three
_TAG = re.compile(r"\s*\[[^\[\]]{1,40}\]\s*")
_MARK = re.compile(
    r"\s*([^\s:：\[(]{1,12}(?: [^\s:：\[(]{1,12})?)\s?(?:[\[(]\d{1,3}[\])])?\s?[:：]\s*"
)


_PREFIXES: Final = sections("subject-prefixes")
REPLIES: Final = frozenset(map(folded, _PREFIXES["reply"]))
FORWARDS: Final = frozenset(map(folded, _PREFIXES["forward"]))


def subject_of(subject: str) -> Subject:
    """The marks say what the sender's program, or the sender, claims; nothing here proves it."""
    base, is_reply, is_forward = subject, False, False
    for _ in range(MARKS):
        tag = _TAG.match(base)
        mark = _MARK.match(base, tag.end() if tag else 0)
        word = folded(mark[1]).rstrip(".") if mark else ""
        if mark is None or word not in REPLIES | FORWARDS:
            break
        is_reply |= word in REPLIES
        is_forward |= word in FORWARDS
        base = base[mark.end() :]
    return Subject(subject, base.strip(), is_reply, is_forward)
