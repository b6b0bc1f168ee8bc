"""A ready-to-paste task for blocking senders, domains and links, since no right of ours does it.

What a mail says ends up in an administrator's shell here: only strings of a strict form pass, and
they stand in single quotes, in which PowerShell expands nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.errors import BadInput

DAYS = 30  # how long Microsoft keeps an entry unless told otherwise
MOST = 20  # entries a command takes (reference of New-TenantAllowBlockListItems)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
_LOCAL = re.compile(r"[a-z0-9.!#%&*+/=?^_{|}~-]{1,64}")  # RFC 5321 atoms less ' ` and $
_PATH = re.compile(r"[A-Za-z0-9._~/%=&?+:@,;!-]{0,1000}")


@dataclass(frozen=True, slots=True)
class Block:
    """Entries of one kind, checked."""

    senders: tuple[str, ...] = ()  # addresses and domains
    links: tuple[str, ...] = ()  # host and path, without a scheme


def read_block(senders: Sequence[str], domains: Sequence[str], links: Sequence[str]) -> Block:
    """``BadInput`` names what cannot be pasted safely."""
    who = [*map(_sender, senders), *map(_domain, domains)]
    return Block(tuple(dict.fromkeys(who)), tuple(dict.fromkeys(map(_link, links))))


def task(block: Block, google: bool, days: int = DAYS) -> str:
    """Text for whoever administers the tenant; nothing is sent by us."""
    if not block.senders and not block.links:
        raise BadInput("Nothing to block was named")
    return _google(block) if google else _microsoft(block, days)


def _microsoft(block: Block, days: int) -> str:
    lines = ["# Exchange Online PowerShell; needs the role Security Administrator.",
             "Connect-ExchangeOnline"]  # fmt: skip
    for kind, entries in (("Sender", block.senders), ("Url", block.links)):
        for start in range(0, len(entries), MOST):
            lines.append(_command(kind, entries[start : start + MOST], days))
    lines.append("# Undo: Remove-TenantAllowBlockListItems -ListType ... -Entries ...")
    return "\n".join(lines)


def _command(kind: str, entries: Sequence[str], days: int) -> str:
    listed = ",".join(f"'{entry}'" for entry in entries)
    end = f"-ExpirationDate (Get-Date).ToUniversalTime().AddDays({days})"
    return f"New-TenantAllowBlockListItems -ListType {kind} -Block -Entries {listed} {end}"


def _google(block: Block) -> str:
    lines = []
    if block.senders:
        lines += [
            "Admin console > Apps > Google Workspace > Gmail > Spam, phishing and malware >",
            "Blocked senders: add a list with these addresses and domains, reject with a notice:",
            *(f"  {entry}" for entry in block.senders),
        ]
    if block.links:
        lines += [
            "Gmail has no list of blocked links. Admin console > Apps > Google Workspace > Gmail >",
            "Compliance > Content compliance: inbound, full content contains, quarantine:",
            *(f"  {entry}" for entry in block.links),
        ]
    return "\n".join(lines)


def _domain(text: str) -> str:
    name = text.strip().rstrip(".").casefold()
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadInput(f"{text!r} is no domain name") from error
    if not _DOMAIN.fullmatch(name) or len(name) > 253:
        raise BadInput(f"{text!r} is no domain name")
    return name


def _sender(text: str) -> str:
    local, at, domain = text.strip().casefold().rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise BadInput(f"{text!r} is no address that can be pasted safely")
    return f"{local}@{_domain(domain)}"


def _link(text: str) -> str:
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text.strip(), flags=re.IGNORECASE)
    host, slash, path = bare.partition("/")
    if not _PATH.fullmatch(path) or "@" in host or ":" in host:
        raise BadInput(f"{text!r} is no link that can be pasted safely")
    return f"{_domain(host)}{slash}{path}"
