"""Sections over entropy: whatever a header claims, the map stays inside the file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzers.model.executable import EntropyProfile, Section
from ui.models.entropy import SHOWN, spoken, stretches
from ui.tokens import Tone

PROFILE = EntropyProfile(100, (1.0, 7.9, 7.9, 2.0))
numbers = st.integers(-(1 << 63), 1 << 63)
sections = st.builds(
    Section,
    st.text(max_size=8),
    numbers,
    numbers,
    numbers,
    numbers,
    st.floats(0, 8),
    st.just("rwx"),
)


def section(name: str, offset: int, size: int, entropy: float, flags: str = "r--") -> Section:
    return Section(name, 0, size, offset, size, entropy, flags)


def test_packed_code_is_worse_than_packed_data() -> None:
    found = stretches(
        PROFILE,
        [
            section(".data", 100, 100, 7.9),
            section(".text", 0, 100, 1.0, "r-x"),
            section("UPX1", 200, 100, 7.9, "r-x"),
        ],
        400,
    )
    assert [(part.name, part.tone) for part in found] == [
        (".text", Tone.INFO),
        (".data", Tone.SUSPICIOUS),
        ("UPX1", Tone.MALICIOUS),
        ("overlay", Tone.INFO),
    ]
    assert found[-1].entropy == 2.0
    assert spoken(PROFILE, found[:1]) == "Entropy: highest block 7.90 of 8; .text 1.00"


@given(st.lists(sections, max_size=40), st.integers(1, 10_000))
def test_no_header_draws_outside_the_file(found: list[Section], size: int) -> None:
    parts = stretches(PROFILE, found, size)
    assert len(parts) <= SHOWN + 1
    edges = [edge for part in parts for edge in (part.start, part.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= 1 for edge in edges)


def test_a_file_without_sections_is_one_stretch_of_its_own() -> None:
    assert stretches(PROFILE, [], 400) == []
    assert stretches(EntropyProfile(1, ()), [section("a", 0, 4, 1.0)], 8)[-1].entropy == 0.0
