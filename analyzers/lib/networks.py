"""IP addresses as mail headers write them, and which of them cannot be on the open internet."""

from __future__ import annotations

import functools
import ipaddress
import re
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_V4: Final = r"\d{1,3}(?:\.\d{1,3}){3}"
# With "::" or all eight groups, which tells it from a time of day.
_V6: Final = (
    r"(?=[0-9A-Fa-f:]{0,39}::|(?:[0-9A-Fa-f]{1,4}:){6})[0-9A-Fa-f:]{2,39}(?:\.\d{1,3}){0,3}"
)
ADDRESS: Final = re.compile(rf"(?<![\w.:-])(?:IPv6:)?({_V4}|{_V6})(?:%\w{{1,20}})?(?![\w:-]|\.\w)")
_SHAPE: Final = re.compile(r"\[?(?:IPv6:)?[0-9A-Fa-f]{0,4}[.:]")  # of what may be an address at all
# Ranges for documentation (RFC 5737, 3849): manuals and exercises use them as if they were public.
_EXAMPLES: Final = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"),
    )
)


@functools.lru_cache(maxsize=1024)
def parse_address(text: str) -> Address | None:
    """The address, also in brackets, with the IPv6 tag of RFC 5321 or a zone; None for none."""
    if not _SHAPE.match(text):
        return None
    plain = text.strip("[]").rpartition("IPv6:")[2].partition("%")[0]
    try:
        return ipaddress.ip_address(plain)
    except ValueError:
        return None


@functools.lru_cache(maxsize=1024)
def is_private(text: str) -> bool:
    """Whether the address is of a private or reserved range; examples pass for public ones."""
    address = parse_address(text)
    if address is None or address.is_global:
        return False
    return not any(address in network for network in _EXAMPLES)
