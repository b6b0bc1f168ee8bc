"""Passwords tried on every locked file: those that malware mails and analysts use by habit."""

from __future__ import annotations

COMMON = (
    "infected",
    "malware",
    "password",
    "123456",
    "12345678",
    "1234",
    "12345",
    "0000",
    "1111",
    "invoice",
    "secret",
    "qwerty",
)
