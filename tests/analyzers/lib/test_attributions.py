"""Who wrote a quoted message is read in many languages, and prose is not taken for it."""

from __future__ import annotations

import pytest

from analyzers.lib import attributions
from analyzers.model.message import Address
from tests.samples.quoted import ATTRIBUTIONS

ANN = Address("Ann Example", "ann@example.com")


@pytest.mark.parametrize(("language", "line", "date"), ATTRIBUTIONS)
def test_an_attribution_is_known_in_each_language(language: str, line: str, date: str) -> None:
    assert attributions.ends(line)
    assert attributions.rank(line, quoted=False)
    said = attributions.read(line)
    assert said.sender == (ANN,)
    assert "2026" in said.date
    assert "10" in said.date
    if date:
        assert said.date == date
