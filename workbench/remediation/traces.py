"""Looks once for a message that is gone under its id: it may have been archived or re-imported."""

from __future__ import annotations

from workbench.connectors.port import Connector, Query
from workbench.errors import ConnectorError
from workbench.remediation.items import Item
from workbench.store.identity import identity


async def trace(connector: Connector, item: Item, internet_id: str) -> str:
    """A sentence for the item's note; nothing is ever done to what is found."""
    if not internet_id:
        return "it has no Message-ID to look for"
    query = Query(internet_id=internet_id, mailboxes=(item.ref.mailbox,))
    try:
        async for page in connector.find(query):
            for copy in page.copies:
                if copy.ref.key != item.ref.key and identity(copy) == item.fingerprint:
                    return "the same content lies in this mailbox under another id"
            if page.unreached:
                return "the mailbox could not be searched for it"
    except ConnectorError as error:
        return f"the mailbox could not be searched for it: {error}"
    return "no other copy was found in the mailbox"
