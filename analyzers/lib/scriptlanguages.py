"""Which language a script file is in, and the scripts that pages and script containers hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import names, script, scripttext
from analyzers.lib.scriptreaders import Source

# By kind, as the sniffer names it, and by the ending of the name.
_KINDS: Final = {
    "js": "jscript", "jse": "jscript", "vbs": "vbscript", "vbe": "vbscript", "ps1": "powershell",
    "psm1": "powershell", "psd1": "powershell", "bat": "batch", "cmd": "batch", "sh": "shell",
    "bash": "shell", "command": "shell", "py": "python", "pyw": "python",
}  # fmt: skip
CONTAINERS: Final = frozenset({"hta", "wsf", "wsc", "sct"})  # they hold script elements
_INTERPRETERS: Final = (
    ("pwsh", "powershell"), ("python", "python"), ("node", "javascript"), ("osascript", ""),
    ("perl", ""), ("ruby", ""), ("php", ""), ("sh", "shell"),
)  # fmt: skip
_SHEBANG = re.compile(r"#![^\n]{0,200}")
_BATCH = re.compile(r"(?i)\s*(?:@?echo\s+off|@echo\b|@set\b|@?setlocal\b|::|rem\s)")
_ELEMENTS = re.compile(r"(?i)<(?:job|package|component|scriptlet|script|registration|hta:)\b")
_SCRIPTED: Final = {"javascript": "jscript"}  # outside of browsers the script host runs it


def of_file(text: str, kind: str, name: str) -> str:
    """The language of a script file; "" where it is none of those that are read."""
    ending = names.extension(name)
    if kind in _KINDS:
        return _KINDS[kind]
    head = text[:400].lstrip("\ufeff \t\r\n")
    shebang = _SHEBANG.match(head)
    if shebang:
        return next((word for mark, word in _INTERPRETERS if mark in shebang.group()), "shell")
    if ending in _KINDS:
        return _KINDS[ending]
    if head.startswith("#@~^"):
        return "vbscript"
    if _BATCH.match(head):
        return "batch"
    if head.lower().startswith("<?php"):
        return ""
    found = scripttext.guess(text)
    return _SCRIPTED.get(found, "" if found == "html" else found)


def holds_elements(text: str, kind: str, name: str) -> bool:
    """Whether the file is a container of script elements, as HTA and WSF are."""
    ending = names.extension(name)
    if kind in CONTAINERS or ending in CONTAINERS:
        return True
    return kind == "script" and bool(_ELEMENTS.match(text[:4_000].lstrip("\ufeff \t\r\n")))


def of_page(source: str, *, hosted: bool) -> Iterator[Source]:
    """The scripts of a page; ``hosted`` ones run outside of a browser and may do anything."""
    for part in script.parts(source):
        language = _SCRIPTED.get(part.language, part.language) if hosted else part.language
        yield Source(part.text, language, part.where, part.offset)
