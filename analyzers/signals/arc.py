"""The ARC chain: which handlers sealed the message on its way, and whether their seals hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzers.lib import verified as lib
from analyzers.lib.arc_chain import SETS, Chain, chain_of
from analyzers.lib.dns_answers import need
from analyzers.lib.named import fields
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import AuthenticationResult, Standing
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Message
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

SEAL = "ARC-Seal"
FIELDS = ("arc-seal", "arc-message-signature", "arc-authentication-results")


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Both signatures of each set and the chain's result; needs the keys from ``dns``."""
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its ARC chain is unknown")
    if not fields(message).has(*FIELDS):
        return
    chain = chain_of(lib.verified(artifact, context).setting(message, context))
    yield from _records(chain, message)
    if len(chain.sets) > SETS:
        title = "There are more ARC sets than are checked"
        evidence = f"{len(chain.sets)}; chains of up to {SETS} are checked"
        yield Finding("limit.arc.sets", Severity.MEDIUM, title, evidence, SEAL)
        return
    yield from _conclusion(chain, context.fidelity)
    for name in chain.wanted:
        yield need("TXT", name, f"ARC chain not verified: the key {name} is unknown")


def _records(chain: Chain, message: Message) -> Iterator[Observation]:
    if chain.sets:
        yield Fact("Sealed by", ", then ".join(chain.sealers)[:500])
    places = lib.header_places(message)
    for signed, signature in chain.signatures:
        yield replace(signature, header=places.get(signed.field.offset, -1))


def _conclusion(chain: Chain, fidelity: Fidelity) -> Iterator[Observation]:
    settled = chain.result == "pass" or (chain.result == "fail" and _proves(fidelity))
    result = chain.result if settled else ""
    standing = Standing.VERIFIED if settled else Standing.UNCHECKED
    why = chain.why or chain.problem or "could not check"
    last = chain.sets[-1].seal.domain if chain.sets else ""
    yield Fact("ARC chain", f"{result or 'could not check'}: {why}"[:500])
    yield AuthenticationResult("arc", result, last, standing, why)
    if result == "fail":
        title = "The chain of seals that handlers put on the message is broken"
        yield Finding("arc.chain.broken", Severity.LOW, title, why[:500], SEAL)


def _proves(fidelity: Fidelity) -> bool:
    """Only over the original bytes is a broken chain the message's and not the copy's fault."""
    return fidelity is Fidelity.ORIGINAL


UNIT = Unit("ARC", 1, frozenset({"eml", "msg"}), _examine, lib.IMPORTS, lib.ASKS)
