"""The line before a quoted message that says who wrote it when, in any of many languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from analyzers.lib.phrases import alternatives, folded, plain, sections
from analyzers.model.message import Address

LINES: Final = 5  # over which mail programs wrap it
LONGEST: Final = 500  # characters
_SHORT: Final = 200  # characters of one that only its verb and the quotation below prove

_LISTED: Final = sections("reply-attributions")
_VERBS: Final = (
    rf"(?<!\w)(?:{alternatives(_LISTED['verb'])})(?!\w)"
    rf"|{alternatives(_LISTED['verb unspaced'])}"
)
_VERB = re.compile(_VERBS)
_LEAD = re.compile(rf"[\W_]{{0,6}}(?:{alternatives(_LISTED['lead'])})(?=[\s\d])")
# "Tue, 5 May", "вт, 5", "2020年", "5.5.2020": a date within the first words.
_DATE_FIRST = re.compile(r"[^\d\n:<@]{0,16}\d{1,4}\D")
_TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?[:.h時点时]\s?\d{2}(?!\d)|\d{1,2}\s?(?:[ap]\.?m\b|uhr|시|時|点)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<![\d.])\d{1,2}[./-]\d{1,2}[./-]\d{2}(?![\d.])")
_MAILBOX = re.compile(
    r"[<\[(（]{0,2}(?:mailto:)?([^\s<>()\[\]:;,\"'（]{1,64}@[^\s<>()\[\]:;,\"'）]{1,190})", re.I
)
_ENDS = re.compile(r"[:：][\s*_]{0,4}\Z")
# Zoho: "---- On Tue, 05 May 2020 10:00:00 +0200 Ann <ann@example.com> wrote ----"
_DASHED = re.compile(rf"\s?-{{3,20}}.{{10,300}}(?:{_VERBS})\s?-{{3,20}}\s{{0,4}}\Z")
# Gmail once wrote "2013/11/5 Ann Example <ann@example.com>" and nothing else.
_BARE = re.compile(
    r"\s?\d{4}[/-]\d{1,2}[/-]\d{1,2}\s[^<]{0,100}<[^<>\s]{3,200}@[^<>\s]{3,200}>:?\s?\Z"
)
_AFTER_TIME = re.compile(
    r"\s{0,2}(?:[ap]\.?\s?m\.?(?!\w)|uhr(?!\w)|h(?!\w)|г\.|р\.|[صم](?!\w)|[日分時时시분号]|"
    r"(?-i:[A-Z]{1,3}[SD]?T|UTC|MSK|MES?Z)(?![\w.@])|[+-]\d{2}:?\d{2}|"
    r"\((?:[A-Z]{2,5}|[^()@]{2,40})\))",
    re.I,
)
_EDGE: Final = " \t,;:，、،：.|-—–\"'«»„“”‘’*_()（）<>[]/"
_VEILED = re.compile(r"\s<[^<>]{0,200}>?")  # "<ann at example.com>", as list archives write it
_SMALL = re.compile(
    r"^(?:quoting|at|um|by|from|à|alle ore|ore|kl\.?|o|v|ve|la|las|à|às|om|klo|по|в|от|"
    r"пользователь|odesílatel|používateľ|użytkownik|ο χρήστης|χρήστης|użyt\.|heeft|da|von|de|"
    r"av|af|door|van|ما يلي بواسطة|بواسطة|בשם|מאת|님이|bởi|oleh|користувач|följande|følgende|"
    r"tarihinde şunu|tarihinde|időpontban)\s+",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who wrote the quoted message and when, as far as the line says; ``date`` as written."""

    sender: tuple[Address, ...]
    date: str


def ends(text: str) -> bool:
    """Whether a line could be the last of an attribution."""
    tail = text[-6:].rstrip()
    return wraps(text) or (tail[-1:] == ">" and "@" in text) or (tail[-1:] == "-" and "@" in text)


def wraps(text: str) -> bool:
    """Whether the lines above may belong to it: it ends in a colon, as all usual ones do."""
    tail = text[-6:]
    return ":" in tail or "：" in tail


def rank(text: str, *, quoted: bool) -> int:
    """How sure it is that the text is an attribution: 0 not at all, 1 by its end, 2 as a whole.

    ``quoted`` says that a quotation follows.  ``text`` is one or several lines joined by spaces.
    """
    if len(text) > LONGEST or len(text) < 6:
        return 0
    text = folded(text)
    if not _ENDS.search(text[-6:]):
        return 2 if (quoted and _BARE.match(text)) or _DASHED.match(text) else 0
    verb = _VERB.search(text) is not None
    dated = _TIME.search(text) is not None or _YEAR.search(text) is not None
    begun = _LEAD.match(text) is not None or _DATE_FIRST.match(text) is not None
    if not _believed(text, verb=verb, dated=dated, begun=begun, quoted=quoted):
        return 0
    return 2 if begun and dated else 1


def _believed(text: str, *, verb: bool, dated: bool, begun: bool, quoted: bool) -> bool:
    mailbox = "@" in text
    if dated and mailbox and (verb or (begun and quoted) or text.rstrip(" :：*_")[-1:] in ">)"):
        return True
    if verb and begun and _TIME.search(text) and _YEAR.search(text):
        return True
    if not quoted:
        return False
    return (verb and (len(text) <= _SHORT or begun)) or (mailbox and (dated or begun))


def read(text: str) -> Attribution:
    """Name, address and date out of an attribution, its verb and small words left out."""
    text = plain(text)[:LONGEST]
    mailbox = _MAILBOX.search(text)
    address = mailbox[1].rstrip(".>") if mailbox else ""
    before, after = (text[: mailbox.start()], text[mailbox.end() :]) if mailbox else (text, "")
    before, after = _without_verb(before), _without_verb(after)
    place = _date_end(before)
    if place:
        date, name = before[:place], before[place:]
    else:
        date, name = after, before
    if not name.strip(_EDGE) and not address and _date_end(after):
        name = after
    name = _name(name)
    found = (Address(name, address),) if name or address else ()
    return Attribution(found, _date(date))


def _without_verb(text: str) -> str:
    """Cut in the text itself: folding may change lengths, so only where it has not."""
    small = text.casefold()
    return _VERB.sub(" ", text if len(small) != len(text) else _cut(text, small))


def _cut(text: str, small: str) -> str:
    pieces, place = [], 0
    for match in _VERB.finditer(small):
        pieces.append(text[place : match.start()])
        place = match.end()
    return " ".join([*pieces, text[place:]])


def _date_end(text: str) -> int:
    """Where the date in front of a name ends, 0 where there is none."""
    digits = [match.end() for match in re.finditer(r"\d", text)]
    if not digits:
        return 0
    place = digits[-1]
    while (match := _AFTER_TIME.match(text, place)) and match.end() > place:
        place = match.end()
    return place


def _name(text: str) -> str:
    text = _VEILED.sub("", " ".join(text.split())).strip(_EDGE)
    for _ in range(3):
        text = _SMALL.sub("", f"{text} ").strip(_EDGE)
    return text


def _date(text: str) -> str:
    text = " ".join(text.split()).strip(_EDGE.replace(".", "").replace("(", "").replace(")", ""))
    lead = _LEAD.match(text.casefold())
    return text[lead.end() :].strip(_EDGE) if lead and len(text.casefold()) == len(text) else text
