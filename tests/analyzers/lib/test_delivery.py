"""Why a message was delivered is said where the headers tell, and not else."""

from __future__ import annotations

import pytest

from analyzers.lib.delivery import delivered_because
from analyzers.lib.gateways import verdicts
from analyzers.lib.hops import transport_path, trusted_reach
from analyzers.model.unit import Context
from tests.samples.ways import NOBODY, OURS, Fields, exchange, message

FILTER = "mx0a-0001.pphosted.com (192.0.2.44)"
FOLDER = "X-Microsoft-Antispam-Mailbox-Delivery"


def sentence(fields: Fields, context: Context = OURS) -> str:
    one = message(fields)
    path = transport_path(one, context)
    return delivered_because(path, verdicts(one, path, trusted_reach(one, path, context)))


@pytest.mark.parametrize(
    ("report", "why"),
    [
        ("SCL:1;SFV:NSPM;", "Delivered: Microsoft scored it 1 (SFV:NSPM), which is not spam"),
        (
            "SCL:6;SFV:SKA;",
            "Delivered although Microsoft scored it 6: an allow list of an anti-spam policy let"
            " it pass without filtering (SFV:SKA)",
        ),
        ("SCL:-1;SFV:SKN;", "Delivered: a mail flow rule let it pass without filtering (SFV:SKN)"),
        ("SCL:-1;SFV:SFE;", "Delivered: the recipient's list of safe senders let it pass"),
        ("SCL:-1;SFV:SKI;", "Delivered: an allowed address, or its being internal"),
        ("SCL:5;SFV:SKQ;", "Delivered although Microsoft scored it 5: somebody released it"),
        ("SCL:1;IPV:CAL;", "Delivered: the sending address is on an allow list (IPV:CAL)"),
    ],
)
def test_the_filters_word_explains_the_delivery(report: str, why: str) -> None:
    assert sentence(exchange(report=report)).startswith(why)


def test_the_recipients_folder_is_told() -> None:
    inbox = (*exchange(report="SCL:8;SFV:SPM;"), (FOLDER, "wl:1;dest:I;OFR:TrustedSenderList;"))
    assert sentence(inbox).startswith("Delivered to the inbox although Microsoft scored it 8: the")
    junk = (*exchange(report="SCL:6;SFV:SPM;"), (FOLDER, "dest:J;OFR:SpamFilterAuthJ;"))
    assert sentence(junk) == "Delivered to the junk folder: Microsoft scored it 6 (SFV:SPM)"


def test_a_filter_before_microsofts_is_named() -> None:
    relayed = exchange(report="SCL:-1;SFV:SKN;", direction="Originating", source=FILTER)
    assert sentence(relayed) == (
        "Filtered by Proofpoint first; Microsoft did not filter it again (SFV:SKN)"
    )
    assert sentence(exchange(report="SCL:-1;SFV:SKN;", source=FILTER)) == (
        "It came from Proofpoint, a mail filter; Microsoft did not filter it (SFV:SKN)"
    )


def test_headers_of_unknown_standing_are_said_to_be() -> None:
    assert sentence(exchange(), NOBODY).endswith("; by headers of unknown standing")


def test_where_nothing_is_told_nothing_is_said() -> None:
    assert sentence(exchange(report="CIP:192.0.2.1;")) == ""
    assert sentence(exchange(report="SCL:6;SFV:SPM;")) == ""
    assert sentence((("From", "a@b.example"),)) == ""
