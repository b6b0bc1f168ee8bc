"""What stands around a writer's own words: a signature block, and what a gateway put on top."""

from __future__ import annotations

import re
from typing import Final

from analyzers.lib.phrases import alternatives, folded, sections

_SIGNATURE: Final = (20, 1_500)  # lines and characters; more than that is text below a dash
_NEAR_END: Final = 12  # lines from the end in which a telephone signs
_SHORT: Final = 90  # characters of such a line
_TOP: Final = 14  # lines with text in which a banner stands
_BANNER: Final = 400  # characters of one line of it

_DELIMITER = re.compile(r"--\s{0,2}\Z")  # "-- " (RFC 3676, 4.3); programs drop the space
_SENT: Final = sections("sent-from")[""]
_BEGINS = re.compile(
    r"[\s*_(<\[]{0,4}(?:"
    + alternatives(tuple(phrase for phrase in _SENT if not phrase.startswith("*")))
    + ")"
)
_WITHIN = re.compile(
    r"(?:iphone|ipad|android|galaxy|outlook|mobil|samsung|huawei|yahoo|gmx).{0,40}(?:"
    + alternatives(tuple(phrase[1:].strip() for phrase in _SENT if phrase.startswith("*")))
    + ")"
)
_LISTED: Final = sections("external-banners")
_BANNERS = re.compile(alternatives(_LISTED["banner"]))
_BESIDE = re.compile(alternatives(_LISTED["beside"]))
_TAG = re.compile(
    r"[\s*\[(<]{0,4}(?:external|extern|externe|externo|externa|externí)\b[^\w]{0,6}(?:e-?mail|mail|message|sender)?[\s*\])>:!]{0,4}\Z"
)
_ADDRESS = re.compile(r"https?:|www\.", re.I)


def signature(text: str) -> str:
    """The signature block at the end of a text, with its delimiter, "" where there is none."""
    lines = text.split("\n")
    first = max(len(lines) - _SIGNATURE[0], 0)
    for place in range(first, len(lines)):
        if _DELIMITER.match(lines[place]):
            block = "\n".join(lines[place:])
            return block if len(block) <= _SIGNATURE[1] else ""
    for place in range(max(len(lines) - _NEAR_END, 0), len(lines)):
        if _is_sent_from(lines[place]):
            return "\n".join(lines[place:])[: _SIGNATURE[1]]
    return ""


def _is_sent_from(line: str) -> bool:
    if not 8 <= len(line) <= _SHORT:
        return False
    small = folded(line)
    return bool(_BEGINS.match(small) or _WITHIN.search(small))


def banners(text: str) -> tuple[tuple[str, ...], str]:
    """The lines a gateway put above a text, and the text without them.

    Only what stands before the writer's first words is taken away, and no line with an address:
    a sender who imitates a banner shall not hide text by it.
    """
    lines = text.split("\n")
    head = _head(lines[: 2 * _TOP])
    if not any(_told(line) for line in head):
        return (), text
    kept = [line for line in head if _ADDRESS.search(line)]
    found = tuple(line.strip() for line in head if line.strip())
    return found, "\n".join([*kept, *lines[len(head) :]]).strip("\n")


def _head(lines: list[str]) -> list[str]:
    """The lines above the writer's first words."""
    head: list[str] = []
    for line in lines:
        if len(line) > _BANNER or len(head) >= _TOP:
            break
        if line.strip() and not _told(line) and not _BESIDE.search(folded(line)):
            break
        head.append(line)
    return head


def _told(line: str) -> bool:
    small = folded(line)
    return _BANNERS.search(small) is not None or _TAG.match(small) is not None
