"""Where the elements of a page keep addresses, and what each of them is for."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from analyzers.lib.dom import Element

_CHANGING: Final = frozenset({"animate", "set"})
_SETS: Final = 60  # candidates of one srcset that are read
_CSS: Final = 200_000  # characters of CSS that are searched, as many as the cascade reads
_COMMENTS: Final = 400_000  # characters of conditional comments that are searched

_TABLE: Final = (
    ("area", "href", "area"), ("form", "action", "form"), ("img", "src", "image"),
    ("button", "formaction", "form"), ("input", "formaction", "form"), ("input", "src", "image"),
    ("isindex", "action", "form"), ("iframe", "src", "iframe"), ("frame", "src", "iframe"),
    ("embed", "src", "embed"), ("object", "data", "embed"), ("object", "codebase", "embed"),
    ("applet", "code", "embed"), ("applet", "codebase", "embed"), ("link", "href", "stylesheet"),
    ("script", "src", "script"), ("script", "href", "script"), ("script", "xlink:href", "script"),
    ("video", "src", "media"), ("audio", "src", "media"), ("source", "src", "media"),
    ("track", "src", "media"), ("bgsound", "src", "media"), ("video", "poster", "image"),
    ("base", "href", "base"), ("image", "href", "image"), ("image", "xlink:href", "image"),
    ("feimage", "href", "image"), ("feimage", "xlink:href", "image"), ("use", "href", "embed"),
    ("use", "xlink:href", "embed"), ("v:imagedata", "src", "image"), ("v:fill", "src", "image"),
    ("v:rect", "href", "a"), ("v:roundrect", "href", "a"), ("v:shape", "href", "a"),
    ("a", "ping", "script"), ("blockquote", "cite", "cite"), ("q", "cite", "cite"),
    ("animate", "to", "script"), ("set", "to", "script"), ("html", "manifest", "script"),
)  # fmt: skip
_BY_TAG: Final[dict[str, list[tuple[str, str]]]] = {}
for _tag, _attribute, _source in _TABLE:
    _BY_TAG.setdefault(_tag, []).append((_attribute, _source))

_NO_ADDRESS: Final = ("#", "data:", "cid:", "mailto:", "tel:", "sms:", "about:")
_REFRESH = re.compile(r"""url\s{0,9}=\s{0,9}["']?([^"'>]{1,4000})""", re.I)
_CANDIDATE = re.compile(r"[^\s,]\S{3,4000}")
_LITERAL = re.compile(r"(?:https?|ftp):(?:\\?/){2}(?:[^\s\"'`<>\\)]|\\/){3,4000}", re.I)
_CSS_URL = re.compile(
    r"""url\(\s{0,9}["']?([^"')\s]{1,4000})|@import\s{1,9}["']([^"']{1,4000})""", re.I
)
_CSS_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?", re.I)
_CONDITION = "<!--[if"
_ATTRIBUTE = re.compile(
    r"""<([a-z][\w:-]{0,30})(?=[\s/])|\s(href|src|action)\s{0,9}=\s{0,9}"""
    r"""(?:"([^"]{4,4000})"|'([^']{4,4000})'|([^\s"'>]{4,4000}))""",
    re.I,
)


class Place(NamedTuple):
    url: str
    source: str
    where: str  # element and attribute


def of_element(element: Element) -> Iterator[Place]:
    """Every address of an element but the target of an ``a`` element."""
    given = element.attributes
    if not given:
        return
    tag = element.tag
    for attribute, source in _BY_TAG.get(tag, ()):
        url = given.get(attribute, "")
        if url and _leads(url) and (tag not in _CHANGING or _changes_target(element)):
            yield Place(url, source, f"{tag} {attribute}")
    for name, value in given.items():
        read = _READERS.get(name) or (_code if name[:2] == "on" or name[:5] == "data-" else None)
        if read is not None and (name != "value" or tag == "param"):
            yield from read(value, f"{tag} {name}")
    if tag == "meta" and given.get("http-equiv", "").strip().lower() == "refresh":
        for match in _REFRESH.finditer(given.get("content", "")[:16_000]):
            yield Place(match.group(1), "refresh", "meta refresh")


def _leads(url: str) -> bool:
    return not url.lstrip()[:7].lower().startswith(_NO_ADDRESS)


def _changes_target(element: Element) -> bool:
    """Whether an SVG animation rewrites where a link leads."""
    return "href" in element.attributes.get("attributename", "").lower()


def _style(value: str, where: str) -> Iterator[Place]:
    if "url(" in value or "\\" in value or "URL(" in value:
        for url in in_css(value):
            yield Place(url, "css", where)


def _background(value: str, where: str) -> Iterator[Place]:
    if value.strip() and _leads(value):
        yield Place(value, "image", where)


def _candidates(value: str, where: str) -> Iterator[Place]:
    for match in list(_CANDIDATE.finditer(value[:64_000]))[:_SETS]:
        if "/" in match.group() and _leads(match.group()):
            yield Place(match.group().rstrip(","), "image", where)


def _code(value: str, where: str) -> Iterator[Place]:
    if "//" in value or "/\\/" in value:
        for url in literals(value):
            yield Place(url, "script", where)


_READERS: Final[dict[str, Callable[[str, str], Iterator[Place]]]] = {
    "style": _style,
    "background": _background,
    "srcset": _candidates,
    "imagesrcset": _candidates,
    "srcdoc": _code,
    "value": _code,
}


def literals(code: str) -> Iterator[str]:
    """Whole addresses written in a script or in other markup."""
    for match in _LITERAL.finditer(code[:64_000]):
        yield match.group().replace("\\/", "/")


def in_css(sheet: str) -> Iterator[str]:
    """Addresses that a style sheet or attribute fetches; data: and fragments are none."""
    sheet = sheet[:_CSS]
    if "\\" in sheet:
        sheet = _CSS_ESCAPE.sub(_unescaped, sheet)
    for match in _CSS_URL.finditer(sheet):
        url = match.group(1) or match.group(2)
        if _leads(url):
            yield url


def _unescaped(match: re.Match[str]) -> str:
    number = int(match.group(1), 16)
    return chr(number) if 0x20 <= number < 0xD800 else " "


def conditional(source: str) -> Iterator[Place]:
    """Addresses in comments that only Outlook for Windows reads, which a parser drops."""
    room, end = _COMMENTS, 0
    while room > 0:
        start = source.find(_CONDITION, end)
        if start < 0:
            return
        end = source.find("-->", start)
        end = len(source) if end < 0 else end
        # "<!--[if !mso]><!-->" opens what all others read: the parser keeps it.
        comment = source[start : min(end, start + room)]
        room -= len(comment) + len(_CONDITION)
        yield from _in_comment(comment)


def _in_comment(comment: str) -> Iterator[Place]:
    tag = ""
    for match in _ATTRIBUTE.finditer(comment):
        if match.group(1):
            tag = match.group(1).lower()
            continue
        url = html.unescape(match.group(3) or match.group(4) or match.group(5))
        if _leads(url):
            clicked = match.group(2).lower() == "href" and tag != "link"
            where = f"conditional comment, {tag} {match.group(2).lower()}"
            yield Place(url, "mso" if clicked else "image", where)
