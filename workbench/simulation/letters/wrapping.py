"""Safe Links: the receiving service puts its own address before every address in outside mail."""

from __future__ import annotations

from urllib.parse import quote

from workbench.simulation.dice import signature

PREFIX = "https://eur04.safelinks.protection.outlook.com/?url="


def safe_link(address: str) -> str:
    """The wrapped address; the signature in it verifies nothing."""
    if not address.startswith(("http://", "https://")):
        return address
    mark = quote(signature(32, "safe link", address), safe="")
    return f"{PREFIX}{quote(address, safe='')}&data=05%7C02%7C&sdata={mark}&reserved=0"


def as_written(address: str) -> str:
    return address
