"""Follows an address through all services it names by itself; no packet is sent."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from analyzers.lib import inner, redirectors
from analyzers.lib.domains import registrable_domain
from analyzers.lib.urls import LONGEST, Location, parse
from analyzers.lib.words import words
from analyzers.model.content import Redirect

LEVELS: Final = 10  # wrappers inside one another that are taken off; mails hold up to 4

# Parameters that lead on, in open redirects as scanners list them; these before any other.
_LEADING: Final = words(
    "url u target redirect redirect_url redirect_uri redirecturl redirecturi redir next dest",
    "destination goto go to r link href return return_to returnto return_url returnurl continue",
    "continueto service callback forward fwd out exit location loc page uri path landing site",
    "ref_url destination_url dest_url target_url targeturl l q z checkout_url success_url rurl ru",
    "jump view relaystate wreply redirect_to redirectto backurl back image_url ued murl adurl",
    "clickurl click",
)
# Parameters that hold an address no reader is sent to.
_BESIDE: Final = words(
    "ref referer referrer src source img image icon logo picture pic photo thumb thumbnail poster",
    "css js font avatar base media origin issuer realm xmlns canonical cdn background bg schema",
)
_SHARING: Final = words(  # they open a page that offers to post the address
    "sharer sharer.php share sharearticle intent tweet submit offsite-share plusone create",
    "sharing share.php send compose",
)


class Chain(NamedTuple):
    steps: tuple[Redirect, ...]
    cut: bool = False  # whether there is more than is followed


NONE: Final = Chain(())


@lru_cache(maxsize=512)  # of one artifact, where units ask for the same address again
def chain(url: str) -> Chain:
    """The steps from an address to the last that can be told; up to ``LEVELS`` and ``LONGEST``
    characters, each address once."""
    steps: list[Redirect] = []
    seen, room = {url}, LONGEST
    while True:
        step = _step(parse(url))
        if step is None or step.url in seen:
            return Chain(tuple(steps)) if steps else NONE
        room -= len(step.url)
        if len(steps) >= LEVELS or room < 0:
            return Chain(tuple(steps), cut=True)
        steps.append(step)
        if not step.url:
            return Chain(tuple(steps))
        url = step.url
        seen.add(url)


def _step(place: Location) -> Redirect | None:
    if place.scheme not in {"http", "https", ""} or not place.host:
        return None
    return redirectors.named(place) or _unnamed(place)


def _unnamed(place: Location) -> Redirect | None:
    """An address inside the parameters, the path or the fragment of a host that is on no list."""
    if len(place.rest) < 8 or not inner.HINT.search(place.rest):
        return None
    return _parameter(place) or _embedded(place)


def _parameter(place: Location) -> Redirect | None:
    path = place.rest.partition("?")[0].rstrip("/").lower()
    if path.rpartition("/")[2] in _SHARING:
        return None
    found = [
        (name, url)
        for name, value in redirectors.fields(place.rest)
        if name not in _BESIDE
        and not name.startswith("utm_")
        and inner.HINT.search(f"={value}")
        and (url := inner.address(unquote(value)))
    ]
    found.sort(key=lambda pair: pair[0] not in _LEADING)
    for name, url in found:
        step = _away(place, url, f"parameter “{name[:40]}”")
        if step:
            return step
    return None


def _embedded(place: Location) -> Redirect | None:
    path, _, fragment = place.rest.partition("#")
    query = path.partition("?")[2]
    for found, name in (
        (redirectors.in_path(path), "address in the path"),
        (inner.address(query) if query else "", "address as the query"),
        (inner.address(fragment) if fragment else "", "address behind “#”"),
    ):
        step = _away(place, found, name) if found else None
        if step:
            return step
    return None


def _away(place: Location, url: str, by: str) -> Redirect | None:
    """The step, where it leads to another host by a name that can be one."""
    host = parse(url).host
    if host == place.host or not ("." in host or ":" in host):
        return None
    return Redirect(by, url, registrable_domain(host))
