"""`workbench profile add-…`: a tenant as the command line describes it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from workbench.errors import BadInput
from workbench.profiles.clouds import CLOUDS
from workbench.profiles.saved import (
    GOOGLE_SIGN_INS,
    SIGN_INS,
    Saved,
    SavedGoogle,
    SavedMicrosoft,
)


def add_arguments(parts: Any) -> None:
    """``parts`` are the subparsers of `workbench profile`."""
    microsoft = parts.add_parser("add-microsoft", help="an application of a Microsoft 365 tenant")
    microsoft.add_argument("name")
    microsoft.add_argument("--tenant", required=True, metavar="ID", help="directory id")
    microsoft.add_argument("--client-id", required=True, metavar="ID", help="application id")
    microsoft.add_argument("--certificate", default="", metavar="PEM", help="certificate with key")
    microsoft.add_argument("--cloud", choices=sorted(CLOUDS), default="global")
    microsoft.add_argument(
        "--sign-in", choices=SIGN_INS, default="application",
        help="as the application, or as a user in the browser or by a code",
    )  # fmt: skip
    microsoft.add_argument(
        "--remediator", default="", metavar="ID", help="application id of a second one that writes"
    )
    microsoft.add_argument(
        "--remediator-certificate", default="", metavar="PEM", help="its certificate with key"
    )
    microsoft.add_argument(
        "--shared-mailbox", action="append", default=[], metavar="ADDRESS",
        help="one that is shared with the user who signs in; may be repeated",
    )  # fmt: skip
    google = parts.add_parser("add-google", help="a service account with delegation, or a user")
    google.add_argument("name")
    google.add_argument("--domain", required=True)
    google.add_argument(
        "--admin", required=True, metavar="ADDRESS", help="an administrator, or who signs in"
    )
    google.add_argument(
        "--key", required=True, metavar="FILE",
        help="key file of the account, or the desktop application's client file",
    )  # fmt: skip
    google.add_argument(
        "--sign-in", choices=GOOGLE_SIGN_INS, default="delegation",
        help="as the service account, or as a user in the browser, for their own mailbox alone",
    )  # fmt: skip
    google.add_argument(
        "--remediator-key", default="", metavar="FILE", help="that of a second one that writes"
    )
    for made in (microsoft, google):
        made.add_argument(
            "--pilot", type=Path, metavar="FILE", help="only these mailboxes: an address a line"
        )
        made.add_argument(
            "--report-mailbox", action="append", default=[], metavar="ADDRESS",
            help="where users forward what they suspect; may be repeated",
        )  # fmt: skip
        made.add_argument(
            "--exclude-mailbox", action="append", default=[], metavar="ADDRESS",
            help="one that actions leave alone, as they do report mailboxes; may be repeated",
        )  # fmt: skip
        made.add_argument(
            "--pilot-group", default="", metavar="GROUP",
            help="and the members of this group (Microsoft: its object id, Google: its address)",
        )  # fmt: skip
        made.add_argument(
            "--write-back", action="store_true", help="tell the provider what reports came to"
        )


def saved(arguments: argparse.Namespace) -> Saved:
    fence, reports = _pilot(arguments.pilot), tuple(arguments.report_mailbox)
    if arguments.do == "add-google":
        return SavedGoogle(
            *(arguments.name, arguments.domain, arguments.admin, _whole(arguments.key)),
            *(fence, reports),
            remediator_key=_whole(arguments.remediator_key),
            sign_in=arguments.sign_in,
            fence_group=arguments.pilot_group,
            write_back=arguments.write_back,
            excluded=tuple(arguments.exclude_mailbox),
        )
    return SavedMicrosoft(
        *(arguments.name, arguments.tenant, arguments.client_id, arguments.cloud),
        *(_whole(arguments.certificate), fence, reports),
        remediator=arguments.remediator,
        remediator_certificate=_whole(arguments.remediator_certificate),
        fence_group=arguments.pilot_group,
        sign_in=arguments.sign_in,
        write_back=arguments.write_back,
        excluded=tuple(arguments.exclude_mailbox),
        shared_mailboxes=tuple(arguments.shared_mailbox),
    )


def _whole(path: str) -> str:
    """Found from any folder."""
    return str(Path(path).absolute()) if path else ""


def _pilot(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BadInput(f"The pilot's list cannot be read: {error}") from error
    found = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if not found:
        raise BadInput("The pilot's list names no mailbox; without a list all are in reach")
    return found
