"""Host names: their A-label and readable forms, and the domain somebody registered."""

from __future__ import annotations

import functools
import re
import unicodedata

_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_DOTS = re.compile("[\u3002\uff0e\uff61]")  # full stops that IDNA reads as a dot (RFC 3490, 3.1)
_LABEL = 63  # octets of a label (RFC 1035, 2.3.4); punycode is quadratic, so none is longer here
_HOST = 253  # characters of a name


def host_ascii(host: str) -> str:
    """The host in lower case with A-labels; what no label can be is kept as it stands."""
    return ".".join(_label_ascii(label) for label in _labels(host))


def host_unicode(host: str) -> str:
    """The host in lower case with U-labels; an A-label that cannot be decoded is kept."""
    return ".".join(_label_unicode(label) for label in _labels(host))


@functools.lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """The part of a host that somebody registered (publicsuffix.org, private section included).

    In A-label form; an IP address, a single label and a public suffix stand for themselves.
    """
    ascii_host = host_ascii(host)
    if not ascii_host or is_address(ascii_host) or len(ascii_host) > _HOST:
        return ascii_host
    from analyzers.lib.suffixes import SUFFIXES

    registered = SUFFIXES.privatesuffix(host_unicode(host))
    if registered is None:
        return ascii_host
    return ".".join(ascii_host.split(".")[-registered.count(".") - 1 :])


def same_registrant(one: str, other: str) -> bool:
    """Whether two hosts lie under the same registrable domain."""
    return registrable_domain(one) == registrable_domain(other)


def is_address(host: str) -> bool:
    """Whether the host is an IP address, also in brackets as in a mail address (RFC 5321)."""
    return ":" in host or host.startswith("[") or _IPV4.fullmatch(host) is not None


def _labels(host: str) -> list[str]:
    return _DOTS.sub(".", host.strip()).lower().rstrip(".").split(".")


def _label_ascii(label: str) -> str:
    if label.isascii() or len(label) > _LABEL:
        return label
    folded = unicodedata.normalize("NFKC", label).lower()
    if folded.isascii() or len(folded) > _LABEL:
        return folded
    try:
        return "xn--" + folded.encode("punycode").decode("ascii")
    except UnicodeError:  # a lone surrogate
        return label


def _label_unicode(label: str) -> str:
    if not label.startswith("xn--") or len(label) > _LABEL:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return label
