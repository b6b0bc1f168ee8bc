"""Parameters of Content-Type and Content-Disposition (RFC 2045, RFC 2231), read tolerantly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzers.lib.charset import decode
from analyzers.lib.encoded_words import decode_words

_VALUE = re.compile(r"\s*([^\s;=/]+(?:\s?/\s?[^\s;]+)?)")
# White space counts as a separator only at its beginning: else long runs of it cost their square.
_PARAMETER = re.compile(
    r"""(?:;\s*|(?<=[^\s;])\s+)([^\s=;"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))""",
    re.S,
)
_WRAPPED = frozenset("\"'")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_SECTION = re.compile(r"([^*]+)\*(?:(\d{1,4})(\*?))?")
_ESCAPE = re.compile(r"\\(.)", re.S)
_COMMENT = re.compile(r"\([^()]*\)")
_COMMENTS = 5  # comments inside one another that are taken out
_BOUNDARY = re.compile(r"boundary(?:\*\d{0,4}\*?)?\s*=\s*", re.I)
_READINGS = 16  # of one boundary; more are there to cost time
_LONGEST = 300  # characters of a boundary; the standard allows 70 (RFC 2046, 5.1.1)


@dataclass(frozen=True, slots=True)
class Structured:
    """A field's value in lower case, and its parameters by lower-case name, first one first."""

    value: str
    parameters: dict[str, str]

    def get(self, name: str) -> str:
        return self.parameters.get(name, "")


def parse_structured(text: str) -> Structured:
    """Value and parameters of an unfolded field body; comments before the value are left out."""
    if text[:1] in _WRAPPED or "(" in text.partition(";")[0]:
        text = _bare_value(text)
    match = _VALUE.match(text)
    if match is None:
        return Structured("", {})
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, quoted, bare in _PARAMETER.findall(text, match.end()):
        value = _ESCAPE.sub(r"\1", quoted) if quoted else bare.strip()
        section = _SECTION.fullmatch(name.lower())
        if section is None:
            plain.setdefault(name.lower(), value)
            continue
        number = int(section[2] or 0)
        extended = section[2] is None or section[3] == "*"
        sections.setdefault(section[1], {}).setdefault(number, (extended, value))
    plain |= {name: _joined(parts) for name, parts in sections.items()}
    return Structured(re.sub(r"\s", "", match[1]).lower(), plain)


def file_name(disposition: Structured, content_type: Structured) -> str:
    """The name a part claims, "" for none; clients prefer the disposition's."""
    return decode_words(disposition.get("filename") or content_type.get("name")).strip()


def boundary_readings(text: str) -> tuple[str, ...]:
    """All that a reader may take the boundary to be, the likeliest first.

    Readers differ on quotes that do not close or end early, on comments, folds and repeats.
    """
    readings: dict[str, None] = {}
    for match in _BOUNDARY.finditer(text):
        rest = text[match.end() : match.end() + _LONGEST]
        raw = rest.partition(";")[0].strip()
        if rest.startswith('"'):
            quoted, _, after = rest[1:].partition('"')
            after = after.partition(";")[0].strip()
            readings |= dict.fromkeys((quoted, after, quoted + after))
        bare = without_comments(raw).strip()
        words = raw.split() or [""]
        readings |= dict.fromkeys((raw.strip("\"'"), raw, bare, words[0], "".join(words)))
        readings[decode_words(raw.strip('"'))] = None
        readings[_PERCENT.sub(_octet, raw.encode("utf-8", "replace")).decode("latin-1")] = None
        if len(readings) > _READINGS:
            break
    return tuple(each for each in readings if each)[:_READINGS]


def without_comments(text: str) -> str:
    """The text without what stands in parentheses, as far as these are closed."""
    for _ in range(_COMMENTS):
        bare = _COMMENT.sub(" ", text)
        if bare == text:
            break
        text = bare
    return text


def _bare_value(text: str) -> str:
    value, semicolon, rest = text.partition(";")
    return without_comments(value).strip().strip("\"'") + semicolon + rest


def _joined(parts: dict[int, tuple[bool, str]]) -> str:
    """The sections of one value in order; the first extended one names the charset."""
    charset, raw = "", b""
    for number in sorted(parts):
        extended, value = parts[number]
        if extended and not charset and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        encoded = value.encode("utf-8", "surrogatepass")
        raw += _PERCENT.sub(_octet, encoded) if extended else encoded
    return decode(raw, f"charset={charset}")[0]


def _octet(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])
