"""Turns items into the collections and entities Graph answers with: select, filter, order, page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from workbench.simulation.server.calls import Answer, Call, GraphRefusal
from workbench.simulation.server.options import Limits, Options, bad_query, options, skip_token

DIRECTORY = Limits(100, 999)  # https://learn.microsoft.com/graph/api/user-list
Item = TypeVar("Item")
Field = Callable[[Item], Any]


@dataclass(frozen=True, slots=True)
class Resource(Generic[Item]):
    """A kind of entity: its properties and which of them come without being asked for."""

    type_name: str  # microsoft.graph.message
    fields: Mapping[str, Field[Item]]
    usual: tuple[str, ...] = ()  # all when empty
    marks: Mapping[str, Field[Item]] | None = None  # annotations, which nobody selects
    limits: Limits = DIRECTORY
    by_skip: bool = False  # pages by $skip, not by an opaque token
    search: Callable[[str, Sequence[Item]], list[Item]] | None = None  # $search, in its own order
    named: bool = True  # whether it is an entity with an id

    def canonical(self, name: str) -> str:
        """The property as it is spelt here; 400 when there is none."""
        for field in self.fields:
            if field.casefold() == name.casefold():
                return field
        raise GraphRefusal(
            400,
            "RequestBroker--ParseUri",
            f"Could not find a property named '{name}' on type '{self.type_name}'.",
        )

    def read(self, item: Item, path: str) -> Any:
        """The value at ``from/emailAddress/address``."""
        first, *rest = path.split("/")
        value = self.fields[self.canonical(first)](item)
        for name in rest:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def entity(self, item: Item, select: Sequence[str]) -> dict[str, object]:
        names = [self.canonical(name) for name in select if name != "*"]
        names = names or list(self.usual or self.fields)
        if self.named and "id" not in names:
            names.append("id")
        made: dict[str, object] = {
            name: mark(item) for name, mark in (self.marks or {}).items() if mark(item) is not None
        }
        made.update({name: self.fields[name](item) for name in names})
        return made


def collection(call: Call, resource: Resource[Item], items: Sequence[Item], context: str) -> Answer:
    """One page of the items with its links and, when wanted, the count."""
    wanted = options(call)
    found = _ordered(
        resource, _filtered(resource, _searched(resource, items, wanted), wanted), wanted
    )
    size = _page_size(call, resource.limits, wanted)
    page = found[wanted.skip : wanted.skip + size]
    body: dict[str, object] = {
        "@odata.context": f"{call.origin}/{call.version}/$metadata#{context}"
    }
    if wanted.count:
        body["@odata.count"] = len(found)
    body["value"] = [resource.entity(item, wanted.select) for item in page]
    following = wanted.skip + size
    if following < len(found):
        body["@odata.nextLink"] = next_link(call, following, resource.by_skip)
    return Answer(200, body)


def counted(call: Call, resource: Resource[Item], items: Sequence[Item]) -> Answer:
    """The bare number behind ``/$count``."""
    found = _filtered(resource, items, options(call))
    return Answer(200, str(len(found)).encode(), {"Content-Type": "text/plain"})


def single(call: Call, resource: Resource[Item], item: Item, context: str) -> Answer:
    """One entity."""
    wanted = options(call)
    head = {"@odata.context": f"{call.origin}/{call.version}/$metadata#{context}"}
    return Answer(200, {**head, **resource.entity(item, wanted.select)})


def next_link(call: Call, position: int, by_skip: bool) -> str:
    """Absolute, and with the caller's other options."""
    parts = urlsplit(call.target)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.casefold() not in {"$skip", "$skiptoken", "skip", "skiptoken"}
    ]
    kept.append(("$skip", str(position)) if by_skip else ("$skiptoken", skip_token(position)))
    return f"{call.origin}{parts.path}?{urlencode(kept, safe='$,', quote_via=quote)}"


def _searched(resource: Resource[Item], items: Sequence[Item], wanted: Options) -> Sequence[Item]:
    if not wanted.search:
        return items
    if resource.search is None:
        raise GraphRefusal(501, "NotImplemented", "$search is not simulated here.")
    return resource.search(wanted.search, items)


def _filtered(resource: Resource[Item], items: Sequence[Item], wanted: Options) -> Sequence[Item]:
    test = wanted.filter
    if test is None:
        return items
    for path in test.paths:
        resource.canonical(path.split("/")[0])
    return [item for item in items if test(partial(resource.read, item))]


def _ordered(resource: Resource[Item], items: Sequence[Item], wanted: Options) -> Sequence[Item]:
    if not wanted.order:
        return items
    names = [name for name, _ in wanted.order]
    if wanted.filter is not None and resource.by_skip:
        _leading(names, wanted.filter.paths)
    ordered = list(items)
    for name, descending in reversed(wanted.order):
        ordered.sort(key=partial(_sort_key, resource, name), reverse=descending)
    return ordered


def _sort_key(resource: Resource[Item], name: str, item: Item) -> str:
    return str(resource.read(item, name) or "").casefold()


def _leading(order: list[str], filtered: list[str]) -> None:
    """https://learn.microsoft.com/graph/api/user-list-messages: the rule about both together."""
    if list(dict.fromkeys(filtered))[: len(order)] != order:
        raise GraphRefusal(
            400,
            "InefficientFilter",
            "The restriction or sort order is too complex for this operation.",
        )


def _page_size(call: Call, limits: Limits, wanted: Options) -> int:
    if wanted.top is not None:
        if not 1 <= wanted.top <= limits.most:
            raise bad_query(f"The limit of {limits.most} for $top query has been exceeded.")
        return wanted.top
    preferred = re.search(r"odata\.maxpagesize\s*=\s*(\d{1,6})", call.headers.get("prefer", ""))
    return min(max(int(preferred[1]), 1), limits.most) if preferred else limits.page
