"""What small files reach for on other computers: one way to weigh it and to record it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzers.lib import linkset, winpaths
from analyzers.lib.linkfindings import judge
from analyzers.lib.refang import defang
from analyzers.lib.strings import printable
from analyzers.model.content import Link
from analyzers.model.observation import Observation, Severity


def weight(path: str) -> Severity:
    """HIGH for what lies beyond the local network; a share inside it is how offices work."""
    return Severity.HIGH if winpaths.outside(path) else Severity.LOW


def remote(path: str) -> bool:
    return bool(winpaths.server(path))


def shown(path: str, limit: int = 300) -> str:
    """Safe to show: an address is defanged, control characters are dots."""
    return printable(defang(path) if "://" in path else path, limit)


def recorded(addresses: Iterable[str], source: str) -> Iterator[Observation]:
    """The links of the addresses that name a host, and what is to be said of them."""
    links = list(_links(addresses, source))
    yield from links
    yield from judge(links)


def _links(addresses: Iterable[str], source: str) -> Iterator[Link]:
    for address in dict.fromkeys(addresses):
        link = linkset.make(address, "", source) if address.strip() else None
        if link is not None and (link.host or ":" in address[:40]):
            yield link
