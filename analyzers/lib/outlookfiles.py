"""The attachments of an Outlook message: files, messages, objects, signed content, references."""

from __future__ import annotations

from analyzers.lib.enclosed import Content
from analyzers.lib.headers import shown
from analyzers.lib.mapi import Properties
from analyzers.lib.outlook import OutlookFile
from analyzers.model.observation import Child, Finding, Relation, Severity

ATTACHMENTS = 500
_BY_VALUE, _EMBEDDED, _OLE = 1, 5, 6  # PidTagAttachMethod; 0 is none, the others refer elsewhere
_SIGNED = "ipm.note.smime.multipartsigned"


def add_attachments(file: OutlookFile, content: Content) -> None:
    signed = file.properties.line("001A").lower().startswith(_SIGNED)
    for storage in file.attachments[:ATTACHMENTS]:
        _attachment(file, storage, content, signed and len(file.attachments) == 1)
    if len(file.attachments) > ATTACHMENTS:
        title = "There are more attachments than are read"
        evidence = f"{len(file.attachments)}; the first {ATTACHMENTS} were read"
        content.note(Finding("limit.outlook.attachments", Severity.MEDIUM, title, evidence))


def _attachment(file: OutlookFile, storage: str, content: Content, signed: bool) -> None:
    own = file.part(storage)
    name = own.line("3707") or own.line("3704") or own.line("3001")
    method, content_id = own.number("3705"), own.line("3712")
    declared = own.line("370E").lower()
    data = own.held("3701")
    if data is not None and (data or method == _BY_VALUE):
        if signed:  # [MS-OXOSMIME] 2.1.3.1: the whole signed entity, with its own Content-Type
            child = Child("signed content", data, "multipart/signed", Relation.EMBEDDED)
        else:
            child = Child(name or "attachment", data, declared, Relation.ATTACHMENT)
    elif method == _EMBEDDED and (inner := file.embedded(storage)):
        declared = "application/vnd.ms-outlook"
        child = Child(f"{name or 'message'}.msg", inner, declared, Relation.EMBEDDED)
    elif method == _OLE and (inner := file.object(storage)):
        child = Child(name or "OLE object", inner, "application/x-ole-storage", Relation.EMBEDDED)
    else:
        missing(own, name, method, content)
        return
    content.add(child, "attachment", content_id)


def missing(own: Properties, name: str, method: int, content: Content) -> None:
    """An attachment without content: it lies elsewhere, is empty, or is damaged."""
    where = f"attachment {shown(name)}"
    path = own.line("370D") or own.line("3708")
    if path and method not in (_BY_VALUE, _EMBEDDED, _OLE):
        remote = path.startswith(("\\\\", "//"))
        title = "An attachment is only a reference to another place"
        if remote:
            title = "An attachment is a reference to a network share; opening it tells the sender"
        severity = Severity.MEDIUM if remote else Severity.LOW
        rule = "message.attachment.reference"
        content.note(Finding(rule, severity, title, shown(path), where))
        return
    title = "The content of an attachment cannot be read; it was not checked"
    rule, evidence = "message.attachment.unread", f"method {method}"
    content.note(Finding(rule, Severity.LOW, title, evidence, where, incomplete=True))
