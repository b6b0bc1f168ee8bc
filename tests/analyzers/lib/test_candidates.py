"""The order in which passwords are tried."""

from __future__ import annotations

from types import MappingProxyType

from analyzers.lib.candidates import candidates
from analyzers.model.artifact import Artifact
from analyzers.model.document import PasswordHint
from analyzers.model.unit import Context

LOCKED = Artifact.of(b"locked", "a.zip", "zip")
HINT = PasswordHint("4711", "the password is 4711", "the message")


def test_the_answer_then_the_mail_then_the_list() -> None:
    answers = MappingProxyType({("password", LOCKED.sha256): "given"})
    context = Context(passwords=("infected", "4711"), hints=(HINT,), answers=answers)
    found = candidates(LOCKED, context, 10)
    assert [one.password for one in found] == ["given", "4711", "infected"]
    assert found[1].evidence == "password: 4711\nthe message: the password is 4711"
    assert found[2].evidence == "password: infected"


def test_no_more_than_asked() -> None:
    assert len(candidates(LOCKED, Context(passwords=("a", "b", "c")), 2)) == 2
