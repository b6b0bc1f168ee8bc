"""The last searches, remembered for each tenant until somebody clears them."""

from __future__ import annotations

import json

from PySide6.QtCore import QSettings

from workbench.searching.said import LONGEST, NAMES, Said

MOST = 10  # searches remembered
LATER = {"mailboxes": ""}  # fields that searches did not always have


class RecentSearches:
    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def of(self, tenant: str) -> tuple[Said, ...]:
        """Newest first; none where it is nothing that we wrote."""
        return _read(str(self._settings.value(_key(tenant), "")))

    def add(self, tenant: str, said: Said) -> None:
        others = [one for one in self.of(tenant) if one != said]
        kept = [{name: getattr(one, name) for name in NAMES} for one in (said, *others)][:MOST]
        self._settings.setValue(_key(tenant), json.dumps(kept))

    def clear(self, tenant: str) -> None:
        self._settings.remove(_key(tenant))


def _key(tenant: str) -> str:
    return f"searches/{tenant}"


def _read(text: str) -> tuple[Said, ...]:
    try:
        known = json.loads(text)
        rows = [{**LATER, **row} for row in known[:MOST]]
        rows = [{name: str(row[name])[:LONGEST] for name in NAMES} for row in rows]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()
    return tuple(Said(**row) for row in rows)
