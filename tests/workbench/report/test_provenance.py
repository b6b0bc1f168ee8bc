"""Where a message comes from, in lines for a terminal."""

from __future__ import annotations

from dataclasses import replace

from analyzers.model.ambiguity import Ambiguity, Reading
from analyzers.model.authentication import AuthenticationResult, Standing
from analyzers.model.fidelity import Fidelity
from analyzers.model.layers import Layer, Role
from analyzers.model.path import Direction, Submission, TransportPath
from tests.analyzers.whole.wholes import whole
from tests.samples.letters import letter
from workbench.report.provenance import provenance


def test_our_own_word_goes_first_and_each_has_its_standing() -> None:
    claimed = AuthenticationResult("dkim", "pass", "a.example", Standing.TRUSTED, header=3)
    here = AuthenticationResult("dkim", "", "a.example", Standing.UNCHECKED, "key unknown")
    lines = list(provenance(replace(whole(letter()), authentication=(claimed, here))))
    (line,) = [line for line in lines if line.strip().startswith("DKIM")]
    assert line.index("could not check") < line.index("claimed by a trusted hop")
    assert "key unknown" in line


def test_the_way_is_told_with_its_reasons() -> None:
    path = TransportPath((), -1, "none is known to be ours", Direction.INBOUND, "x",
                         Submission.EXTERNAL, delivered_because="A rule let it pass")  # fmt: skip
    text = "\n".join(provenance(replace(whole(letter()), transport=path)))
    assert "0 hops, inbound, from outside; none is known to be ours" in text
    assert "A rule let it pass" in text


def test_layers_and_readings_are_named_and_hostile_text_is_harmless() -> None:
    report = Layer(Role.ORIGINAL, "1.2", Fidelity.REPRODUCTION, "\x1b[31mred", reporter="ann@x",
                   unproven=("No hop is shown",))  # fmt: skip
    two = Ambiguity("a.b", "From", "Two", (Reading("Outlook", "x"),))
    found = replace(whole(letter()), layers=(report,), ambiguities=(two, two))
    text = "\n".join(provenance(found))
    assert "original by ann@x in part 1.2" in text
    assert "client reproduction" in text
    assert "No hop is shown" in text
    assert "Read differently by programs: From" in text
    assert "\x1b" not in text


def test_an_ordinary_message_has_no_layer_line() -> None:
    plain = Layer(Role.ORDINARY, "", Fidelity.UNKNOWN)
    text = "\n".join(provenance(replace(whole(letter()), layers=(plain,))))
    assert "Layer" not in text
