"""Lists of "tag=value" pairs, as DKIM, ARC and DMARC write them (RFC 6376, 3.2)."""

from __future__ import annotations

import re

TEXT = 64 << 10  # characters of a list that are read: more than any header or record may have
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")


class BadTags(ValueError):
    """The list breaks its grammar; says how."""


def parse_tags(text: str) -> dict[str, str]:
    """Values by tag, without white space around them; ``BadTags`` for a repeated or nameless tag.

    White space inside a value stays: whether it may be dropped depends on the tag.
    """
    tags: dict[str, str] = {}
    for spec in text[:TEXT].split(";"):
        if not spec.strip():
            continue
        name, equals, value = spec.partition("=")
        name = name.strip()
        if not equals or not _NAME.fullmatch(name):
            raise BadTags("a part of it is no tag")
        if name in tags:
            raise BadTags(f"the tag {name} stands there twice")
        tags[name] = value.strip()
    return tags


def compact(value: str) -> str:
    """The value without any white space, as base64 and lists of names are read."""
    return "".join(value.split())
