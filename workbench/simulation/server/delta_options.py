"""Reads what a delta request wishes, and refuses what the service does not support there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workbench.simulation.server.calls import Call
from workbench.simulation.server.listing import Resource
from workbench.simulation.server.options import bad_query

OPTIONS = {
    "$select", "$filter", "$orderby", "$top", "$skiptoken", "$deltatoken", "changetype",
}  # fmt: skip
KINDS = frozenset({"created", "updated", "deleted"})
PAGE, MOST = 10, 1000  # items a page unless asked otherwise, and at most


def asked(call: Call) -> dict[str, str]:
    """Lower-case names; 400 for an option that is none here."""
    wanted = {name.casefold(): value for name, value in call.query.items()}
    if unknown := set(wanted) - OPTIONS:
        raise bad_query(f"The query parameter '{min(unknown)}' is not supported.")
    return wanted


def selected(resource: Resource[Any], wanted: Mapping[str, str]) -> tuple[str, ...]:
    names = [part.strip() for part in wanted.get("$select", "").split(",") if part.strip()]
    return tuple(resource.canonical(name) for name in names)


def since(wanted: Mapping[str, str]) -> str:
    text = wanted.get("$filter", "").strip()
    if not text:
        return ""
    match = re.fullmatch(r"receivedDateTime\s+(ge|gt)\s+(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)", text)
    if match is None:
        raise bad_query("Only receivedDateTime with ge or gt is supported in a delta query.")
    return f"{match[1]} {match[2]}"


def kinds_of(wanted: Mapping[str, str]) -> frozenset[str]:
    kinds = frozenset(filter(None, wanted.get("changetype", "").casefold().split(",")))
    if not kinds <= KINDS:
        raise bad_query("Invalid changeType.")
    return kinds


def order(wanted: Mapping[str, str]) -> str:
    text = " ".join(wanted.get("$orderby", "").casefold().split())
    if text not in {"", "receiveddatetime desc"}:
        raise bad_query("Only receivedDateTime desc orders a delta query.")
    return text


def size_of(call: Call) -> int:
    if asked(call).get("$top", "").isdecimal():
        return min(max(int(asked(call)["$top"]), 1), MOST)
    preferred = re.search(r"odata\.maxpagesize\s*=\s*(\d{1,6})", call.headers.get("prefer", ""))
    return min(max(int(preferred[1]), 1), MOST) if preferred else PAGE
