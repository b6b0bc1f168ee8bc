"""Finds the addresses written in plain text: live, defanged, wrapped over lines or bare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from analyzers.lib import refang
from analyzers.lib.domains import host_unicode
from analyzers.lib.words import words

_WRAPS: Final = 20  # lines that one wrapped address may span
_SOFT_BREAK: Final = range(60, 78)  # characters of a quoted-printable line (RFC 2045, 6.7: 76)

# Linear: each part is one class repeated, and none takes the first character of the next.
_TAIL: Final = r"[^\s<>\"'`|\\^]"
_ADDRESS = re.compile(
    rf"(?:{refang.SCHEMES})(?:{refang.COLON}){_TAIL}{{1,16000}}"
    rf"|(?<![\w@./-])www[.\u3002\uff0e\uff61]{_TAIL}{{1,16000}}"
    # A bare host: at the start of a word, no mail address, with or without a path.
    rf"|(?<![\w@./\\:=&?%#~+$-])(?P<bare>(?:[\w-]{{1,63}}\.){{1,8}}[a-z]{{2,24}})"
    rf"(?::\d{{2,5}})?(?P<path>/{_TAIL}{{0,16000}})?(?![\w@-])",
    re.I,
)
# Top-level domains under which a host without a path is an address and no file or sentence.
_PLAIN_TLDS: Final = words(
    "com net org edu gov mil info biz xyz top online site store shop club live website click link",
    "uk de fr nl eu ru cn br au ca jp pl ch at es se dk cz us ua in icu cyou sbs cfd vip fun",
)
_TRAILING: Final = ".,;:!?*_~'\u2019\u201d\u00bb\u3002\u2026"
_FULL_WIDTH = re.compile("[\uff0c\uff1b\uff09\u3011\u300d\u300b\uff01\uff1f\u3001]")
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}

# <http://... over several lines ...>: white space inside is no part of it (RFC 3986, appendix C).
_FENCED = re.compile(
    r"<(?:URL:\s{0,3})?((?:https?|ftp)://[^<>\s]{1,2000}"
    r"(?:[ \t]{0,9}\r?\n[ \t>]{0,9}[^<>\s]{1,2000}){1,20})[ \t]{0,9}>",
    re.I,
)
_JOINT = re.compile(r"[ \t]*\r?\n[ \t>]*")
# "www . bank . com", "http://bank . com": only where no dot stands before the first space.
_SPACED_HOST = re.compile(
    rf"\b(?:(?:{refang.SCHEMES})://[\w-]{{1,63}}|www)"
    r"(?:[ \t]{1,2}\.[ \t]{0,2}[\w-]{1,63}){1,4}",
    re.I,
)
_SPACED = re.compile(r"[ \t]*\.[ \t]*")


# What an address without a scheme needs: a dot within a word, one set apart, or one in brackets.
_INNER_DOT = re.compile(r"\.\S|\s\.|\\\\|[\[({<]")


class Found(NamedTuple):
    url: str  # made live again
    line: int  # counted from 1


def possible(text: str) -> bool:
    """Whether a text may hold an address: asked of each text of a page, most of which hold none."""
    if not text.isascii():
        return True
    return ("." in text and _INNER_DOT.search(text) is not None) or "//" in text


def addresses(text: str) -> Iterator[Found]:
    """Addresses in order; scheme-less ones get "http://", defanged ones are live again."""
    for number, line in _lines(_whole(text)):
        for word in line.split():
            if "." in word[:-1] or "//" in word or not word.isascii() or "\\\\" in word:
                for url in _in_word(word):
                    yield Found(url, number)


def _in_word(word: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(word):
        bare = match.group("bare")
        if bare and not _likely(bare, has_path=len(match.group("path") or "") > 1):
            continue
        url = refang.refang(trimmed(match.group()))
        if len(url.partition("//")[2]) > 1:
            yield url


@lru_cache(maxsize=512)  # texts name the same host again and again
def _likely(host: str, *, has_path: bool) -> bool:
    """Whether a bare name is a web address: a known suffix, and a path or a usual ending."""
    from analyzers.lib.suffixes import SUFFIXES

    tld = host.rpartition(".")[2]
    if not has_path and tld not in _PLAIN_TLDS:  # "end.In" is two sentences
        return False
    lower = host.lower()
    suffix = SUFFIXES.publicsuffix(host_unicode(lower), accept_unknown=False)
    return bool(suffix) and suffix != lower


def _whole(text: str) -> str:
    """The text with broken addresses joined; each line break moves behind the address."""
    if "<" in text and "://" in text:
        text = _FENCED.sub(_unfenced, text)
    if " ." in text or "\t." in text:
        text = _SPACED_HOST.sub(lambda match: _SPACED.sub(".", match.group()), text)
    return refang.dots(text)


def _unfenced(match: re.Match[str]) -> str:
    found = match.group(1)
    return f"<{_JOINT.sub('', found)}>" + "\n" * found.count("\n")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; what quoted-printable broke inside an address is one line."""
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        line, start = lines[number].rstrip("\r"), number
        number += 1
        if line.endswith("=") and len(line) in _SOFT_BREAK and "://" in line.split()[-1]:
            while line.endswith("=") and number < min(len(lines), start + _WRAPS):
                line = line[:-1] + lines[number].rstrip("\r")
                number += 1
            line = line.replace("=3D", "=")
        yield start + 1, line


def trimmed(text: str) -> str:
    """An address without the punctuation of the sentence around it."""
    wide = _FULL_WIDTH.search(text)
    text = text[: wide.start()] if wide else text
    for _ in range(20):
        if not text:
            break
        last = text[-1]
        opening = _BRACKETS.get(last)
        if last in _TRAILING or (opening and text.count(opening) < text.count(last)):
            text = text[:-1]
            continue
        break
    return text
