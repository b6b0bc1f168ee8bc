"""Takes a subject apart: the marks of answers and forwards, gateways' tags, and what is left."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

from analyzers.model.whole import Subject

MARKS: Final = 20  # marks taken off one subject; long threads have two or three
_TAG = re.compile(r"\s*\[[^\[\]]{1,40}\]\s*")
_MARK = re.compile(
    r"\s*([^\s:：\[(]{1,12}(?: [^\s:：\[(]{1,12})?)\s?(?:[\[(]\d{1,3}[\])])?\s?[:：]\s*"
)


def _read(name: str) -> frozenset[str]:
    text = files("resources").joinpath(f"lists/{name}").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


# Read when the module is loaded, before a box closes.
REPLIES: Final = _read("reply_marks.txt")
FORWARDS: Final = _read("forward_marks.txt")


def subject_of(subject: str) -> Subject:
    """The marks say what the sender's program, or the sender, claims; nothing here proves it."""
    base, is_reply, is_forward = subject, False, False
    for _ in range(MARKS):
        tag = _TAG.match(base)
        mark = _MARK.match(base, tag.end() if tag else 0)
        word = mark[1].casefold() if mark else ""
        if mark is None or word not in REPLIES | FORWARDS:
            break
        is_reply |= word in REPLIES
        is_forward |= word in FORWARDS
        base = base[mark.end() :]
    return Subject(subject, base.strip(), is_reply, is_forward)
