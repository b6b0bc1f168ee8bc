"""Rule packs: strangers' files are tried in a box; the broken ones are named and left out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from analyzers.model.analysis import Outcome
from tests.workbench.isolation.conftest import Start, findings
from workbench.isolation.rules import digest
from workbench.isolation.settings import BoxKind, BoxLimits, RulePack

GOOD = 'rule good { strings: $a = "needle" condition: $a and filetype == "" }'
BROKEN = "rule broken { condition: nonsense }"


def included(path: Path) -> str:
    return f'include "{path}"\nrule included {{ condition: true }}'


@pytest.fixture
def pack(tmp_path: Path) -> RulePack:
    readable = tmp_path / "secret.txt"
    readable.write_text("top secret")
    sources = (("good.yar", GOOD), ("broken.yar", BROKEN), ("include.yar", included(readable)))
    return RulePack("strangers", sources)


@pytest.mark.parametrize("kind", [BoxKind.AUTO, BoxKind.PERSISTENT])
def test_good_rules_match_and_broken_ones_are_named(
    start: Start, pack: RulePack, kind: BoxKind
) -> None:
    bench = start(packs=(pack,), boxes=kind, box=BoxLimits(cpu_seconds=5))
    analysis = bench.analyse(b"leaf: a needle")
    assert findings(analysis.root) == {"yara.strangers.good"}
    problems = {p.namespace: p for p in bench.host.rule_problems}
    assert set(problems) == {"broken.yar", "include.yar"}
    assert "nonsense" in problems["broken.yar"].reason
    assert "top secret" not in problems["include.yar"].reason
    assert analysis.rules == bench.host.rules == digest((pack,))


def test_our_own_pack_needs_no_trial(start: Start) -> None:
    own = RulePack("workbench", (("own", GOOD),), trusted=True)
    bench = start(packs=(own,), without=("seccomp",))
    assert bench.host.rule_problems == ()


def test_a_broken_pack_of_our_own_is_told(start: Start) -> None:
    bench = start(packs=(RulePack("workbench", (("own", BROKEN),), trusted=True),))
    (problem,) = bench.host.rule_problems
    assert (problem.pack, problem.namespace) == ("workbench", "")
    assert bench.said(b"leaf:")["rules"].outcome is Outcome.COMPLETE


def test_no_strangers_rule_is_compiled_without_a_safe_box(start: Start, pack: RulePack) -> None:
    bench = start(packs=(pack,), without=("seccomp",))
    assert {p.namespace for p in bench.host.rule_problems} == {n for n, _ in pack.sources}
    assert all("seccomp" in p.reason for p in bench.host.rule_problems)


def test_a_file_that_takes_too_long_is_left_out_and_the_next_is_tried(start: Start) -> None:
    strings = " ".join(f'$a{n} = "abcd{n}" xor' for n in range(5_000))
    slow = f"rule slow {{ strings: {strings} condition: any of them }}"  # takes libyara minutes
    pack = RulePack("strangers", (("a.yar", GOOD), ("slow.yar", slow), ("z.yar", GOOD)))
    bench = start(packs=(pack,), box=BoxLimits(wall_seconds=1.0))
    assert [p.namespace for p in bench.host.rule_problems] == ["slow.yar"]
    assert "1 s" in bench.host.rule_problems[0].reason


def test_files_may_include_each_other_and_nothing_else(start: Start, tmp_path: Path) -> None:
    (tmp_path / "secret.yar").write_text("rule secret { condition: true }")
    sources = (
        ("lib/private.yar", "private rule base { condition: filesize > 0 }"),
        ("a.yar", 'include "./lib/private.yar"\nrule uses { condition: base }'),
        ("lib/b.yar", 'include "private.yar"\nrule near { condition: base }'),
        ("out.yar", f'include "{tmp_path}/secret.yar"\nrule out {{ condition: true }}'),
        ("loop.yar", 'include "loop.yar"\nrule loop { condition: true }'),
        ("same.yar", "rule uses { condition: true }"),
    )
    bench = start(packs=(RulePack("strangers", sources),), box=BoxLimits(cpu_seconds=5))
    problems = {p.namespace: p.reason for p in bench.host.rule_problems}
    assert set(problems) == {"out.yar", "loop.yar"}
    assert problems["out.yar"].endswith("which is not in the pack")
    assert "circular" in problems["loop.yar"]
    names = {"yara.strangers.uses", "yara.strangers.near"}
    assert findings(bench.analyse(b"leaf: x").root) == names


def test_a_missing_module_is_named(start: Start) -> None:
    sources = (("a.yar", 'import "cuckoo"\nrule a { condition: true }'),)
    bench = start(packs=(RulePack("strangers", sources),), box=BoxLimits(cpu_seconds=5))
    (problem,) = bench.host.rule_problems
    assert problem.reason == "line 1: needs YARA's module cuckoo, which is not part of this build"


def test_the_hash_tells_packs_apart() -> None:
    one, other = RulePack("a", (("n", "x"),)), RulePack("a", (("n", "y"),))
    assert digest(()) == ""
    assert digest((one,)) != digest((other,))
    assert len(digest((one,))) == hashlib.sha256().digest_size * 2
