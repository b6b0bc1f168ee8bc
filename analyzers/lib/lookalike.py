"""Tells whether one domain is made to be taken for another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from analyzers.lib.domains import host_unicode, registrable_domain

# Letters of other scripts that fonts draw like Latin ones (UTS 39), and digits read as letters.
_PAIRS: Final = (
    ("абвгдеёзікмноорԛѕтуԝхцһјԁ", "a6brdee3ikmhoopqstywxuhjd"),
    ("αβεηικνορτυχωγς", "abenikvoptuxwys"),
    ("ագեհոսցքօ", "wqehnugpo"),
    ("01345679", "oleasbtg"),
    ("ıɩǀɑɡѵ|", "iilagvl"),
)
_TABLE: Final = {
    ord(strange): latin for row, plain in _PAIRS for strange, latin in zip(row, plain, strict=True)
}
_MERGED: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SHORTEST = 5  # letters of a name for which one letter more or less is no coincidence


def skeleton(label: str) -> str:
    """What a label looks like at a glance; equal skeletons are easily mistaken for each other."""
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", label.lower())
        if not unicodedata.combining(character)
    )
    plain = plain.translate(_TABLE)
    for pair, single in _MERGED:
        plain = plain.replace(pair, single)
    return plain.replace("i", "l")


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
    return any(_mixed(label) for label in host_unicode(host).split("."))


def _mixed(label: str) -> bool:
    scripts = {unicodedata.name(c, "?").split()[0] for c in label if c.isalpha()}
    return "LATIN" in scripts and not scripts.isdisjoint({"CYRILLIC", "GREEK", "ARMENIAN"})


def _how(host: str, domain: str, own: str) -> str:
    name, other = _name(domain), _name(own)
    if name == other:
        return "the same name under another ending"
    if skeleton(name) == skeleton(other):
        return "looks the same"
    if len(other) >= _SHORTEST and _one_apart(name, other):
        return "one letter apart"
    if len(other) >= _SHORTEST and other in name.split("-"):
        return "the name with words added"
    return "holds it in front of another domain" if f".{own}." in f".{host}" else ""


def _name(domain: str) -> str:
    """The label somebody chose, in letters."""
    return host_unicode(domain).partition(".")[0]


def _one_apart(one: str, other: str) -> bool:
    """Whether a letter added, dropped, changed or swapped with the next makes the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
