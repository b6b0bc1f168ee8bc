"""Every pair of colours that meets on screen is readable in both schemes."""

from __future__ import annotations

import pytest

from ui.tokens import DARK, LIGHT, Tokens, Tone, contrast

TEXT, MARK = 4.5, 3.0  # WCAG 2.2 AA: text, and parts that carry meaning

PAIRS = [
    *[(ink, ground, TEXT) for ink in ("text", "text_second") for ground in
      ("surface", "app", "raised", "sunken", "hover", "selected", "selected_inactive")],
    *[("text_third", ground, TEXT) for ground in
      ("surface", "app", "raised", "sunken", "selected")],
    ("link", "surface", TEXT),
    ("accent", "surface", MARK),
    ("on_accent", "accent", TEXT),
    ("on_accent", "accent_hover", TEXT),
    ("control", "surface", MARK),
    ("focus", "app", MARK),
    ("focus", "selected", MARK),
]  # fmt: skip

scheme = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


@scheme
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_inks_stand_out(tokens: Tokens, ink: str, ground: str, least: float) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= least


@scheme
@pytest.mark.parametrize("tone", Tone)
def test_tones_stand_out(tokens: Tokens, tone: Tone) -> None:
    shade = tokens.tone(tone)
    assert contrast(shade.ink, shade.wash) >= TEXT
    assert contrast(shade.ink, tokens.surface) >= TEXT
    assert contrast(shade.solid, tokens.surface) >= MARK


@scheme
def test_the_dangerous_button_is_readable(tokens: Tokens) -> None:
    assert contrast(tokens.on_solid, tokens.malicious.solid) >= TEXT
