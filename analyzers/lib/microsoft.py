"""The verdict of Microsoft's filter: X-Forefront-Antispam-Report and the fields beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from analyzers.lib.filterlists import microsoft
from analyzers.lib.named import Fields
from analyzers.model.path import GatewayNote, GatewayVerdict, Trust

RECEIVER: Final = "Microsoft"
SENDER: Final = "Microsoft, for the sender's side"
SPAM: Final = 5  # SCL from which Microsoft's documentation speaks of spam

_REPORT: Final = "x-forefront-antispam-report"
_BULK: Final = "x-microsoft-antispam"
_SCL: Final = "x-ms-exchange-organization-scl"
_PCL: Final = "x-ms-exchange-organization-pcl"
_AUTH: Final = "x-ms-exchange-organization-authas"
_FOLDER: Final = "x-microsoft-antispam-mailbox-delivery"
# In which fields a statement is looked for, the first that has it counts.
_READ: Final = (
    (
        _REPORT,
        ("SCL", "SFV", "CAT", "SFTY", "SRV", "IPV", "DIR", "CIP", "CTRY", "H", "PTR", "LANG"),
    ),
    (_BULK, ("BCL", "PCL")),
    (_FOLDER, ("dest", "OFR")),
)
_WHOLE: Final = ((_SCL, "SCL"), (_PCL, "PCL"), (_AUTH, "AuthAs"))  # fields of one value
_PAIR: Final = re.compile(r"(?:^|;)\s{0,9}([A-Za-z]{1,8}):([^;]{0,255})")
_TEXT: Final = 8192  # characters of a field
_INTEGER: Final = re.compile(r"-?\d{1,3}")

UNWANTED: Final = frozenset(
    (
        *("AMP", "BIMP", "DIMP", "FTBP", "GIMP", "HPHSH", "HPHISH", "HSPM", "INTOS", "MALW"),
        *("OSPM", "PHSH", "SAP", "SPM", "SPOOF", "UIMP"),
    )
)
_SPAM: Final = frozenset({"SPM", "SKS", "SKB", "BLK"})
SKIPPED: Final = frozenset({"SKN", "SKA", "SKB", "SKI", "SFE", "BLK", "SKQ"})
_FORGED: Final = frozenset({"9.19", "9.20"})
_FILTERED: Final = frozenset({"NSPM", "SPM"})


@dataclass(frozen=True, slots=True)
class Report:
    """Statements by their name in upper case; ``header`` is where the first of them stands."""

    said: Mapping[str, str]
    header: int

    @property
    def score(self) -> int | None:
        """SCL, None where there is none."""
        text = self.said.get("SCL", "")
        return int(text) if _INTEGER.fullmatch(text) else None

    @property
    def unwanted(self) -> bool | None:
        """Bulk mail is no conclusion: some want it."""
        said, score = self.said, self.score
        if said.get("CAT") in UNWANTED or said.get("SFV") in _SPAM or said.get("SFTY") in _FORGED:
            return True
        if score is not None and score >= SPAM:
            return True
        if said.get("SFV") == "NSPM" or (score is not None and score >= 0):
            return False
        return None

    @property
    def filtered(self) -> bool | None:
        verdict = self.said.get("SFV", "")
        if verdict in SKIPPED or self.said.get("IPV") == "CAL" or self.score == -1:
            return False
        return True if verdict in _FILTERED else None


def report(fields: Fields, suffix: str = "") -> Report | None:
    """``suffix`` "-untrusted" reads what Exchange Online put aside as another's word."""
    said: dict[str, str] = {}
    places = []
    for name, wanted in _READ:
        if where := fields.places.get(name + suffix):
            places.append(where[0])
            pairs = dict(_pairs(fields.first(name + suffix)))
            said |= {key.upper(): pairs[key.upper()] for key in wanted if pairs.get(key.upper())}
    for name, key in () if suffix else _WHOLE:
        if value := fields.agreed(name):
            places.append(fields.places[name][0])
            said.setdefault(key.upper(), value[:255])
    return Report(said, min(places)) if said else None


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for match in _PAIR.finditer(text[:_TEXT]):
        yield match[1].upper(), match[2].strip()


def verdict(found: Report, product: str, trust: Trust) -> GatewayVerdict:
    notes = tuple(
        GatewayNote(key, value, microsoft(key, value)) for key, value in found.said.items()
    )
    return GatewayVerdict(product, notes, found.unwanted, found.filtered, trust, found.header)
