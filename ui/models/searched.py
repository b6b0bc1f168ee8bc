"""How a search stands, in words: how far it is, what it found, and what nobody could answer."""

from __future__ import annotations

from collections.abc import Sequence

from ui.models.copies import many, unreached_text

APPROXIMATE = "links are found by the provider's index, which may miss a copy"
EXAMPLES = "\n".join((
    "A sender: eve@evil.example, or a whole domain: evil.example",
    "A piece of the subject, and a time: 2026-05-01, or 2026-05-01T13:30+02:00",
    "A Message-ID: <20260501.77@mx.evil.example>, or Exchange's network message id",
    "A link: hxxps://evil[.]example/pay",
    "Header lines of a message, pasted into any field",
    "What several fields say must all be true.",
))  # fmt: skip


def boxes(done: int, total: int) -> str:
    return f"Asked {done:,} of {many(total, 'mailbox', 'mailboxes')}"


def rounds(question: int, questions: int) -> str:
    """ "" for a search of one question."""
    return f"Message-ID {question} of {questions}" if questions > 1 else ""


def found(copies: int, recorded: int) -> str:
    words = many(copies, "copy", "copies")
    return f"{words}, {recorded:,} only in the records" if recorded else words


def gaps(
    unreached: Sequence[tuple[str, str]], cut: Sequence[str], places: Sequence[str], shown: int = 3
) -> list[str]:
    """What may hold copies that are not listed, a sentence each."""
    told = [unreached_text(unreached, shown)]
    if cut:
        more = f" and {len(cut) - shown:,} more" if len(cut) > shown else ""
        named = f"{', '.join(cut[:shown])}{more}"
        told.append(f"more was found than the provider lists in {named}: narrow the search")
    told += [f"not searched: {'; '.join(places)}"] if places else []
    return [one[0].upper() + one[1:] for one in told if one]
