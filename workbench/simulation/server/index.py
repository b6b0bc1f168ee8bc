"""What the simulated services' search indexes know of each message, and since when."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

from workbench.simulation.server.content import attachments_of, body_of
from workbench.simulation.server.kql import Indexed
from workbench.simulation.world import SimMessage, World

_TAG = re.compile(r"<[^>]*>")
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL | re.IGNORECASE)


class Index:
    """Visible text alone is indexed; both faces of the tenant share it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._written: dict[str, tuple[str, str]] = {}

    def of(self, message: SimMessage) -> Indexed:
        body, attachment = self._content(message)
        sender = f"{message.sender_name} {message.sender}"
        to, cc = " ".join(message.to), " ".join(message.cc)
        texts = {
            "from": sender, "to": to, "cc": cc, "recipients": f"{to} {cc}",
            "participants": f"{sender} {to} {cc}", "subject": message.subject, "body": body,
            "attachment": attachment, "kind": "email",
        }  # fmt: skip
        return Indexed(texts, message.received, message.sent)

    def _content(self, message: SimMessage) -> tuple[str, str]:
        """Text of the body and names of the attachments, which copies of a letter share."""
        key = message.source
        if key not in self._written:
            data = self._world.mime(message)
            kind, text = body_of(data, "text")
            shown = html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", text))) if kind == "html" else text
            names = " ".join(part.name for part in attachments_of(data))
            self._written[key] = (shown, names)
        return self._written[key]


def is_indexed(message: SimMessage, lag: float) -> bool:
    """New mail is found only ``lag`` seconds after it came in."""
    return lag <= 0 or message.received <= datetime.now(UTC) - timedelta(seconds=lag)
