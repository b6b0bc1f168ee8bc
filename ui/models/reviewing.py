"""How far the analyst's decision came to the provider, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ui.tokens import Tone
from workbench.model.review import Review, ReviewState

NOT_YET = frozenset({ReviewState.FAILED, ReviewState.SENT})


def standing(reviews: Sequence[Review]) -> tuple[str, Tone, str]:
    """Text, tone and explanation; no text where there is nothing to say.  What merely waits is
    quiet: the profile may not want anything to be written back."""
    trouble = [review for review in reviews if review.state in NOT_YET]
    if trouble:
        reason = trouble[0].reason or "nobody knows whether it arrived"
        return f"Not written back: {reason}", Tone.SUSPICIOUS, _told(reviews)
    if any(review.state is ReviewState.WRITTEN for review in reviews):
        return "Written back", Tone.INFO, _told(reviews)
    return "", Tone.UNKNOWN, ""


def _told(reviews: Sequence[Review]) -> str:
    lines = [
        f"{review.subject.value} {review.key}: {review.state.value}"
        + (f", {review.reason}" if review.reason else "")
        for review in reviews[:10]
    ]
    return "\n".join([*lines, "What failed is tried again when the tenant is asked (F5)."])
