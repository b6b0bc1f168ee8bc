"""The lists are read, and texts are compared without what nobody sees."""

from __future__ import annotations

import pytest

from analyzers.lib import phrases

LISTS = (
    "external-banners",
    "reply-attributions",
    "reply-labels",
    "reply-separators",
    "sent-from",
    "subject-prefixes",
)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_entries_and_no_stray_heading(name: str) -> None:
    found = phrases.sections(name)
    lines = [line for section in found.values() for line in section]
    assert len(lines) > 20
    assert not [line for line in lines if line.startswith(("=", "#"))]


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Re: Lunch", "reply"),
        ("RE[2]: Lunch", "reply"),
        ("Aw: Mittag", "reply"),
        ("SV: Lunch", "reply"),
        ("[list] Re: Lunch", "reply"),
        ("回复：午餐", "reply"),
        ("Fwd: Lunch", "forward"),
        ("WG: Mittag", "forward"),
        ("TR : Déjeuner", "forward"),
        ("転送: 昼食", "forward"),
        ("İLT: Öğle", "forward"),
        ("Lunch", ""),
        ("Note: Lunch", ""),
        ("", ""),
        ("[" * 1_000, ""),
    ],
)
def test_the_prefix_of_a_subject_tells_a_reply_from_a_forward(subject: str, kind: str) -> None:
    assert phrases.subject_kind(subject) == kind


def test_marks_and_odd_spaces_do_not_count() -> None:
    assert phrases.folded("\u202bVon\u00a0Ann\u200f’s") == "von ann's"
