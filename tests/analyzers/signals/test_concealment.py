"""Texts that say one thing to eyes and another to filters are told wherever they are shown."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.concealment import UNIT
from tests.analyzers.signals.said import severities


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [
        ("Subject", "pass\u200bword", "sender.invisible"),
        ("Subject", "invoice\U000e0041", "sender.invisible"),
        ("From", "\u202enimda <a@x.test>", "sender.invisible"),
        ("Reply-To", "An\u2060n <a@x.test>", "sender.invisible"),
        ("Subject", "Your pаssword", "header.mixed-scripts"),  # a Cyrillic letter
        ("To", "Mаria <a@x.test>", "header.mixed-scripts"),
    ],
)
def test_hidden_and_borrowed_characters_are_findings(field: str, text: str, rule: str) -> None:
    assert severities(UNIT, (field, text)) == {rule: Severity.MEDIUM}


@pytest.mark.parametrize(
    "text", ["‘Ann’ 👩\u200d💻", "Привет, Ann", "5 µm", "naïve", "soft\u00adly"]
)
def test_languages_and_emoji_are_none(text: str) -> None:
    assert severities(UNIT, ("Subject", text), ("From", f"{text} <a@x.test>")) == {}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
