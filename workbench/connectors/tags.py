"""The mark that is put on a message without moving it: a category of Exchange, a label of Gmail.

It is a target state like a place, and written like one where moves are asked for: on, or off.
"""

from __future__ import annotations

from workbench.model.mail import Copy

TAG = "Flagged by Email Security Workbench"
_ON, _OFF = "tag+:", "tag-:"


def tag_on(name: str = TAG) -> str:
    return f"{_ON}{name}"


def tag_off(name: str = TAG) -> str:
    return f"{_OFF}{name}"


def is_tag(key: str) -> bool:
    """No folder of a provider has such a key: Graph's are base64, Gmail's have no colon."""
    return key.startswith((_ON, _OFF))


def is_on(key: str) -> bool:
    return key.startswith(_ON)


def name_of(key: str) -> str:
    return key.removeprefix(_ON).removeprefix(_OFF)


def standing(copy: Copy, wanted: str) -> str:
    """How a copy stands, in the terms of what is wanted of it: its folder, or its tag."""
    if not is_tag(wanted):
        return copy.folder
    name = name_of(wanted)
    return tag_on(name) if name in copy.tags else tag_off(name)
