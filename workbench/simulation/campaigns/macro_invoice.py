"""A supplier's look-alike sends an invoice as .docm whose macro would start by itself."""

from __future__ import annotations

from datetime import timedelta

from workbench.simulation.campaigns.spreading import reported, spread, victims
from workbench.simulation.draft import Draft, State
from workbench.simulation.letters.content import Part
from workbench.simulation.samples.docm import invoice_with_macro
from workbench.simulation.world import Letter, Origin

NAME = "macro-invoice"
MAILBOXES = 27
DOMAIN = "brekke-va1ves.example"  # digit one for "l"
ORIGIN = Origin(
    "server", "203.0.113.21", f"mx.{DOMAIN}", "", DOMAIN, "pass", "none", "bestguesspass", 1, "LT"
)
DOCM = "application/vnd.ms-word.document.macroEnabled.12"
TEXT = (
    "Dear Sir or Madam,\n\nplease find attached our invoice 48213. According to our books it has "
    "been open since the 3rd. We kindly ask for payment within three days to avoid a reminder "
    "fee.\n\nKind regards\nSolveig Brekke\nBrekke Valves AS"
)


def run(draft: Draft) -> None:
    letter = draft.letter(
        f"{NAME}/1", ("Brekke Valves AS", f"accounting@{DOMAIN}"), [],
        "Overdue: invoice 48213", draft.ago(2, 13, 38), TEXT,
        origin=ORIGIN, client="script", values={"file": NAME},
    )  # fmt: skip
    company = draft.company
    payers = (company.shared("invoices"), *company.team("Finance"), *company.team("Purchasing"))
    people = victims(draft, NAME, draft.share(MAILBOXES), payers)
    copies = spread(draft, NAME, "malware", letter, people)
    draft.label(NAME, "malware", draft.deliver(letter, people[0], State("deleteditems")))
    reported(draft, copies[1:], 3, "malware")
    draft.alert(
        "Email messages containing malicious file removed after delivery",
        "A file in delivered messages was judged malicious. Some copies could not be removed.",
        *("medium", "InitialAccess", letter.sent + timedelta(hours=2), copies),
    )


def document(_: Letter) -> Part:
    data = invoice_with_macro("48213", "Brekke Valves AS", "EUR 7,914.20")
    return Part("Invoice_48213.docm", DOCM, data)
