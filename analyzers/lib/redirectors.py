"""The list of services that addresses lead through, and the one that an address names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Final, NamedTuple
from urllib.parse import unquote

from analyzers.lib import inner
from analyzers.lib.domains import registrable_domain
from analyzers.lib.rewriters import DECODERS
from analyzers.lib.urls import Location, parse
from analyzers.model.content import Redirect

_FIELDS: Final = 100  # parameters of one address that are read
# Its last character tells whether slashes follow plain or percent-encoded.
_START = re.compile(r"/((?:https?|ftp)(?::|%(?:25){0,4}3a)[/%\\])", re.I)
_PART_END = re.compile(r"[/?#]")
_SEGMENT = re.compile(r"/((?:aHR0c|SFRUU|eyJ|eJ|eN)[\w+=.-]{12,16000})")
_DOMAIN = re.compile(r"[\w.-]{1,253}\Z")


class Service(NamedTuple):
    path: str
    how: tuple[str, ...]
    name: str
    kind: str  # gateway, provider, site, mailer


def _services() -> dict[str, list[Service]]:
    found: dict[str, list[Service]] = {}
    text = files("resources").joinpath("lists/redirectors.txt").read_text("utf-8")
    kind = ""
    for line in text.splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            host, path, how, name = line.split("\t")
            found.setdefault(host, []).append(Service(path, tuple(how.split(",")), name, kind))
    return found


SERVICES: Final = _services()  # by host; read when the module is loaded, before a box closes
# Search engines, translators, social networks: made for their own readers, not for mail.
SITES: Final = frozenset(s.name for listed in SERVICES.values() for s in listed if s.kind == "site")
_ANYWHERE: Final = tuple(SERVICES["*"])
_STEMS: Final = {host[:-2].rpartition(".")[2] for host in SERVICES if host.endswith(".*")}


def named(place: Location) -> Redirect | None:
    """The step that a known service takes from here; None where the host is none, or says
    nothing."""
    for service in _at(place):
        step = _taken(place, service)
        if step is not None:
            return step
    return None


def _at(place: Location) -> Iterator[Service]:
    labels = place.host.split(".")[-8:]
    for start in range(len(labels) - 1):
        yield from _under(SERVICES.get(".".join(labels[start:]), ()), place)
    if not _STEMS.isdisjoint(labels):
        yield from _under(SERVICES.get(_stem(place.host), ()), place)
    yield from _under(_ANYWHERE, place)


def _stem(host: str) -> str:
    """The key of a host under any suffix: translate.google.co.uk stands as "translate.google.*"."""
    name = registrable_domain(host).partition(".")[0]
    below = host.partition(f".{name}.")[0] if f".{name}." in host else ""
    key = f"{below.rpartition('.')[2]}.{name}.*" if below else ""
    return key if key in SERVICES else f"{name}.*"


def _under(services: list[Service] | tuple[Service, ...] | tuple[()], place: Location) -> (
    Iterator[Service]
):  # fmt: skip
    for service in services:
        # A host may stand without its "/": https://host?url=...
        if service.path == "/" or place.rest.startswith(service.path):
            yield service


def _taken(place: Location, service: Service) -> Redirect | None:
    values = dict(reversed(list(fields(place.rest))))
    for how in service.how:
        if how.startswith("=domain:"):
            domain = values.get(how.removeprefix("=domain:"), "")
            return Redirect(service.name, "", _domain(domain))
        if how == "=unknown":
            return Redirect(service.name, "")
        if how.startswith("="):
            found = _decoded(place, service, how[1:])
        else:
            found = inner.address(unquote(values.get(how, "")), any_scheme=True)
        if found:
            return Redirect(service.name, found, _domain(parse(found).host))
    return None


def _domain(host: str) -> str:
    return registrable_domain(host) if _DOMAIN.match(host) and "." in host else ""


def _decoded(place: Location, service: Service, how: str) -> str:
    if how == "query":
        return inner.address(place.rest.partition("?")[2])
    if how == "tail":
        return in_path(place.rest[len(service.path) - 1 :])
    return DECODERS[how](place)


def fields(rest: str) -> Iterator[tuple[str, str]]:
    """Names in lower case and raw values of an address's query and fragment."""
    query = rest.partition("?")[2].replace("#", "&")
    if not query:
        query = rest.partition("#")[2]
    for field in query.split("&", _FIELDS)[:_FIELDS]:
        name, equals, value = field.removeprefix("amp;").partition("=")
        if equals and value:
            yield name.lower(), value


def in_path(rest: str) -> str:
    """The address that a path holds: to the end where its slashes are plain, else its one part."""
    end = rest.find("?")
    match = _START.search(rest, 0, end if end >= 0 else len(rest))
    if match is None:
        segment = _SEGMENT.search(rest.partition("?")[0])
        return inner.address(segment.group(1)) if segment else ""
    raw = rest[match.start(1) :]
    if match.group(1)[-1] in "/\\":
        return inner.address(raw)
    return inner.address(_PART_END.split(raw, maxsplit=1)[0])
