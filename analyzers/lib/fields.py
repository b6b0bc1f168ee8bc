"""Looks up header fields of a message by name, in one pass over them."""

from __future__ import annotations

from analyzers.lib.addresses import parse_addresses
from analyzers.model.message import Address, Header, Message

# What mailing lists put into a header (RFC 2919, RFC 2369, RFC 3834 and older list programs).
LIST_FIELDS = frozenset(
    {"list-id", "list-post", "mailing-list", "x-mailing-list", "x-beenthere", "x-loop"}
)


def values(message: Message, *names: str) -> dict[str, list[str]]:
    """The values of these lower-case names, in order; a name that does not occur has none."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for header in message.headers:
        name = header.name.lower()
        if name in found:
            found[name].append(header.value)
    return found


def first(message: Message, name: str) -> Header | None:
    """The first field of this lower-case name."""
    return next((header for header in message.headers if header.name.lower() == name), None)


def is_list(message: Message) -> bool:
    """Whether a mailing list says that it passed the message on; anybody can write that."""
    return any(header.name.lower() in LIST_FIELDS for header in message.headers)


def submitters(message: Message) -> tuple[Address, ...]:
    """Who sent it for those in From: the record's, else read from the Sender field."""
    if message.submitter:
        return message.submitter
    texts = values(message, "sender")["sender"]
    return tuple(address for text in texts for address in parse_addresses(text))
