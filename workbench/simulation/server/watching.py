"""Delta of messages in one folder and of the folders of one mailbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbench.simulation.server import delta
from workbench.simulation.server.calls import Answer, Call, stamp
from workbench.simulation.server.delta import Entity, Known, Round, Source, Wish
from workbench.simulation.server.delta_options import (
    asked,
    kinds_of,
    order,
    selected,
    since,
    size_of,
)
from workbench.simulation.server.folders import FOLDER, Shown
from workbench.simulation.server.messages import resource_for
from workbench.simulation.server.site import Site, View, not_found, preference
from workbench.simulation.server.state import Folder, Mailbox

FILTERED = 5_000  # messages that a filtered round tells of, by the page on message delta


def message_delta(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    mailbox = site.mailbox(names)
    if site.settings.hides_shared_changes and call.user not in ("", mailbox.person.key):
        raise not_found()
    folder = site.folder(mailbox, names["folder"])
    resource, wanted = resource_for(site, call), asked(call)
    wish = Wish(
        f"users('{mailbox.person.key}')/mailFolders('{folder.id}')/messages",
        selected(resource, wanted), since(wanted), kinds_of(wanted), order(wanted), call.immutable,
    )  # fmt: skip

    def show(key: str, wish: Wish) -> Entity | None:
        message = mailbox.message(key)
        if message is None or message.now.folder != folder.id:
            return None
        return resource.entity(View(message, message.now, wish.immutable), wish.select)

    source = Source(lambda wish: _messages(mailbox, folder, wish), show)
    return _answered(site, call, mailbox, source, wish).with_headers(preference(call))


def folder_delta(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """Hidden folders are left out, as they are from lists that do not ask for them."""
    mailbox = site.mailbox(names)
    wish = Wish(f"users('{mailbox.person.key}')/mailFolders", selected(FOLDER, asked(call)))

    def show(key: str, wish: Wish) -> Entity | None:
        folder = mailbox.folders.get(key)
        return FOLDER.entity(Shown(folder, mailbox), wish.select) if folder else None

    return _answered(site, call, mailbox, Source(lambda _: _folders(mailbox), show), wish)


def _messages(mailbox: Mailbox, folder: Folder, wish: Wish) -> Known:
    """Newest first."""
    after = wish.since.removeprefix("ge ").removeprefix("gt ")
    strict = wish.since.startswith("gt")
    found: dict[str, object] = {}
    for message in mailbox.messages.values():
        received = stamp(message.source.received)
        if after and (received < after or (strict and received == after)):
            break
        if message.now.folder == folder.id:
            found[View(message, message.now, wish.immutable).id] = message.now
        if after and len(found) >= FILTERED:
            break
    return found


def _folders(mailbox: Mailbox) -> Known:
    return {
        folder.id: (folder.name, folder.parent, len(mailbox.inside(folder)))
        for folder in mailbox.folders.values()
        if folder.parent and not folder.hidden
    }


def _answered(site: Site, call: Call, mailbox: Mailbox, source: Source, wish: Wish) -> Answer:
    wanted = asked(call)
    if "$skiptoken" in wanted:
        token, _, start = wanted["$skiptoken"].partition(".")
        round_ = _remembered(site, call, mailbox, token)
        return _page(site, call, source, token, round_, int(start) if start.isdecimal() else 0)
    before: Known | None = None
    if wanted.get("$deltatoken"):
        old = _remembered(site, call, mailbox, wanted["$deltatoken"])
        wish, before = old.wish, old.known
    token, round_ = delta.begun(mailbox.tokens, source, wish, before)
    return _page(site, call, source, token, round_, 0)


def _remembered(site: Site, call: Call, mailbox: Mailbox, token: str) -> Round:
    if site.happens(site.settings.delta_expiry):
        mailbox.tokens.forget()
    found = mailbox.tokens.rounds.get(token)
    if found is None:
        raise delta.refusal(call, site.settings.delta_refusal)
    return found


def _page(site: Site, call: Call, source: Source, token: str, round_: Round, start: int) -> Answer:
    """Items may come twice, and those of the page before again, where that is turned on."""
    size, doubles = size_of(call), site.settings.delta_doubles
    shown: list[Entity] = []
    for key in round_.ids[start : start + size]:
        entity = _shown(source, key, round_.wish)
        if site.settings.delta_partial and key in round_.updated:
            entity = delta.cut(entity)
        shown += [entity] * (2 if site.happens(doubles) else 1)
    if start and site.happens(doubles):
        shown.insert(0, _shown(source, round_.ids[start - 1], round_.wish))
    answer = delta.page(call, token, round_, start, size, shown)
    return replace(answer, spoiled=len(shown) > size)


def _shown(source: Source, key: str, wish: Wish) -> Entity:
    return source.show(key, wish) or delta.removed(key)
