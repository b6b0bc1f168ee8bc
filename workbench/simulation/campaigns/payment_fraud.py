"""Business e-mail compromise: no link, no file, only words, to people who can pay."""

from __future__ import annotations

from datetime import timedelta

from workbench.simulation.campaigns.spreading import reported
from workbench.simulation.draft import SENT, UNSEEN, Draft
from workbench.simulation.population.names import plain
from workbench.simulation.population.outsiders import passing
from workbench.simulation.world import Origin

CHIEF, ACCOUNT = "chief-fraud", "changed-account"
FREE_MAIL = "mailbox-free.example"
FREE_ORIGIN = passing("webmail", FREE_MAIL, "203.0.113.61", f"mail-lf1-f61.{FREE_MAIL}")
LOOK_ALIKE = "tannh0f-guss.example"  # digit zero for "o"
PARTNER_ORIGIN = Origin(
    "server", "203.0.113.66", f"mail.{LOOK_ALIKE}", "", LOOK_ALIKE, "pass", "pass", "none", 1, "US"
)
EXAMPLE_IBAN = "GB33 BUKB 2020 1555 5555 55"  # the example of the IBAN registry


def run(draft: Draft) -> None:
    _chief(draft)
    _account(draft)


def _chief(draft: Draft) -> None:
    """The chief's name before a free-mail address; the second letter comes after an answer."""
    chief, payer = draft.company.chief, draft.company.team("Finance")[-1]
    given, family = chief.name.split(" ", 1)
    sender = (chief.name, f"{plain(given)}.{plain(family)}.office@{FREE_MAIL}")
    first = draft.letter(
        f"{CHIEF}/1", sender, [payer.address], "Are you at your desk?", draft.ago(3, 9, 12),
        f"{payer.name.split()[0]},\n\nI am in a meeting and cannot take calls. I need you to "
        "handle a confidential payment for me before noon. Answer here only, please do not tell "
        f"anybody yet.\n\n{given}\nSent from my tablet",
        origin=FREE_ORIGIN, client="gmail", template="plain",
    )  # fmt: skip
    answer = draft.letter(
        f"{CHIEF}/2", payer, [sender[1]], f"Re: {first.subject}",
        first.sent + timedelta(minutes=14),
        f"Hello,\n\nyes, I am. What do you need?\n\n{payer.name}", answers=first,
    )  # fmt: skip
    second = draft.letter(
        f"{CHIEF}/3", sender, [payer.address], f"Re: {first.subject}",
        first.sent + timedelta(minutes=21),
        f"Good. EUR 48,700 to Arden Consulting, {EXAMPLE_IBAN}, reference AC-1192. Do it as an "
        f"urgent transfer and send me the confirmation. I will explain on Monday.\n\n{given}",
        origin=FREE_ORIGIN, client="gmail", template="plain", answers=answer,
    )  # fmt: skip
    copies = [draft.deliver(first, payer), draft.deliver(second, payer, UNSEEN)]
    draft.label(CHIEF, "bec", *copies)
    draft.label("answers-to-phish", "decoy", draft.deliver(answer, payer, SENT))
    reported(draft, copies[1:], 1)


def _account(draft: Draft) -> None:
    """A supplier's look-alike continues a conversation that never took place."""
    buyer, invoices = draft.company.team("Purchasing")[0], draft.company.shared("invoices")
    invented = draft.letter(
        f"{ACCOUNT}/invented", buyer, ["r.tannert@tannhof-guss.example"], "Castings, lot 7",
        draft.ago(9, 14, 3), f"Hello Reinhold,\n\nlot 7 is complete, thank you.\n\n{buyer.name}",
    )  # fmt: skip
    letter = draft.letter(
        f"{ACCOUNT}/1", ("Reinhold Tannert", f"r.tannert@{LOOK_ALIKE}"),
        [buyer.address, invoices.address], "Re: Castings, lot 7", draft.ago(7, 8, 31),
        "Dear partners,\n\nplease note that because of an audit our account has changed. Kindly "
        f"pay invoice 7-2213 over EUR 31,460.00 to the new account: {EXAMPLE_IBAN}.\n\nPlease "
        "confirm today, as the old account is closed.\n\nMit freundlichen Grüßen\nReinhold "
        "Tannert\nTannhof Guss GmbH",
        origin=PARTNER_ORIGIN, answers=invented, reply_to="tannert.reinhold@mailbox-free.example",
    )  # fmt: skip
    draft.label(ACCOUNT, "bec", draft.deliver(letter, buyer), draft.deliver(letter, invoices))
