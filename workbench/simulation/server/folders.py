"""Mail folders: list, get, make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.simulation.server.calls import Answer, Call, GraphRefusal
from workbench.simulation.server.identifiers import folder_id
from workbench.simulation.server.listing import Resource, collection, single
from workbench.simulation.server.options import Limits
from workbench.simulation.server.site import Site
from workbench.simulation.server.state import ROOT, Folder, Mailbox


@dataclass(frozen=True, slots=True)
class Shown:
    """A folder with the mailbox it is counted in."""

    folder: Folder
    mailbox: Mailbox


def _unread(shown: Shown) -> int:
    return len([m for m in shown.mailbox.inside(shown.folder) if not m.now.is_read])


FOLDER: Resource[Shown] = Resource(
    "microsoft.graph.mailFolder",
    {
        "id": lambda s: s.folder.id,
        "displayName": lambda s: s.folder.name,
        "parentFolderId": lambda s: s.folder.parent or None,
        "childFolderCount": lambda s: len(s.mailbox.children(s.folder)),
        "unreadItemCount": _unread,
        "totalItemCount": lambda s: len(s.mailbox.inside(s.folder)),
        "isHidden": lambda s: s.folder.hidden,
    },
    limits=Limits(10, 1000),
    by_skip=True,
)


def _under(call: Call, mailbox: Mailbox, parent: Folder) -> list[Shown]:
    query = {name.casefold(): value.casefold() for name, value in call.query.items()}
    hidden = query.get("includehiddenfolders") == "true"
    return [Shown(f, mailbox) for f in mailbox.children(parent) if hidden or not f.hidden]


def _parent(site: Site, mailbox: Mailbox, names: Mapping[str, str]) -> Folder:
    return site.folder(mailbox, names.get("folder", ROOT))


def _context(mailbox: Mailbox) -> str:
    return f"users('{mailbox.person.key}')/mailFolders"


def list_folders(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """Those directly under the root, or under ``folder``."""
    mailbox = site.mailbox(names)
    parent = _parent(site, mailbox, names)
    return collection(call, FOLDER, _under(call, mailbox, parent), _context(mailbox))


def get_folder(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    mailbox = site.mailbox(names)
    shown = Shown(site.folder(mailbox, names["folder"]), mailbox)
    return single(call, FOLDER, shown, f"{_context(mailbox)}/$entity")


def make_folder(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """409 when a sibling has the name, hidden or not."""
    mailbox = site.mailbox(names)
    parent = _parent(site, mailbox, names)
    wanted = call.document()
    name = wanted.get("displayName")
    if not isinstance(name, str) or not name.strip():
        raise GraphRefusal(400, "ErrorInvalidRequest", "A folder needs a displayName.")
    if any(f.name.casefold() == name.casefold() for f in mailbox.children(parent)):
        raise GraphRefusal(
            409, "ErrorFolderExists", "A folder with the specified name already exists."
        )
    folder = _added(mailbox, parent, name, hidden=wanted.get("isHidden") is True)
    site.log.add("folder", mailbox.person.key, site.cause(call), after=folder.id)
    made = FOLDER.entity(Shown(folder, mailbox), ())
    context = f"{call.origin}/{call.version}/$metadata#{_context(mailbox)}/$entity"
    return Answer(201, {"@odata.context": context, **made})


def delete_folder(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """With what lies in it, which is why nobody should ask it of a folder that is not empty."""
    mailbox = site.mailbox(names)
    folder = site.folder(mailbox, names["folder"])
    if folder.known:
        text = "Distinguished folders cannot be deleted."
        raise GraphRefusal(400, "ErrorDeleteDistinguishedFolder", text)
    for message in mailbox.inside(folder):
        del mailbox.messages[message.immutable_id]
        mailbox.regular.pop(message.regular_id(message.now), None)
    del mailbox.folders[folder.id]
    site.log.add("folder-removed", mailbox.person.key, site.cause(call), before=folder.id)
    return Answer(204)


def _added(mailbox: Mailbox, parent: Folder, name: str, *, hidden: bool) -> Folder:
    number = len(mailbox.folders)
    key = folder_id(mailbox.person.key, f"{parent.id}/{name}/{number}")
    while key in mailbox.folders:  # a folder made, deleted and made again
        number += 1
        key = folder_id(mailbox.person.key, f"{parent.id}/{name}/{number}")
    folder = Folder(key, name, parent.id, "", hidden)
    mailbox.folders[key] = folder
    return folder
