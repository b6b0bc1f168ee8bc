"""`workbench profile`: remembers tenants, and tries whether one is reached and what it grants."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.commands import remembering, safeguarding
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.ladder import BOTH, READER, USER, compared
from workbench.connectors.natures import natured
from workbench.connectors.pilot import Outside
from workbench.connectors.port import Connector
from workbench.errors import BadInput, ConnectorError, PermissionMissing
from workbench.jobs import unheard
from workbench.model.natures import MailboxKind, Nature
from workbench.model.signing import SignInStep
from workbench.model.tenant import Profile, Tenant
from workbench.profiles import guarding
from workbench.profiles.book import ProfileBook
from workbench.profiles.remediator import RemediatorKeys, key_file_text
from workbench.profiles.saved import Saved, SavedGoogle, SavedMicrosoft
from workbench.profiles.tenants import Tenants, tokens_of, with_tokens
from workbench.profiles.vault import Vault
from workbench.report.printable import printable
from workbench.settings import profiles_path, secrets_path

MARKS = {
    "granted": "yes",
    "missing": "NO",
    "absent": "not granted",
    "broader": "more than needed",
    "unused": "unused",
    "advice": "advice",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profiles", type=Path, metavar="FILE", help="another file of profiles")
    parts = parser.add_subparsers(dest="do", required=True)
    parts.add_parser("list", help="the tenants that are remembered")
    remembering.add_arguments(parts)
    spared = parts.add_parser(
        "safeguards", help="who approves, what is protected, from which numbers on"
    )
    spared.add_argument("name")
    safeguarding.add_arguments(spared)
    for name, told in (
        ("remove", "forget a tenant"),
        ("check", "sign in and compare rights"),
        ("consent", "print what its administrator is asked for, before anybody signs in"),
        ("store-secret", "keep its client secret in the key store, or under a passphrase"),
        ("store-remediator", "keep the remediator's secret or key file under a passphrase"),
    ):
        parts.add_parser(name, help=told).add_argument("name")


def run(arguments: argparse.Namespace) -> int:
    book = ProfileBook(arguments.profiles or profiles_path())
    match arguments.do:
        case "list":
            return _list(book)
        case "remove":
            _remove(book, arguments.name)
        case "check":
            return _check(book.named(arguments.name))
        case "safeguards":
            safeguarding.change(book, arguments)
        case "consent":
            _consent(book.named(arguments.name))
        case "store-secret":
            _store(book.named(arguments.name), Vault(secrets_path()))
        case "store-remediator":
            _store_remediator(book.named(arguments.name), RemediatorKeys.beside(secrets_path()))
        case _:
            book.add(remembering.saved(arguments))
    return 0


def _remove(book: ProfileBook, name: str) -> None:
    """With what is kept of it."""
    tenants = Tenants(book.path, secrets_path())
    asyncio.run(tenants.remove(name, unheard))


def _list(book: ProfileBook) -> int:
    for saved in book.all():
        tenant = saved.tenant if isinstance(saved, SavedMicrosoft) else saved.domain
        pilot = f", pilot of {len(saved.fence)}" if saved.fence else ""
        two = ", with a remediator" if saved.has_remediator else ""
        print(printable(f"{saved.name}: {saved.provider}, {tenant}{pilot}{two}"))
        print(printable(f"  {'; '.join(guarding.told(saved.safeguards))}"))
    return 0


def _consent(saved: Saved) -> None:
    from workbench.connectors.consent import TITLES, asked

    for one in asked(saved.profile()):
        for rung in one.rungs:
            print(printable(f"{TITLES[one.role]}: {rung.rights[0]} lights up: {rung.lights}"))
        print("", *(printable(line) for line in one.text.splitlines()), "", sep="\n")


def secret_of(saved: Saved, vault: Vault) -> str:
    """The one in the key store, else the one under the passphrase, else typed; never echoed."""
    if not saved.needs_secret:
        return ""
    found = vault.get(saved.name)
    if not found and vault.file.exists:
        found = vault.get(saved.name, getpass.getpass("Passphrase: ", sys.stderr))
    return found or getpass.getpass(f"Client secret of {saved.name}: ", sys.stderr)


def _store_remediator(saved: Saved, keys: RemediatorKeys) -> None:
    """Google's key file is read; a client secret is typed."""
    if isinstance(saved, SavedGoogle):
        if not saved.remediator_key:
            raise BadInput(f"{saved.name} names no remediator")
        key = key_file_text(Path(saved.remediator_key))
    elif saved.remediator and not saved.remediator_certificate:
        key = getpass.getpass(f"Client secret of the remediator of {saved.name}: ", sys.stderr)
    else:
        raise BadInput(f"{saved.name} has no remediator that a secret proves")
    keys.keep(saved.name, key, _new_passphrase(keys.kept))
    if isinstance(saved, SavedGoogle):
        print(printable(f"kept; {saved.remediator_key} is no longer needed here, and opens to all"))


def _store(saved: Saved, vault: Vault) -> None:
    if not saved.needs_secret:
        raise BadInput(f"{saved.name} is proven by a file and needs no secret")
    passphrase = "" if vault.told else _passphrase(vault)
    secret = getpass.getpass(f"Client secret of {saved.name}: ", sys.stderr)
    if not secret:
        raise BadInput("An empty secret is none")
    print(printable(f"kept in {vault.put(saved.name, secret, passphrase)}"))


def _passphrase(vault: Vault) -> str:
    print("This computer has no key store: the secret goes to a file under a passphrase.")
    return _new_passphrase(vault.file.exists)


def _new_passphrase(known: bool) -> str:
    """The first one is typed twice."""
    passphrase = getpass.getpass("Passphrase: ", sys.stderr)
    if not known and passphrase != getpass.getpass("Once more: ", sys.stderr):
        raise BadInput("The two passphrases are not the same")
    if not passphrase:
        raise BadInput("An empty passphrase is none")
    return passphrase


def _check(saved: Saved) -> int:
    """0 when everything needed to read is granted, 1 when something is missing or refused."""
    profile = instructed(profile_of(saved))
    return check(profile)


def profile_of(saved: Saved) -> Profile:
    """How to reach it, with the secret or the sign-in that is kept."""
    profile = saved.profile(secret_of(saved, Vault(secrets_path())))
    return with_tokens(profile, tokens_of(saved, secrets_path().parent))


def instructed(profile: Profile) -> Profile:
    """A user who signs in reads here what to do."""
    if profile.by_user:
        return replace(profile, show=_instructed)
    return profile


def _instructed(step: SignInStep) -> None:
    if step.told:
        print(printable(f"To sign in: {step.told}"), file=sys.stderr)


def check(profile: Profile) -> int:
    try:
        found = asyncio.run(_asked(profile))
    except ConnectorError as error:
        print(printable(f"not connected: {error}"))
        return 1
    tenant, outside = found.tenant, found.outside
    print(printable(f"{tenant.name} ({tenant.provider}), {', '.join(tenant.domains)}"))
    wrong = _ladder(profile, tenant.provider, found.rights, found.mailboxes)
    for one in found.refused:
        print(printable(f"not read: {one.address}: {one.note}"))
    if outside is not None:
        print(printable(f"outside the pilot: {outside.told}"))
    return int(wrong or bool(found.refused) or (outside is not None and outside.state == "open"))


@dataclass(frozen=True, slots=True)
class _Found:
    """``mailboxes`` counts those in reach, -1 where they may not be listed; ``refused`` are shared
    ones that may not be opened."""

    tenant: Tenant
    rights: frozenset[str]
    mailboxes: int
    outside: Outside | None
    refused: tuple[Nature, ...]


async def _asked(profile: Profile) -> _Found:
    from workbench.app import connector_of

    connector = connector_of(profile)
    try:
        tenant = await connector.connect()
        count = 0
        try:
            async for page in connector.mailboxes():
                count += len(page)
        except PermissionMissing:
            count = -1
        outside = await connector.try_outside() if isinstance(connector, FencedConnector) else None
        refused = await _refused(connector) if profile.by_user else ()
        return _Found(tenant, connector.rights, count, outside, refused)
    finally:
        await connector.close()


async def _refused(connector: Connector) -> tuple[Nature, ...]:
    asked = natured(connector)
    beyond = await asked.beyond() if asked is not None else ()
    return tuple(one for one in beyond if one.kind is MailboxKind.REFUSED)


def _ladder(profile: Profile, provider: str, rights: frozenset[str], mailboxes: int) -> int:
    role, fence = READER if profile.has_remediator else BOTH, profile.fence
    role = USER if profile.by_user else role
    missing = False
    sharing = bool(profile.shared_mailboxes)
    for line in compared(provider, rights, role, answering=profile.write_back, sharing=sharing):
        missing |= line.state == "missing" and "Quarantine" not in line.told
        print(printable(f"  {MARKS[line.state]:16} {line.right}: {line.told}"))
    told = "cannot be listed" if mailboxes < 0 else f"{mailboxes} in reach"
    print(f"mailboxes: {told}" + (f", the pilot names {len(fence)}" if fence else ""))
    return int(missing or mailboxes < 0)
