"""YARA: every rule set that the analysis was given, over any artifact."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analyzers.lib import names
from analyzers.lib.quiet import quiet
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.rule import MatchedString, RuleMatch
from analyzers.model.unit import Context, Unit, Unreadable

if TYPE_CHECKING:
    import yara

SECONDS = 6.0  # for all rule sets over one artifact; libyara may overrun its limit by a second
MATCHES = 100  # rules reported of one artifact
STRINGS, PLACES = 16, 4  # per rule, and per string
META, META_TEXT = 12, 300  # entries, and characters of each

_SEVERITIES = {
    "info": Severity.INFO,
    "low": Severity.LOW,
    "medium": Severity.MEDIUM,
    "high": Severity.HIGH,
    "critical": Severity.CRITICAL,
}
# Widespread packs rate a rule by a number from 0 to 100 ("severity" or "score").
_SCORES = ((75, Severity.HIGH), (40, Severity.MEDIUM), (0, Severity.LOW))
# libyara's Win32 and ELF families name file types otherwise; these are what rules compare with.
_FILE_TYPES = {"pe": "EXE", "elf": "ELF", "pdf": "PDF", "rtf": "RTF", "zip": "ZIP", "lnk": "LNK"}


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    deadline = time.monotonic() + SECONDS
    unfinished: list[str] = []
    reported = 0
    for pack, rules in context.rules.items():
        left = round(deadline - time.monotonic())
        found = _match(rules, artifact, left) if left > 0 else None
        if found is None:
            unfinished.append(pack)
            continue
        for match in found[: MATCHES - reported]:
            yield from _report(match)
        reported += len(found)
    if reported > MATCHES:
        title = f"{reported} rules matched; the first {MATCHES} are shown"
        yield Finding("limit.yara.matches", Severity.MEDIUM, title)
    if unfinished:
        title = "Rules were given up after their time: not all of them were checked"
        yield Finding("limit.yara.timeout", Severity.MEDIUM, title, ", ".join(unfinished))
        raise Unreadable(f"Not checked within {SECONDS:.0f} s: {', '.join(unfinished)}")


def _match(rules: Any, artifact: Artifact, seconds: int) -> list[yara.Match] | None:
    """What one rule set matched; None where time ran out."""
    import yara

    try:
        with quiet():  # it warns of strings that match too often
            found: list[yara.Match] = rules.match(
                data=artifact.data, externals=_externals(artifact), timeout=seconds, fast=True
            )
    except yara.TimeoutError:
        return None
    except yara.Error as problem:
        raise Unreadable(f"YARA gave up: {printable(str(problem), 200)}") from problem
    return found


def _externals(artifact: Artifact) -> dict[str, str]:
    ending = names.extension(artifact.name)
    return {
        "filename": names.base(artifact.name),
        "filepath": artifact.name,
        "extension": f".{ending}" if ending else "",
        "filetype": _FILE_TYPES.get(artifact.kind, artifact.kind),
        "owner": "",
    }


def _report(match: yara.Match) -> Iterator[Observation]:
    strings = tuple(_strings(match))
    yield RuleMatch(
        match.rule,
        match.namespace,
        tuple(match.tags),
        tuple((key, str(value)[:META_TEXT]) for key, value in [*match.meta.items()][:META]),
        strings,
    )
    evidence = "; ".join(f"{s.identifier} at {s.offset}: {s.excerpt}" for s in strings[:3])
    rule = f"yara.{match.namespace}.{match.rule}"
    yield Finding(rule, _severity(match.meta), _title(match), evidence)


def _title(match: yara.Match) -> str:
    text = match.meta.get("title") or match.meta.get("description") or f"YARA rule {match.rule}"
    return printable(str(text), 160)


def _severity(meta: Mapping[str, Any]) -> Severity:
    for key in ("severity", "score"):
        value = meta.get(key)
        if isinstance(value, str) and value.casefold() in _SEVERITIES:
            return _SEVERITIES[value.casefold()]
        if isinstance(value, int) and not isinstance(value, bool):
            return next((s for least, s in _SCORES if value >= least), Severity.LOW)
    return Severity.MEDIUM


def _strings(match: yara.Match) -> Iterator[MatchedString]:
    for string in match.strings[:STRINGS]:
        for place in string.instances[:PLACES]:
            excerpt = printable(place.matched_data)
            yield MatchedString(string.identifier, place.offset, excerpt)


UNIT = Unit("yara", version=1, kinds=frozenset({"*"}), examine=examine, imports=("yara",))
