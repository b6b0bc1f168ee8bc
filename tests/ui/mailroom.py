"""Fills a real workspace, through the store, with mail such as an analyst's morning brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workbench.model.mail import Copy, MessageRef, UserReport
from workbench.model.verdict import Label, Verdict
from workbench.store import analyses, messages, reports
from workbench.store.workspace import Workspace

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TENANT = "contoso"


@dataclass(frozen=True, slots=True)
class Letter:
    """``minutes`` ago, in so many ``mailboxes``, reported so often, with a verdict or None."""

    sender: str
    address: str
    subject: str
    minutes: int = 30
    mailboxes: int = 1
    reports: int = 0
    attachment: bool = False
    read: bool = False
    label: Label | None = None
    score: int = 0
    headline: str = ""


MORNING = (
    Letter("Northwind Billing", "billing@northw1nd-invoices.example",
           "Invoice INV-20418 overdue - action needed today", 139, 27, 3, True, False,
           Label.MALICIOUS, 96, "Macro dropper"),
    Letter("Contoso IT Service Desk", "no-reply@contoso-sso.example",
           "Your password expires in 2 hours", 158, 112, 6, False, False,
           Label.MALICIOUS, 91, "Credential phish"),
    Letter("Dana Whitfield (CFO)", "dana.whitfield.cfo@mailbox.example", "Quick request",
           175, 1, 1, False, False, Label.SUSPICIOUS, 74, "Possible BEC"),
    Letter("Voice Message Center", "vm-0231@voice-notify.example",
           "New voicemail from +44 20 7946 0018 (0:47)", 182, 9, 2, True, True,
           Label.SUSPICIOUS, 68, "HTML attachment"),
    Letter("Global Expo Team", "hello@expo-mailing.example",
           "Attendee list 2025 - 18,400 verified contacts", 189, 64, 1, False, True,
           Label.SPAM, 41, "Bulk"),
    Letter("Fabrikam HR", "people@fabrikam.example", "Updated leave policy", 196, 1, 1, True, True),
    Letter("Adatum Procurement", "orders@adatum.example", "PO 7741 - delivery date confirmed",
           209, 1, 1, True, True, Label.CLEAN, 7, ""),
    Letter("DocuShare", "share@docu-share-files.example",
           "Priya Nair shared 'Q4 bonus plan' with you", 220, 14, 1, False, True,
           Label.SUSPICIOUS, 63, "Shared-file lure"),
    Letter("Liam Ortega", "liam.ortega@contoso.example", "Re: Re: Contract draft", 238, 38, 2,
           True, True, Label.MALICIOUS, 94, "Internal account sends an encrypted archive"),
    Letter("Parcel Update", "track@parcel-info.example",
           "Your parcel is waiting - confirm address", 245, 22, 1, False, True,
           Label.SPAM, 35, "Bulk"),
    Letter("Wingtip Toys", "newsletter@wingtip.example", "November product news", 1_500, 31, 1,
           False, True, Label.CLEAN, 3, ""),
    Letter("Payroll Support", "payroll@contoso-hr.example", "Direct deposit change form",
           60_000, 3, 1, True, True, Label.SUSPICIOUS, 59, "Look-alike domain"),
    Letter("Payroll Support", "payroll@contoso-hr.example", "Not reported by anybody",
           400_000, 3, 0, False, True, Label.CLEAN, 0, ""),
)  # fmt: skip


def fill(path: Path, letters: tuple[Letter, ...] = MORNING) -> list[int]:
    """Ids of the messages, in the order of the letters."""
    workspace = Workspace.open(path)
    try:
        return deliver(workspace, letters)
    finally:
        workspace.close()


def deliver(workspace: Workspace, letters: tuple[Letter, ...], first: int = 0) -> list[int]:
    ids = []
    for number, letter in enumerate(letters, first):
        touched = workspace.run_blocking(messages.save, _copies(number, letter))
        workspace.run_blocking(reports.save, _reports(number, letter))
        (message_id,) = touched
        ids.append(message_id)
        if letter.label is not None:
            verdict = Verdict(letter.label, letter.score, letter.headline, (), ())
            workspace.run_blocking(analyses.conclude, message_id, verdict, "key")
    return ids


def _copies(number: int, letter: Letter) -> list[Copy]:
    received = NOW - timedelta(minutes=letter.minutes)
    return [
        Copy(
            ref=MessageRef(TENANT, f"user{box}", f"{number}-{box}"),
            mailbox_address=f"user{box}@contoso.example",
            internet_id=f"<{number}@sender.example>",
            sender_name=letter.sender,
            sender_address=letter.address,
            subject=letter.subject,
            received=received,
            sent=received,
            folder="inbox",
            is_read=letter.read,
            has_attachments=letter.attachment,
        )
        for box in range(letter.mailboxes)
    ]


def _reports(number: int, letter: Letter) -> list[UserReport]:
    return [
        UserReport(
            key=f"{number}-{box}",
            tenant=TENANT,
            internet_id=f"<{number}@sender.example>",
            reporter=f"user{box}@contoso.example",
            recipient=f"user{box}@contoso.example",
            category="phishing",
            reported=NOW,
        )
        for box in range(letter.reports)
    ]
