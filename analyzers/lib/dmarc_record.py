"""Where a domain's DMARC policy is published, and what it says (RFC 7489; RFC 9989's tree walk)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.dns_answers import Answer, Lookups, Status
from analyzers.lib.domains import registrable_domain
from analyzers.lib.taglist import BadTags, compact, parse_tags

LONGEST: Final = (
    7  # labels of a name asked after the first: eight questions in all (RFC 9989, 4.10)
)
TXT: Final = "TXT"
_POLICIES = frozenset({"none", "quarantine", "reject"})
_VERSION = re.compile(r"v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)")


@dataclass(frozen=True, slots=True)
class Record:
    """One published policy.  ``weaker`` is t=y: a test, by one step less strict."""

    domain: str
    policy: str
    subdomains: str  # sp=, "" for none
    absent: str  # np=, for names that do not exist, "" for none
    strict_dkim: bool
    strict_spf: bool
    percent: int
    suffix: str  # psd=: y for a public suffix, n for an organisational domain, u for unknown
    weaker: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """All policies met on the way from a domain to its top, nearest first."""

    domain: str
    records: tuple[Record, ...]
    wanted: tuple[str, ...] = ()  # names DNS has not been asked for
    failed: str = ""  # a name that DNS gave no answer for
    when: str = ""
    asked: str = ""  # ISO 8601

    @property
    def organisation(self) -> str:
        """The organisational domain by the walk (RFC 9989)."""
        for record in self.records:
            if record.suffix == "n":
                return record.domain
            if record.suffix == "y" and record.domain != self.domain:
                return _below(self.domain, record.domain)
        return self.records[-1].domain if self.records else self.domain

    @property
    def listed(self) -> str:
        """The organisational domain by the public suffix list (RFC 7489, 3.2)."""
        return registrable_domain(self.domain)

    @property
    def effective(self) -> Record | None:
        """The record that speaks for the domain: its own, its organisation's, a suffix's."""
        own = [record for record in self.records if record.domain == self.domain]
        above = [record for record in self.records if record.domain == self.organisation]
        return next(iter([*own, *above, *self.records]), None)


def walk(domain: str, lookups: Lookups) -> Walk:
    records: list[Record] = []
    wanted: list[str] = []
    failed, last = "", None
    for name in _names(domain):
        answer = lookups.ask(TXT, f"_dmarc.{name}")
        if answer is None or answer.status is Status.FAILED:
            failed = failed or (f"_dmarc.{name}" if answer else "")
            wanted.append(f"_dmarc.{name}")
            continue
        last = last or answer
        record = _record(name, answer)
        if record is not None:
            records.append(record)
            if record.suffix == "n" or (record.suffix == "y" and name != domain):
                break
    when = last.when if last else ""
    return Walk(domain, tuple(records), tuple(wanted), failed, when, last.asked if last else "")


def _names(domain: str) -> Iterator[str]:
    """The domain, then its parents; of a long one the middle is left out.  A single label is asked
    by registries only, and so last."""
    yield domain
    labels = domain.split(".")[1:]
    for start in range(max(0, len(labels) - LONGEST), len(labels)):
        yield ".".join(labels[start:])


def _below(domain: str, suffix: str) -> str:
    """The name one label below ``suffix`` on the way to ``domain``."""
    return ".".join(domain.split(".")[-suffix.count(".") - 2 :])


def _record(domain: str, answer: Answer) -> Record | None:
    """Several records count as none (RFC 7489, 6.6.3)."""
    found = [text for text in answer.records if _VERSION.match(text)]
    if len(found) != 1:
        return None
    try:
        tags = parse_tags(found[0])
    except BadTags:
        return None
    policy = compact(tags.get("p", "")).lower()
    if policy not in _POLICIES:  # then it is for reports only, if even that (6.6.3)
        if not tags.get("rua"):
            return None
        policy = "none"
    return _of(domain, policy, {name: compact(value).lower() for name, value in tags.items()})


def _of(domain: str, policy: str, tags: dict[str, str]) -> Record:
    percent = tags.get("pct", "100")
    return Record(
        domain,
        policy,
        _named(tags.get("sp", "")),
        _named(tags.get("np", "")),
        tags.get("adkim") == "s",
        tags.get("aspf") == "s",
        int(percent) if percent.isascii() and percent.isdigit() and len(percent) < 4 else 100,
        tags.get("psd", "u"),
        tags.get("t") == "y",
    )


def _named(policy: str) -> str:
    return policy if policy in _POLICIES else ""
