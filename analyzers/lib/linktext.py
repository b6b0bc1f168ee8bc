"""What a link's text promises: the domain it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from analyzers.lib.domains import host_unicode, registrable_domain
from analyzers.lib.urls import UNSEEN_IN_HOST

_LONGEST: Final = 300  # characters of a text that may be an address
_DOMAIN_TEXT = re.compile(
    r"(?:https?:/{0,2})?(?P<user>[^\s@/]{0,64}@)?(?P<host>(?:[\w-]{1,63}\.){1,8}[a-z]{2,24})"
    r"(?::\d{1,5})?(?:[/?#]\S*)?\Z",
    re.I,
)
_EDGE: Final = " \u00a0<>()[]\"'.,:\u2022\u203a\u00bb\u2192"
_DOTS = re.compile("[\u3002\uff0e\uff61\u2024]")


def named(text: str) -> str:
    """The registrable domain that a text is an address of, "" where it is none.

    Of ``https://bank.com@other.example`` it is what a reader takes for the host: bank.com.
    """
    if len(text) > _LONGEST:
        return ""
    text = UNSEEN_IN_HOST.sub("", _DOTS.sub(".", text)).strip(_EDGE)
    match = _DOMAIN_TEXT.match(text) if "." in text else None
    if match is None:
        return ""
    user = (match.group("user") or "").rstrip("@")
    if user:
        return _known(user) if "://" in text else ""
    return _known(match.group("host"))


def _known(host: str) -> str:
    from analyzers.lib.suffixes import SUFFIXES

    host = host.lower()
    suffix = SUFFIXES.publicsuffix(host_unicode(host), accept_unknown=False)
    return registrable_domain(host) if suffix and suffix != host else ""


def other(text: str, domains: Iterable[str]) -> str:
    """The domain that a text names beside those a link goes to or through, else ""."""
    name = named(text)
    return "" if name in set(domains) else name
