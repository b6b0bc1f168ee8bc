"""Web addresses in the parts that rules ask for, gateways' rewriting undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl

from analyzers.lib import urls
from analyzers.lib.linkset import in_text
from analyzers.model.content import Link
from analyzers.model.correspondence import QueryParameter, Rewrite, Url
from analyzers.model.whole import BodyLink
from analyzers.whole.names import domain_of, ip_of

PARAMETERS = 100  # of one query; an address of 16,000 characters could hold thousands
_MARKUP = frozenset({"a", "area", "form", "button"})


def url_of(link: Link) -> Url:
    """The last address that can be told offline; ``rewrite`` names what stood around it."""
    url = parsed(link.target)
    if not link.redirects:
        return url
    rewrite = Rewrite(tuple(step.by for step in link.redirects), link.url)
    return replace(url, rewrite=rewrite)


def parsed(address: str) -> Url:
    place = urls.parse(address)
    path, mark, fragment = place.rest.partition("#")
    path, asked, query = path.partition("?")
    user, colon, password = place.user.partition(":")
    return Url(
        url=address,
        scheme=place.scheme,
        domain=domain_of(place.host),
        ip=ip_of(place.host) if place.host else None,
        port=int(place.port) if place.port else None,
        username=user or None,
        password=password if colon else None,
        path=path or None,
        query_params=query if asked else None,
        query_params_decoded=_decoded(query),
        fragment=fragment if mark else None,
    )


def _decoded(query: str) -> tuple[QueryParameter, ...]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=PARAMETERS)
    except ValueError:
        pairs = parse_qsl("&".join(query.split("&")[:PARAMETERS]), keep_blank_values=True)
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return tuple(QueryParameter(name, tuple(values)) for name, values in found.items())


def body_links(links: Iterable[Link]) -> tuple[BodyLink, ...]:
    return tuple(_body_link(link) for link in links if link.source != "base")


def _body_link(link: Link) -> BodyLink:
    shown = next((found.url for found in in_text(link.text)), "") if link.text else ""
    return BodyLink(
        href_url=url_of(link),
        display_text=link.text or None,
        display_url=parsed(shown) if shown else None,
        mismatched=bool(link.shown),
        visible=link.visible,
        parser="hyperlink" if link.source in _MARKUP else "plain",
        source=link.source,
    )
