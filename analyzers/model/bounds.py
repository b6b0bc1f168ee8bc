"""What the codec lets through at most, and the error for the rest."""

from __future__ import annotations

TEXT = 8 << 20  # characters one text may have: the largest rule file; views are below 2 MiB
ITEMS = 1 << 16  # entries one list may have
INTEGER = 1 << 63  # what SQLite and Qt can hold
TAG = "is"  # the key that names the class where a union leaves it open


class Malformed(ValueError):
    """The value is not what the model allows; says what was expected."""
