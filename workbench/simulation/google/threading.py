"""Which messages of one Gmail mailbox are one thread: they answer each other, under one subject."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbench.simulation.world import Letter, SimMessage

_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)


class Threads:
    """https://developers.google.com/workspace/gmail/api/guides/threads names both conditions."""

    def __init__(self, letters: Mapping[str, Letter]) -> None:
        self._letters = letters
        self._known: dict[tuple[str, str], str] = {}  # Message-ID and bare subject: thread

    def join(self, source: SimMessage, key: str) -> str:
        """The id of the message that began the thread, ``key`` where that is this message."""
        letter = self._letters.get(source.source)
        references = letter.references if letter is not None else ()
        bare = _PREFIX.sub("", source.subject.strip()).casefold()
        found = (self._known.get((name, bare)) for name in references)
        thread = next(filter(None, found), key)
        for name in (*references, source.internet_id):
            self._known.setdefault((name, bare), thread)
        return thread
