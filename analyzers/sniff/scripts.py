"""Tells scripts apart: by the words a language begins with, and by a name that says which."""

from __future__ import annotations

import re
from typing import Final

_ENDINGS: Final = {
    **dict.fromkeys(("js", "jse", "mjs"), "js"),
    **dict.fromkeys(("vbs", "vbe"), "vbs"),
    **dict.fromkeys(("ps1", "psm1", "psd1"), "ps1"),
    **dict.fromkeys(("bat", "cmd"), "bat"),
    **dict.fromkeys(("wsf", "wsc", "sct"), "wsf"),
}
# Names under which many marks of a language are told by content; sources have names of their own.
_OPEN = re.compile(r"(?:pdf|docx?|xlsx?|jpe?g|png|gif|zip|scr|exe|com|dat|tmp)\Z")
_LEAST: Final = 3  # different marks of a language; prose has one or two by chance

_SHELL = re.compile(rb"#!\s?/|<\?php\b|#@~\^")
_BATCH = re.compile(rb"@?echo\s+off\b|@?setlocal\b|rem\s[^\n]*\n@?(?:set|echo)\s|@echo\s")
_COMPONENTS = re.compile(
    rb"(?:\s|<\?[^>]{0,1000}>|<!--.{0,2000}?-->)*<(?:job|package|scriptlet|component)[\s>]", re.S
)
_APPLICATION = re.compile(rb"<hta:application[\s/>]")
_MARKS: Final = {
    "vbs": (
        rb"^[ \t]*on\s+error\s+resume\s+next\b", rb"\bcreateobject\s*\(\s*\"", rb"^[ \t]*dim\s+\w+",
        rb"^[ \t]*set\s+\w+\s*=", rb"^[ \t]*(?:end\s+(?:sub|function|if)|wend|next)\b",
        rb"\bwscript\.(?:echo|sleep|shell|quit)", rb"^[ \t]*option\s+explicit\b",
        rb"\bchrw?\s*\(\d",
    ),
    "js": (
        rb"\bvar\s+\w+\s*=", rb"\bfunction\s*\w*\s*\([^)]*\)\s*\{", rb"\bnew\s+activexobject\s*\(",
        rb"\bwscript\.(?:createobject|sleep|quit|echo)\b", rb"\b(?:let|const)\s+\w+\s*=",
        rb"\b(?:eval|unescape|parseint|settimeout)\s*\(", rb"\}\s*catch\s*\(", rb"=>\s*\{",
        rb"\bstring\.fromcharcode\b", rb"\bdocument\.\w+\s*[(=]",
    ),
    "ps1": (
        rb"^[ \t]*\$\w+\s*=\s*\S", rb"\bnew-object\s",
        rb"\binvoke-(?:expression|webrequest|command)\b",
        rb"\[(?:system|convert|text|net|io|reflection)\.[\w.]+\]", rb"\bstart-process\b",
        rb"^[ \t]*param\s*\(", rb"\bwrite-(?:host|output)\b", rb"\biex\b",
        rb"\s-(?:eq|ne|bxor|join)\s",
        rb"\bfrombase64string\s*\(",
    ),
}  # fmt: skip
_PATTERNS: Final = {
    kind: tuple(re.compile(mark, re.M) for mark in marks) for kind, marks in _MARKS.items()
}


def markup(lowered: bytes, name: str) -> str:
    """A script host's kinds that are written as markup: "hta", "wsf", or ""."""
    if _COMPONENTS.match(lowered):
        return "wsf"
    if _APPLICATION.search(lowered) or _ending(name) == "hta":
        return "hta"
    return ""


def kind(lowered: bytes, name: str, *, prose: bool) -> str:
    """The kind of a text, "" for none; ``prose`` is text that was sent as such, without a name."""
    ending = _ending(name)
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if _BATCH.match(lowered):
        return "bat"
    if _SHELL.match(lowered):
        return "script"
    if prose or (ending and not _OPEN.match(ending)):
        return ""
    return _by_marks(lowered)


def _by_marks(lowered: bytes) -> str:
    """The language with most of its marks in the beginning."""
    counts = {
        kind: sum(bool(mark.search(lowered)) for mark in marks) for kind, marks in _PATTERNS.items()
    }
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] >= _LEAST else ""


def _ending(name: str) -> str:
    return name.rstrip(". ").rpartition(".")[2].lower() if "." in name else ""
