"""Questions to DNS as a ``Need`` spells them, and the answers as the workbench hands them in.

The need's kind is ``dns`` and its key "TYPE name", as in "TXT sel._domainkey.example.com".  The
answer is the JSON of ``Answer``: status, records, when it was asked, and whether it was kept from
then.  Records are text: TXT with its strings joined and each byte as one character (Latin-1), A and
AAAA as addresses, MX as "preference host", PTR as a host.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass

from analyzers.model.bounds import Malformed
from analyzers.model.codec import decode, dumps, encode, loads
from analyzers.model.observation import Need

KIND = "dns"
TYPES = ("TXT", "A", "AAAA", "MX", "PTR")

NAME = 253  # characters of a name (RFC 1035, 2.3.4)
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.){{1,126}}{_LABEL}")
# Never delegated in public (RFC 6761, 6762, 7686; ICANN's resolution on .internal): a question for
# them tells whoever listens near by, and nobody could answer.
_PRIVATE = frozenset({"local", "localhost", "invalid", "onion", "internal", "lan", "home", "corp"})


class Status(enum.StrEnum):
    FOUND = "found"
    ABSENT = "no such name"  # NXDOMAIN
    EMPTY = "no such record"  # the name exists, records of the type do not
    FAILED = "failed"  # no answer in time, or an error of the server
    REFUSED = "not asked"  # the workbench does not ask for such a name


@dataclass(frozen=True, slots=True)
class Answer:
    """``asked`` is ISO 8601 in UTC; ``kept`` means that it is an earlier answer, not of now."""

    status: Status
    records: tuple[str, ...] = ()
    asked: str = ""
    kept: bool = False

    @property
    def known(self) -> bool:
        """Whether DNS has spoken, be it to say that there is nothing."""
        return self.status in (Status.FOUND, Status.ABSENT, Status.EMPTY)

    @property
    def when(self) -> str:
        """The day of the answer in words, for evidence."""
        day = self.asked[:10] or "an unknown day"
        return f"as kept from {day}" if self.kept else f"as DNS answered on {day}"


def spell(answer: Answer) -> str:
    return dumps(encode(answer)).decode()


def read(text: str) -> Answer | None:
    """The answer that was spelt; None for anything else."""
    try:
        return decode(Answer, loads(text))
    except Malformed:
        return None


def question(kind: str, name: str) -> str:
    """The key of a need."""
    return f"{kind} {name.rstrip('.').lower()}"


def plausible(name: str) -> bool:
    """Whether somebody may be asked for this name: host-name characters and underscores, at least
    two labels, no address, no zone that is private by definition (RFC 6761)."""
    if len(name) > NAME or not _HOST.fullmatch(name):
        return False
    top = name.rpartition(".")[2]
    return not top.isdigit() and top not in _PRIVATE


class Lookups:
    """The answers at hand, and a note of what was missed."""

    def __init__(self, answers: Mapping[tuple[str, str], str]) -> None:
        self._answers = answers
        self._read: dict[str, Answer | None] = {}

    def ask(self, kind: str, name: str) -> Answer | None:
        """The answer, None where nobody has asked yet; what may not be asked is refused here."""
        key = question(kind, name)
        if key not in self._read:
            if not plausible(key.partition(" ")[2]):
                self._read[key] = Answer(Status.REFUSED)
            else:
                text = self._answers.get((KIND, key))
                self._read[key] = None if text is None else read(text)
        return self._read[key]


def need(kind: str, name: str, why: str) -> Need:
    return Need(KIND, question(kind, name), why)
