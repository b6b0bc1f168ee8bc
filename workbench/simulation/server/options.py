"""Reads the system query options of a request ($select, $top ...) and refuses what Graph refuses.

https://learn.microsoft.com/graph/query-parameters
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.simulation.server.calls import Call, GraphRefusal
from workbench.simulation.server.filters import Filter

KNOWN = {
    "$select", "$filter", "$orderby", "$top", "$skip", "$skiptoken", "$count", "$search", "$expand",
}  # fmt: skip
OWN = {"includehiddenfolders", "includehiddenmessages", "starttime", "endtime"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Items in a page unless asked otherwise, and at most."""

    page: int
    most: int


@dataclass(frozen=True, slots=True)
class Options:
    """``top`` is None when the caller does not say; ``skip`` comes from $skip or $skiptoken."""

    select: tuple[str, ...]
    filter: Filter | None
    order: tuple[tuple[str, bool], ...]  # property, descending
    top: int | None
    skip: int
    count: bool
    search: str = ""


def bad_query(message: str) -> GraphRefusal:
    return GraphRefusal(400, "BadRequest", message)


def options(call: Call) -> Options:
    """The options of the call; 400 for what cannot be read."""
    query = _named(call.query)
    filter_text = query.get("$filter", "")
    return Options(
        select=tuple(part.strip() for part in query.get("$select", "").split(",") if part.strip()),
        filter=Filter(filter_text) if filter_text.strip() else None,
        order=_order(query.get("$orderby", "")),
        top=_number(query, "$top"),
        skip=_skip(query),
        count=query.get("$count", "").casefold() == "true",
        search=_search(query),
    )


def _named(query: Mapping[str, str]) -> dict[str, str]:
    """Lower-case names; the dollar may be missing."""
    named = {}
    for name, value in query.items():
        folded = name.casefold()
        folded = f"${folded}" if f"${folded}" in KNOWN else folded
        if folded == "$expand":
            raise GraphRefusal(501, "NotImplemented", f"{name} is not simulated.")
        if folded not in KNOWN | OWN:
            raise bad_query(f"The query parameter '{name}' is not supported.")
        named[folded] = value
    return named


def _search(query: Mapping[str, str]) -> str:
    """https://learn.microsoft.com/graph/search-query-parameter: not with the two others."""
    if "$search" in query and query.keys() & {"$filter", "$orderby"}:
        message = "The query parameters '$search', '$filter' and '$orderby' do not go together."
        raise GraphRefusal(400, "SearchWithFilter", message)
    return query.get("$search", "")


def _number(query: Mapping[str, str], name: str) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,9}", text):
        raise bad_query(f"Invalid value '{text}' for {name} query option found.")
    return int(text)


def _skip(query: Mapping[str, str]) -> int:
    token = query.get("$skiptoken")
    if token is None:
        return _number(query, "$skip") or 0
    match = re.fullmatch(r"RFNwdAIAAQAAAD([0-9a-f]{8})", token)
    if match is None:
        raise bad_query("Invalid skip token.")
    return int(match[1], 16)


def skip_token(position: int) -> str:
    """An opaque mark for a position; the letters in front are those of the directory."""
    return f"RFNwdAIAAQAAAD{position:08x}"


def _order(text: str) -> tuple[tuple[str, bool], ...]:
    order = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = re.fullmatch(r"([\w/]+)(?:\s+(asc|desc))?", part, re.IGNORECASE)
        if match is None:
            raise bad_query(f"Syntax error in $orderby: {part}")
        order.append((match[1], (match[2] or "").casefold() == "desc"))
    return tuple(order)
