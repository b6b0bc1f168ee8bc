"""Opens the system's browser for a sign-in: the one place that opens an address at all."""

from __future__ import annotations

import asyncio
from typing import Final

from workbench.connectors.origin import Origin
from workbench.errors import SignInNeeded, Untrusted

# https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
CODE_PAGES: Final = frozenset(
    Origin.of(f"https://{host}") for host in ("microsoft.com", "www.microsoft.com", "aka.ms")
)


async def open_sign_in(address: str, authority: str) -> None:
    """``address`` below the pinned ``authority`` over TLS; raises ``Untrusted`` for any other."""
    origin = Origin.of(authority)
    if origin.scheme != "https":
        raise Untrusted("The sign-in service must be reached over TLS")
    origin.require(address)
    await _open(address)


async def open_code_page(address: str, authority: str) -> None:
    """Where a code is typed: Microsoft's short addresses, or as ``open_sign_in``."""
    if Origin.of(address) in CODE_PAGES:
        await _open(address)
    else:
        await open_sign_in(address, authority)


async def _open(address: str) -> None:
    if not await asyncio.to_thread(_opened, address):
        raise SignInNeeded("This computer opens no browser; sign in by a code instead")


def _opened(address: str) -> bool:
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser:  # of a terminal: it would wait for its end
        return False
    return browser.open(address)
