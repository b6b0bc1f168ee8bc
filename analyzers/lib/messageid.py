"""Reads Message-IDs (RFC 5322, 3.6.4): their domain, and by which program's habit they are made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_READ = 500  # characters of an id
_WELL_FORMED = re.compile(r"<[^<>@\s]{1,300}@(?:[^<>@\s\[\]]{1,255}|\[[^<>@\s\[\]]{1,255}\])>")

# Habits seen in the source of the programs or in their mail; the first that fits is named.
_HABITS: Final = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"<[^@]*@[\w.-]+\.prod\.outlook\.com>", "Microsoft 365"),
        (r"<[\w=+-]{40,}@mail\.gmail\.com>", "Gmail"),
        (r"<[0-9a-f-]{60,}@(?:[\w-]+\.)?amazonses\.com>", "Amazon SES"),
        (r"<[\w-]{22}@geopod-ismtpd-[\w-]+>", "SendGrid"),
        (r"<[^@]*@[\w.-]+\.mail\.yahoo\.com>", "Yahoo"),
        (r"<[^@]*\.JavaMail\.[^@]*@", "JavaMail"),
        (r"<[0-9a-f]{12}\$[0-9a-f]{8}\$[0-9a-f]{8}\$@", "Outlook"),
        (r"<[0-9a-f]{12}\$[0-9a-f]{8}\$[0-9a-f]{8}@", "Outlook Express or Outlook"),
        (r"<[\d.]+\.camel@", "Evolution"),
        (r"<[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}@", "Apple Mail"),
        (r"<[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}@", "a library that writes UUIDs"),
        (r"<[\w+/]{43}@", "PHPMailer"),
        (r"<[0-9a-f]{32}@", "PHPMailer or another script"),
        (r"<[0-9a-f]{32}\.", "a library of .NET or Ruby"),
        (r"<\d{14}\.[0-9A-F]{6,16}@", "the first mail server (Postfix)"),
        (r"<\d{12}\.[\w]{8,16}@", "the first mail server (Sendmail)"),
        (r"<\d{12,14}\.\d+\.\d+@", "Python"),
        (r"<[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}@", "the first mail server (Exim)"),
    )
)


@dataclass(frozen=True, slots=True)
class MessageId:
    """``domain`` is what stands behind the last "@", ``habit`` the program it may come from."""

    text: str
    well_formed: bool
    domain: str
    habit: str


def read(text: str) -> MessageId:
    """An id as the header gives it; anybody can copy any habit."""
    plain = text.strip()[:_READ]
    habit = next((name for pattern, name in _HABITS if pattern.match(plain)), "")
    domain = plain.strip("<> ").rpartition("@")[2].casefold()
    return MessageId(plain, _WELL_FORMED.fullmatch(plain) is not None, domain, habit)
