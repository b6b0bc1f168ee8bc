"""Words that talk readers into switching protection off."""

from __future__ import annotations

import pytest

from analyzers.lib.lure import lure


@pytest.mark.parametrize(
    "text",
    [
        "To view, click Enable  Content above",
        "Macros must be enabled",
        "This document was created in an earlier version of Office",
        "Bitte Bearbeitung aktivieren",
        "habilitar edición",
        "abilita contenuto",
    ],
)
def test_a_request_is_found(text: str) -> None:
    assert lure(f"Dear reader. {text}. Thank you.")


@pytest.mark.parametrize(
    "text", ["", "We enable teams to edit content", "The document is protected"]
)
def test_other_text_is_not(text: str) -> None:
    assert not lure(text)
