"""Mail that services write by themselves: tickets, documents, parcels, bookings, receipts."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.simulation.dice import dice, token
from workbench.simulation.draft import Draft
from workbench.simulation.population.hours import working_moment
from workbench.simulation.population.outsiders import SERVICES
from workbench.simulation.population.threads import another, kept


@dataclass(frozen=True, slots=True)
class Notice:
    """``button`` labels the link of the notice, ``file`` names an attachment."""

    service: str
    subject: str
    text: str
    button: str
    department: str = ""
    file: str = ""


NOTICES: tuple[Notice, ...] = (
    Notice("tickets", "[#{number}] {thing} – assigned to you",
           "{who} assigned ticket #{number} to you.\n\n{thing}\nPriority: normal", "Open ticket"),
    Notice("tickets", "[#{number}] {thing} – resolved",
           "Ticket #{number} was marked as resolved by {who}.\n\nYou can reopen it within 14 days.",
           "View ticket"),
    Notice("wiki", "{who} mentioned you on “{thing}”",
           "{who} mentioned you in a comment:\n\n“Could you check the second table? I think the "
           "values are from last year.”", "Go to comment"),
    Notice("wiki", "Weekly digest: 4 pages changed in your spaces",
           "These pages changed last week:\n\n{thing}\nOn-call plan\nMeeting notes", "Read digest"),
    Notice("drive", "{who} shared “{thing}” with you",
           "{who} shared a file with you.\n\n{thing}.xlsx\nAccess: can edit", "Open"),
    Notice("travel", "Your booking {number} is confirmed",
           "Train on the 14th, 07:42 to 11:05, seat 41 window.\nHotel Meridian, one night, "
           "breakfast included.\n\nReference {number}", "Manage booking", file="receipt"),
    Notice("parcel", "Parcel {number} arrives today",
           "Your parcel {number} arrives today between 10:00 and 12:00.\n\nSender: Pelican Office "
           "Supplies", "Track parcel"),
    Notice("payroll", "Your payslip is ready",
           "Your payslip of last month is in your mailbox at Paydesk.\n\nFor your safety we never "
           "send payslips by mail.", "Sign in to Paydesk"),
    Notice("source", "[bench-control] Review requested: {thing} (!{number})",
           "{who} requested your review.\n\n3 files changed, 41 additions, 12 deletions",
           "View change", "Engineering"),
    Notice("poll", "{who} asks for your availability: {thing}",
           "{who} looks for a date. Please mark the times that suit you.\n\nTakes a minute, no "
           "account needed.", "Answer poll"),
    Notice("shop", "Order {number}: thank you",
           "Thank you for your order {number}.\n\n2 × printer paper A4, 5 reams\n1 × label roll "
           "102 × 150\n\nTotal € 74.30, invoice attached.", "Order status", "Purchasing",
           "receipt"),
    Notice("bank", "Account statement 11/{number} is available",
           "A new statement is available in your online mailbox.\n\nWe never ask for your PIN by "
           "mail.", "To online banking", "Finance"),
)  # fmt: skip
THINGS = (
    "Torque table VH-340", "Printer in hall 2 offline", "Budget retrofit", "Fair planning",
    "Cannot open drawing viewer", "Packing list template", "Spare parts price list",
    "VPN drops every hour", "Project kick-off", "Paint shop handover", "Seal catalogue",
)  # fmt: skip


def notify(draft: Draft, number: int) -> None:
    """One notice to one person."""
    chance = dice(draft.seed, "notice", number)
    notice = chance.choice(NOTICES)
    service = SERVICES[notice.service]
    reader = chance.choice(draft.company.team(notice.department))
    who = another(chance, draft.company, reader)
    moment = working_moment(chance, draft)
    key = f"notice/{number}"
    slots = {
        "number": str(chance.randrange(10_000, 99_999)),
        "thing": chance.choice(THINGS),
        "who": who.name,
    }
    link = f"https://app.{service.domain}/n/{token(20, draft.seed, key)}"
    values = {"accent": service.accent, "footer": f"Sent by {service.name}. {service.domain}"}
    if notice.file:
        values |= {"file": notice.file, "partner": service.name, "amount": "€ 74.30", **slots}
    letter = draft.letter(
        key,
        (service.name, service.address),
        [reader.address],
        notice.subject.format(**slots),
        moment,
        f"{notice.text.format(**slots)}\n\n[[{notice.button}|{link}]]",
        origin=service.origin,
        client="bulk",
        template="notice",
        values=values,
    )
    draft.deliver(letter, reader, kept(draft, chance, moment, "Travel"))
