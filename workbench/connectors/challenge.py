"""The claims an API asks a new token to carry (continuous access evaluation).

https://learn.microsoft.com/entra/identity-platform/claims-challenge
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Final, Protocol, runtime_checkable

LONGEST: Final = 8 << 10  # characters of a header
_CLAIMS: Final = re.compile(r'\bclaims="([A-Za-z0-9+/=_-]+)"')


@runtime_checkable
class Challenged(Protocol):
    """A token source that can carry claims to its sign-in."""

    async def answer(self, claims: str) -> str:
        """A new token, asked for with these claims."""


def claims_of(headers: Mapping[str, str]) -> str:
    """The JSON of a challenge, "" where the 401 is no such challenge."""
    header = headers.get("WWW-Authenticate", "")[:LONGEST]
    found = _CLAIMS.search(header) if "insufficient_claims" in header else None
    if found is None:
        return ""
    try:
        text = found[1].replace("-", "+").replace("_", "/")
        claims = base64.b64decode(text + "=" * (-len(text) % 4)).decode()
        return claims if isinstance(json.loads(claims), dict) else ""
    except (ValueError, RecursionError):
        return ""
