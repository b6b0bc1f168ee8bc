"""Host names and mail addresses in the parts that rules ask for."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

from analyzers.lib.domains import host_ascii, host_unicode, is_address, registrable_domain
from analyzers.model.correspondence import Correspondent, Domain, EmailAddress, Ip
from analyzers.model.message import Address


@lru_cache(maxsize=4096)
def domain_of(host: str) -> Domain:
    """A host in parts by the public suffix list; an IP address has none but itself."""
    ascii_host = host_ascii(host) if host else ""
    if not ascii_host or is_address(ascii_host):
        return Domain(host)
    root = registrable_domain(ascii_host)
    sld, _, suffix = root.partition(".")
    above = ascii_host[: -len(root) - 1] if len(ascii_host) > len(root) else ""
    return Domain(
        domain=ascii_host,
        root_domain=root,
        sld=sld or None,
        tld=suffix or None,
        subdomain=above or None,
        valid=bool(suffix) and _listed(suffix),
        punycode=ascii_host if "xn--" in ascii_host else None,
    )


def _listed(suffix: str) -> bool:
    """Whether the suffix is one that registries hand out names under."""
    from analyzers.lib.suffixes import SUFFIXES

    return SUFFIXES.publicsuffix(host_unicode(suffix), accept_unknown=False) is not None


def email_of(address: str) -> EmailAddress:
    local, _, host = address.rpartition("@")
    return EmailAddress(address, local, domain_of(host.lower()))


def correspondent(address: Address) -> Correspondent:
    return Correspondent(address.name or None, email_of(address.address))


def correspondents(addresses: Iterable[Address]) -> tuple[Correspondent, ...]:
    return tuple(map(correspondent, addresses))


def ip_of(text: str) -> Ip | None:
    """An IP address in its usual spelling, None for anything else."""
    try:
        return Ip(str(ipaddress.ip_address(text.strip().strip("[]").removeprefix("IPv6:"))))
    except ValueError:
        return None
