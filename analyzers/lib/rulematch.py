"""What one YARA match says: its rule id, weight and words, and the strings it rests upon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from analyzers.lib.strings import printable
from analyzers.model.observation import Finding, Severity
from analyzers.model.rule import MatchedString, RuleMatch

if TYPE_CHECKING:
    import yara

STRINGS, PLACES = 16, 4  # per rule, and per string
META, META_TEXT = 16, 300  # entries, and characters of each
TAGS, TAG = 16, 60  # tags, and characters of each
HEXED = 24  # bytes of a binary match that are shown

_SEVERITIES: Final = {
    "info": Severity.INFO, "informational": Severity.INFO, "low": Severity.LOW,
    "medium": Severity.MEDIUM, "moderate": Severity.MEDIUM, "high": Severity.HIGH,
    "critical": Severity.CRITICAL,
}  # fmt: skip
# Public packs rate a rule by a number from 0 to 100; THOR takes 60 for a warning, 80 for an alert.
_SCORES: Final = ((75, Severity.HIGH), (40, Severity.MEDIUM), (0, Severity.LOW))


def record(match: yara.Match) -> RuleMatch:
    pack, file = place(match)
    strings = tuple(_strings(match))
    found = sum(len(string.instances) for string in match.strings)
    return RuleMatch(
        match.rule,
        file,
        tuple(tag[:TAG] for tag in match.tags[:TAGS]),
        tuple((key, printable(str(value), META_TEXT)) for key, value in _meta(match)),
        strings,
        pack,
        found - len(strings),
    )


def place(match: yara.Match) -> tuple[str, str]:
    """The pack and the file in it."""
    pack, _, file = match.namespace.partition("/")
    return pack, file


def severity(meta: Mapping[str, Any]) -> Severity:
    """The weight the rule gives itself, in a word or from 0 to 100; else MEDIUM."""
    for key in ("severity", "score"):
        value = meta.get(key)
        if isinstance(value, str):
            if value.casefold() in _SEVERITIES:
                return _SEVERITIES[value.casefold()]
            value = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else None
        if isinstance(value, int) and not isinstance(value, bool):
            return next((s for least, s in _SCORES if value >= least), Severity.LOW)
    return Severity.MEDIUM


def finding(match: yara.Match, said: RuleMatch, own: bool) -> Finding:
    """Our own rules have ids of their own; those of a pack bear its name and their file's."""
    name = f"{said.namespace}.{said.rule}"
    rule = f"yara.{name}" if own else f"yara.pack.{said.pack}.{name}"
    evidence = "; ".join(f"{s.identifier} at {s.offset}: {s.excerpt}" for s in said.strings[:3])
    return Finding(rule, severity(match.meta), _title(match, said, own), evidence)


def _title(match: yara.Match, said: RuleMatch, own: bool) -> str:
    text = str(match.meta.get("title") or match.meta.get("description") or "")
    if own:
        return printable(text or f"YARA rule {match.rule}", 160)
    return printable(f"Rule {match.rule} of {said.pack}{': ' if text else ''}{text}", 160)


def _meta(match: yara.Match) -> list[tuple[str, Any]]:
    return [*match.meta.items()][:META]


def _strings(match: yara.Match) -> Iterator[MatchedString]:
    for string in match.strings[:STRINGS]:
        for one in string.instances[:PLACES]:
            yield _string(string.identifier, one)


def _string(identifier: str, one: yara.StringMatchInstance) -> MatchedString:
    data = bytes(one.matched_data)
    if one.xor_key:
        clear = printable(bytes(one.plaintext()))
        excerpt, binary = f"{clear} (XOR 0x{one.xor_key:02X})", False
    elif binary := _is_binary(data):
        excerpt = data[:HEXED].hex(" ").upper() + (" …" if one.matched_length > HEXED else "")
    else:
        excerpt = printable(data)
    return MatchedString(identifier, one.offset, excerpt, one.matched_length, binary)


def _is_binary(data: bytes) -> bool:
    """Whether it is no text, UTF-16 with a zero behind each ASCII letter taken for text."""
    if len(data) > 3 and not any(data[1::2]):
        data = data[::2]
    return (
        any(byte < 0x20 and byte not in b"\t\r\n" for byte in data)
        or b"\x7f" in data
        or (sum(byte > 0x7E for byte in data) * 4 > len(data))
    )
