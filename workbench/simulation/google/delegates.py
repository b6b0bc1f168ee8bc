"""Whom the owner of a Gmail mailbox, or an application in their name, lets open it.

https://developers.google.com/workspace/gmail/api/guides/delegate_settings
"""

from __future__ import annotations

from collections.abc import Mapping

from workbench.simulation.accounts import SimAccount
from workbench.simulation.google.calls import NOTHING, GoogleCall, GoogleRefusal, found
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer


def _account(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> SimAccount:
    return site.state.account(site.mailbox(call, names).person, site.settings.intruded)


def _row(delegate: str) -> dict[str, object]:
    return {"delegateEmail": delegate, "verificationStatus": "accepted"}


def list_delegates(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    rows = [_row(delegate) for delegate in _account(site, call, names).delegates]
    return found({"delegates": rows} if rows else {})


def delete_delegate(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    account, delegate = _account(site, call, names), names["delegate"]
    if delegate not in account.delegates:
        raise GoogleRefusal(404, "Invalid delegate", "notFound")
    account.delegates.remove(delegate)
    site.state.log.add("delegate", account.person.key, site.cause(call), before=delegate)
    return NOTHING


def create_delegate(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """Accepted at once, and only somebody of the same organisation."""
    account = _account(site, call, names)
    delegate = str(call.document().get("delegateEmail", ""))
    if delegate.casefold() not in site.state.people:
        raise GoogleRefusal(400, "Invalid delegate", "failedPrecondition")
    if delegate not in account.delegates:
        account.delegates.append(delegate)
    site.state.log.add("delegate", account.person.key, site.cause(call), after=delegate)
    return found(_row(delegate))
