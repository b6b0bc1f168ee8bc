"""Rights a tenant granted against those needed, as rows."""

from __future__ import annotations

from collections.abc import Iterable

from ui.models.table import Cell
from ui.tokens import Tone
from workbench.connectors.consent import TITLES, Asked
from workbench.connectors.ladder import Standing
from workbench.profiles.saved import Saved, SavedMicrosoft

RIGHTS = ("Right", "Granted", "What it lights up, or how to grant it")
_WORDS = {
    "granted": ("yes", Tone.CLEAN),
    "missing": ("missing", Tone.SUSPICIOUS),
    "absent": ("not granted", Tone.UNKNOWN),
    "broader": ("more than needed", Tone.SUSPICIOUS),
    "unused": ("unused", Tone.UNKNOWN),
    "advice": ("advice", Tone.INFO),
}


CONSENT = ("Identity", "Right", "Lights up")


def consent_rows(identities: Iterable[Asked]) -> list[tuple[Cell, ...]]:
    """Each identity with the least right for each button."""
    return [
        (Cell(TITLES[one.role]), Cell(rung.rights[0]), Cell(rung.lights))
        for one in identities
        for rung in one.rungs
    ]


def right_rows(lines: Iterable[Standing]) -> list[tuple[Cell, ...]]:
    return [(Cell(ln.right), Cell(*_WORDS[ln.state]), Cell(ln.told)) for ln in lines]


def detail_of(saved: Saved) -> str:
    """What tells one remembered tenant from another."""
    tenant = saved.tenant if isinstance(saved, SavedMicrosoft) else saved.domain
    pilot = f" · pilot of {len(saved.fence)} mailboxes" if saved.fence else ""
    pilot += " · pilot of a group" if saved.fence_group else ""
    two = " · with a remediator" if saved.has_remediator else ""
    return f"{saved.provider} · {tenant}{pilot}{two}"
