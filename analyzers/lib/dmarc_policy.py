"""DMARC worked out from our own SPF and DKIM results (RFC 7489; RFC 9989)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from analyzers.lib.dkim_check import Check
from analyzers.lib.dmarc_record import Record, Walk, walk
from analyzers.lib.dns_answers import Lookups, Status
from analyzers.lib.domains import registrable_domain
from analyzers.lib.spf_check import SpfCheck
from analyzers.model.authentication import Standing
from analyzers.model.fidelity import Fidelity

EXISTS: Final = ("A", "AAAA", "MX")  # what a name has that exists (RFC 9091, 2.6)
_WEAKER: Final = {"reject": "quarantine", "quarantine": "none", "none": "none"}


@dataclass(frozen=True, slots=True)
class DmarcCheck:
    """``policy`` is what the owner asks for where it fails.  ``certain`` says that every input was
    known, over the original bytes: only then is a failure evidence."""

    domain: str
    result: str
    standing: Standing
    why: str
    policy: str = ""
    wanted: tuple[tuple[str, str], ...] = ()
    certain: bool = False
    broken: bool = False  # an aligned signature was made for this mail and broken on the way
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    dkim: Sequence[Check]
    spf: SpfCheck
    fidelity: Fidelity


def check_dmarc(domain: str, inputs: Inputs, lookups: Lookups) -> DmarcCheck:
    """For one domain of From, in A-label form."""
    path = walk(domain, lookups)
    record = path.effective
    if path.wanted:
        wanted = tuple(("TXT", name) for name in path.wanted)
        result, why = ("temperror", "DNS gave no answer") if path.failed else ("", "unknown")
        return DmarcCheck(domain, result, Standing.UNCHECKED, f"its policy: {why}", "", wanted)
    if record is None:
        why = f"no policy is published for {domain} ({path.when})"
        return DmarcCheck(domain, "none", Standing.VERIFIED, why, asked=path.asked)
    policy, wanted = _policy(record, path, lookups)
    return _judged(path, record, policy, wanted, inputs)


def _judged(
    path: Walk,
    record: Record,
    policy: str,
    wanted: tuple[tuple[str, str], ...],
    inputs: Inputs,
) -> DmarcCheck:
    near = Nearness(path, record)
    where = f"{near.basis}; policy at {record.domain} {path.when}{_share(record)}"
    known = DmarcCheck(path.domain, "", Standing.VERIFIED, where, policy, wanted, asked=path.asked)
    if passing := _passing(near, inputs):
        return replace(known, result="pass", why=f"{passing}; {where}")
    broken = any(c.broken_on_the_way for c in inputs.dkim if near.dkim(c.signed.domain))
    if unknown := _unknown(near, inputs):
        why = f"{unknown}; {where}"
        return replace(known, standing=Standing.UNCHECKED, why=why, broken=broken)
    why = f"no aligned method passed; {where}"
    return replace(known, result="fail", why=why, certain=True, broken=broken)


class Nearness:
    """What is aligned with a domain of From: by the walk, or by the suffix list where no record of
    the walk marks an organisation (RFC 7489, 3.1; RFC 9989)."""

    def __init__(self, path: Walk, record: Record) -> None:
        self._path, self._record = path, record
        walked = path.organisation
        # A registry that marks no suffix must not make all its customers one organisation.
        self.organisation = walked if "." in walked else path.listed

    @property
    def basis(self) -> str:
        """Which organisational domain was used, and what the other method says."""
        walked, listed = self.organisation, self._path.listed
        text = f"organisational domain {walked} by the tree walk"
        return text + (
            ", as by the public suffix list"
            if walked == listed
            else f" ({listed} by the public suffix list)"
        )

    def dkim(self, domain: str) -> bool:
        return self._near(domain, self._record.strict_dkim)

    def spf(self, domain: str) -> bool:
        return self._near(domain, self._record.strict_spf)

    def _near(self, domain: str, strict: bool) -> bool:
        if strict or not domain:
            return domain == self._path.domain
        return domain == self.organisation or domain.endswith("." + self.organisation)


def _policy(
    record: Record, path: Walk, lookups: Lookups
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The policy that applies: p, sp below an organisation, np for a name that does not exist."""
    policy = record.policy
    wanted: tuple[tuple[str, str], ...] = ()
    if record.domain != path.domain:
        policy = record.subdomains or record.policy
        if record.absent:
            absent, wanted = _is_absent(path.domain, lookups)
            policy = record.absent if absent else policy
    return (_WEAKER[policy] if record.weaker else policy), wanted


def _is_absent(domain: str, lookups: Lookups) -> tuple[bool, tuple[tuple[str, str], ...]]:
    answers = {kind: lookups.ask(kind, domain) for kind in EXISTS}
    unknown = tuple((k, domain) for k, a in answers.items() if a is None or not a.known)
    if any(a is not None and a.status is Status.FOUND for a in answers.values()):
        return False, ()
    return not unknown, unknown


def _share(record: Record) -> str:
    return f", for {record.percent} % of mail" if record.percent < 100 else ""


def _passing(near: Nearness, inputs: Inputs) -> str:
    """The methods that passed for an aligned domain."""
    domains = [c.signed.domain for c in inputs.dkim if c.passed and near.dkim(c.signed.domain)]
    methods = [f"the signature of {domain} holds" for domain in dict.fromkeys(domains)]
    spf = inputs.spf
    if spf.known and spf.result == "pass" and near.spf(spf.domain):
        methods.append(f"{spf.address} may send for {spf.domain}")
    return " and ".join(methods)


def _unknown(near: Nearness, inputs: Inputs) -> str:
    """Why a pass cannot be ruled out, "" where it can."""
    if inputs.fidelity is not Fidelity.ORIGINAL:
        return "not failed for certain: this copy may have been written anew"
    if any(near.dkim(c.signed.domain) and not _settled(c) for c in inputs.dkim):
        return "an aligned signature could not be checked"
    spf = inputs.spf
    if not spf.known and (near.spf(spf.domain) or not spf.domain):
        return f"SPF could not be checked: {spf.why}"
    return ""


def _settled(check: Check) -> bool:
    """Whether a signature does not count, for certain."""
    return check.failed or check.signature.standing is Standing.VERIFIED


def aligned(domain: str, sender: str) -> bool | None:
    """By registrable domain, for signatures; None where From has no domain."""
    return registrable_domain(domain) == registrable_domain(sender) if sender else None
