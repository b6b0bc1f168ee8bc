"""Finds the passwords a text gives for what it comes with, best first, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.model.document import PasswordHint

SEARCHED: Final = 200_000  # characters
WINDOW: Final = 220  # characters looked at from a likely word on
WINDOWS: Final = 300
HINTS: Final = 12  # kept of one text: each costs a key derivation for everything that is locked
SENTENCE: Final = 160  # characters shown around it

# The word for "password" in the languages mail is written in, and what stands for it.
_WORD: Final = (
    r"pass(?=\s?[-:=\u2013])|pass\s?(?:word|wort|code|phrase|key)|passwd|pwd|p/w|pw|kennwort|zugangscode|mot\s?de\s?passe"
    r"|mdp|code\s?d'acc\w{1,3}s|contrase\w{1,2}a|clave|senha|palavra-passe|parola(?:\sd'ordine)?"
    r"|has\u0142o|haslo|heslo|jelsz\w|wachtwoord|l\w{1,2}senord|adgangskode|passord|salasana"
    r"|lozinka|geslo|\u015fifre|sifre|parol\w?|\u043f\u0430\u0440\u043e\u043b\w{1,3}"
    r"|\u043a\u043e\u0434\s\u0434\u043e\u0441\u0442\u0443\u043f\u0430|\u5bc6\u7801|\u5bc6\u78bc"
    r"|\u30d1\u30b9\u30ef\u30fc\u30c9|\ube44\ubc00\ubc88\ud638|m\u1eadt\skh\u1ea9u"
    r"|\u03ba\u03c9\u03b4\u03b9\u03ba\w{1,3}|\u05e1\u05d9\u05e1\u05de\u05d4"
    r"|\u0643\u0644\u0645\u0629\s\u0627\u0644(?:\u0645\u0631\u0648\u0631|\u0633\u0631)"
    r"|(?:access|security|archive|zip|unlock|opening)[ -]{0,2}(?:code|key)|pin(?:[ -]?code)?"
)
_IS: Final = (
    r"(?<![^\W_])(?:is|was|ist|lautet|est|es|e|\u00e8|\u00e9|jest|je)(?![^\W_])"
    r"|=>|->|[:=\uff1a\u2013\u2014-]"
)
_OPEN, _CLOSE = (
    r"[\"'`\u201c\u201e\u00ab\u2018\u300c\[(<*]",
    r"[\"'`\u201d\u201c\u00bb\u2019\u300d\])>*]",
)
# Every word above begins with one of these.
_STEM = re.compile(
    "pass|pwd|p/w|pw|kenn|zuga|mot|mdp|code|contras|clave|senha|pala|paro|has\u0142|hasl|hesl|jelsz"
    "|wacht|l\u00f6sen|losen|adgang|salas|lozi|gesl|\u015fifre|sifre|\u043f\u0430\u0440\u043e\u043b"
    "|\u043a\u043e\u0434|\u5bc6\u7801|\u5bc6\u78bc|\u30d1\u30b9|\ube44\ubc00|m\u1ead|\u03ba\u03c9"
    "|\u05e1\u05d9|\u0643\u0644\u0645|access|security|archive|zip|unlock|opening|pin"
)
_QUOTED = re.compile(
    rf"(?i)(?<![^\W_])(?:{_WORD})(?![^\W_])[^\n\"'`\u201c\u201e\u00ab\u300c]{{0,60}}?"
    rf"{_OPEN}([^\s\"'`\u201c\u201d\u00ab\u00bb\u300d]{{3,64}}){_CLOSE}"
)
_STATED = re.compile(
    rf"(?i)(?<![^\W_])(?:{_WORD})(?![^\W_])([^\n:=\uff1a]{{0,40}}?)[ \t]{{0,9}}({_IS})"
    r"[ \t]{0,9}(?:\r?\n[ \t]{0,9}){0,2}(\S{3,64})"
)
_NAMED = re.compile(
    r"(?i)(?:pass(?:word|wort|code)?|pwd|pw|pin|code)[ _=-]{1,3}([A-Za-z0-9@#$%&!+-]{3,40})"
)
_PUNCTUATION: Final = ".,;:!?)]}>\"'`\u201d\u00bb\u3002*"
_COLONS: Final = frozenset(":=\uff1a")
# What follows "password is" in sentences that give none away.
_NO_PASSWORD: Final = frozenset({
    "the", "your", "that", "this", "not", "will", "has", "was", "been", "and", "for", "you",
    "with", "only", "below", "above", "protected", "required", "needed", "about", "reset",
    "expired", "expiring", "expires", "set", "sent", "case", "valid", "invalid", "incorrect",
    "wrong", "changed", "being", "going", "now", "same", "here", "http", "https",
})  # fmt: skip


def in_text(text: str, where: str) -> tuple[PasswordHint, ...]:
    """``where`` names the text, for people: "the subject", "the message"."""
    text = text[:SEARCHED]
    found: dict[str, tuple[int, PasswordHint]] = {}
    for rank, password, start, end in _candidates(text):
        before = found.get(password)
        if before is None or rank > before[0]:
            found[password] = (rank, PasswordHint(password, _sentence(text, start, end), where))
        if len(found) >= 4 * HINTS:
            break
    ranked = sorted(found.values(), key=lambda entry: -entry[0])
    return tuple(hint for _, hint in ranked[:HINTS])


def in_name(name: str) -> tuple[PasswordHint, ...]:
    """What a file's name says: ``invoice_pw-1234.zip``."""
    stem = name.rpartition(".")[0] or name
    hints = (
        PasswordHint(m[1], name[:SENTENCE], "a file name") for m in _NAMED.finditer(stem[:300])
    )
    return tuple(hints)[:2]


def _candidates(text: str) -> Iterator[tuple[int, str, int, int]]:
    """Rank, password and the span of the words around it."""
    for start, end in _windows(text):
        yield from _in_window(text, start, end)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches around what may be a word for password; the patterns are too dear for all text."""
    lowered, until = text.lower(), -1
    if len(lowered) != len(text):  # a few capitals have longer small forms
        lowered = text
    for number, match in enumerate(_STEM.finditer(lowered)):
        if number >= WINDOWS:
            return
        if match.start() >= until:
            until = match.start() + WINDOW
            yield match.start(), until


def _in_window(text: str, start: int, end: int) -> Iterator[tuple[int, str, int, int]]:
    for match in _QUOTED.finditer(text, start, end):
        yield 3, match[1], match.start(), match.end()
    for match in _STATED.finditer(text, start, end):
        token = match[3].lstrip("\"'`\u201c\u201e\u00ab\u2018\u300c([<*").rstrip(_PUNCTUATION)
        if len(token) < 3 or token.casefold() in _NO_PASSWORD or "://" in token:
            continue
        mixed = any(c.isdigit() for c in token) or not token.isalnum()
        sure = match[2] in _COLONS and not match[1].strip()
        yield (3 if sure else 2 if mixed else 1), token, match.start(), match.end()


def _sentence(text: str, start: int, end: int) -> str:
    """The line or lines that hold it, cut to what can be shown."""
    left = max(text.rfind("\n", max(0, start - 80), start) + 1, start - 80, 0)
    right = text.find("\n", end, end + 60)
    return " ".join(text[left : right if right >= 0 else end + 40].split())[:SENTENCE]
