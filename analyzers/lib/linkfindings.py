"""Judges addresses: where they claim to go, how they are written, what they carry."""

from __future__ import annotations

import base64
import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from typing import Final
from urllib.parse import unquote

from analyzers.lib import urls
from analyzers.lib.domains import host_unicode, registrable_domain
from analyzers.lib.urls import Location
from analyzers.lib.words import words
from analyzers.model.content import Link
from analyzers.model.observation import Finding, Severity

SHOWN: Final = 5  # addresses listed in one finding
_URL: Final = 300  # characters of an address in evidence

# Read when the module is loaded, before a box closes.
SHORTENERS: Final = frozenset(
    line.strip()
    for line in files("resources").joinpath("lists/shorteners.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)

_DOMAIN_TEXT = re.compile(
    r"(?:https?:/{0,2})?(?:[^\s@/]{0,64}@)?((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})(?::\d{1,5})?(?:[/?#]\S*)?\Z",
    re.I,
)
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
_INNER = re.compile(r"[?&#][\w.-]{1,40}=(https?(?:%3a|:)(?:%2f|/){2}[^&#]{3,})", re.I)
_PROGRAM = re.compile(
    r"\.(?:exe|scr|pif|bat|cmd|ps1|vbs|vbe|jse|wsf|hta|msi|msix|appx|lnk|iso|img|vhdx?|jar|cpl|"
    r"chm|xll|docm|xlsm|pptm)\Z",
    re.I,
)
_ENCODED_HOST = re.compile(r"%[0-9a-f]{2}", re.I)
_USUAL_PORTS: Final = frozenset({"", "80", "443", "8080", "8443"})

Verdict = tuple[Severity, str] | None


def judge(links: Iterable[Link], recipients: Iterable[str] = ()) -> Iterator[Finding]:
    """One finding for each rule that any link met, at the highest severity it met it with.

    ``recipients`` are the mailbox addresses the message was sent to.
    """
    known = _spellings(recipients)
    met: dict[str, tuple[Severity, list[str]]] = {}
    for link in links:
        if link.source == "base":
            continue
        place = urls.parse(link.url)
        for rule, (_, check) in _CHECKS.items():
            found = check(link, place)
            if found:
                _note(met, rule, found)
        carried = _carried(link, place, known)
        if carried:
            _note(met, "link.recipient", carried)
    for rule, (severity, lines) in met.items():
        yield _finding(rule, severity, lines)


def _note(
    met: dict[str, tuple[Severity, list[str]]], rule: str, found: tuple[Severity, str]
) -> None:
    severity, lines = met.setdefault(rule, (found[0], []))
    if found[1] not in lines[:200]:
        lines.append(found[1])
    met[rule] = (max(severity, found[0]), lines)


def _finding(rule: str, severity: Severity, lines: list[str]) -> Finding:
    title = RULES[rule]
    more = f"\n+ {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return Finding(rule, severity, title, "\n".join(lines[:SHOWN]) + more)


def disagreement(link: Link) -> str:
    """The domain a link's text names where the link goes to another, "" where both agree."""
    if link.source not in {"a", "area"} or not link.domain:
        return ""
    named = _named(link.text)
    if not named or named in {link.domain, _inner_domain(link.url)}:
        return ""
    return named


def _named(text: str) -> str:
    """The registrable domain that a text is an address of, "" where it is none."""
    if len(text) > _URL or "." not in text:
        return ""
    match = _DOMAIN_TEXT.match(text.strip(" \u00a0<>()[]\"'.,:"))
    if match is None or "@" in text:
        return ""
    from analyzers.lib.suffixes import SUFFIXES

    host = match.group(1).lower()
    known = SUFFIXES.publicsuffix(host_unicode(host), accept_unknown=False)
    return registrable_domain(host) if known and known != host else ""


def _inner_domain(url: str) -> str:
    inner = urls.unwrapped(url)
    return registrable_domain(urls.parse(inner).host) if inner else ""


def _text(link: Link, place: Location) -> Verdict:
    named = disagreement(link)
    if not named:
        return None
    # A bare "Name.com" is how companies write their names; an address spelt out is a promise.
    written = re.search(r"[/?]", link.text) or link.text.lower().startswith("www.")
    severity = Severity.MEDIUM if written else Severity.LOW
    return severity, f"shows {link.text[:80]} ({named}), goes to {place.host}"


def _address(link: Link, place: Location) -> Verdict:
    if place.scheme not in _WEB:
        return None
    try:
        address = ipaddress.ip_address(place.host.strip("[]"))
    except ValueError:
        return None
    if place.raw_host.strip("[]").lower() != place.host.strip("[]"):
        return Severity.HIGH, f"{_short(link.url)} is {address} in other notation"
    severity = Severity.LOW if link.source == "image" or _local(address) else Severity.MEDIUM
    return severity, _short(link.url)


def _local(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address never leaves a site: the sender's own machine or network."""
    return any(address in network for network in _LOCAL)


def _script_mix(link: Link, place: Location) -> Verdict:
    if "xn--" not in place.host:
        return None
    readable = host_unicode(place.host)
    mixed = any(len(_scripts(label)) > 1 for label in readable.split("."))
    severity = Severity.HIGH if mixed else Severity.LOW
    return severity, f"{readable} is {place.host}" + (", of several scripts" if mixed else "")


def _scripts(label: str) -> set[str]:
    """The scripts of a label's letters, by the first word of their Unicode names."""
    names = {unicodedata.name(c, "?").split()[0] for c in label if c.isalpha()}
    east = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
    return names - east if len(names & east) else names


def _credentials(link: Link, place: Location) -> Verdict:
    if not place.user or place.scheme not in _WEB | {"ftp"}:
        return None
    severity = Severity.HIGH if "." in place.user else Severity.MEDIUM
    return severity, f"{_short(link.url)} goes to {place.host}, not to {place.user[:80]}"


def _scheme(link: Link, place: Location) -> Verdict:
    if not place.scheme and place.host:
        severity = Severity.LOW if link.source == "image" else Severity.MEDIUM
        return severity, f"{_short(link.url)}: no scheme, some programs read a network share"
    if not place.scheme or place.scheme in _HARMLESS or _INERT.match(link.url.strip()):
        return None
    if link.source == "image" and place.scheme != "file":
        return None
    if place.scheme == "file" and not place.host:
        return Severity.LOW, _short(link.url)  # a path of the sender's own disk
    if place.scheme == "javascript":
        return Severity.MEDIUM, _short(link.url)
    dangerous = _DANGEROUS.fullmatch(place.scheme) is not None
    return (Severity.HIGH if dangerous else Severity.LOW), _short(link.url)


def _shortener(link: Link, place: Location) -> Verdict:
    host = place.host.removeprefix("www.")
    return (Severity.LOW, _short(link.url)) if host in SHORTENERS else None


def _redirect(link: Link, place: Location) -> Verdict:
    if place.scheme not in _WEB or link.source == "image":
        return None
    target = urls.unwrapped(link.url)
    if not target:
        match = _INNER.search(link.url[:4000])
        target = unquote(match.group(1)) if match else ""
    domain = registrable_domain(urls.parse(target).host) if target else ""
    if not domain or domain == link.domain:
        return None
    return Severity.INFO, f"{place.host} leads on to {_short(target)}"


def _obscured(link: Link, place: Location) -> Verdict:
    if place.scheme not in _WEB:
        return None
    text = link.url.strip()
    if _ENCODED_HOST.search(place.raw_host):
        return Severity.MEDIUM, f"{_short(text)}: host written in percent codes, {place.host}"
    if re.match(r"https?:(?:[/\\]{0,1}[^/\\]|.{0,2}\\)", text, re.I):
        return Severity.MEDIUM, f"{_short(text)}: odd slashes before the host"
    if re.search(r"[\t\n\r]", text[: text.find(place.raw_host) + len(place.raw_host)]):
        return Severity.LOW, f"{_short(text)}: line breaks inside"
    return None


def _port(link: Link, place: Location) -> Verdict:
    if place.port in _USUAL_PORTS or place.scheme not in _WEB or link.source == "image":
        return None
    return Severity.LOW, _short(link.url)


def _program(link: Link, place: Location) -> Verdict:
    if place.scheme not in _WEB or link.source not in {"a", "area", "refresh", "text", "script"}:
        return None
    path = place.rest.partition("?")[0].partition("#")[0]
    return (Severity.MEDIUM, _short(link.url)) if _PROGRAM.search(path) else None


_CHECKS: Final[dict[str, tuple[str, Callable[[Link, Location], Verdict]]]] = {
    "link.text.mismatch": ("A link shows one domain and goes to another", _text),
    "link.host.ip": ("A link goes to a bare IP address", _address),
    "link.host.punycode": ("A link's host is written in other than Latin letters", _script_mix),
    "link.credentials": ("A link carries a name before its real host", _credentials),
    "link.scheme": ("A link does something else than open a web page", _scheme),
    "link.shortener": ("A link hides its goal behind a shortening service", _shortener),
    "link.redirect": ("A link leads on to another site", _redirect),
    "link.obscured": ("A link's address is written to be misread", _obscured),
    "link.port": ("A link uses an unusual port", _port),
    "link.program": ("A link downloads a program or disk image", _program),
}
RULES: Final = {rule: title for rule, (title, _) in _CHECKS.items()} | {
    "link.recipient": "A link carries the recipient's address"
}


def _spellings(recipients: Iterable[str]) -> dict[str, str]:
    """Ways an address is written inside a link, each with the address."""
    found: dict[str, str] = {}
    for address in list(recipients)[:50]:
        plain = address.strip().lower()
        if "@" not in plain or len(plain) > 254:  # RFC 5321, 4.5.3.1.3
            continue
        encoded = base64.b64encode(plain.encode()).decode().rstrip("=")
        # The last characters of base64 depend on what follows the address.
        spellings = (
            plain,
            plain.replace("@", "%40"),
            plain.replace("@", "="),
            encoded[:-1].lower(),
        )
        found |= dict.fromkeys(spellings, plain)
    return found


def _carried(link: Link, place: Location, known: dict[str, str]) -> Verdict:
    """Mailing lists put the address in plain sight; pages that fill it in take it after "#"."""
    if not known or place.scheme not in _WEB or not place.host:
        return None
    text = place.rest[:4000].lower()
    address = next((known[spelling] for spelling in known if spelling in text), "")
    if not address:
        return None
    fragment = text.partition("#")[2]
    encoded = address not in text and address.replace("@", "%40") not in text
    aimed = link.source != "image" and (encoded or any(s in fragment for s in known))
    severity = Severity.MEDIUM if aimed else Severity.INFO
    return severity, f"{_short(link.url)} holds {address}"


def _short(url: str) -> str:
    return url if len(url) <= _URL else url[:_URL] + "…"
