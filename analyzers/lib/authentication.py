"""Claims in Authentication-Results, ARC-Authentication-Results and Received-SPF (RFC 8601, 7208).

Microsoft's servers leave out the name of the server that the RFC asks for; both forms are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzers.model.message import AuthenticationClaim, Header

RESULTS = "authentication-results"
ARC_RESULTS = "arc-authentication-results"
RECEIVED_SPF = "received-spf"
# As which Exchange puts aside the results it found on a message it took in.
ORIGINAL = "authentication-results-original"

# Words before "=" that are no methods: Yahoo's and qmail's older forms name them there.
_NO_METHODS = frozenset({"i", "from", "helo", "envelope-from", "receiver", "client-ip"})
_CLAIMS = 200  # of one header
_TEXT = 16 << 10  # characters of one header
_METHOD = re.compile(r"\s*([\w-]{1,40})(?:\s?/\s?\d{1,4})?\s*=\s*([\w-]{1,40})")
_PROPERTY = re.compile(r"""(?<![\w.-])([\w.-]{1,60})\s?=\s?(?:"([^"]*)"|([^\s"]+))""")
_SPF = re.compile(r"\s*([A-Za-z]{2,20})")
_COMMENT = 200  # characters of a comment that are kept


def claims(headers: Sequence[Header]) -> tuple[AuthenticationClaim, ...]:
    """All claims, in the order of the headers they stand in."""
    found: list[AuthenticationClaim] = []
    for index, header in enumerate(headers):
        name = header.name.lower()
        if name in (RESULTS, ARC_RESULTS):
            found += _results(header.value[:_TEXT], index)
        elif name == RECEIVED_SPF:
            found += _received_spf(header.value[:_TEXT], index)
    return tuple(found)


def upstream(headers: Sequence[Header]) -> tuple[AuthenticationClaim, ...]:
    """What servers before ours claimed, where ours put it aside."""
    found: list[AuthenticationClaim] = []
    for index, header in enumerate(headers):
        if header.name.lower() == ORIGINAL:
            found += _results(header.value[:_TEXT], index)
    return tuple(found)


def _results(text: str, index: int) -> Iterator[AuthenticationClaim]:
    server = ""
    for number, (segment, comments) in enumerate(_segments(text)):
        match = _METHOD.match(segment)
        if match is None:
            server = server or next(iter(segment.split()), "").lower()
        elif number > _CLAIMS:
            return
        elif match[1].lower() not in _NO_METHODS:  # "i" is the instance of an ARC set
            properties = _properties(segment[match.end() :], comments)
            yield AuthenticationClaim(server, match[1].lower(), match[2].lower(), properties, index)


def _received_spf(text: str, index: int) -> Iterator[AuthenticationClaim]:
    plain, comments = _uncommented(text)
    match = _SPF.match(plain)
    if match:
        properties = _properties(plain[match.end() :].replace(";", " "), comments)
        server = dict(properties).get("receiver", "").lower()
        yield AuthenticationClaim(server, "spf", match[1].lower(), properties, index)


def _segments(text: str) -> Iterator[tuple[str, list[str]]]:
    """Pieces between semicolons, without their comments, and these."""
    plain, comments = [""], [[]]  # type: list[str], list[list[str]]
    depth = 0
    for piece in re.findall(r'[();]|"[^"]*"|[^();"]+|"', text):
        if piece == "(":
            depth += 1
        elif piece == ")" and depth:
            depth -= 1
        elif depth:
            comments[-1].append(piece)
        elif piece == ";":
            plain.append("")
            comments.append([])
        else:
            plain[-1] += piece
    return zip(plain, comments, strict=True)


def _uncommented(text: str) -> tuple[str, list[str]]:
    pieces = list(_segments(text))
    return ";".join(plain for plain, _ in pieces), [c for _, found in pieces for c in found]


def _properties(text: str, comments: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = [(m[1].lower(), m[2] or m[3] or "") for m in _PROPERTY.finditer(text)]
    comment = " ".join(" ".join(comments).split())[:_COMMENT]
    if comment:
        pairs.append(("comment", comment))
    return tuple(pairs)
