"""Good mail that users reported all the same: a newsletter, a real invoice, a real notice."""

from __future__ import annotations

from datetime import timedelta

from workbench.simulation.draft import Draft
from workbench.simulation.population.newsletters import HEADLINES, issue
from workbench.simulation.population.outsiders import NEWSLETTERS, PARTNERS, SERVICES

NAME = "false-alarm"


def run(draft: Draft) -> None:
    _newsletters(draft)
    _invoice(draft)
    _notice(draft)


def _newsletters(draft: Draft) -> None:
    stories = list(HEADLINES[4:7])
    for place, reader in enumerate(draft.company.team("Marketing")[:2]):
        sender, moment = NEWSLETTERS[place], draft.ago(5 + 3 * place, 9, 30)
        letter = issue(draft, f"{NAME}/news/{place}", sender, reader, stories, moment)
        copy = draft.deliver(letter, reader)
        draft.label(NAME, "clean", copy)
        draft.report(copy, "spam", timedelta(minutes=44))


def _invoice(draft: Draft) -> None:
    partner, clerk = PARTNERS[2], draft.company.team("Finance")[-1]
    text = (
        f"Dear {clerk.name.split()[0]},\n\nplease find attached our invoice 21907 for the "
        "castings of lot 6. Payment as agreed within 30 days to the account you know.\n\n"
        f"Kind regards\n{partner.name}\n{partner.company}"
    )
    values = {
        "file": "invoice", "number": "21907", "small": "40", "part": "castings",
        "amount": "€ 18,240.00", "partner": partner.company,
    }  # fmt: skip
    letter = draft.letter(
        f"{NAME}/invoice", (partner.name, partner.address), [clerk.address], "Invoice 21907",
        draft.ago(3, 10, 17), text, origin=partner.origin, values=values,
    )  # fmt: skip
    copy = draft.deliver(letter, clerk)
    draft.label(NAME, "clean", copy)
    draft.report(copy, "phishing", timedelta(minutes=12))


def _notice(draft: Draft) -> None:
    service, reader = SERVICES["payroll"], draft.company.team("Production")[-1]
    text = (
        "Please confirm your bank details for the coming year in your Paydesk account.\n\n"
        f"[[Sign in to Paydesk|https://app.{service.domain}/n/confirm]]"
    )
    letter = draft.letter(
        f"{NAME}/notice", (service.name, service.address), [reader.address],
        "Yearly confirmation of your bank details", draft.ago(10, 7, 5), text,
        origin=service.origin, client="bulk", template="notice", values={"accent": service.accent},
    )  # fmt: skip
    copy = draft.deliver(letter, reader)
    draft.label(NAME, "clean", copy)
    draft.report(copy, "phishing", timedelta(hours=3))
