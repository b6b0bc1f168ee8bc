"""Reads an indicator as analysts paste it, defanged or not: domain, link, address or hash."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from workbench.errors import BadInput
from workbench.model.indicators import Indicator, Kind

LONGEST = 2_048  # characters taken at all
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
_LOCAL = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}")  # RFC 5322 atoms, any script
_DEFANGED = (
    (re.compile(r"\s*[\[({]\s*(?:\.|dot)\s*[\])}]\s*", re.IGNORECASE), "."),
    (re.compile(r"\s*[\[({]\s*(?:@|at)\s*[\])}]\s*", re.IGNORECASE), "@"),
    (re.compile(r"\[\s*:(//)?\s*\]"), r":\1"),
    (re.compile(r"^h(?:xx|\*\*|tt)p(s?):", re.IGNORECASE), r"http\1:"),
    (re.compile(r"^fxp:", re.IGNORECASE), "ftp:"),
    (re.compile(r"\\\."), "."),
)


def read_indicator(text: str, note: str = "") -> Indicator:
    """``BadInput`` says what is wrong with it; what would match everybody's mail is refused."""
    bare = refanged(text[: LONGEST + 1])
    if not bare or len(bare) > LONGEST or not _is_text(bare):
        raise BadInput("An indicator is a domain, a link, an address or a SHA-256")
    if _SHA256.fullmatch(bare):
        return Indicator(Kind.SHA256, bare.lower(), note)
    if "://" in bare:
        return Indicator(Kind.HOST, _host_of(bare), note)
    local, at, host = bare.rpartition("@")
    if at and local:
        return Indicator(Kind.SENDER, _address(local, host), note)
    return Indicator(Kind.DOMAIN, _domain(host.removeprefix("*.")), note)


def _is_text(bare: str) -> bool:
    return bare.isprintable() and not any("\ud800" <= letter <= "\udfff" for letter in bare)


def refanged(text: str) -> str:
    bare = text.strip().strip("<>\"'").strip()
    for pattern, plain in _DEFANGED:
        bare = pattern.sub(plain, bare)
    return bare.removeprefix("mailto:")


def _host_of(link: str) -> str:
    try:
        host = urlsplit(link).hostname or ""
    except ValueError as error:
        raise BadInput(f"{link!r} is no link") from error
    from analyzers.lib.domains import is_address

    return host.lower() if is_address(host) else _name(host)


def _address(local: str, host: str) -> str:
    if not _LOCAL.fullmatch(local):
        raise BadInput(f"{local}@{host} is no address")
    return f"{local.casefold()}@{_name(host)}"


def _domain(text: str) -> str:
    from analyzers.lib.domains import is_address
    from analyzers.lib.freemail import FREE_MAIL
    from analyzers.lib.suffixes import SUFFIXES

    if is_address(text):
        raise BadInput(f"{text} is an address of a computer: write it as a link, http://{text}/")
    name = _name(text)
    if SUFFIXES.privatesuffix(name) is None:
        raise BadInput(f"{name} is where everybody registers names, not one domain")
    if name in FREE_MAIL:
        raise BadInput(f"Anybody gets a mailbox at {name}: list the whole address")
    return name


def _name(text: str) -> str:
    from analyzers.lib.domains import host_ascii

    name = host_ascii(text)
    if len(name) > 253 or not _HOST.fullmatch(name):  # RFC 1035, 2.3.4
        raise BadInput(f"{text!r} is no domain, link, address or SHA-256")
    return name
