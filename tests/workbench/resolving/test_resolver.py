"""What is remembered, what is asked again, and what is never asked."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from analyzers.lib.dns_answers import KIND, Answer, Status, read
from workbench.resolving.asking import Told
from workbench.resolving.kept import WorkspaceMemory
from workbench.resolving.questions import Privacy
from workbench.resolving.resolver import Resolver
from workbench.store.workspace import Workspace

KEY = "TXT sel._domainkey.a.test"
OTHER = "TXT a.test"
NOBODY = Privacy(())
T = TypeVar("T")


class Names:
    """A DNS whose answers the test lays down; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = Status.FOUND
        self.records: tuple[str, ...] = ("one",)

    async def ask(self, kind: str, name: str) -> Told:
        self.asked.append(f"{kind} {name}")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return Told(Answer(self.status, self.records, now), 3600)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(tmp_path / "a.workspace")
    yield workspace
    workspace.close()


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def one(resolver: Resolver, key: str, privacy: Privacy = NOBODY) -> Answer | None:
    text = run(resolver.answers([key], privacy)).get((KIND, key))
    return read(text) if text is not None else None


def age(workspace: Workspace, key: str, days: int) -> None:
    """Makes a kept answer older."""
    from workbench.store import dns_answers
    from workbench.store.dns_answers import Kept

    asked = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    answer = Answer(Status.FOUND, ("old",), asked)
    workspace.run_blocking(dns_answers.save, (Kept(key, answer, 3600),))


def test_an_answer_is_asked_for_once() -> None:
    names = Names()
    resolver = Resolver(names)
    first, second = one(resolver, KEY), one(resolver, KEY)
    assert first == second
    assert first is not None
    assert (first.records, first.kept) == (("one",), False)
    assert names.asked == [KEY]


def test_kept_answers_speak_without_a_network_and_tell_their_age(workspace: Workspace) -> None:
    one(Resolver(Names(), WorkspaceMemory(workspace)), KEY)
    offline = Resolver(None, WorkspaceMemory(workspace))
    answer = one(offline, KEY)
    assert answer is not None
    assert (answer.records, answer.kept) == (("one",), True)
    assert answer.when.startswith("as kept from 20")
    assert one(offline, OTHER) is None
    assert not offline.asks


def test_a_stale_answer_is_asked_again(workspace: Workspace) -> None:
    age(workspace, OTHER, days=30)
    names = Names()
    answer = one(Resolver(names, WorkspaceMemory(workspace)), OTHER)
    assert answer is not None
    assert (answer.records, names.asked) == (("one",), [OTHER])


@pytest.mark.parametrize("key", [KEY, OTHER])
def test_a_stale_answer_is_better_than_a_failure(workspace: Workspace, key: str) -> None:
    age(workspace, key, days=30)
    names = Names()
    names.status, names.records = Status.FAILED, ()
    answer = one(Resolver(names, WorkspaceMemory(workspace)), key)
    assert answer is not None
    assert (answer.records, answer.kept) == (("old",), True)


def test_a_key_that_was_withdrawn_stays_known(workspace: Workspace) -> None:
    age(workspace, KEY, days=30)
    age(workspace, OTHER, days=30)
    names = Names()
    names.status, names.records = Status.ABSENT, ()
    resolver = Resolver(names, WorkspaceMemory(workspace))
    key, other = one(resolver, KEY), one(resolver, OTHER)
    assert key is not None
    assert other is not None
    assert (key.records, key.kept) == (("old",), True)
    assert other.status is Status.ABSENT


def test_failures_are_not_kept(workspace: Workspace) -> None:
    names = Names()
    names.status = Status.FAILED
    resolver = Resolver(names, WorkspaceMemory(workspace))
    one(resolver, KEY)
    one(resolver, KEY)
    assert names.asked == [KEY, KEY]
    assert one(Resolver(None, WorkspaceMemory(workspace)), KEY) is None


@pytest.mark.parametrize(
    "key", ["", "TXT", "ANY a.test", "TXT a.test\n", "TXT ../x", "TXT printer.local", "TXT a b"]
)
def test_what_a_box_may_not_have_asked(key: str) -> None:
    names = Names()
    assert one(Resolver(names), key) == Answer(Status.REFUSED)
    assert names.asked == []


def test_names_with_a_recipient_are_not_asked() -> None:
    names, privacy = Names(), Privacy(["ann.smith@own.test"])
    resolver = Resolver(names)
    for name in (
        "ann.smith._spf.a.test",
        "ann-smith.own-test.a.test",
        "annsmithowntest.a.test",
        b"ann.smith@own.test".hex() + ".a.test",
    ):
        assert one(resolver, f"TXT {name}", privacy) == Answer(Status.REFUSED)
    assert names.asked == []
    assert one(resolver, "TXT smith.a.test", privacy) is not None
    assert names.asked == ["TXT smith.a.test"]


def test_a_workspace_that_is_read_only_keeps_nothing(workspace: Workspace) -> None:
    second = Workspace.open(workspace.path)
    try:
        assert second.read_only
        one(Resolver(Names(), WorkspaceMemory(second)), KEY)
        assert one(Resolver(None, WorkspaceMemory(workspace)), KEY) is None
    finally:
        second.close()


def test_what_is_allowed_holds_from_the_next_question_on() -> None:
    names = Names()
    resolver = Resolver(names, allowed=False)
    assert (resolver.asks, one(resolver, KEY), names.asked) == (False, None, [])
    resolver.allow(True)
    assert resolver.asks
    assert one(resolver, KEY) is not None
    resolver.allow(False)
    assert one(resolver, KEY) is not None  # it is remembered
    assert one(resolver, OTHER) is None
    assert names.asked == [KEY]
