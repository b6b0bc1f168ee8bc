"""The fuzzy hash: computed for what is small enough, said to be missing for the rest."""

from __future__ import annotations

import random

import ppdeep

from analyzers.attachments.fuzzy_hash import LARGEST, SMALLEST, UNIT
from tests.analyzers.attachments.observed import facts, observe

LABEL = "Fuzzy hash (ssdeep)"
DATA = random.Random(3).randbytes(20_000)


def test_variants_have_like_hashes() -> None:
    one = facts(observe(UNIT, DATA, "a", "pe"))[LABEL]
    other = facts(observe(UNIT, DATA[:9_000] + b"changed" + DATA[9_010:], "a", "pe"))[LABEL]
    assert one == ppdeep.hash(DATA)
    assert ppdeep.compare(one, other) > 80


def test_a_large_file_is_said_to_have_none() -> None:
    seen = facts(observe(UNIT, bytes(LARGEST + 1), "a", "pe"))
    assert seen == {LABEL: "not computed: larger than 32 KiB"}


def test_what_is_too_small_or_a_message_has_none() -> None:
    assert not observe(UNIT, DATA[: SMALLEST - 1], "a", "pe")
    assert not observe(UNIT, DATA, "a", "eml")
