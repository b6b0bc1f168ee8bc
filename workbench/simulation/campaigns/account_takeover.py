"""A real account in other hands writes to colleagues; its answers are hidden by a rule."""

from __future__ import annotations

from datetime import timedelta

from workbench.simulation.campaigns.spreading import reported, spread, victims
from workbench.simulation.draft import SENT, Draft, State
from workbench.simulation.world import Letter, Person, SimMessage

NAME = "account-takeover"
MAILBOXES = 46
HIDDEN = "RSS Feeds"  # where the intruder's rule puts answers
LINK = "https://cloudbinder-files.test/s/8842a/Price_list_Q4.xlsx"


def run(draft: Draft) -> None:
    owner = draft.company.team("Sales")[-1]
    given = owner.name.split()[0]
    text = (
        "Hello,\n\nI shared the new price list for the fourth quarter with you. Please check your "
        f"positions until tonight.\n\n[[Price_list_Q4.xlsx|{LINK}]]\n\nThanks\n{given}"
    )
    people = victims(draft, NAME, draft.share(MAILBOXES) + 1)
    readers = [p for p in people if p != owner][: draft.share(MAILBOXES)]
    letter = draft.letter(
        f"{NAME}/1", owner, [p.address for p in readers], "Price list Q4 for review",
        draft.ago(5, 6, 53), text,
    )  # fmt: skip
    copies = spread(draft, NAME, "phish", letter, readers)
    draft.label(NAME, "phish", _own_copy(draft, letter, owner))
    reported(draft, copies, 2)
    _doubts(draft, letter, owner, readers)
    draft.alert(
        "Suspicious email sending patterns detected",
        f"{owner.address} sent an unusual number of messages to colleagues.",
        *("medium", "SuspiciousActivity", letter.sent + timedelta(minutes=50), copies[:1]),
    )


def _own_copy(draft: Draft, letter: Letter, owner: Person) -> SimMessage:
    """What was left in Sent Items; the intruder did not get to it."""
    return draft.deliver(letter, owner, State("sentitems"))


def _doubts(draft: Draft, letter: Letter, owner: Person, readers: list[Person]) -> None:
    for place, reader in enumerate(readers[:3]):
        answer = draft.letter(
            f"{NAME}/doubt/{place}", reader, [owner.address], f"Re: {letter.subject}",
            letter.sent + timedelta(minutes=9 + 17 * place),
            f"Hi,\n\nthe link asks for my password. Is that right?\n\n{reader.name}",
            answers=letter,
        )  # fmt: skip
        copy = draft.deliver(answer, owner, State(HIDDEN))
        draft.label("answers-to-phish", "decoy", copy, draft.deliver(answer, reader, SENT))
