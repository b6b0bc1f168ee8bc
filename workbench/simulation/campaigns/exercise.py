"""The company's own phishing exercise: looks like phish, carries the trainer's header."""

from __future__ import annotations

from datetime import timedelta

from workbench.simulation.campaigns.spreading import USUAL, reported, victims
from workbench.simulation.dice import dice, token
from workbench.simulation.draft import Draft
from workbench.simulation.population.outsiders import passing

NAME = "exercise"
MAILBOXES = 40
TRAINER = "swiftparcel-notice.example"
ORIGIN = passing("bulk", TRAINER, "198.51.100.200", f"phishtrainer.{TRAINER}")
HEADER = "X-PHISHTEST: This is a phishing security test that Velmora Hydraulics has ordered"


def run(draft: Draft) -> None:
    """Each reader has a letter of their own, with a link of their own."""
    chance = dice(draft.seed, NAME)
    states, weights = [s for _, s in USUAL], [w for w, _ in USUAL]
    copies = []
    for place, reader in enumerate(victims(draft, NAME, draft.share(MAILBOXES))):
        link = f"https://{TRAINER}/t/{token(16, draft.seed, NAME, reader.key)}"
        letter = draft.letter(
            f"{NAME}/{place}", ("Swiftparcel", f"delivery@{TRAINER}"), [reader.address],
            "Your parcel could not be delivered",
            draft.ago(11, 8, 0) + timedelta(seconds=7 * place),
            "We could not deliver your parcel because a fee of € 1.99 is missing.\n\n"
            f"[[Pay and choose a new date|{link}]]",
            origin=ORIGIN, client="bulk", template="notice",
            values={"accent": "#c28b00", "headers": HEADER},
        )  # fmt: skip
        copies.append(draft.deliver(letter, reader, chance.choices(states, weights)[0]))
    draft.label(NAME, "simulation", *copies)
    reported(draft, copies, 3, simulation=True)
