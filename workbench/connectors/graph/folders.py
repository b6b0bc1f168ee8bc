"""Mail folders of Exchange mailboxes, and our own hidden one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from workbench.connectors.graph.calls import GraphCalls, Part, rows_of
from workbench.connectors.graph.errors import error_of
from workbench.connectors.graph.shapes import FOLDER, folder_of, required, text
from workbench.errors import Gone, Unexpected
from workbench.model.mail import Folder

QUARANTINE = "Email Security Workbench Quarantine"
NEW: dict[str, Any] = {"displayName": QUARANTINE, "isHidden": True}
KNOWN = (
    "inbox",
    "junkemail",
    "deleteditems",
    "archive",
    "sentitems",
    "drafts",
    "recoverableitemsdeletions",
)
COUNTS = "childFolderCount,totalItemCount"
DEPTH = 12  # folder levels; deeper ones are listed under their deepest known parent
RIGHT = "Mail.ReadBasic.All"


class GraphFolders:
    """Caches per mailbox for the life of the connection; folder ids are constant in Exchange."""

    def __init__(self, calls: GraphCalls) -> None:
        self._calls = calls
        self._quarantine: dict[str, Folder] = {}

    async def all(self, mailbox: str) -> tuple[Folder, ...]:
        known = await self._known(mailbox)
        base = f"/v1.0/users/{quote(mailbox, safe='')}/mailFolders"
        return tuple(await self._below(base, mailbox, "", known, 0))

    async def _below(
        self, url: str, mailbox: str, prefix: str, known: dict[str, str], depth: int
    ) -> list[Folder]:
        found: list[Folder] = []
        async for rows in self._calls.pages(
            f"{url}?includeHiddenFolders=true&$select={FOLDER},{COUNTS}&$top=100", RIGHT
        ):
            for row in rows:
                folder = _named(row, mailbox, prefix, known)
                found.append(folder)
                if row.get("childFolderCount") and depth < DEPTH:
                    root = url.split("/mailFolders")[0]
                    inner = f"{root}/mailFolders/{quote(folder.key, safe='')}/childFolders"
                    path = folder.path + "/"
                    found += await self._below(inner, mailbox, path, known, depth + 1)
        return found

    async def _known(self, mailbox: str) -> dict[str, str]:
        """Folder id to well-known name; a mailbox may lack some (no archive, say)."""
        base = f"/users/{quote(mailbox, safe='')}/mailFolders"
        parts = [Part("GET", f"{base}/{name}?$select=id") for name in KNOWN]
        answers = await self._calls.batch(parts)
        if all(answer.status in (0, 403, 404) for answer in answers):
            raise error_of(answers[0].status or 502, b"", RIGHT)
        return {
            required(answer.body, "id"): name
            for name, answer in zip(KNOWN, answers, strict=True)
            if answer.status == 200 and isinstance(answer.body, dict)
        }

    async def quarantine(self, mailbox: str) -> Folder:
        """Made on first use; made twice at once, the second finds the first's (409)."""
        if mailbox not in self._quarantine:
            self._quarantine[mailbox] = (
                await self._find_quarantine(mailbox)
                or await self._make_quarantine(mailbox)
                or await self._require_quarantine(mailbox)
            )
        return self._quarantine[mailbox]

    async def quarantines(self, mailboxes: Sequence[str]) -> dict[str, Folder]:
        """Of many at a time; what does not go well at once is left out."""
        new = [mailbox for mailbox in mailboxes if mailbox not in self._quarantine]
        asked = await self._calls.batch([Part("GET", _finding(mailbox)) for mailbox in new])
        missing = []
        for mailbox, answer in zip(new, asked, strict=True):
            if answer.status == 200 and not self._take_listed(mailbox, answer.body):
                missing.append(mailbox)
        made = await self._calls.batch(
            [Part("POST", f"{_base(mailbox)}/mailFolders", NEW) for mailbox in missing]
        )
        for mailbox, answer in zip(missing, made, strict=True):
            if answer.status == 201 and isinstance(answer.body, dict):
                self._quarantine[mailbox] = folder_of(answer.body, mailbox, QUARANTINE)
        return {m: self._quarantine[m] for m in mailboxes if m in self._quarantine}

    def _take_listed(self, mailbox: str, page: object) -> bool:
        for row in rows_of(page):
            if text(row, "displayName") == QUARANTINE:
                self._quarantine[mailbox] = folder_of(row, mailbox, QUARANTINE)
        return mailbox in self._quarantine

    async def known(self, mailbox: str, name: str) -> Folder:
        """By its well-known name, which also reaches folders that no list shows."""
        url = f"/v1.0/users/{quote(mailbox, safe='')}/mailFolders/{quote(name, safe='')}"
        response = await self._calls.get(f"{url}?$select={FOLDER}", RIGHT)
        shown = text(response.json, "displayName") or name
        folder = folder_of(response.json, mailbox, shown)
        return Folder(mailbox, folder.key, folder.name, shown, name, folder.hidden)

    async def remove_quarantine(self, mailbox: str, folder: str) -> str:
        """Looked at first.  Where a folder goes that is deleted is written nowhere: gone is what
        cannot be read any more, or no longer lies where ours did."""
        url = f"/v1.0/users/{quote(mailbox, safe='')}/mailFolders/{quote(folder, safe='')}"
        parent, why = await self._emptiness(url)
        if parent and not why:
            self.forget(mailbox)
            response = await self._calls.delete(url)
            if response.status not in (204, 404):
                raise error_of(response.status, response.body, "Mail.ReadWrite")
            after, _ = await self._emptiness(url)
            return "it is still shown" if after == parent else ""
        return why

    async def _emptiness(self, url: str) -> tuple[str, str]:
        """Its parent, "" where it is gone, and why it may not be removed."""
        select = "$select=id,displayName,parentFolderId,childFolderCount,totalItemCount"
        try:
            row = (await self._calls.get(f"{url}?{select}", RIGHT)).json
            inside = (await self._calls.get(f"{url}/messages?$select=id&$top=1", RIGHT)).json
        except Gone:
            return "", ""
        if text(row, "displayName") != QUARANTINE:
            return text(row, "parentFolderId"), "it has another name now"
        if row.get("childFolderCount") != 0 or row.get("totalItemCount") != 0 or rows_of(inside):
            return text(row, "parentFolderId"), "something still lies in it"
        return text(row, "parentFolderId") or "?", ""

    def forget(self, mailbox: str) -> None:
        """The folder was found missing: look again at the next use."""
        self._quarantine.pop(mailbox, None)

    async def _find_quarantine(self, mailbox: str) -> Folder | None:
        async for rows in self._calls.pages(f"/v1.0{_finding(mailbox)}", RIGHT):
            for row in rows:
                if text(row, "displayName") == QUARANTINE:
                    return folder_of(row, mailbox, QUARANTINE)
        return None

    async def _make_quarantine(self, mailbox: str) -> Folder | None:
        response = await self._calls.post(f"/v1.0{_base(mailbox)}/mailFolders", NEW)
        if response.status == 409:
            return None
        if response.status != 201:
            raise error_of(response.status, response.body, "Mail.ReadWrite")
        return folder_of(response.json, mailbox, QUARANTINE)

    async def _require_quarantine(self, mailbox: str) -> Folder:
        folder = await self._find_quarantine(mailbox)
        if folder is None:
            raise Unexpected("The quarantine folder exists but is not listed")
        return folder


def _base(mailbox: str) -> str:
    return f"/users/{quote(mailbox, safe='')}"


def _finding(mailbox: str) -> str:
    """The address that lists our folder, relative as in a batch."""
    filter_ = quote(f"displayName eq '{QUARANTINE}'")
    options = f"includeHiddenFolders=true&$filter={filter_}&$select={FOLDER}"
    return f"{_base(mailbox)}/mailFolders?{options}"


def _named(row: dict[str, Any], mailbox: str, prefix: str, known: dict[str, str]) -> Folder:
    folder = folder_of(row, mailbox, prefix + (text(row, "displayName") or "(unnamed)"))
    items = row.get("totalItemCount")
    return replace(
        folder, known=known.get(folder.key, ""), items=items if isinstance(items, int) else None
    )
