"""Tells whether one domain is made to be taken for another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from analyzers.lib.confusables import skeleton
from analyzers.lib.domains import host_unicode, registrable_domain
from analyzers.lib.words import words

SAME: Final = "looks the same"
HYPHEN: Final = "the same name with a hyphen more or less"
ONE: Final = "one letter apart"
ENDING: Final = "the same name under another ending"
ADDED: Final = "the name with words added"
FRONT: Final = "holds it in front of another domain"
WEAK: Final = frozenset({ENDING, ADDED})  # what an owner's other domains look like, too

# Words that stand beside a name in made-up domains: "name-login", "securename".
LURES: Final = words(
    "account accounts admin alert alerts app auth authenticate bank banking billing business",
    "care center centre check claim client cloud confirm connect contact corp customer delivery",
    "desk docs document email express file files group help helpdesk id inc info information",
    "international invoice invoices link live login logon mail mailbox mailer manage member",
    "message my net news noreply notice notification notifications notify office official",
    "online order orders pay payment payments portal protect protection recovery refund",
    "register reset reward rewards safe safety secure secured security service services share",
    "shipping shop sign signin site sso store support system team tech track tracking transfer",
    "unlock update updates user validate validation verification verified verify wallet web",
    "webmail",
)

_SHORTEST = 5  # letters of a name for which one letter more or less is no coincidence
_GLUED = 6  # letters of a name that are found at either end of a longer word
# Scripts with letters that are drawn like Latin ones.
_ALIKE: Final = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "LISU", "COPTIC"})


def resemblance(host: str, domains: Iterable[str]) -> tuple[str, str]:
    """The domain that ``host`` imitates and how, ("", "") for none; their own hosts do not."""
    domain = registrable_domain(host)
    own = [each for each in dict.fromkeys(map(registrable_domain, domains)) if each]
    if not domain or domain in own:
        return "", ""
    for each in own:
        if how := _how(host.lower(), domain, each):
            return each, how
    return "", ""


def mixed_scripts(host: str) -> bool:
    """Whether one label mixes Latin letters with letters that are drawn like them."""
    return any(mixed_word(label) for label in host_unicode(host).split("."))


def mixed_word(word: str) -> bool:
    """Whether one word mixes Latin letters with letters that are drawn like them."""
    if word.isascii():
        return False
    scripts = {unicodedata.name(c, "?").split()[0] for c in word if c.isalpha()}
    return "LATIN" in scripts and not scripts.isdisjoint(_ALIKE)


def disguised(host: str) -> str:
    """What a host of foreign letters alone passes for in Latin ones, "" where it does not."""
    readable = host_unicode(host)
    if readable.isascii():
        return ""
    for label in readable.split("."):
        letters = [c for c in label if not c.isascii()]
        scripts = {unicodedata.name(c, "?").split()[0] for c in letters}
        if letters and scripts <= _ALIKE | {"LATIN"} and skeleton(label).isascii():
            return skeleton(label)
    return ""


def likeness(name: str, other: str) -> str:
    """How one label, in letters, passes for another; "" where it does not."""
    if name == other:
        return ENDING
    short = min(len(name), len(other)) < _SHORTEST
    if _skeleton(name) == _skeleton(other):
        return SAME
    if len(other) >= _SHORTEST and name.replace("-", "") == other.replace("-", ""):
        return HYPHEN
    if not short and one_apart(name, other):
        return ONE
    return ADDED if with_words(name, other) else ""


def with_words(name: str, other: str) -> bool:
    """Whether a label is another with words beside it: by hyphens, or a lure without one."""
    if len(other) < _SHORTEST or len(name) <= len(other):
        return False
    if other in name.split("-"):
        return True
    if len(other) < _GLUED:
        return False
    before, found, behind = name.partition(other)
    rest = {part for part in (before.strip("-"), behind.strip("-")) if part}
    return bool(found) and rest <= LURES


def one_apart(one: str, other: str) -> bool:
    """Whether a letter added, dropped, changed or swapped with the next makes the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def chosen_label(domain: str) -> str:
    """The label somebody chose, in letters."""
    return host_unicode(domain).partition(".")[0]


def _how(host: str, domain: str, own: str) -> str:
    how = likeness(chosen_label(domain), chosen_label(own))
    return how or (FRONT if f".{own}." in f".{host}" else "")


_skeleton = lru_cache(maxsize=4096)(skeleton)
