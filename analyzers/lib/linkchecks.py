"""Checks of single addresses: how they are written, where they go, what they fetch."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

from analyzers.lib import datauri, hosting
from analyzers.lib.domains import host_unicode
from analyzers.lib.linkset import CLICKED, PASSIVE
from analyzers.lib.urls import UNSEEN_IN_HOST, Location
from analyzers.lib.words import words
from analyzers.model.observation import Severity

_URL: Final = 300  # characters of an address in evidence

_WEB: Final = frozenset({"http", "https", ""})
_HARMLESS: Final = words(
    "http https mailto tel sms cid mid ftp about callto sip xmpp webcal whatsapp geo maps"
)
_DANGEROUS = re.compile(r"file|search(?:-ms)?|ms-[\w-]+|shell|ldaps?|smb|vbscript|data|jar")
_INERT = re.compile(r"javascript:\s*(?:void\(?\s*0?\s*\)?|;|return false)?;?\s*\Z", re.I)
_LOCAL: Final = tuple(  # RFC 1918, RFC 1122 3.2.1.3, RFC 3927, RFC 4193, RFC 4291
    ipaddress.ip_network(network)
    for network in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16",
        "fc00::/7", "fe80::/10", "::1/128",
    )
)  # fmt: skip
_PROGRAM = re.compile(
    r"\.(?:exe|scr|pif|bat|cmd|ps1|vbs|vbe|jse|wsf|hta|msi|msix|appx|lnk|iso|img|vhdx?|jar|cpl|"
    r"chm|xll|docm|xlsm|pptm)\Z",
    re.I,
)
_ENCODED_HOST = re.compile(r"%[0-9a-f]{2}", re.I)
_ODD_SLASHES = re.compile(r"https?:(?:[/\\]{0,1}[^/\\]|.{0,2}\\)", re.I)
_WIDE_DOT = re.compile("[\u3002\uff0e\uff61\u2024]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_USUAL_PORTS: Final = frozenset({"", "80", "443", "8080", "8443"})
_FETCHED: Final = frozenset({"a", "area", "refresh", "text", "script", "mso", "header"})


class Seen(NamedTuple):
    """One address of a link: the one it has, or the last one it leads to."""

    url: str
    place: Location
    source: str
    told: str  # how the evidence names it


Verdict = tuple[Severity, str] | None


def short(url: str) -> str:
    """An address as evidence shows it."""
    return url if len(url) <= _URL else url[:_URL] + "…"


def _address(seen: Seen) -> Verdict:
    host = seen.place.host.strip("[]")
    # No other host is all of digits, dots, colons and a to f.
    if seen.place.scheme not in _WEB or not (host[-1:].isdigit() or ":" in host):
        return None
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped or seen.place.raw_host.strip("[]").lower() != host:
        return Severity.HIGH, f"{seen.told} is {mapped or address} in other notation"
    severity = Severity.LOW if seen.source in PASSIVE or _local(address) else Severity.MEDIUM
    return severity, seen.told


def _local(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address never leaves a site: the sender's own machine or network."""
    return any(address in network for network in _LOCAL)


def _script_mix(seen: Seen) -> Verdict:
    host = seen.place.host
    if "xn--" not in host:
        return None
    readable = host_unicode(host)
    mixed = any(len(_scripts(label)) > 1 for label in readable.split("."))
    severity = Severity.HIGH if mixed else Severity.LOW
    return severity, f"{readable} is {host}" + (", of several scripts" if mixed else "")


def _scripts(label: str) -> set[str]:
    """The scripts of a label's letters, by the first word of their Unicode names."""
    names = {unicodedata.name(c, "?").split()[0] for c in label if c.isalpha()}
    east = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
    return names - east if len(names & east) else names


def _credentials(seen: Seen) -> Verdict:
    place = seen.place
    if not place.user or place.scheme not in _WEB | {"ftp"}:
        return None
    severity = Severity.HIGH if "." in place.user else Severity.MEDIUM
    return severity, f"{seen.told} goes to {place.host}, not to {place.user[:80]}"


def _scheme(seen: Seen) -> Verdict:
    scheme, host = seen.place.scheme, seen.place.host
    if not scheme and host:
        severity = Severity.LOW if seen.source in PASSIVE else Severity.MEDIUM
        return severity, f"{seen.told}: no scheme, some programs read a network share"
    if not scheme or scheme in _HARMLESS or _INERT.match(seen.url.strip()):
        return None
    if seen.source in PASSIVE and scheme != "file":
        return None
    if scheme == "file" and not host:
        return Severity.LOW, seen.told  # a path of the sender's own disk
    if scheme == "javascript":
        return Severity.MEDIUM, seen.told
    dangerous = _DANGEROUS.fullmatch(scheme) is not None
    return (Severity.HIGH if dangerous else Severity.LOW), _held(seen)


def _held(seen: Seen) -> str:
    """The address, with the type of what a data: address holds."""
    data = datauri.read(seen.url[:2000]) if seen.place.scheme == "data" else None
    return f"{seen.told}: holds {data.type}" if data else seen.told


def _shortener(seen: Seen) -> Verdict:
    host = seen.place.host.removeprefix("www.")
    return (Severity.LOW, seen.told) if host in hosting.SHORTENERS else None


def _file_host(seen: Seen) -> Verdict:
    found = hosting.within(seen.place.host, hosting.FILE_HOSTS) if _followed(seen) else ""
    return (Severity.INFO, f"{seen.told}: {found} hands out anybody's files") if found else None


def _free_host(seen: Seen) -> Verdict:
    found = hosting.within(seen.place.host, hosting.FREE_HOSTS) if _followed(seen) else ""
    return (Severity.LOW, f"{seen.told}: anybody gets a page under {found}") if found else None


def _followed(seen: Seen) -> bool:
    return seen.source in CLICKED and seen.place.scheme in _WEB


def _obscured(seen: Seen) -> Verdict:
    place = seen.place
    if place.scheme not in _WEB:
        return None
    url, raw = seen.url.strip(), place.raw_host
    if "%" in raw and _ENCODED_HOST.search(raw):
        return Severity.MEDIUM, f"{seen.told}: host written in percent codes, {place.host}"
    if not raw.isascii() and (UNSEEN_IN_HOST.search(raw) or _WIDE_DOT.search(raw)):
        return Severity.MEDIUM, f"{seen.told}: host written with other dots or unseen characters"
    if _ODD_SLASHES.match(url):
        return Severity.MEDIUM, f"{seen.told}: odd slashes before the host"
    head = url[: url.find(raw) + len(raw)]
    if _CONTROL.search(head):
        return Severity.MEDIUM, f"{seen.told!r}: control characters before the path"
    if "\n" in head or "\t" in head or "\r" in head:
        return Severity.LOW, f"{seen.told}: line breaks inside"
    return None


def _port(seen: Seen) -> Verdict:
    if seen.place.port in _USUAL_PORTS or seen.place.scheme not in _WEB or seen.source in PASSIVE:
        return None
    return Severity.LOW, seen.told


def _program(seen: Seen) -> Verdict:
    if seen.place.scheme not in _WEB or seen.source not in _FETCHED:
        return None
    path = seen.place.rest.partition("?")[0].partition("#")[0]
    return (Severity.MEDIUM, seen.told) if _PROGRAM.search(path) else None


CHECKS: Final[dict[str, tuple[str, Callable[[Seen], Verdict]]]] = {
    "link.host.ip": ("A link goes to a bare IP address", _address),
    "link.host.punycode": ("A link's host is written in other than Latin letters", _script_mix),
    "link.credentials": ("A link carries a name before its real host", _credentials),
    "link.scheme": ("A link does something else than open a web page", _scheme),
    "link.shortener": ("A link hides its goal behind a shortening service", _shortener),
    "link.filehost": ("A link leads to a service that hands out anybody's files", _file_host),
    "link.freehost": ("A link leads to a page that anybody can set up for nothing", _free_host),
    "link.obscured": ("A link's address is written to be misread", _obscured),
    "link.port": ("A link uses an unusual port", _port),
    "link.program": ("A link downloads a program or disk image", _program),
}
