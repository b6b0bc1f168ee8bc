"""Who reads the mail and how near the files are to what was received, as the command line says."""

from __future__ import annotations

import argparse

from analyzers.model.fidelity import Fidelity
from analyzers.model.organisation import Organisation
from workbench.analysis.passwords import COMMON
from workbench.isolation.client import AnalysisJob


def add_arguments(parser: argparse.ArgumentParser) -> None:
    told = parser.add_argument_group("whose mail it is; without it nothing counts as ours")
    for name, what in (
        ("--own-domain", "a mail domain of ours"),
        ("--own-tenant", "the id of our tenant at Microsoft 365"),
        ("--own-server", "a name or address of a server of ours"),
        ("--known-domain", "a domain that others may pose as: a partner's, a customer's"),
    ):
        told.add_argument(
            name, action="append", default=[], metavar="NAME", help=f"{what}; may be repeated"
        )
    told.add_argument(
        "--original",
        action="store_true",
        help="the files are, byte for byte, what the receiving server took: a failed signature "
        "counts then",
    )


def job_of(arguments: argparse.Namespace) -> AnalysisJob:
    """A job without bytes, from which those of the inputs are made.  As background work, many
    small messages go through one box."""
    organisation = Organisation(
        _names(arguments.own_domain),
        _names(arguments.own_tenant),
        _names(arguments.own_server),
        _names(arguments.known_domain),
    )
    fidelity = Fidelity.ORIGINAL if arguments.original else Fidelity.UNKNOWN
    return AnalysisJob(
        b"",
        "",
        background=True,
        views=False,
        organisation=organisation,
        fidelity=fidelity,
        passwords=COMMON,
    )


def _names(given: list[str]) -> tuple[str, ...]:
    return tuple(sorted({name.strip().lower() for name in given} - {""}))
