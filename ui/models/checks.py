"""Authentication as it was found out here and as servers claim it, side by side."""

from __future__ import annotations

from collections.abc import Iterable

from analyzers.model.analysis import Analysis
from analyzers.model.authentication import AuthenticationResult, Signature, Standing
from analyzers.model.path import GatewayVerdict, Trust
from ui.models.details import records
from ui.models.table import Cell
from ui.tokens import Tone

CHECKS = ("Check", "Result here", "Servers say", "Domain", "Aligned", "Detail")
SIGNATURES = ("Signature", "Result here", "Body", "Domain", "Selector", "Key", "Detail")
GATEWAYS = ("Filter", "Thought", "Says", "Whose word")
_NAMES = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC", "arc": "ARC", "compauth": "CompAuth",
          "bimi": "BIMI"}  # fmt: skip
_ORDER = tuple(_NAMES)
_HERE = (Standing.VERIFIED, Standing.UNCHECKED)
_FAILED = frozenset({"fail", "hardfail"})
_DOUBTFUL = frozenset({"softfail", "permerror", "temperror", "policy"})
_ALIGNED = {True: "yes", False: "no", None: "unknown"}
_CHIPS = ("spf", "dkim", "dmarc", "compauth")

Rows = list[tuple[Cell, ...]]


def results_of(analysis: Analysis | None) -> list[AuthenticationResult]:
    return records(analysis, analysis.root, AuthenticationResult) if analysis else []


def check_rows(results: Iterable[AuthenticationResult]) -> Rows:
    """One row for each method and domain; claims below our own result for the same."""
    groups: dict[tuple[str, str], list[AuthenticationResult]] = {}
    for one in results:
        groups.setdefault((one.method, one.domain), []).append(one)
    for method in {method for method, domain in groups if not domain}:
        _settle(groups, method)
    ordered = sorted(groups.items(), key=lambda item: _place(item[0][0]))
    return [_check_row(method, domain, found) for (method, domain), found in ordered]


def _settle(groups: dict[tuple[str, str], list[AuthenticationResult]], method: str) -> None:
    """A result that names no domain is about the one that others of its method name."""
    named = [domain for known, domain in groups if known == method and domain]
    if len(named) == 1:
        groups[method, named[0]] += groups.pop((method, ""))


def _place(method: str) -> int:
    return _ORDER.index(method) if method in _ORDER else len(_ORDER)


def _check_row(method: str, domain: str, found: list[AuthenticationResult]) -> tuple[Cell, ...]:
    here = next((one for one in found if one.standing in _HERE), None)
    said = _best(one for one in found if one.standing not in _HERE)
    aligned = next((one.aligned for one in found if one.aligned is not None), None)
    details = " · ".join(dict.fromkeys(one.detail for one in (here, said) if one and one.detail))
    return (
        Cell(spoken(method)),
        Cell("", None) if here is None else Cell(_word(here), tone_of(here)),
        Cell("nothing") if said is None else Cell(_claim(said), tone_of(said)),
        Cell(domain or "–"),
        Cell(_ALIGNED[aligned]),
        Cell(details),
    )


def _word(one: AuthenticationResult | Signature) -> str:
    return one.result if one.result else "could not check"


def _claim(one: AuthenticationResult) -> str:
    return f"{one.result} ({'trusted' if one.standing is Standing.TRUSTED else 'untrusted'})"


def _best(found: Iterable[AuthenticationResult]) -> AuthenticationResult | None:
    order = {Standing.TRUSTED: 0, Standing.UNTRUSTED: 1}
    return min(found, key=lambda one: order.get(one.standing, 2), default=None)


def chips(results: Iterable[AuthenticationResult]) -> list[AuthenticationResult]:
    """One for each method: our own word first, then a trusted hop's, then anybody's."""
    ranks = {Standing.VERIFIED: 0, Standing.TRUSTED: 1, Standing.UNTRUSTED: 2}
    found: dict[str, AuthenticationResult] = {}
    for one in results:
        if one.standing in ranks and one.result:
            known = found.get(one.method)
            if known is None or ranks[one.standing] < ranks[known.standing]:
                found[one.method] = one
    return [found[method] for method in _CHIPS if method in found]


def tone_of(one: AuthenticationResult | Signature) -> Tone:
    """Only what was verified here is green: whoever wrote the mail may have written a pass."""
    result = one.result.casefold()
    if not result or one.standing is Standing.UNCHECKED:
        return Tone.UNKNOWN
    if result == "pass":
        return Tone.CLEAN if one.standing is Standing.VERIFIED else Tone.INFO
    if result in _FAILED:
        return Tone.UNKNOWN if one.standing is Standing.UNTRUSTED else Tone.MALICIOUS
    return Tone.SUSPICIOUS if result in _DOUBTFUL else Tone.UNKNOWN


def spoken(method: str) -> str:
    return _NAMES.get(method.casefold(), method)


def signature_rows(analysis: Analysis) -> Rows:
    return [
        (
            Cell(one.kind + (f" {one.instance}" if one.instance else "")),
            Cell(_word(one), tone_of(one)),
            Cell(one.body_hash.value),
            Cell(one.domain),
            Cell(one.selector),
            Cell(f"{one.key_bits} bits" if one.key_bits else "not known"),
            Cell(one.detail),
        )
        for one in records(analysis, analysis.root, Signature)
    ]


def gateway_rows(analysis: Analysis) -> Rows:
    return [
        (
            Cell(one.product),
            _thought(one),
            Cell(" · ".join(_note(note.name, note.value, note.meaning) for note in one.notes)),
            Cell(one.trust.value),
        )
        for one in records(analysis, analysis.root, GatewayVerdict)
    ]


def _thought(one: GatewayVerdict) -> Cell:
    if one.filtered is False:
        return Cell("did not filter", Tone.UNKNOWN)
    if one.unwanted is None:
        return Cell("no conclusion", Tone.UNKNOWN)
    if not one.unwanted:
        return Cell("wanted", Tone.INFO)
    return Cell("unwanted", Tone.SUSPICIOUS if one.trust is Trust.OURS else Tone.UNKNOWN)


def _note(name: str, value: str, meaning: str) -> str:
    return f"{name} {value}: {meaning}" if meaning else f"{name} {value}"
