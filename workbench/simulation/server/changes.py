"""Changes messages: move, mark, delete, translate ids."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.simulation.server.calls import Answer, Call, GraphRefusal
from workbench.simulation.server.messages import resource_for
from workbench.simulation.server.site import Site, View, preference
from workbench.simulation.server.state import DELETED, RECOVERABLE, Folder, Mailbox, Message

FLAGS = {"notflagged": "notFlagged", "flagged": "flagged", "complete": "complete"}
MOST_IDS = 1000  # of one translation


def _check_match(call: Call, message: Message) -> None:
    """https://learn.microsoft.com/graph/errors: 412 when the etag names an older version."""
    wanted = call.headers.get("if-match", "").strip()
    if wanted in {"", "*", message.etag(message.now), message.change_key(message.now)}:
        return
    raise GraphRefusal(
        412,
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed "
        "in the request does not match the current change key for the item.",
    )


def _changed(
    site: Site, call: Call, names: Mapping[str, str], status: int, message: Message
) -> Answer:
    """The message as it is now: the answer to a change is never stale."""
    view = View(message, message.now, call.immutable)
    entity = resource_for(site, call).entity(view, ())
    context = f"{call.origin}/{call.version}/$metadata#users('{names['user']}')/messages/$entity"
    return Answer(status, {"@odata.context": context, **entity}, preference(call))


def relocate(site: Site, call: Call, mailbox: Mailbox, message: Message, folder: Folder) -> None:
    """Moves and logs, also when the message lies there already."""
    before = message.now.folder
    mailbox.place(message, folder)
    site.log.add(
        "move", mailbox.person.key, site.cause(call), message=message.immutable_id,
        internet_id=message.source.internet_id, before=before, after=folder.id,
    )  # fmt: skip


def _destination(call: Call, mailbox: Mailbox) -> Folder:
    """The member's name is matched without case: documentation and SDKs spell it differently."""
    wanted = {name.casefold(): value for name, value in call.document().items()}
    key = wanted.get("destinationid")
    if not isinstance(key, str) or not key:
        raise GraphRefusal(400, "ErrorInvalidRequest", "The parameter destinationId is missing.")
    folder = mailbox.folder(key)
    if folder is None:
        raise GraphRefusal(
            404, "ErrorToFolderNotFound", "The specified target folder could not be found."
        )
    return folder


def move_message(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    mailbox = site.mailbox(names)
    message = site.message(mailbox, names)
    folder = _destination(call, mailbox)
    _check_match(call, message)
    relocate(site, call, mailbox, message, folder)
    return _changed(site, call, names, 201, message)


def delete_message(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """To Deleted Items, and from there to Recoverable Items."""
    mailbox = site.mailbox(names)
    message = site.message(mailbox, names)
    _check_match(call, message)
    deleted = site.folder(mailbox, DELETED)
    again = message.now.folder == deleted.id
    folder = site.folder(mailbox, RECOVERABLE) if again else deleted
    relocate(site, call, mailbox, message, folder)
    return Answer(204)


def change_message(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """Only what an application without the owner's consent has reason to change."""
    mailbox = site.mailbox(names)
    message = site.message(mailbox, names)
    members = _members(call.document())
    _check_match(call, message)
    message.change(**members)
    site.log.add(
        "change", mailbox.person.key, site.cause(call), message=message.immutable_id,
        internet_id=message.source.internet_id, after=", ".join(sorted(members)),
    )  # fmt: skip
    return _changed(site, call, names, 200, message)


def _members(wanted: Mapping[str, object]) -> dict[str, object]:
    members: dict[str, object] = {}
    for name, value in wanted.items():
        match (name, value):
            case ("isRead", bool()):
                members["is_read"] = value
            case ("categories", list()) if all(isinstance(item, str) for item in value):
                members["categories"] = tuple(value)
            case ("flag", {"flagStatus": str(status)}) if status.casefold() in FLAGS:
                members["flag"] = FLAGS[status.casefold()]
            case _:
                text = f"The property '{name}' cannot be set to this value."
                raise GraphRefusal(400, "ErrorInvalidPropertySet", text)
    return members


def translate_ids(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """https://learn.microsoft.com/graph/api/user-translateexchangeids, REST ids only."""
    mailbox = site.mailbox(names)
    wanted = {name.casefold(): value for name, value in call.document().items()}
    ids, target = wanted.get("inputids"), str(wanted.get("targetidtype", ""))
    if not isinstance(ids, list) or len(ids) > MOST_IDS:
        raise GraphRefusal(400, "ErrorInvalidRequest", f"inputIds takes up to {MOST_IDS} ids.")
    if target.casefold() not in {"restid", "restimmutableentryid"}:
        raise GraphRefusal(501, "NotImplemented", "Only REST ids are simulated.")
    immutable = target.casefold() == "restimmutableentryid"
    results = [_translated(mailbox, str(key), immutable) for key in ids]
    context = f"{call.origin}/{call.version}/$metadata#Collection(convertIdResult)"
    return Answer(200, {"@odata.context": context, "value": results})


def _translated(mailbox: Mailbox, key: str, immutable: bool) -> dict[str, object]:
    message = mailbox.message(key)
    if message is None:
        error = {"code": "ErrorItemNotFound", "message": "The id could not be translated."}
        return {"sourceId": key, "errorDetails": error}
    return {"sourceId": key, "targetId": View(message, message.now, immutable).id}
