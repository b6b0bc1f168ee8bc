"""Ids as Exchange makes them: opaque, long, case-sensitive; the same for the same seed."""

from __future__ import annotations

import base64
import hashlib


def _token(*parts: object) -> str:
    text = "\0".join(str(part) for part in parts)
    return base64.urlsafe_b64encode(hashlib.sha384(text.encode()).digest()).decode()


def immutable_id(mailbox: str, pair: str, second: bool) -> str:
    """Stays with the message in its mailbox.

    Messages come in pairs whose ids differ in the case of one letter only, so that a client which
    compares without case mistakes one for the other.
    """
    return f"AAkALg{_token('immutable', mailbox, pair)}{'A' if second else 'a'}AAA="


def regular_id(mailbox: str, message: str, place: int) -> str:
    """Changes with each move; ``place`` counts them."""
    return f"AAMkAG{_token('regular', mailbox, message, place)}AAAA="


def folder_id(mailbox: str, folder: str) -> str:
    return f"AQMkAD{_token('folder', mailbox, folder)}AAAA="


def attachment_id(message: str, number: int) -> str:
    return f"AAMkAT{_token('attachment', message, number)}"


def change_key(message: str, number: int) -> str:
    """Differs after every change of the message."""
    return f"CQAAABYAAAC{_token('change', message, number)[:24]}"


def conversation_id(root: str) -> str:
    return f"AAQkAG{_token('conversation', root)}"
