"""What a Windows path leads to: a share, a WebDAV server, a file of some name."""

from __future__ import annotations

import re
from typing import Final

_SHARE = re.compile(r"(?:\\\\|//)([^\\/\s]{1,253})[\\/]")
_WEB = re.compile(r"(?:https?|ftp|file):/{2,}", re.I)
_DAV = re.compile(r"@(?:ssl|\d{1,5})(?:@\d{1,5})?\Z|davwwwroot", re.I)
_LOCAL: Final = frozenset({"?", ".", "localhost", "127.0.0.1", "tsclient", "wsl$", "wsl.localhost"})
_PRIVATE = re.compile(r"(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.[\d.]+\Z")


def server(path: str) -> str:
    """The host a path or address reaches, "" for one of this computer."""
    text = path.strip().strip("\"'")
    web = _WEB.match(text)
    if web:
        host = re.split(r"[\\/?#]", text[web.end() :], maxsplit=1)[0].rpartition("@")[2].lower()
        return "" if host in _LOCAL or host.endswith(":") else host
    share = _SHARE.match(text)
    if share is None or share.group(1).lower() in _LOCAL:
        return ""
    return share.group(1)


def outside(path: str) -> bool:
    """Whether the host lies outside of a local network, as far as its name tells: WebDAV, a full
    domain name, or an address that is not private (RFC 1918)."""
    host = server(path)
    bare = host.partition("@")[0]
    if not host:
        return False
    web = _WEB.match(path.strip().strip("\"'"))
    if (
        (web and web.group()[:4].lower() != "file")
        or _DAV.search(host)
        or "davwwwroot" in path.lower()
    ):
        return True
    return "." in bare and not _PRIVATE.match(bare) and not bare.endswith((".local", ".lan"))


def base(path: str) -> str:
    """The last part, lower case, without quotes."""
    return re.split(r"[\\/]", path.strip().strip("\"'"))[-1].lower()


def extension(path: str) -> str:
    """Of the last part, without the dot; "" for none."""
    stem, dot, last = base(path).rpartition(".")
    return last if dot and stem else ""
