"""Evaluates SPF records by the answers at hand, and tells which answers are missing (RFC 7208).

Loads pyspf: import it where a record is known, not before.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Any, Final

import spf

from analyzers.lib.dns_answers import Answer, Lookups, Status, plausible

RECORD: Final = 4_000  # characters of one record: pyspf is quadratic in one term, none are as long
RECORDS: Final = 50  # of one answer that are used
_LABEL = 63
# What an unknown policy is taken for, so that one pass meets every name that will be wanted.
_OPEN = [(b"v=spf1 ?all",)]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``result`` is "" where names are still wanted, or may not be asked."""

    result: str
    why: str = ""
    wanted: tuple[tuple[str, str], ...] = ()  # type and name
    refused: str = ""  # a name that is not asked for


class _Query(spf.query):  # type: ignore[misc]  # pyspf has no types
    """pyspf's evaluator over answers; it keeps the limits of RFC 7208, 4.6.4."""

    def __init__(self, address: str, sender: str, helo: str, lookups: Lookups) -> None:
        super().__init__(i=address, s=sender, h=helo, strict=True)
        self.lookups_at_hand = lookups
        self.wanted: dict[tuple[str, str], None] = {}
        self.failed = self.refused = ""

    def get_explanation(self, spec: str) -> None:
        """Words of the domain's owner for the one refused: no part of the result."""
        del spec

    def dns(
        self, name: str, qtype: str, cnames: Any = None, ignore_void: bool = False
    ) -> list[Any]:
        """As pyspf's own, out of the answers; aliases were followed by whoever asked."""
        del cnames
        name = str(name).rstrip(".").lower()
        if any(not 0 < len(label) <= _LABEL for label in name.split(".")):
            return []
        answer = self.lookups_at_hand.ask(qtype, name)
        if answer is None:
            self.wanted[(qtype, name)] = None
            return list(_OPEN) if qtype == "TXT" else []
        return self._told(answer, name, qtype, ignore_void)

    def _told(self, answer: Answer, name: str, qtype: str, ignore_void: bool) -> list[Any]:
        if answer.status is Status.REFUSED:
            self.refused = name
            raise spf.TempError("a name that is not asked for")
        if answer.status is Status.FAILED:
            self.failed = name
            self.wanted[(qtype, name)] = None
            raise spf.TempError("DNS did not answer")
        if not answer.records and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("more than 2 of its names lead nowhere")
        return [_shaped(qtype, record) for record in answer.records[:RECORDS] if record]


def evaluate(address: str, sender: str, helo: str, lookups: Lookups) -> Evaluation:
    """The result for MAIL FROM, or for HELO where ``sender`` is empty.

    One pass goes on behind a missing answer, so that all names of a level are wanted at once.
    """
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return Evaluation("", "the address that handed it over cannot be read")
    try:
        query = _Query(address, sender, helo, lookups)
        result, _, why = query.check()
    except (spf.PermError, ValueError, AssertionError, RecursionError) as broken:
        return Evaluation("permerror", f"the record is broken: {broken}"[:200])
    if query.refused:
        return Evaluation("", "a name its record leads to is not asked for", refused=query.refused)
    if query.failed:
        return Evaluation("temperror", "DNS did not answer for it", tuple(query.wanted))
    if query.wanted:
        return Evaluation("", "", tuple(query.wanted))
    return Evaluation(result, f"by {query.mechanism}" if query.mechanism else why[:200])


def _shaped(qtype: str, record: str) -> Any:
    """A record as pyspf wants it."""
    if qtype == "TXT":
        if len(record) > RECORD:
            raise spf.PermError("a record is too long")
        return (record.encode("latin-1", "replace"),)
    if qtype == "MX":
        preference, _, host = record.partition(" ")
        return (int(preference) if preference.isdigit() else 0, host if plausible(host) else "")
    return record
