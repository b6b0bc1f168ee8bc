"""Signatures that a message carries and that want a key to be believed (RFC 6376)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Need, Observation
from analyzers.model.unit import Context, Unit, Unreadable

KIND = "dkim-key"
WHY = "signature not verified: its key has not been looked up"
SIGNATURES = 5  # looked at; mailing lists and relays add one each
_TAG = re.compile(r"(?:^|;)\s*([a-z]+)\s*=\s*([^;]*)")


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Needs ``dkim-key`` of selector and domain, as the name under which DNS would have it."""
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its signatures are unknown")
    signed = [h for h in message.headers if h.name.casefold() == "dkim-signature"]
    for header in signed[:SIGNATURES]:
        tags = {name: " ".join(value.split()) for name, value in _TAG.findall(header.value)}
        domain, selector = tags.get("d", ""), tags.get("s", "")
        if domain and selector:
            yield Fact("Signed by", f"{domain} with key {selector}, not verified here")
            yield Need(KIND, f"{selector}._domainkey.{domain}", WHY)


UNIT = Unit("signature", 1, frozenset({"eml", "msg"}), _examine)
