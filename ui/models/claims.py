"""How authentication claims of headers look: never better than hearsay."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.model.message import AuthenticationClaim
from ui.tokens import Tone

METHODS = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC", "arc": "ARC", "compauth": "CompAuth"}
SHOWN = ("spf", "dkim", "dmarc", "compauth")
# Whoever wrote the mail may have written a pass as well, so that it is no more than information.
_TONES = {
    "pass": Tone.INFO,
    "fail": Tone.MALICIOUS,
    "softfail": Tone.SUSPICIOUS,
    "permerror": Tone.SUSPICIOUS,
    "temperror": Tone.SUSPICIOUS,
}


def tone_of(claim: AuthenticationClaim) -> Tone:
    return _TONES.get(claim.result.casefold(), Tone.UNKNOWN)


def spoken(method: str) -> str:
    return METHODS.get(method.casefold(), method)


def latest(claims: tuple[AuthenticationClaim, ...]) -> Iterator[AuthenticationClaim]:
    """The first claim of each method: headers are added on top, so it is the last hop's."""
    for method in SHOWN:
        found = next((c for c in claims if c.method.casefold() == method), None)
        if found is not None:
            yield found
