"""Judges recorded traffic by the vendors' machine descriptions, where these are at hand.

``python -m tests.contract FOLDER`` judges what a run of the tests left there (WORKBENCH_RECORD).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.operations import CALENDARS, DOWNLOADS, GOOGLE_CALENDARS, OPERATIONS, USAGE
from workbench.probing.probe import NAME

# The description has bytes for a comment and a list for the answer where the checker and the
# reference have JSON objects, so that nothing at all could hold:
# https://learn.microsoft.com/graph/api/security-alert-post-comments
COMMENT = r"POST /v1.0/security/alerts_v2/[^/]+/comments"
WAIVED = re.compile(rf"(body|resp)-type .* {COMMENT}: \$ should ")
# What is another each time, and nothing to the checker.
FRESH = re.compile(rb'127\.0\.0\.1:\d+|request-id": "[^"]*|"date": "[^"]*')
PROGRAM = "check_contract.py"
LEAST = 90  # per cent of the operations that our connectors use
SHOWN = 40  # lines of one kind are enough to see what is wrong
# What tests ask wrongly on purpose is theirs to ask as long as it is refused.
OF_THE_QUESTION = frozenset({
    "path-unknown", "method-unknown", "query-unknown", "query-value", "query-missing", "rule",
    "select-unknown", "orderby-unknown", "filter-unknown", "expand-unknown", "content-type",
    "body-unknown-prop", "body-missing", "body-type", "body-enum", "body-unexpected", "batch",
})  # fmt: skip


def violations(shared: Path, log: Path) -> str:
    """What the checker says against the exchanges of ``log`` that it can judge; empty when
    nothing."""
    program, judged_by_it = shared / "api" / PROGRAM, log.with_name(f"{log.stem}-described.jsonl")
    with log.open("rb") as lines:
        kept = [line for line in lines if _is_described(json.loads(line))]
    judged_by_it.write_bytes(b"".join(kept))
    command = [sys.executable, str(program), str(judged_by_it), "--no-warnings"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@dataclass(slots=True)
class Verdict:
    """``asked`` counts the different requests of the product, and of nobody else, by operation."""

    exchanges: int = 0
    waived: int = 0
    undescribed: int = 0
    violations: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def uncovered(self) -> list[str]:
        return [name for name in OPERATIONS if name not in self.asked]

    @property
    def unlisted(self) -> list[str]:
        return sorted(set(self.asked).difference(OPERATIONS))

    @property
    def per_cent(self) -> float:
        return 100 * (1 - len(self.uncovered) / len(OPERATIONS))

    @property
    def holds(self) -> bool:
        return not self.violations and not self.unlisted and self.per_cent >= LEAST

    def lines(self) -> Iterator[str]:
        """In words, the worst first."""
        told = (
            ("violation", self.violations), ("not in tests/operations.py", self.unlisted),
            ("not covered", self.uncovered),
        )  # fmt: skip
        for kind, found in told:
            yield from (f"{kind}: {line}" for line in found[:SHOWN])
        covered = len(OPERATIONS) - len(self.uncovered)
        yield (
            f"{self.exchanges} exchanges, {len(self.violations)} violations "
            f"({self.waived} by the description's own fault), {self.undescribed} that it leaves "
            f"out, {covered} of "
            f"{len(OPERATIONS)} operations covered ({self.per_cent:.0f} %)"
        )


def judged(shared: Path, logs: Path) -> Verdict:
    """Every exchange of every file in the folder ``logs``, by the checker below ``shared``; one
    that came before is not looked at again."""
    made: Any = _judge(shared)
    verdict = Verdict()
    heard: set[bytes] = set()
    for path in sorted(logs.glob("*.jsonl")):
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(b"\n"):
                    continue  # whoever wrote it was killed meanwhile
                verdict.exchanges += 1
                same = hashlib.blake2b(FRESH.sub(b"", line), digest_size=16).digest()
                if same not in heard:
                    made.hear(f"{path.stem[:8]}:{number}", json.loads(line))
                heard.add(same)
    found = [str(f) for f in made.findings if f.level == "V"]
    verdict.violations = [line for line in found if not WAIVED.search(line)]
    verdict.waived = len(found) - len(verdict.violations)
    verdict.asked, verdict.undescribed = made.asked, made.undescribed
    return verdict


def _judge(shared: Path) -> object:
    """The checker, which tells who asked what, and forgives tests what the tenant refused them."""
    program = shared / "api" / PROGRAM
    spec = importlib.util.spec_from_file_location("check_contract", program)
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    class Judge(module.Checker):  # type: ignore[misc]  # the checker is no part of the repository
        def __init__(self) -> None:
            super().__init__(str(program))  # no folder: by itself it leaves its files open
            for version in ("v1.0", "beta"):
                document = _document(program.with_name(f"graph-{version}-subset.json"))
                self.graph[version] = module.Graph(document)
            self.google = module.Google(_document(program.with_name("google-subset.json")))
            self.asked: Counter[str] = Counter()
            self.caller = ""
            self.undescribed = 0
            self.google_names = dict(_google_names(self.google.docs))

        def hear(self, name: str, exchange: Mapping[str, Any]) -> None:
            self.caller = _caller(exchange)
            self.exchange(exchange, name)

        def exchange(self, x: Mapping[str, Any], n: object = None, inner: bool = False) -> None:
            if name := _undescribed(x):
                self.undescribed += 1
                self.covered(name)
                return
            before = len(self.findings)
            super().exchange(x, n, inner)
            if self.caller in TRYING:
                refused = OF_THE_QUESTION if x["status"] >= 400 else {"batch"}
                self.findings[before:] = [
                    f for f in self.findings[before:] if f.code not in refused
                ]

        def covered(self, op: str) -> None:
            if self.caller.startswith(PRODUCT):
                self.asked[self.google_names.get(op, op)] += 1

    return Judge()


TRYING = ("", NAME)  # tests that ask by hand have no name


def _document(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


# The libraries that carry the product's questions: its own, MSAL's and Google's sign-in.
PRODUCT = ("Python/", "python-requests/")


def _caller(exchange: Mapping[str, Any]) -> str:
    """What asked."""
    headers = exchange["request_headers"]
    return next((str(v) for name, v in headers.items() if name.casefold() == "user-agent"), "")


UNDESCRIBED = (
    ("/v1.0/users/", CALENDARS), ("/calendar/v3/calendars/", GOOGLE_CALENDARS),
    ("/v1.0/reports/", USAGE), ("/data/download/", DOWNLOADS),
)  # fmt: skip


def _undescribed(exchange: Mapping[str, Any]) -> str:
    """The operation, where it is one that the description leaves out."""
    path = urlsplit(exchange["url"]).path
    for start, forms in UNDESCRIBED:
        asked = f"{exchange['method']} {path.partition(start)[2]}"
        for name, form in forms.items():
            if re.fullmatch(form, asked):
                return name
    return ""


def _is_described(exchange: Mapping[str, Any]) -> bool:
    asked = f"{exchange['method']} {urlsplit(exchange['url']).path}"
    return not _undescribed(exchange) and not re.fullmatch(COMMENT, asked)


def _google_names(documents: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Method and path of each method that Google's documents name by an id."""
    for document in documents.values():
        for key, method in document["methods"].items():
            path = (document["servicePath"] + method["path"]).lstrip("/")
            yield key, f"{method['httpMethod']} /{path}"


def main() -> int:
    home = Path(__file__).resolve().parent.parent.parent
    shared = Path(os.environ.get("WORKBENCH_SHARED", home / "shared"))
    verdict = judged(shared, Path(sys.argv[1]))
    print(*verdict.lines(), sep="\n")
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    sys.exit(main())
