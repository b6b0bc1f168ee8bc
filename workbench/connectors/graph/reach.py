"""What a user who signs in reaches: the own mailbox, and those of others shared with them.

https://learn.microsoft.com/graph/outlook-share-messages-folders
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from workbench.connectors.delegated import READ_SHARED, WRITE_SHARED
from workbench.connectors.graph.calls import IMMUTABLE, GraphCalls
from workbench.connectors.graph.errors import code_of, detail_of
from workbench.connectors.graph.natures import NO_MAILBOX
from workbench.connectors.graph.shapes import mailbox_of, required, text
from workbench.connectors.pilot import OUTSIDE
from workbench.connectors.wire import Response
from workbench.errors import ConnectorError, SignInNeeded, Unexpected
from workbench.model.natures import MailboxKind, Nature
from workbench.model.tenant import Mailbox

ME: Final = "/v1.0/me?$select=id,displayName,mail,userPrincipalName"
NOT_SHARED: Final = "not shared with who signed in: Exchange gives them Full Access"
NOT_GRANTED: Final = f"the right {READ_SHARED[0]} was not granted"
NOT_FOUND: Final = "no such mailbox in this tenant"
SILENT: Final = "it did not answer"
HIDDEN: Final = "not there, or not shared with who signed in"
# Exchange tells of a mailbox that it does not open as if nothing lay in it.
HIDING: Final = frozenset({"ErrorItemNotFound", "ErrorFolderNotFound"})
NAMED: Final = "the profile names it as shared"
DETAIL: Final = 300  # characters of the service's own words

Admits = Callable[[str], bool]


class GraphReach:
    """Shared mailboxes go by their address: who may open one need not read the directory."""

    def __init__(
        self, calls: GraphCalls, rights: Callable[[], frozenset[str]], named: Sequence[str]
    ) -> None:
        self._calls = calls
        self._rights = rights
        self._named = {address.casefold(): address for address in named}
        self._admits: Admits | None = None
        self._inboxes: dict[str, str] = {}  # id of each to the address it was found by
        self._reached: dict[str, Mailbox] = {}
        self._refused: dict[str, Nature] = {}

    @property
    def refused(self) -> tuple[Nature, ...]:
        """Each with the reason, as last told."""
        return tuple(self._refused.values())

    @property
    def unsearched(self) -> tuple[str, ...]:
        others = "mailboxes of others" + (" that are not named as shared" if self._named else "")
        return (others, *(f"{one.address} ({one.note})" for one in self.refused))

    async def open(self, admits: Admits) -> None:
        """Tries each that ``admits`` lets through."""
        self._admits = admits
        self._inboxes, self._reached, self._refused = {}, {}, {}
        if self._named:
            await self.mailboxes()

    async def mailboxes(self) -> tuple[Mailbox, ...]:
        """Those refused before are asked again: a mailbox may have been shared meanwhile."""
        own = mailbox_of((await self._calls.get(ME, "User.Read")).json)
        if self._named and self._admits is not None:
            await self._try_all(own, self._admits)
        return (*([own] if own else []), *self._reached.values())

    def assumed(self, boxes: Sequence[Mailbox]) -> tuple[Nature, ...]:
        """Whoever signs in opens their own mailbox, and is not asked for the right to tell."""
        return tuple(
            Nature(box.key, box.address, MailboxKind.SHARED, NAMED)
            if box.key in self._reached
            else Nature(box.key, box.address, MailboxKind.PERSON)
            for box in boxes
        )

    def described(self, natures: Sequence[Nature]) -> tuple[Nature, ...]:
        """What the provider does not tell of those reached is known from the profile."""
        return tuple(
            replace(one, kind=MailboxKind.SHARED, note=NAMED)
            if one.kind is MailboxKind.UNKNOWN and one.key in self._reached
            else one
            for one in natures
        )

    async def _try_all(self, own: Mailbox | None, admits: Admits) -> None:
        waiting = {key: who for key, who in self._named.items() if key not in self._reached}
        if own is not None:
            waiting.pop(own.address.casefold(), None)
            await self._learn_own(own)
        for key, address in waiting.items():
            why = await self._tried(key, address) if admits(address) else OUTSIDE
            if why:
                self._refused[key] = Nature(key, address, MailboxKind.REFUSED, why)
            else:
                self._refused.pop(key, None)
                self._reached[key] = Mailbox(key, address, "")

    async def _learn_own(self, own: Mailbox) -> None:
        """So that another address of it is not taken for another mailbox."""
        if own.address not in self._inboxes.values():
            response = await self._asked(own.key)
            inbox = text(_body(response), "id")
            if response.status == 200 and inbox:
                self._inboxes[inbox] = own.address

    async def _tried(self, key: str, address: str) -> str:
        """Why it is not read, "" where it is."""
        try:
            response = await self._asked(address)
            if response.status != 200:
                return self._reason(response)
            first = self._inboxes.setdefault(required(response.json, "id"), address)
        except SignInNeeded:
            raise
        except ConnectorError as error:
            return f"{SILENT} ({error})"
        return "" if first.casefold() == key else f"the same mailbox as {first}"

    async def _asked(self, name: str) -> Response:
        url = f"/v1.0/users/{quote(name, safe='@')}/mailFolders/inbox?$select=id"
        return await self._calls.asked(url, IMMUTABLE)

    def _reason(self, response: Response) -> str:
        body = _body(response)
        detail = detail_of(response.status, body)[:DETAIL]
        return f"{self._words(response.status, code_of(body))} ({detail})"

    def _words(self, status: int, code: str) -> str:
        if status == 403:
            granted = self._rights().intersection((*READ_SHARED, *WRITE_SHARED))
            return NOT_SHARED if granted else NOT_GRANTED
        if status != 404:
            return SILENT
        if code == "MailboxNotEnabledForRESTAPI":
            return NO_MAILBOX
        return HIDDEN if code in HIDING else NOT_FOUND


def _body(response: Response) -> dict[str, Any]:
    try:
        return response.json
    except Unexpected:
        return {}
