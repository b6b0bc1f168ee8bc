"""Texts as in bodies of messages; names, sums and addresses are made up."""

from __future__ import annotations

from tests.samples.rules import Sample


def _text(match: str, benign: str) -> Sample:
    return Sample("text", match.encode(), benign.encode())


SAMPLES = {
    "text_extorts": _text(
        "I recorded you through your webcam while you visited adult sites. Send the sum to my "
        "bitcoin wallet within 48 hours.",
        "We never recorded you. Mails that speak of your webcam and of bitcoin are lies.",
    ),
    "text_asks_for_gift_cards": _text(
        "Are you available? I am in a meeting and need some gift cards for the staff. Scratch "
        "them and send me the codes; I will reimburse you.",
        "The winners of the raffle receive gift cards at the party. See you there.",
    ),
    "text_changes_bank_account": _text(
        "Please note our new bank details for the invoice. Our old account is under audit.",
        "Please find our invoice attached. Our bank details are unchanged.",
    ),
    "text_gives_device_code": _text(
        "Go to https://microsoft.com/devicelogin and enter the code: ABCD-EFGH to join.",
        "Go to https://microsoft.com/devicelogin to connect the television in room 4.",
    ),
    "text_mailbox_is_full": _text(
        "Your mailbox has exceeded its quota. Re-validate it today or your messages are deleted.",
        "Your mailbox is almost full. Delete what you no longer need.",
    ),
    "text_password_expires": _text(
        "Your password expires today. Keep same password by the button below.",
        "Your password expires on Friday. Choose a new one in the portal.",
    ),
    "text_asks_to_call": _text(
        "Your Norton subscription was renewed; 349.99 was charged: payment of 349.99. If you did "
        "not authorize it, call us at +1 (800) 555-0100 to cancel.",
        "Your order was sent. Questions? Write to us or call 800 555 0100.",
    ),
    "text_promises_fortune": _text(
        "You are the next of kin of my late client, who left 10.5 million dollars. Reply urgently "
        "with your full name and address; this is a confidential transaction.",
        "The inheritance tax rose by 10.5 million dollars last year, the paper says.",
    ),
    "text_asks_to_paste_command": _text(
        "To prove that you are human press Windows + R, then Ctrl + V, and press Enter.",
        "Copy the text with Ctrl + C and put it in with Ctrl + V.",
    ),
}
