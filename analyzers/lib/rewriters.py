"""Decoders of services that write an address in a way of their own."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from analyzers.lib import inner
from analyzers.lib.urls import Location

_RUNS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_RUN_START: Final = 2  # characters that "**A" stands for; "**B" for one more, and so on
_MARK = re.compile(r"\*(?:\*([A-Za-z0-9_-]))?")
_FENCED = re.compile(r"_{3}(.{4,16000}?)_{3}", re.S)
_TRANSLATED = re.compile(r"[?&]_x_tr_[^&#]*")
_RU = re.compile(r"/RU=([^/]{4,16000})/", re.I)
_AMP_PATH = re.compile(r"/[a-z]{1,3}(/s)?/([^/].{3,16000})", re.S)


def proofpoint2(place: Location) -> str:
    """Version 2 writes "-" for "%" and "_" for "/" in the parameter u (Proofpoint's decoder)."""
    match = re.search(r"[?&]u=([^&#]{1,16000})", html.unescape(place.rest))
    if match is None:
        return ""
    found = html.unescape(unquote(match.group(1).replace("-", "%").replace("_", "/")))
    return inner.address(found, any_scheme=True)


def proofpoint3(place: Location) -> str:
    """Version 3 writes "*" for each character of a base64 list behind the address, and "**X" for a
    run of them (Proofpoint's decoder)."""
    body, fence, behind = place.rest.removeprefix("/v3/__").partition("__;")
    if not fence:
        return inner.address(body)
    spare = _spare(behind.partition("!")[0])
    taken = 0

    def restored(mark: re.Match[str]) -> str:
        nonlocal taken
        count = _RUNS.index(mark.group(1)) + _RUN_START if mark.group(1) else 1
        found = spare[taken : taken + count]
        taken += count
        return found or mark.group()

    return inner.address(_MARK.sub(restored, unquote(body)), any_scheme=True)


def _spare(encoded: str) -> str:
    try:
        whole = encoded + "=" * (-len(encoded) % 4)
        return base64.urlsafe_b64decode(whole).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def fenced(place: Location) -> str:
    """Avanan and Check Point: the address between three underscores on either side."""
    match = _FENCED.search(place.rest)
    return inner.address(match.group(1), any_scheme=True) if match else ""


def amp(place: Location) -> str:
    """google.com/amp/HOST/PATH, by http."""
    rest = place.rest.partition("/amp/")[2]
    return f"http://{rest}" if "." in rest.partition("/")[0] else inner.address(rest)


def amps(place: Location) -> str:
    """google.com/amp/s/HOST/PATH, by https."""
    rest = place.rest.partition("/amp/s/")[2]
    return f"https://{rest}" if "." in rest.partition("/")[0] else inner.address(rest)


def ampproject(place: Location) -> str:
    """HOST.cdn.ampproject.org/c/s/HOST/PATH (amp.dev, "AMP cache URL format"); a bare host has its
    dots written "-" and its hyphens "--"."""
    match = _AMP_PATH.match(place.rest)
    if match and "." in match.group(2).partition("/")[0]:
        return f"http{'s' if match.group(1) else ''}://{match.group(2)}"
    return _undashed(place, ".cdn.ampproject.org", "/")


def translated(place: Location) -> str:
    """HOST.translate.goog/PATH: dots written "-", hyphens "--"."""
    rest = _TRANSLATED.sub("", place.rest)
    if "?" not in rest:
        rest = rest.replace("&", "?", 1)
    return _undashed(place, ".translate.goog", rest or "/")


def _undashed(place: Location, suffix: str, rest: str) -> str:
    label = place.host.removesuffix(suffix)
    if label == place.host or "-" not in label or "." in label:
        return ""
    return f"https://{'-'.join(p.replace('-', '.') for p in label.split('--'))}{rest}"


def ru(place: Location) -> str:
    """Yahoo: the address percent-encoded in a part /RU=.../ of the path."""
    match = _RU.search(place.rest)
    return inner.address(match.group(1)) if match else ""


def postmark(place: Location) -> str:
    """Postmark: /3s/ADDRESS/..., percent-encoded and without a scheme; "s" stands for https."""
    version, _, rest = place.rest.lstrip("/").partition("/")
    found = unquote(rest.partition("/")[0])
    if "." not in found.partition("/")[0]:
        return ""
    return found if inner.ABSOLUTE.match(found) else f"http{'s' * version.endswith('s')}://{found}"


def token(place: Location) -> str:
    """The last part of the path is a packed token."""
    return inner.token(place.rest.partition("?")[0].rpartition("/")[2])


DECODERS: Final[dict[str, Callable[[Location], str]]] = {
    "proofpoint2": proofpoint2,
    "proofpoint3": proofpoint3,
    "fenced": fenced,
    "amp": amp,
    "amps": amps,
    "ampproject": ampproject,
    "translated": translated,
    "ru": ru,
    "postmark": postmark,
    "token": token,
}
