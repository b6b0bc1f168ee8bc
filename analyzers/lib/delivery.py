"""Why a message was delivered, in one sentence, where the filters' headers tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analyzers.lib.filterlists import gateway_at
from analyzers.lib.microsoft import RECEIVER, SPAM
from analyzers.model.path import GatewayVerdict, Submission, TransportPath, Trust

_LETS: Final = {
    "SKN": "a mail flow rule let it pass without filtering",
    "SKA": "an allow list of an anti-spam policy let it pass without filtering",
    "SFE": "the recipient's list of safe senders let it pass without filtering",
    "SKI": "an allowed address, or its being internal, let it pass without filtering",
    "SKQ": "somebody released it from quarantine",
}
_FOLDERS: Final = {"I": "the inbox", "J": "the junk folder", "C": "a folder chosen by a rule"}


def delivered_because(path: TransportPath, verdicts: Sequence[GatewayVerdict]) -> str:
    """ "" where the headers do not tell; says so where it is not known whose headers they are."""
    receiver = next((v for v in verdicts if v.product == RECEIVER), None)
    if receiver is None or receiver.trust is Trust.CLAIMED:
        return ""
    said = {note.name: note.value for note in receiver.notes}
    sentence = _sentence(path, said)
    if sentence and receiver.trust is Trust.UNKNOWN:
        return f"{sentence}; by headers of unknown standing"
    return sentence


def _sentence(path: TransportPath, said: dict[str, str]) -> str:
    verdict, source = said.get("SFV", ""), said.get("OFR", "")
    before = gateway_before(path)
    if verdict == "SKN" and before and path.submission is Submission.RELAY:
        return f"Filtered by {before} first; Microsoft did not filter it again (SFV:SKN)"
    if verdict == "SKN" and before:
        return f"It came from {before}, a mail filter; Microsoft did not filter it (SFV:SKN)"
    if verdict in _LETS:
        return f"Delivered{_although(said)}: {_LETS[verdict]} (SFV:{verdict})"
    if said.get("IPV") == "CAL":
        return f"Delivered{_although(said)}: the sending address is on an allow list (IPV:CAL)"
    if source == "TrustedSenderList":
        why = "the recipient's list of safe senders decided (OFR:TrustedSenderList)"
        return f"Delivered to {_folder(said)}{_although(said)}: {why}"
    return _filtered(said)


def _filtered(said: dict[str, str]) -> str:
    score = said.get("SCL", "")
    if not score:
        return ""
    scored = f"Microsoft scored it {score}"
    if "SFV" in said:
        scored += f" (SFV:{said['SFV']})"
    if "DEST" in said:
        return f"Delivered to {_folder(said)}: {scored}"
    if said.get("SFV") == "NSPM":
        return f"Delivered: {scored}, which is not spam"
    return ""


def _folder(said: dict[str, str]) -> str:
    return _FOLDERS.get(said.get("DEST", ""), "a folder")


def _although(said: dict[str, str]) -> str:
    score = said.get("SCL", "")
    if score.isdigit() and int(score) >= SPAM:
        return f" although Microsoft scored it {score}"
    return ""


def gateway_before(path: TransportPath) -> str:
    """The filter that handed the message in, by the name it gave; "" for none."""
    if path.handover < 0:
        return ""
    hop = path.hops[path.handover]
    return gateway_at(hop.source_name) or gateway_at(hop.source)
