"""Codes split over two pictures."""

from __future__ import annotations

import pytest
from PIL import Image

from analyzers.lib import joined
from tests.samples import codes

WHOLE = codes.image()
SIDE = WHOLE.width


def parts(share: float, upright: bool) -> list[tuple[str, bytes]]:
    at = int(SIDE * share)
    first, second = (
        ((0, 0, at, SIDE), (at, 0, SIDE, SIDE))
        if upright
        else ((0, 0, SIDE, at), (0, at, SIDE, SIDE))
    )
    return [("a.png", codes.saved(WHOLE.crop(box))) for box in (first, second)]


@pytest.mark.parametrize("upright", [True, False])
@pytest.mark.parametrize("share", [0.4, 0.5, 0.6])
@pytest.mark.parametrize("turn", [1, -1])
def test_two_halves_in_any_order(share: float, upright: bool, turn: int) -> None:
    other = ("photo.png", codes.saved(Image.effect_noise((200, 120), 60)))
    [code] = joined.read([*parts(share, upright)[::turn], other])
    assert (code.text, code.drawn) == (codes.URL, "two pictures")


def test_a_whole_code_is_left_to_its_own_picture() -> None:
    assert joined.read([("a", codes.saved(WHOLE)), *parts(0.5, True)]) == []


def test_halves_that_do_not_belong_together() -> None:
    upper = parts(0.5, False)[0]
    assert joined.read([upper, upper]) == []
    assert joined.read([upper]) == []
    assert joined.read([upper, ("broken", b"\x89PNG\r\n\x1a\n")]) == []
