"""Tells what the scripts of a PDF reach for, by the calls they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from analyzers.lib.strings import printable
from analyzers.model.observation import Finding, Severity

SEARCHED: Final = 2 << 20  # characters of one script

# Calls by what they do (Acrobat JavaScript API reference), and those that overflows went through.
_CALLS: Final = (
    ("pdf.javascript.opens", Severity.HIGH, "A script of the PDF takes out or starts a file",
     re.compile(r"\bexportDataObject\b|\bapp\s{0,9}\.\s{0,9}(?:openDoc|execDialog)\b|"
                r"\bapp\.mailMsg\b|\bimportDataObject\b|\bcreateDataObject\b")),
    ("pdf.javascript.sends", Severity.LOW, "A script of the PDF opens or sends to an address",
     re.compile(r"\b(?:getURL|submitForm|launchURL|mailForm|mailDoc|Net\.HTTP|SOAP)\b|"
                r"\bNet\s{0,9}\.\s{0,9}HTTP\b")),
    ("pdf.javascript.exploit", Severity.HIGH,
     "A script of the PDF calls what is known from attacks on readers",
     re.compile(r"\bCollab\s{0,9}\.\s{0,9}(?:collectEmailInfo|getIcon)\b|\bmedia\s{0,9}\.\s{0,9}"
                r"newPlayer\b|\bspell\s{0,9}\.\s{0,9}customDictionaryOpen\b|%u(?:9090|0c0c|0a0a|"
                r"4141)|\\u0c0c\\u0c0c|util\.printf\(\s{0,9}[\"']%4\d{3}|\bRSS\.addFeed\b")),
    ("pdf.javascript.disguised", Severity.MEDIUM,
     "A script of the PDF builds its code while it runs",
     re.compile(r"\beval\s{0,9}\(|\bnew\s{1,9}Function\s{0,9}\(|\bunescape\s{0,9}\(\s{0,9}[\"']"
                r"(?:%u?[0-9a-fA-F]{2,4}){8}|(?:String\.)?fromCharCode\s{0,9}\((?:[^,)]{1,30},){8}|"
                r"\bapp\s{0,9}\[\s{0,9}[\"']")),
)  # fmt: skip


def telling(scripts: Iterable[tuple[bytes, str]]) -> Iterator[Finding]:
    """One finding for each kind of call, with its first place; scripts come with where they are."""
    found: set[str] = set()
    for code, where in scripts:
        text = code[:SEARCHED].decode("utf-8", "replace")
        for rule, severity, title, pattern in _CALLS:
            match = None if rule in found else pattern.search(text)
            if match:
                found.add(rule)
                around = text[max(0, match.start() - 60) : match.end() + 120]
                line = text.count("\n", 0, match.start()) + 1
                place = f"{where}, line {line}"
                yield Finding(rule, severity, title, printable(around, 240), place)
