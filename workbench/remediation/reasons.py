"""Why mailboxes need a second person or a typed count, in words; the same for guard and preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from workbench.model.natures import PLURALS, WORDS
from workbench.model.safeguards import NAMED, UNTOLD

PROTECTED = "protected"  # how a scope marks the mailbox
_MANY = {WORDS[kind]: plural for kind, plural in PLURALS.items()}


def told(reasons: Iterable[str]) -> str:
    """From one reason for each mailbox that is protected, or may be; "" where none is."""
    counted = Counter(reasons)
    counted.pop(UNTOLD, None)
    return _protected(counted) if counted else ""


def untold(reasons: Iterable[str]) -> str:
    """Of how many nobody told what they are; "" where there is none."""
    unknown = sum(reason == UNTOLD for reason in reasons)
    if unknown == 1:
        return "what 1 mailbox is, is not known"
    return f"what {unknown:,} mailboxes are is not known" if unknown else ""


def marked(marks: Sequence[str]) -> str:
    """The reason that the marks of a mailbox tell, "" where they tell none."""
    if PROTECTED in marks:
        return next((mark for mark in marks if mark in _MANY), NAMED)
    return UNTOLD if UNTOLD in marks else ""


def _protected(counted: Counter[str]) -> str:
    number = counted.total()
    kinds = [f"{n:,} {one if n == 1 else _MANY[one]}" for one, n in counted.items() if one in _MANY]
    which = f" ({', '.join(sorted(kinds))})" if kinds else ""
    return f"{number:,} {'mailbox is' if number == 1 else 'mailboxes are'} protected{which}"
