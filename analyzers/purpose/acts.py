"""Which act each rule tells of: a table by rule id, a family's row standing for all its rules."""

from __future__ import annotations

from typing import Final

from analyzers.model.observation import Finding, Severity
from analyzers.model.purpose import Danger

_RUNS, _STEALS, _CARRIES = Danger.RUNS, Danger.STEALS, Danger.CARRIES
_FETCHES, _LEADS, _POSES = Danger.FETCHES, Danger.LEADS, Danger.POSES
_LOCKED, _NOTED = Danger.LOCKED, Danger.NOTED

# The longest row that begins a rule id counts.  What is said of it is the finding's own title,
# which its unit wrote from the evidence.
ACTS: Final[dict[str, Danger]] = {
    # messages
    "ambiguity": _NOTED, "arc": _NOTED, "auth": _NOTED,
    "calendar": _NOTED, "calendar.alarm.program": _RUNS, "calendar.organizer": _POSES,
    "code": _NOTED, "code.action": _LEADS, "code.link": _LEADS, "date": _NOTED, "dkim": _NOTED,
    "dmarc": _NOTED, "gateway": _NOTED, "header": _NOTED, "limit": _NOTED,
    "list": _NOTED, "mailer": _NOTED, "mbox": _NOTED, "message": _NOTED,
    "message.simulation": _NOTED, "messageid": _NOTED, "path": _NOTED, "recipient": _NOTED,
    "replyto": _POSES, "replyto.free-mail": _NOTED, "sender": _POSES,
    "sender.first-contact": _NOTED, "sender.return-path": _NOTED, "sender.no-address": _NOTED,
    "sender.self-addressed": _NOTED, "sender.several": _NOTED, "sender.on-behalf": _NOTED,
    "spf": _NOTED, "store": _NOTED, "tnef": _NOTED, "contact": _NOTED,
    # signed and locked
    "smime": _NOTED, "smime.encrypted": _LOCKED, "pgp": _NOTED, "pgp.encrypted": _LOCKED,
    "pgp.message.encrypted": _LOCKED,
    # links and pages
    "link": _LEADS, "link.recipient": _NOTED, "link.filehost": _NOTED, "link.redirect": _NOTED,
    "link.redirect.borrowed": _LEADS, "link.program": _LEADS, "link.unknown-target": _NOTED,
    "html": _NOTED, "html.data": _CARRIES, "html.form": _NOTED, "html.form.credentials": _STEALS,
    "html.form.password": _STEALS, "html.frame": _FETCHES, "html.refresh": _LEADS,
    "html.script": _NOTED, "html.script.redirect": _LEADS,
    "html.script.clipboard": _RUNS, "html.script.exfiltrates": _STEALS,
    "html.script.program": _RUNS, "html.smuggling": _CARRIES,
    "html.handler": _NOTED, "svg": _RUNS, "text": _POSES,
    # any file
    "file": _NOTED, "file.appended": _CARRIES, "file.encoded": _CARRIES,
    "file.encoded.address": _LEADS, "file.name": _POSES, "file.name.script": _RUNS,
    "file.name.program": _RUNS, "file.name.disk-image": _NOTED, "file.type": _POSES,
    # rules
    "yara": _NOTED, "yara.pack": _NOTED, "yara.macro": _RUNS, "yara.script": _RUNS,
    "yara.container": _CARRIES, "yara.container.pdf_starts_command": _RUNS,
    "yara.container.shortcut_starts_interpreter": _RUNS,
    "yara.container.archive_name": _POSES, "yara.container.archive_folder": _RUNS,
    "yara.container.archive_writes": _RUNS,
    "yara.document": _RUNS, "yara.document.document_template": _FETCHES,
    "yara.document.document_fetches": _FETCHES, "yara.document.web_query": _FETCHES,
    "yara.document.rtf_linked": _FETCHES, "yara.document.pdf_reaches": _FETCHES,
    "yara.document.document_asks": _POSES, "yara.document.notebook_asks": _POSES,
    "yara.document.rtf_package": _CARRIES, "yara.document.pdf_carries": _CARRIES,
    "yara.html": _LEADS, "yara.html.html_kit": _STEALS, "yara.html.html_kit_human_check": _LEADS,
    "yara.html.html_form": _STEALS, "yara.html.html_password_form": _STEALS,
    "yara.html.html_smuggling": _CARRIES, "yara.html.html_command": _RUNS,
    "yara.html.html_calls": _RUNS, "yara.html.help_page": _RUNS,
    "yara.mail": _POSES, "yara.mail.text_asks_to_paste": _RUNS,
    "yara.mail.text_gives_device": _STEALS, "yara.mail.text_mailbox": _LEADS,
    "yara.mail.text_password": _LEADS,
    "yara.program": _RUNS, "yara.program.program_packed": _NOTED,
    "yara.program.note_asks": _NOTED,
    # archives and images of disks
    "zip": _NOTED, "zip.encrypted": _LOCKED, "zip.encrypted.executable": _CARRIES,
    "zip.member.executable": _CARRIES, "zip.member.risky": _CARRIES, "zip.name": _POSES,
    "archive": _NOTED, "archive.encrypted": _LOCKED, "archive.encrypted.executable": _CARRIES,
    "archive.appended": _CARRIES, "image": _POSES, "image.autorun": _RUNS, "image.volume": _NOTED,
    "archive.member.executable": _CARRIES, "archive.member.risky": _CARRIES,
    "archive.name": _POSES,
    # documents
    "office": _NOTED, "office.activex": _RUNS, "office.customui": _RUNS, "office.dde": _RUNS,
    "office.encrypted": _LOCKED, "office.equation": _RUNS, "office.field": _FETCHES,
    "office.image": _FETCHES,
    "office.link": _LEADS, "office.lure": _POSES, "office.macro": _NOTED,
    "office.macro.able": _NOTED, "office.macro.present": _CARRIES,
    "office.macro.autoexec": _RUNS, "office.macro.executes": _RUNS, "office.macro.sheet": _RUNS,
    "office.macro.stomped": _CARRIES, "office.macro.unviewable": _CARRIES,
    "office.macro.hidden-sheet": _CARRIES,
    "office.object": _CARRIES, "office.object.handler": _RUNS, "office.object.linked": _FETCHES,
    "office.object.local": _RUNS,
    "office.object.remote": _FETCHES, "office.relationship": _FETCHES,
    "office.template": _FETCHES, "office.workbook": _FETCHES,
    "rtf": _NOTED, "rtf.object": _RUNS, "rtf.object.unclear": _NOTED,
    "rtf.object.hidden": _NOTED, "rtf.template": _FETCHES, "rtf.field": _FETCHES,
    "table": _RUNS, "table.formula.fetches": _FETCHES, "table.macro": _CARRIES,
    "table.macro.autoexec": _RUNS, "query": _FETCHES,
    "odf": _NOTED, "odf.encrypted": _LOCKED, "odf.event": _NOTED, "odf.event.opening": _RUNS,
    "odf.macro": _RUNS, "odf.link": _FETCHES, "odf.link.handler": _LEADS,
    "odf.template": _FETCHES,
    "access": _NOTED, "access.modules": _CARRIES, "access.autoexec": _RUNS,
    "access.linked": _FETCHES, "mso": _NOTED,
    "onenote": _NOTED, "onenote.file": _CARRIES, "onenote.file.damaged": _NOTED,
    "onenote.file.poses": _POSES, "onenote.lure": _POSES,
    "picture": _NOTED, "picture.comment": _CARRIES,
    "pdf": _NOTED, "pdf.embedded": _CARRIES, "pdf.encrypted": _LOCKED,
    "pdf.encrypted.open": _NOTED, "pdf.form.password": _STEALS, "pdf.form.submit": _LEADS,
    "pdf.javascript": _NOTED, "pdf.javascript.exploit": _RUNS, "pdf.javascript.opens": _RUNS,
    "pdf.javascript.sends": _LEADS, "pdf.launch": _RUNS, "pdf.lure": _LEADS,
    "pdf.remote": _FETCHES,
    # what runs
    "pe": _RUNS, "pe.section": _NOTED, "pe.entry": _NOTED, "pe.time": _NOTED, "pe.tls": _NOTED,
    "pe.imports": _NOTED, "pe.debug": _NOTED, "pe.debug.boasts": _RUNS, "pe.rich": _NOTED,
    "pe.version": _NOTED, "pe.manifest": _NOTED, "pe.resource": _NOTED, "pe.signature": _NOTED,
    "pe.resource.program": _CARRIES, "pe.signature.altered": _POSES,
    "pe.signature.forged": _POSES,
    "pe.capability": _NOTED, "pe.capability.browser": _STEALS, "pe.capability.download": _FETCHES,
    "pe.capability.keylogging": _STEALS, "pe.capability.wallets": _STEALS,
    "pe.capability.memory-of-secrets": _STEALS, "pe.capability.messenger": _STEALS,
    "pe.capability.injection": _RUNS, "pe.capability.hollowing": _RUNS,
    "pe.capability.recovery": _RUNS, "pe.capability.elevation": _RUNS,
    "pe.capability.protection": _RUNS,
    # scripts
    "script": _RUNS, "script.fetches": _FETCHES, "script.fetches-runs": _RUNS,
    "script.layers": _CARRIES, "script.obfuscated": _NOTED, "script.encoded": _NOTED,
    "script.payload": _CARRIES, "script.language": _NOTED, "script.hides": _NOTED,
    "script.spies": _STEALS, "script.exfiltrates": _STEALS,
    "dotnet": _NOTED, "dotnet.calls.loads": _RUNS, "dotnet.calls.fetches": _FETCHES,
    "dotnet.calls.mails": _STEALS, "dotnet.resource.program": _CARRIES,
    "pe.installer": _CARRIES, "pe.installer.runs": _RUNS, "pe.compiled-script": _RUNS,
    "jar": _NOTED, "jar.attached": _RUNS, "apk": _NOTED, "apk.attached": _RUNS,
    "apk.permissions": _STEALS, "object": _NOTED,
    "elf": _NOTED, "elf.attached": _RUNS, "elf.capability.devices": _RUNS,
    "macho": _NOTED, "macho.attached": _RUNS, "class": _NOTED, "class.calls.starts": _RUNS,
    "class.calls.loads": _RUNS, "dex": _NOTED, "dex.attached": _RUNS, "dex.calls.screen": _STEALS,
    "msi": _NOTED, "msi.action.command": _RUNS, "msi.action.program": _RUNS,
    "msi.action.script": _RUNS,
    # shortcuts and settings
    "lnk": _NOTED, "lnk.command": _RUNS, "lnk.target": _LEADS, "lnk.library": _RUNS,
    "lnk.appended": _CARRIES,
    "lnk.arguments": _POSES, "lnk.target.differs": _POSES, "lnk.target.remote": _FETCHES,
    "lnk.icon.poses": _POSES, "lnk.icon.remote": _FETCHES, "shortcut": _LEADS,
    "shortcut.share": _RUNS, "shortcut.local": _RUNS, "shortcut.command": _RUNS,
    "shortcut.folder": _RUNS, "shortcut.icon": _FETCHES, "shortcut.web": _LEADS,
    "deploy": _RUNS, "deploy.package": _RUNS, "settings": _RUNS, "library": _FETCHES,
    "rdp": _NOTED, "rdp.connect": _LEADS, "rdp.redirects": _STEALS, "rdp.program": _POSES,
    "rdp.shell": _RUNS, "theme": _FETCHES, "theme.program": _RUNS, "scf": _FETCHES,
    "inf": _RUNS, "registry": _RUNS, "chm": _NOTED,
    "chm.command": _RUNS, "chm.member": _CARRIES,
}  # fmt: skip

# What stands for an unknown family: a weak finding tells of the artifact, a strong one of an act
# that its title alone can name.
_UNKNOWN: Final = {Severity.HIGH: _CARRIES, Severity.CRITICAL: _RUNS}


def classified(rule: str) -> Danger | None:
    """The act that a rule tells of, None for a family that is not in the table."""
    best = max((row for row in ACTS if begins(row, rule)), key=len, default="")
    return ACTS.get(best)


def begins(row: str, rule: str) -> bool:
    """Whether a row is the rule or its family; within a name "_" parts as "." does."""
    return rule == row or rule.startswith((f"{row}.", f"{row}-", f"{row}_"))


def danger_of(finding: Finding) -> Danger:
    """The act of a finding.  What is only remarked upon (INFO) leads at most somewhere, and what
    is often honest (LOW) does not pass for anything."""
    if finding.severity is Severity.GOOD:
        return Danger.NOTHING
    known = classified(finding.rule)
    danger = known if known is not None else _UNKNOWN.get(finding.severity, _NOTED)
    if finding.severity is Severity.INFO:
        return min(danger, Danger.LEADS)
    weak = finding.severity is Severity.LOW and danger in (_POSES, _LEADS)
    return _NOTED if weak else danger
