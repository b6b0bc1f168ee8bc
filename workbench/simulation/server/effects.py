"""The log of everything that changed in the tenant, and at whose request."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

USER = "user"


@dataclass(frozen=True, slots=True)
class Cause:
    """Who asked: an application with its request, or a user at the mailbox."""

    actor: str = USER  # client id of an application
    request_id: str = ""
    client_request_id: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """One change; ``before`` and ``after`` are folder ids for a move, else what was changed."""

    number: int
    kind: str  # move, change, delete, folder, deliver, report, rule, grant, sessions ...
    mailbox: str
    message: str  # immutable id
    internet_id: str
    before: str
    after: str
    cause: Cause
    moment: str


class EffectLog:
    def __init__(self) -> None:
        self._effects: list[Effect] = []

    def add(
        self,
        kind: str,
        mailbox: str,
        cause: Cause,
        *,
        message: str = "",
        internet_id: str = "",
        before: str = "",
        after: str = "",
    ) -> None:
        moment = datetime.now(UTC).isoformat(timespec="microseconds")
        self._effects.append(
            Effect(
                len(self._effects),
                kind,
                mailbox,
                message,
                internet_id,
                before,
                after,
                cause,
                moment,
            )
        )

    @property
    def length(self) -> int:
        return len(self._effects)

    def clear(self) -> None:
        self._effects.clear()

    def as_json(self) -> list[dict[str, object]]:
        """Effects oldest first, the cause's members beside the others."""
        return [_flat(effect) for effect in self._effects]


def _flat(effect: Effect) -> dict[str, object]:
    flat = asdict(effect)
    flat.update(flat.pop("cause"))
    return flat
