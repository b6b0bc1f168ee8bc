"""What Gmail's operations cost of a mailbox's quota.

https://developers.google.com/workspace/gmail/api/reference/quota
"""

from __future__ import annotations

import re

COSTS: tuple[tuple[str, str, float], ...] = (
    ("POST", r"/messages/batchModify", 50),
    ("POST", r"/messages", 25),
    (".*", r"/messages(/.*)?", 5),
    ("GET", r"/threads/[^/]+", 10),
    ("GET", r"/history", 2),
    ("GET", r"/profile", 1),
    ("GET", r"/labels(/.*)?", 1),
    (".*", r"/labels(/.*)?", 5),
    ("GET", r"/settings/.*", 1),
    ("POST", r"/settings/delegates", 100),
)
OTHER = 5.0  # for what is not listed here
_RULES = [(re.compile(method), re.compile(path), units) for method, path, units in COSTS]
_MAILBOX = re.compile(r"/gmail/v1/users/[^/]+(?P<rest>/[^?]*)")


def units_of(method: str, path: str) -> float:
    """1 for what is no operation of Gmail: those services count queries."""
    found = _MAILBOX.match(path)
    if found is None:
        return 1.0
    for verb, template, units in _RULES:
        if verb.fullmatch(method) and template.fullmatch(found["rest"]):
            return units
    return OTHER
