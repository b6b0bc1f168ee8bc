"""Asks a Microsoft 365 mailbox for what is only remembered or reported of the service.

The one message touched is a draft of our own, which ends in Deleted Items.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from urllib.parse import quote

from workbench.connectors.wire import Response
from workbench.errors import Unexpected
from workbench.probing.finding import SUBJECT, Ask, Finding, member, refused

IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}
STALE = 'W/"CQAAABYAAAAAAAAAAAAAAAAAAAAAAAAA"'  # an ETag of the right shape that was never given
DELETED = "deleteditems"


class MicrosoftProbe:
    def __init__(self, ask: Ask, mailbox: str) -> None:
        self._ask = ask
        self._mail = f"/v1.0/users/{quote(mailbox)}"

    async def findings(self) -> AsyncIterator[Finding]:
        yield refused("an application has no /me", await self._ask("GET", "/v1.0/me"), "400")
        yield await self._absolute()
        yield await self._dependency()
        yield await self._folder_twice()
        draft = await self._draft()
        try:
            async for finding in self._of(draft):
                yield finding
        finally:
            await self._move(str(member(draft, "id")), DELETED)

    async def _of(self, draft: Response) -> AsyncIterator[Finding]:
        key = str(member(draft, "id"))
        applied = draft.headers.get("Preference-Applied", "")
        name = "Preference-Applied echoes the id type"
        yield Finding(name, "ImmutableId" in applied, applied or "no such header")
        yield await self._both_ids(draft)
        stale = await self._ask(
            "PATCH", self._one(key), {"categories": ["probe"]}, {**IMMUTABLE, "If-Match": STALE}
        )
        yield refused("the conflict code is ErrorIrresolvableConflict", stale, "412 ErrorIrres")
        yield refused(
            "If-Match counts for a move too", await self._move(key, DELETED, STALE), "412"
        )
        yield refused(
            "its code is ErrorToFolderNotFound", await self._nowhere(key), "404 ErrorToFolder"
        )
        yield await self._recoverable(draft)
        yield await self._deleted(key)

    async def _draft(self) -> Response:
        made = await self._ask("POST", f"{self._mail}/messages", {"subject": SUBJECT}, IMMUTABLE)
        if made.status != 201:
            raise Unexpected(f"The test mailbox takes no draft (HTTP {made.status})")
        return made

    def _one(self, key: str) -> str:
        return f"{self._mail}/messages/{quote(key, safe='')}"

    async def _move(self, key: str, folder: str, match: str = "") -> Response:
        headers = {**IMMUTABLE, **({"If-Match": match} if match else {})}
        return await self._ask("POST", f"{self._one(key)}/move", {"destinationId": folder}, headers)

    async def _batched(self, *parts: Mapping[str, object]) -> Response:
        return await self._ask("POST", "/v1.0/$batch", {"requests": list(parts)})

    async def _absolute(self) -> Finding:
        url = "https://graph.microsoft.com/v1.0/organization"
        answer = await self._batched({"id": "1", "method": "GET", "url": url})
        parts = member(answer, "responses") or [{}]
        seen = parts[0].get("status")
        return Finding("an absolute URL in a batch is 400", seen == 400, f"part {seen}")

    async def _dependency(self) -> Finding:
        parts = [{"id": n, "method": "GET", "url": "/organization"} for n in ("1", "2")]
        answer = await self._batched({**parts[0], "dependsOn": ["2"]}, parts[1])
        return refused("dependsOn names an earlier part", answer, "400")

    async def _folder_twice(self) -> Finding:
        """By a name that is taken already, so that nothing is made."""
        name = "a folder of that name is 409 ErrorFolderExists"
        inbox = await self._ask("GET", f"{self._mail}/mailFolders/inbox")
        wanted = {"displayName": member(inbox, "displayName")}
        return refused(
            name, await self._ask("POST", f"{self._mail}/mailFolders", wanted), "409 ErrorFolderEx"
        )

    async def _both_ids(self, draft: Response) -> Finding:
        query = f"$filter=internetMessageId eq '{member(draft, 'internetMessageId')}'"
        found = await self._ask("GET", f"{self._mail}/messages?{quote(query, safe='$=')}")
        rows = member(found, "value") or [{}]
        keys = {str(member(draft, "id")), str(rows[0].get("id"))}
        seen = [(await self._ask("GET", self._one(key), None, IMMUTABLE)).status for key in keys]
        name = "both kinds of id are found in a URL"
        return Finding(name, seen == [200, 200], f"{len(keys)} ids: {seen}")

    async def _nowhere(self, key: str) -> Response:
        """A folder's id with its middle changed: of the right shape, and nobody's."""
        inbox = str(member(await self._ask("GET", f"{self._mail}/mailFolders/inbox"), "id"))
        half = len(inbox) // 2
        return await self._move(key, f"{inbox[:half]}AAAA{inbox[half + 4 :]}")

    async def _recoverable(self, draft: Response) -> Finding:
        await self._move(str(member(draft, "id")), "recoverableitemsdeletions")
        query = f"$filter=internetMessageId eq '{member(draft, 'internetMessageId')}'"
        found = await self._ask("GET", f"{self._mail}/messages?{quote(query, safe='$=')}")
        await self._move(str(member(draft, "id")), "drafts")
        rows = member(found, "value")
        return Finding("messages leave out Recoverable Items", rows == [], f"{len(rows)} found")

    async def _deleted(self, key: str) -> Finding:
        """Once only: a second time would take it out of sight."""
        await self._ask("DELETE", self._one(key), None, IMMUTABLE)
        there = member(await self._ask("GET", self._one(key), None, IMMUTABLE), "parentFolderId")
        wanted = member(await self._ask("GET", f"{self._mail}/mailFolders/{DELETED}"), "id")
        seen = "in Deleted Items" if there == wanted else "elsewhere"
        return Finding("DELETE climbs to Recoverable Items", there == wanted, f"first step {seen}")
