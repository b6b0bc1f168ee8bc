"""An account's evidence as text and as JSON: what deserves a look, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench.model.accounts import Account, Evidence, Line, Standing


def lines_of(account: Account) -> Iterator[str]:
    yield f"{account.address} ({account.name or 'no name'}): {_state(account)}"
    yield summary(account)
    for one in account.evidence:
        yield ""
        yield f"{one.part.value}: {standing_words(one)}"
        for line in sorted(one.lines, key=lambda line: not line.reasons):
            yield from _line(line)


def summary(account: Account) -> str:
    """Never more than is known: what was not read is said beside what was found."""
    found = account.suspicious
    told = f"{found} {'thing deserves' if found == 1 else 'things deserve'} a look"
    unread = ", ".join(one.part.value for one in account.unread)
    return f"{told}; not known: {unread}" if unread else told


def standing_words(one: Evidence) -> str:
    if one.standing is Standing.READ:
        return f"{len(one.lines)}, and more" if one.cut else str(len(one.lines) or "none")
    if one.standing is Standing.MISSING_RIGHT:
        return f"{one.standing.value} {one.right}"
    return f"{one.standing.value}: {one.why}"


def object_of(account: Account) -> dict[str, Any]:
    return {
        "address": account.address,
        "name": account.name,
        "enabled": account.enabled,
        "since": account.since.isoformat(),
        "asked": account.asked.isoformat(),
        "suspicious": account.suspicious,
        "evidence": [_evidence(one) for one in account.evidence],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    told: dict[str, Any] = {"part": one.part.value, "standing": one.standing.value}
    told |= {"right": one.right, "why": one.why, "more": one.cut}
    return {**told, "lines": [_object(line) for line in one.lines]}


def _object(line: Line) -> dict[str, Any]:
    return {
        "what": line.what,
        "detail": line.detail,
        "key": line.key,
        "moment": line.moment.isoformat() if line.moment else None,
        "reasons": list(line.reasons),
        "active": line.active,
    }


def _line(line: Line) -> Iterator[str]:
    mark = "!" if line.reasons else " "
    when = f"{line.moment:%Y-%m-%d %H:%M} UTC  " if line.moment else ""
    yield f"  {mark} {when}{line.what}" + (f"  ({line.detail})" if line.detail else "")
    for why in line.reasons:
        yield f"      {why}"


def _state(account: Account) -> str:
    if account.enabled is None:
        return "whether it is enabled is not known"
    return "enabled" if account.enabled else "disabled"
