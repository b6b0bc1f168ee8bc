"""The one model of a message, from what the units said."""

from __future__ import annotations

from analyzers.engine import examine
from analyzers.model.artifact import Artifact
from analyzers.model.codec import decode, encode
from analyzers.model.unit import Context
from analyzers.model.whole import WholeMessage
from analyzers.sniff import sniff
from analyzers.units import UNITS
from analyzers.whole.build import whole_message, whole_messages
from tests.analyzers.whole.wholes import analysis, whole
from tests.samples.letters import letter


def test_a_letter_becomes_the_model() -> None:
    found = whole(letter("Re: Lunch", "Shall we meet? https://a.example/menu"))
    assert found.sender is not None
    assert found.sender.email.domain.root_domain == "example.com"
    assert (found.subject.base, found.subject.is_reply) == ("Lunch", True)
    assert found.body.current_thread is not None
    assert "Shall we meet?" in found.body.current_thread.text
    assert [link.href_url.path for link in found.body.links] == ["/menu"]
    assert found.structure[0].content_type == "text/plain"


def test_the_model_survives_the_codec() -> None:
    found = whole(letter())
    assert decode(WholeMessage, encode(found)) == found


def test_direction_is_unknown_without_an_organisation() -> None:
    kind = whole(letter()).type
    assert (kind.inbound, kind.internal, kind.outbound) == (None, None, None)


def test_what_is_no_message_has_no_model() -> None:
    artifact = Artifact.of(b"\0\1\2", "x.bin", "bin")
    examined = analysis(examine(artifact, UNITS, Context(), sniff))
    assert whole_message(examined) is None
    assert whole_messages(examined) == ()
