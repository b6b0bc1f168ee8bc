"""Well-known names that messages pose as, with the domains their owners send from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from analyzers.lib import lookalike
from analyzers.lib.confusables import skeleton
from analyzers.lib.domains import registrable_domain
from analyzers.lib.invisible import OVERRIDE, shown, split_words
from analyzers.lib.listed import entries
from analyzers.lib.words import words

# Words that a service desk puts beside its name.
DESK: Final = words(
    "account accounts admin administrator alert alerts and app assistance assistenza atencion",
    "billing card care center centre client cliente clienti clients club com confirmation",
    "customer customers de delivery department dept desk email equipe express for fraud from",
    "gmbh help helpdesk inbox inc info international invoice konto kundendienst kundenservice",
    "llc ltd mail mailer member membership message news newsletter no noreply notice",
    "notificacion notification notifications of office official online order orders parcel",
    "password payment payments plus premium prevention protection reply rewards safety secure",
    "security seguranca seguridad service services servicio servizio shipment shipping",
    "sicherheit soporte store subscription suporte support survey system team the update",
    "updates user verification verify via winner your",
)

_WORD = re.compile(r"[^\W_]+(?:[@$|][^\W_]+)*")
_READ = 200  # characters of a display name
_LABELS_READ = 20  # labels of a host in front of the registrable domain
_LONGEST = 4  # words of a name on the list
_SHORTEST = 5  # letters of a name that is searched for in host names
_APART = 6  # letters of a name for which one letter more or less is no coincidence


@dataclass(frozen=True, slots=True)
class Brand:
    """``word`` says that its name is an ordinary word or surname, too."""

    name: str
    domains: frozenset[str]
    word: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A display name that holds a brand's: ``alone`` but for words of a service desk, or with
    others; ``exact`` without any; ``disguised`` where it only looks like the name."""

    brand: Brand
    alone: bool
    exact: bool
    disguised: bool


@dataclass(frozen=True, slots=True)
class Imitation:
    """A host made to be taken for a brand's ``domain``, and how (see ``lookalike``)."""

    brand: Brand
    domain: str
    how: str


def _read() -> tuple[dict[tuple[str, ...], Brand], dict[str, tuple[Brand, str]]]:
    names: dict[tuple[str, ...], Brand] = {}
    labels: dict[str, tuple[Brand, str]] = {}
    for line in entries("brands"):
        spoken, _, listed = line.partition(" : ")
        brand = Brand(
            spoken.partition(",")[0].strip("~ "), frozenset(listed.split()), spoken.startswith("~")
        )
        for name in spoken.split(","):
            said = tuple(_words(name))
            names[said] = brand
            labels.setdefault("".join(said), (brand, listed.split()[0]))
    return names, {label: held for label, held in labels.items() if len(label) >= _SHORTEST}


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


_NAMES, _LABELS = _read()
_LOOKS: Final = {tuple(map(skeleton, name)): brand for name, brand in _NAMES.items()}
_PLAIN: Final = tuple(label for label, (brand, _) in _LABELS.items() if not brand.word)
_BY_LETTER: Final[dict[str, list[str]]] = {}
for _label in _PLAIN:
    if len(_label) >= _APART:
        _BY_LETTER.setdefault(_label[0], []).append(_label)
_LABEL_LOOKS: Final = {skeleton(label): held for label, held in _LABELS.items()}
_BY_DOMAIN: Final = {domain: brand for brand in _NAMES.values() for domain in brand.domains}
OWNED: Final = frozenset(_BY_DOMAIN)


@lru_cache(maxsize=1024)
def claimed(name: str) -> Claim | None:
    """The brand a display name speaks for, the longest name first."""
    said = _words(shown(name[:_READ]))
    looks = [skeleton(word) for word in said]
    split = bool(split_words(name) or OVERRIDE.search(name))
    for size in range(min(_LONGEST, len(said)), 0, -1):
        for start in range(len(said) - size + 1):
            plain = _NAMES.get(tuple(said[start : start + size]))
            brand = plain or _LOOKS.get(tuple(looks[start : start + size]))
            if brand is None or not (plain or _poses("".join(said[start : start + size]), brand)):
                continue
            rest = said[:start] + said[start + size :]
            alone = all(word in DESK or word.isdigit() for word in rest)
            return Claim(brand, alone, not rest, plain is None or split)
    return None


def _poses(text: str, brand: Brand) -> bool:
    """Whether digits or foreign letters stand for others; accents alone make another word."""
    if text.isascii():
        return not text.isalpha()
    return not brand.word or any(not _is_latin(c) for c in text)


def _is_latin(character: str) -> bool:
    return character.isascii() or unicodedata.name(character, "").startswith("LATIN")


def owns(brand: Brand, host: str) -> bool:
    """Whether a host is the brand's by the list, or by its name under a country's ending."""
    domain = registrable_domain(host)
    if domain in brand.domains:
        return True
    label, _, ending = domain.partition(".")
    country = len(ending.rpartition(".")[2]) == 2
    return country and any(label == listed.partition(".")[0] for listed in brand.domains)


@lru_cache(maxsize=4096)
def imitated(host: str) -> Imitation | None:
    """The brand whose domain a host is made to be taken for; None for the brands' own."""
    domain = registrable_domain(host)
    if "." not in domain or domain in OWNED:
        return None
    label = lookalike.chosen_label(domain)
    held = _LABELS.get(label)
    if held is not None:
        return _same_name(*held, domain)
    held = _LABEL_LOOKS.get(skeleton(label))
    if held is not None:
        return Imitation(*held, lookalike.SAME)
    return _near(label) or _in_front(host.lower(), domain)


def _same_name(brand: Brand, listed: str, domain: str) -> Imitation | None:
    """Countries' endings are the brand's own for all that can be told here."""
    if brand.word or owns(brand, domain):
        return None
    return Imitation(brand, listed, lookalike.ENDING)


def _near(label: str) -> Imitation | None:
    """Misspelt names keep their first letter; names with words added are found anywhere."""
    for listed in _BY_LETTER.get(label[:1], ()):
        how = lookalike.likeness(label, listed)
        if how and how != lookalike.ADDED:
            return Imitation(*_LABELS[listed], how)
    for listed in _PLAIN:
        if listed in label and _lured(label, listed):
            return Imitation(*_LABELS[listed], lookalike.ADDED)
    return None


def _lured(label: str, listed: str) -> bool:
    """Beside a brand's name anything is added by fan and dealer; a lure is not."""
    if not lookalike.with_words(label, listed):
        return False
    rest = [part for part in label.replace(listed, "-").split("-") if part]
    return all(part in lookalike.LURES or part.isdigit() for part in rest)


def _in_front(host: str, domain: str) -> Imitation | None:
    """A whole domain of a brand used as the beginning of a longer host name."""
    labels = host.removesuffix(domain).rstrip(".").split(".")[:_LABELS_READ]
    for start in range(len(labels) - 1):
        for stop in range(start + 2, min(start + 4, len(labels) + 1)):
            front = ".".join(labels[start:stop])
            if front in _BY_DOMAIN:
                return Imitation(_BY_DOMAIN[front], front, lookalike.FRONT)
    return None
