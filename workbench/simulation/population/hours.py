"""When people write: working days and hours, with a few late ones."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from workbench.simulation.draft import Draft

SATURDAY = 5
EVENING, MORNING = 19, 7  # hours


def working_moment(chance: random.Random, draft: Draft) -> datetime:
    """Some moment of the world at which a person may have written, whole seconds."""
    span = (draft.days - 0.6) * 86_400
    moment = draft.start + timedelta(seconds=int(chance.random() * span))
    return into_hours(chance, moment, draft)


def into_hours(chance: random.Random, moment: datetime, draft: Draft) -> datetime:
    """The same day in working hours, a weekday unless the world is too short for one."""
    while moment.weekday() >= SATURDAY and moment - timedelta(days=1) >= draft.start:
        moment -= timedelta(days=1)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    minute = int(chance.triangular(MORNING * 60, EVENING * 60, 10 * 60))
    return day + timedelta(minutes=minute, seconds=chance.randrange(60))


def answered_after(chance: random.Random, moment: datetime) -> datetime:
    """When the next turn of a thread is written: mostly within hours, never at night."""
    later = moment + timedelta(seconds=int(chance.expovariate(1 / 9_000)) + 240)
    if later.hour >= EVENING or later.hour < MORNING:
        later = later.replace(hour=8) + timedelta(days=int(later.hour >= EVENING))
    while later.weekday() >= SATURDAY:
        later += timedelta(days=1)
    return later
