"""The readable runs of an artifact whose bytes are no text, gathered once for its readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from analyzers.lib.names import words_of
from analyzers.model.artifact import Artifact

SCANNED: Final = 4 << 20  # bytes searched: 0.1 s of CPU
RUNS: Final = 10_000  # of one encoding; a program of some MB holds so many

# Kinds that are text themselves, or whose own readers say what is written in them, or that hold
# nothing but packed content, in which runs of letters are chance.
_SKIPPED: Final = words_of(
    "eml mbox msg tnef pst html svg xml text json csv ics vcf script js vbs ps1 bat wsf hta rtf "
    "reg url desktop webloc rdp theme scf inf jnlp settingcontent-ms library-ms search-ms "
    "appinstaller clickonce appxmanifest slk iqy dqy pkcs7 pdf zip jar apk epub docx docm xlsx "
    "xlsm xlsb pptx pptm vsdx opc odf ooxml-encrypted 7z rar cab gz bz2 xz zst lz4 lzip z tar "
    "iso udf png jpg gif webp heic avif jp2 mp3 mp4 ogg flac mkv empty"
)
_NARROW = re.compile(rb"[\x20-\x7e]{6,}")
# A class in front is searched three times as fast as a group.
_LITTLE = re.compile(rb"[\x20-\x7e]\x00(?:[\x20-\x7e]\x00){5,}")
_BIG = re.compile(rb"\x00[\x20-\x7e](?:\x00[\x20-\x7e]){5,}")
# What nearly all such text holds, and nearly no other bytes do; spares most files the third search.
_BIG_WORDS: Final = (b"\0 \0t", b"\0t\0h\0e", b"\0:\0/\0/", b"\0e\0r", b"\0i\0n")

Run = tuple[int, str]  # offset and text
Found = tuple[tuple[Run, ...], int]  # runs, and how many more there are


@dataclass(frozen=True, slots=True)
class Runs:
    """Each encoding's runs of six characters and more in order, and how many were left out."""

    narrow: tuple[Run, ...]
    little: tuple[Run, ...]  # UTF-16LE
    big: tuple[Run, ...]  # UTF-16BE
    more: tuple[int, int, int]
    cut: bool  # whether the artifact is longer than what was searched

    def all(self) -> Iterator[tuple[str, Run]]:
        for encoding, runs in self.named():
            for run in runs:
                yield encoding, run

    def named(self) -> tuple[tuple[str, tuple[Run, ...]], ...]:
        return ("ASCII", self.narrow), ("UTF-16", self.little), ("UTF-16BE", self.big)


def worth(kind: str) -> bool:
    """Whether runs of letters tell something in artifacts of this kind."""
    return kind not in _SKIPPED


def runs(artifact: Artifact) -> Runs:
    """For ``Memo.once``."""
    data = artifact.data[:SCANNED]
    little = _found(_LITTLE, data, 0)
    big: Found = ((), 0)
    if any(word in data for word in _BIG_WORDS):
        little, big = _settled(little, _found(_BIG, data, 1))
    narrow = _found(_NARROW, data, None)
    cut = len(artifact.data) > SCANNED
    return Runs(narrow[0], little[0], big[0], (narrow[1], little[1], big[1]), cut)


def _found(pattern: re.Pattern[bytes], data: bytes, first: int | None) -> Found:
    """``first`` is the place of a character's byte in a pair, None for single bytes."""
    matches = pattern.finditer(data)
    kept = tuple(
        (m.start(), (m.group() if first is None else m.group()[first::2]).decode("ascii"))
        for m in islice(matches, RUNS)
    )
    return kept, sum(1 for _ in matches)


def _settled(little: Found, big: Found) -> tuple[Found, Found]:
    """Text in either order, read one byte off, is text in the other: the longer reading counts,
    and of two as long the one at an even place."""
    lengths = {offset: len(text) for offset, text in little[0]}
    kept, lost = [], set()
    for offset, text in big[0]:
        before, behind = lengths.get(offset - 1, 0), lengths.get(offset + 1, 0)
        if before >= len(text) or (behind, offset % 2) > (len(text), 0):
            continue
        kept.append((offset, text))
        lost |= {offset - 1, offset + 1}
    return (tuple(run for run in little[0] if run[0] not in lost), little[1]), (tuple(kept), big[1])
