"""Whether a copy is what a query asks for: providers' indexes are looser than we may be."""

from __future__ import annotations

import re
import unicodedata

from workbench.connectors.port import Query
from workbench.model.mail import Copy

MOST = 400  # characters of one searched value; longer ones are cut, and checked here in full
_UNSPEAKABLE = re.compile(r'[\x00-\x1f\x7f"\\]+')


def fits(query: Query, copy: Copy) -> bool:
    """All fields but ``text`` and those that say where to look."""
    return (
        (not query.internet_id or copy.internet_id.strip("<>") == query.internet_id.strip("<>"))
        and (query.since is None or copy.received >= query.since)
        and (query.until is None or copy.received <= query.until)
        and (not query.sender or _is_from(copy.sender_address, query.sender))
        and (not query.subject or _plain(query.subject) in _plain(copy.subject))
    )


def phrase(value: str) -> str:
    """The value as one quoted phrase of a search language, "" when nothing of it can be asked.

    Neither KQL nor Gmail can express a quotation mark within a phrase: it becomes a space, as do
    control characters and backslashes, so that no value ends its phrase and adds operators.
    """
    cleaned = " ".join(_UNSPEAKABLE.sub(" ", value)[:MOST].split())
    return f'"{cleaned}"' if any(letter.isalnum() for letter in cleaned) else ""


def _is_from(address: str, wanted: str) -> bool:
    address, wanted = address.casefold(), wanted.strip().casefold()
    if "@" in wanted.lstrip("@"):
        return address == wanted
    domain = wanted.lstrip("@")
    return address.endswith((f"@{domain}", f".{domain}"))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
