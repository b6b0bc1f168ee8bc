"""Attachments of ordinary mail: invoices, confirmations, receipts."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.simulation.letters.content import Builder, Part
from workbench.simulation.samples.pdf import pdf_document
from workbench.simulation.world import Letter

PDF = "application/pdf"


def _paper(letter: Letter, title: str, *lines: str) -> Part:
    values = letter.values
    head = (values.get("partner", letter.sender_name), "", f"{title} {values.get('number', '')}")
    total = f"Total: {values.get('amount', '').replace('€', 'EUR')}"
    body = (*head, f"Date: {letter.sent:%d.%m.%Y}", "", *lines, "", total)
    return Part(f"{title}_{values.get('number', '1')}.pdf", PDF, pdf_document(body))


def _invoice(letter: Letter) -> Part:
    position = f"1   {letter.values.get('small', '1')} x {letter.values.get('part', 'parts')}"
    return _paper(letter, "Invoice", position, "Payable within 30 days to the known account.")


def _confirmation(letter: Letter) -> Part:
    position = f"{letter.values.get('small', '1')} x {letter.values.get('part', 'parts')}"
    return _paper(letter, "Confirmation", position, f"Delivery: {letter.values.get('day', '')}")


def _receipt(letter: Letter) -> Part:
    return _paper(letter, "Receipt", "Thank you. Paid by company card.")


FILES: Mapping[str, Builder] = {
    "invoice": _invoice,
    "confirmation": _confirmation,
    "receipt": _receipt,
}
