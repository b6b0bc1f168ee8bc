"""Tells the language of a text by its script and its most frequent words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

READ: Final = 4_000  # characters; a language shows within a few hundred
WORDS_FEW: Final = 4  # words met below which two languages cannot be told apart
CERTAIN: Final = 0.3  # certainty below which none is named

_WORDS = re.compile(r"[^\W\d_]+")
# Vowels of Indian scripts are marks, which are no letters by themselves.
_INDIAN = re.compile("[\u0900-\u0dff]")
_INDIAN_WORDS = re.compile("[\u0900-\u0963\u0966-\u0dff]+")

# Scripts that one language is written in, or that tell the language of a mixed text; ranges of the
# Unicode standard's blocks.
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("am", re.compile("[\u1200-\u137f]")),
)
_MOSTLY: Final = 0.3  # share of a script's letters that makes the text one of its languages
_KANA: Final = 0.05  # of Japanese prose half is kana, of its headlines some
# Letters that one language of its script alone uses, each worth several words.
_TELLING: Final = (
    ("uk", re.compile("[іїєґ]")), ("ru", re.compile("[ыэё]")), ("sr", re.compile("[ђћљњџј]")),
    ("bg", re.compile("ъ[а-я]")), ("vi", re.compile("[ơưạảấầẩậắằẳặẹẻẽếềểệỉịọỏốồổộớờởợụủứừửựỳỵỷ]")),
    ("tr", re.compile("[ğış]")), ("pl", re.compile("[łąęńśźż]")), ("cs", re.compile("[řěů]")),
    ("hu", re.compile("[őű]")), ("ro", re.compile("[țşţăș]")), ("de", re.compile("ß")),
    ("es", re.compile("[ñ¿¡]")), ("pt", re.compile("[ãõ]")), ("fa", re.compile("[پچژگ]")),
    ("ur", re.compile("[ٹڈڑےہ]")), ("fr", re.compile("[œêâîôûë]")), ("lv", re.compile("[āēīņļķģ]")),
    ("lt", re.compile("[ėįų]")), ("et", re.compile("õ")), ("sk", re.compile("[ľĺŕôä]")),
)  # fmt: skip
_LETTER_WEIGHT: Final = 0.5
_SAME: Final = 5  # times that one word counts: over and over it is no prose
_LETTERS_MOST: Final = 12  # telling letters counted of one language


def _read() -> Mapping[str, tuple[tuple[str, float], ...]]:
    """For each word the languages that use it; a word of many languages tells little of any."""
    found: dict[str, list[str]] = {}
    text = files("resources").joinpath("lists/frequent_words.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, *listed = line.split()
            for word in dict.fromkeys(listed):
                found.setdefault(word, []).append(code)
    return {word: tuple((c, 1 / len(codes)) for c in codes) for word, codes in found.items()}


# Read when the module is loaded, before a box closes.
_LANGUAGES: Final = _read()


def language(text: str) -> tuple[str, float]:
    """ISO 639-1 code and certainty from 0 to 1; ("", 0.0) where it cannot be told.

    The certainty grows with the share of known words and with the lead over the second best.
    """
    text = text[:READ].lower()
    if "@" in text or "://" in text or "www." in text:
        text = " ".join([word for word in text.split() if not _addressed(word)])
    found = (_INDIAN_WORDS if _INDIAN.search(text) else _WORDS).findall(text)
    letters = sum(map(len, found))
    if not letters:
        return "", 0.0
    if not text.isascii() and (script := _by_script(text, letters)):
        return script
    return _by_words(text, found)


def _addressed(word: str) -> bool:
    return "@" in word or "://" in word or "www." in word


def _by_script(text: str, letters: int) -> tuple[str, float] | None:
    for code, pattern in _SCRIPTS:
        count = len(pattern.findall(text))
        if count >= (_KANA if code == "ja" else _MOSTLY) * letters and count >= WORDS_FEW:
            return code, round(min(1.0, 0.5 + count / letters / 2), 2)
    return None


def _by_words(text: str, found: list[str]) -> tuple[str, float]:
    scores: defaultdict[str, float] = defaultdict(float)
    met = 0
    for word, times in Counter(found).items():
        for code, weight in _LANGUAGES.get(word, ()):
            scores[code] += weight * min(times, _SAME)
        met += min(times, _SAME) if word in _LANGUAGES else 0
    if met < WORDS_FEW:
        return "", 0.0
    if not text.isascii():
        for code, pattern in _TELLING:
            if code in scores:
                count = min(len(pattern.findall(text)), _LETTERS_MOST)
                scores[code] += _LETTER_WEIGHT * count
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    (best, most), (_, second) = [*ranked[:2], ("", 0.0)][:2]
    lead = (most - second) / most
    share = min(1.0, 4 * met / len(found))  # a quarter of prose is such words
    certainty = round(lead * share, 2)
    return (best, certainty) if certainty >= CERTAIN else ("", 0.0)
