"""The blocking HTTP session of the sign-in libraries: keeps no cookies, looks at no redirect."""

from __future__ import annotations

import time
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

from workbench.connectors.origin import Origin
from workbench.errors import Untrusted

BYTES: Final = 4 << 20  # of one answer; metadata and tokens have some thousands
SECONDS: Final = 60.0  # for the body of one
CHUNK: Final = 1 << 16


def open_session(origin: Origin, certificate_authority: str) -> Any:
    """A ``requests`` session for the sign-in service at ``origin``; raises ``Untrusted`` where it
    would not be proven to be that."""
    import requests

    if origin.scheme != "https":
        raise Untrusted("The sign-in service must be reached over TLS")
    if certificate_authority and not origin.loopback:
        raise Untrusted("A private certificate authority is accepted for this machine only")
    session: Any = requests.Session()
    session.verify = certificate_authority or True
    session.trust_env = not origin.loopback  # a proxy is no business of loopback traffic
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    # Else requests parses where a redirect leads although it shall not follow, and stumbles.
    session.get_redirect_target = lambda answer: None
    session.hooks["response"].append(_bound)
    return session


def _bound(answer: Any, **options: Any) -> None:
    """Takes the body in pieces: requests itself would take all that ever comes."""
    import requests

    until, data = time.monotonic() + SECONDS, bytearray()
    for piece in answer.iter_content(CHUNK):
        data += piece
        if len(data) > BYTES or time.monotonic() > until:
            answer.close()
            raise requests.exceptions.ContentDecodingError("the answer does not end")
    answer._content = bytes(data)  # where requests itself keeps it
