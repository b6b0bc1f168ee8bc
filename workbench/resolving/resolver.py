"""Answers of DNS for the analysis: what is remembered first, the network where it is allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from analyzers.lib.dns_answers import KIND, Answer, Status, spell
from workbench.resolving.asking import Names, Told
from workbench.resolving.questions import Privacy, parsed

SHORTEST, LONGEST = 60, 86_400  # seconds an answer is used before DNS is asked again
HELD = 5_000  # answers held in memory; some hundred bytes each

Key = tuple[str, str]


class Memory(Protocol):
    """Where answers lie beyond the end of the program; their ``kept`` is set when recalled."""

    async def recall(self, keys: Sequence[str]) -> Mapping[str, Told]: ...

    async def keep(self, told: Mapping[str, Told]) -> None: ...


class Resolver:
    """Where the analyst has not allowed to ask, or ``names`` is None, only what is kept answers,
    and no packet leaves."""

    def __init__(
        self, names: Names | None, memory: Memory | None = None, *, allowed: bool = True
    ) -> None:
        self._names, self._memory = names, memory
        self._allowed = allowed
        self._held: dict[str, Told] = {}

    @property
    def asks(self) -> bool:
        """Whether the network may be asked."""
        return self._allowed and self._names is not None

    def allow(self, allowed: bool) -> None:
        """From the next question on."""
        self._allowed = allowed

    async def answers(self, keys: Sequence[str], privacy: Privacy) -> dict[Key, str]:
        """By kind and key of the need, for all that can be answered."""
        refused = {key for key in keys if _forbidden(key, privacy)}
        known = await self._known([key for key in keys if key not in refused])
        asked = await self._ask([k for k in keys if k not in refused], known)
        answers = {key: told.answer for key, told in {**known, **asked}.items()}
        answers.update(dict.fromkeys(refused, Answer(Status.REFUSED)))
        return {(KIND, key): spell(answers[key]) for key in keys if key in answers}

    async def _known(self, keys: Sequence[str]) -> dict[str, Told]:
        held = {key: self._held[key] for key in keys if key in self._held}
        rest = [key for key in keys if key not in held]
        if self._memory is not None and rest:
            held.update(await self._memory.recall(rest))
        return held

    async def _ask(self, keys: Sequence[str], known: Mapping[str, Told]) -> dict[str, Told]:
        """What had to be asked; a stale answer stays where nothing better came."""
        if self._names is None or not self._allowed:
            return {}
        now = datetime.now(UTC)
        stale = [key for key in keys if key not in known or not _good(known[key], now)]
        told = await asyncio.gather(*(self._names.ask(*parsed(key)) for key in stale))
        better = {
            key: each
            for key, each in zip(stale, told, strict=True)
            if not _worse(key, each.answer, known.get(key))
        }
        settled = {key: each for key, each in better.items() if each.answer.known}
        await self._remember(settled)
        return better

    async def _remember(self, told: Mapping[str, Told]) -> None:
        self._held.update(told)
        while len(self._held) > HELD:
            del self._held[next(iter(self._held))]
        if self._memory is not None and told:
            await self._memory.keep(told)


def _forbidden(key: str, privacy: Privacy) -> bool:
    kind, name = parsed(key)
    return not kind or privacy.tells(name)


def _good(told: Told, now: datetime) -> bool:
    seconds = max(SHORTEST, min(LONGEST, told.seconds))
    age = now - datetime.fromisoformat(told.answer.asked)
    return 0 <= age.total_seconds() < seconds


def _worse(key: str, answer: Answer, before: Told | None) -> bool:
    """A failure is worse than any answer; for a signature's key, gone is worse than what it was,
    since keys are withdrawn and the mail they signed stays."""
    if before is None:
        return False
    if answer.status is Status.FAILED:
        return True
    gone = answer.status is not Status.FOUND and before.answer.status is Status.FOUND
    return gone and "._domainkey." in key


def as_kept(told: Told) -> Told:
    return replace(told, answer=replace(told.answer, kept=True))
