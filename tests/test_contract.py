"""The judge of traffic sees what breaks a description, and forgives nobody but who tries things."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.contract import Verdict, judged
from tests.operations import GOOGLE, MICROSOFT, OPERATIONS, UNDESCRIBED
from workbench.probing.probe import NAME

ERROR = {"error": {"code": "BadRequest", "message": "no"}}
OURS = "Python/3.11 aiohttp/3.14"


def exchange(url: str, status: int, body: object, caller: str = OURS) -> dict[str, Any]:
    head = {"Authorization": "Bearer x", "User-Agent": caller}
    return {
        "method": "GET", "url": f"https://127.0.0.1:1{url}",
        "request_headers": {name: value for name, value in head.items() if value},
        "request_body": None, "status": status,
        "response_headers": {"Content-Type": "application/json"}, "response_body": body,
    }  # fmt: skip


def verdict(shared: Path, folder: Path, *exchanges: Mapping[str, Any]) -> Verdict:
    lines = "".join(json.dumps(one) + "\n" for one in exchanges)
    (folder / "one.jsonl").write_text(lines)
    return judged(shared, folder)


def test_what_is_asked_is_counted_by_its_operation(shared: Path, tmp_path: Path) -> None:
    users = exchange("/v1.0/users?$top=1", 200, {"value": [{"id": "1"}]})
    gmail = exchange("/gmail/v1/users/me/profile", 200, {"emailAddress": "a@b.example"})
    found = verdict(shared, tmp_path, users, gmail, users)
    assert found.asked == {"GET /v1.0/users": 1, "GET /gmail/v1/users/{userId}/profile": 1}
    assert len(found.uncovered) == len(OPERATIONS) - 2
    assert not found.violations
    assert not found.holds  # 2 operations are no 90 %
    assert list(found.lines())[-1].startswith("3 exchanges, 0 violations ")


def test_a_line_that_a_kill_cut_off_is_passed_over(shared: Path, tmp_path: Path) -> None:
    whole = json.dumps(exchange("/v1.0/users", 200, {"value": []}))
    (tmp_path / "one.jsonl").write_text(f"{whole}\n{whole[:80]}")
    assert judged(shared, tmp_path).exchanges == 1


def test_what_the_description_leaves_out_is_counted_as_that(shared: Path, tmp_path: Path) -> None:
    asked = exchange("/v1.0/users/a/events/b", 200, {"id": "b"})
    found = verdict(shared, tmp_path, asked, exchange("/v1.0/users/a/events/b/c", 404, ERROR))
    assert found.undescribed == 1
    assert found.asked == {"GET /v1.0/users/{user-id}/events/{event-id}": 1}
    assert len(found.violations) == 1  # the other path
    google = exchange("/calendar/v3/calendars/primary/events?iCalUID=1", 200, {"items": []})
    assert verdict(shared, tmp_path, google).asked == {
        "GET /calendar/v3/calendars/{calendarId}/events": 1
    }


def test_what_nobody_listed_is_told(shared: Path, tmp_path: Path) -> None:
    found = verdict(shared, tmp_path, exchange("/v1.0/users/a/contacts", 404, ERROR))
    other = verdict(shared, tmp_path, exchange("/v1.0/users/$count", 404, ERROR))
    assert [*found.violations, *other.unlisted]
    assert not found.holds
    assert not other.holds


@pytest.mark.parametrize("caller", [OURS, "", NAME])
def test_an_answer_that_breaks_the_description_is_told_whoever_asked(
    shared: Path, tmp_path: Path, caller: str
) -> None:
    renamed = exchange("/v1.0/users", 200, {"value": [{"id": "1", "nickname": "x"}]}, caller)
    found = verdict(shared, tmp_path, renamed)
    assert "resp-unknown-prop" in " ".join(found.violations)
    assert bool(found.asked) is (caller == OURS)


@pytest.mark.parametrize(("caller", "forgiven"), [(OURS, False), ("", True), (NAME, True)])
def test_a_wrong_question_is_forgiven_to_who_tries_and_is_refused(
    shared: Path, tmp_path: Path, caller: str, forgiven: bool
) -> None:
    refused = exchange("/v1.0/users?$select=nickname", 400, ERROR, caller)
    assert (verdict(shared, tmp_path, refused).violations == []) is forgiven
    taken = exchange("/v1.0/users?$select=nickname", 200, {"value": []}, caller)
    assert verdict(shared, tmp_path, taken).violations


def test_the_list_names_nothing_twice() -> None:
    assert len(set(OPERATIONS)) == len(OPERATIONS)
    assert set(OPERATIONS) == {*MICROSOFT, *GOOGLE, *UNDESCRIBED}


def test_every_operation_is_in_the_description(shared: Path) -> None:
    """Signing in and batches of Google apart, which none of the documents has."""
    known: set[str] = set()
    for version in ("v1.0", "beta"):
        document = json.loads((shared / "api" / f"graph-{version}-subset.json").read_text())
        for path, item in document["paths"].items():
            known |= {f"{method.upper()} /{version}{path}" for method in item}
    for document in json.loads((shared / "api/google-subset.json").read_text())[
        "documents"
    ].values():
        for method in document["methods"].values():
            path = (document["servicePath"] + method["path"]).lstrip("/")
            known.add(f"{method['httpMethod']} /{path}")
    listed = {one for one in OPERATIONS if not one.startswith(("AUTH ", "BATCH "))}
    assert listed - known == set(UNDESCRIBED)
