"""What is publicly known of a host: a shortener, a place for anybody's files or pages."""

from __future__ import annotations

from importlib.resources import files
from typing import Final


def _listed(name: str) -> frozenset[str]:
    text = files("resources").joinpath(f"lists/{name}.txt").read_text("utf-8")
    return frozenset(
        line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")
    )


# Read when the module is loaded, before a box closes.
SHORTENERS: Final = _listed("shorteners")
FILE_HOSTS: Final = _listed("file_hosts")
FREE_HOSTS: Final = _listed("free_hosts")


def within(host: str, listed: frozenset[str]) -> str:
    """The listed name that a host is or lies under, "" where it is on no line."""
    labels = host.split(".")[-6:]
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        if name in listed:
            return name
    return ""
