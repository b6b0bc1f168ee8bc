"""Says what a scanned code makes a telephone do: open an address, join a network, pay, call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from analyzers.lib import linkset, urls
from analyzers.lib.domains import host_unicode
from analyzers.lib.linkfindings import judge
from analyzers.model.body import Code
from analyzers.model.content import Link
from analyzers.model.observation import Finding, Observation, Severity

_WEB = re.compile(r"\s{0,9}(?:https?:[/\\]{1,9}|www\.)\S{3}", re.I)
# Without a scheme a telephone still opens what looks like an address.
_BARE = re.compile(r"(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}(?:[/?#]\S{0,2000})?\Z", re.I)
_EVIDENCE: Final = 200  # characters of a code's text in evidence
_LISTED: Final = 5  # codes in one finding

_ACTIONS: Final = (
    ("otpauth", re.compile(r"otpauth(?:-migration)?:", re.I), "sets up a second factor"),
    ("wifi", re.compile(r"WIFI:", re.I), "joins a wireless network"),
    ("sms", re.compile(r"(?:smsto|sms|mmsto|mms):", re.I), "writes a short message"),
    ("call", re.compile(r"tel:", re.I), "calls a number"),
    ("mail", re.compile(r"(?:mailto|matmsg|smtp):", re.I), "writes a mail"),
    ("pay", re.compile(r"(?:bitcoin|ethereum|litecoin|monero|bitcoincash|dogecoin|solana|tron|upi|"
                       r"lightning):|lnbc1|SPC\r?\n|BCD\r?\n|000201", re.I), "pays somebody"),
    ("device", re.compile(r"(?:2@|whatsapp:|sgnl://linkdevice|tg://login|https://wa\.me/settings/"
                          r"linked_devices|FIDO:/)", re.I), "links a device or signs in"),
    ("contact", re.compile(r"(?:BEGIN:VCARD|MECARD:)", re.I), "adds a contact"),
    ("event", re.compile(r"BEGIN:(?:VCALENDAR|VEVENT)", re.I), "adds an appointment"),
)  # fmt: skip
_TELLING: Final = frozenset({"otpauth", "device", "pay", "wifi", "sms"})


def address(text: str) -> str:
    """The web address a code leads to, "" for none."""
    text = text.strip()
    if _WEB.match(text):
        return text if ":" in text[:8] else f"http://{text}"
    return (
        f"http://{text}" if _BARE.match(text) and _known(urls.parse(f"http://{text}").host) else ""
    )


def _known(host: str) -> bool:
    """Whether a host ends in a public suffix that exists."""
    from analyzers.lib.suffixes import SUFFIXES

    known = SUFFIXES.publicsuffix(host_unicode(host), accept_unknown=False)
    return bool(known) and known != host


def action(text: str) -> tuple[str, str]:
    """What another code does, as a name and in words; ("", "") for text without effect."""
    text = text.lstrip()
    return next(((name, says) for name, p, says in _ACTIONS if p.match(text)), ("", ""))


def observations(codes: Iterable[Code], recipients: Iterable[str] = ()) -> Iterator[Observation]:
    """The codes with their links, and what is to be said of both."""
    known = list(dict.fromkeys(codes))
    yield from known
    links = tuple(link for code in known if (link := _link(code)))
    yield from links
    yield from judge(links, recipients)
    if links:
        title = "A QR code leads to a web address"
        lines = "\n".join(f"{link.where}: {link.url[:_EVIDENCE]}" for link in links[:_LISTED])
        yield Finding("code.link", Severity.LOW, title, lines)
    yield from _others([code for code in known if not address(code.text)])
    yield from _drawn([c for c in known if c.drawn not in {"picture", "svg"}])


def _link(code: Code) -> Link | None:
    url = address(code.text)
    if not url:
        return None
    made = linkset.make(url, "", "qr")
    return Link(made.url, made.host, made.domain, "", "qr", where=place(code))


def place(code: Code) -> str:
    """Where a code stands, in words."""
    region = f"{code.x},{code.y} {code.width}×{code.height}"
    return " ".join(part for part in (code.format, code.picture, region, code.note) if part)


def _others(codes: list[Code]) -> Iterator[Finding]:
    told = [(code, *action(code.text)) for code in codes]
    telling = [(code, says) for code, name, says in told if name in _TELLING]
    if telling:
        title = "A QR code makes a telephone act: pay, sign in, join a network or write"
        lines = "\n".join(f"{s}: {c.text[:_EVIDENCE]}" for c, s in telling[:_LISTED])
        yield Finding("code.action", Severity.LOW, title, lines)
    rest = [code for code, name, _ in told if name not in _TELLING]
    if rest:
        lines = "\n".join(f"{place(c)}: {c.text[:_EVIDENCE]}" for c in rest[:_LISTED])
        yield Finding("code.present", Severity.INFO, "A picture holds a code", lines)


def _drawn(codes: list[Code]) -> Iterator[Finding]:
    if codes:
        title = "A QR code is put together so that no picture shows it whole"
        lines = "\n".join(f"{c.drawn}: {c.text[:_EVIDENCE]}" for c in codes[:_LISTED])
        yield Finding("code.drawn", Severity.HIGH, title, lines)
