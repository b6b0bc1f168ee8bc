"""The YARA unit, and every rule of the own pack on bytes that only look the part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analyzers.attachments import yara_rules
from analyzers.attachments.yara_rules import UNIT
from analyzers.lib.rulefiles import compile_rules
from analyzers.model.observation import Finding, Severity
from analyzers.model.rule import RuleMatch, RuleSets
from analyzers.model.unit import Context
from resources.packs import PACK
from tests.analyzers.attachments.observed import findings, observe


def rules_of(sources: dict[str, str]) -> Context:
    rules, why = compile_rules({f"{PACK}/{file}": text for file, text in sources.items()})
    assert rules is not None, why
    return Context(rules=RuleSets(rules, rules, (PACK,)))


RULE = 'rule one {{ meta: {meta} strings: $a = "needle" condition: $a }}'


def seen(meta: str) -> Finding:
    context = rules_of({"file": RULE.format(meta=meta)})
    return findings(observe(UNIT, b"hay needle hay", "a", "bin", context))["yara.file.one"]


@pytest.mark.parametrize(
    ("meta", "severity"),
    [
        ('severity = "critical"', Severity.CRITICAL),
        ('severity = "INFO"', Severity.INFO),
        ("severity = 100", Severity.HIGH),
        ("score = 60", Severity.MEDIUM),
        ("score = 10", Severity.LOW),
        ('author = "x"', Severity.MEDIUM),
    ],
)
def test_severity_comes_from_the_rule_or_is_medium(meta: str, severity: Severity) -> None:
    assert seen(meta).severity is severity


def test_a_match_tells_what_matched_and_where() -> None:
    context = rules_of({"file": RULE.format(meta='title = "Found it"')})
    found = observe(UNIT, b"hay needle hay", "a", "bin", context)
    match = next(one for one in found if isinstance(one, RuleMatch))
    assert (match.rule, match.namespace) == ("one", "file")
    place = match.strings[0]
    assert (place.identifier, place.offset, place.excerpt) == ("$a", 4, "needle")
    assert findings(found)["yara.file.one"].title == "Found it"


@pytest.mark.parametrize(
    ("kind", "word"),
    [("pe", "EXE"), ("macho", "MACH-O"), ("ps1", "PowerShell"), ("rtf", "RTF"), ("eml", "eml")],
)
def test_rules_know_name_extension_and_kind(kind: str, word: str) -> None:
    known = f'filename == "a.PDF" and filepath == "dir/a.PDF" and filetype == "{word}"'
    others = 'extension == ".pdf" and owner == "" and filemode == 0 and unpack_parent == ""'
    context = rules_of({"file": f"rule one {{ condition: {known} and {others} }}"})
    assert findings(observe(UNIT, b"x", "dir/a.PDF", kind, context))


SLOW = "rule slow { condition: for all i in (0..2000000000) : (uint8(i % 1000) >= 0) }"


def test_rules_that_take_too_long_do_not_silence_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yara_rules, "SECONDS", 1)
    mine = {f"{PACK}/file": RULE.format(meta='title = "Found it"')}
    whole, _ = compile_rules({**mine, "slow/a.yar": SLOW})
    own, _ = compile_rules(mine)
    context = Context(rules=RuleSets(whole, own, (PACK, "slow")))
    found = findings(observe(UNIT, b"needle" * 400, "a", "bin", context))
    assert set(found) == {"limit.yara.timeout", "yara.file.one"}
    assert found["limit.yara.timeout"].incomplete
    assert found["limit.yara.timeout"].evidence == "slow: not done within 1 s"


def test_our_own_rules_out_of_time_are_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yara_rules, "SECONDS", 1)
    found = findings(observe(UNIT, bytes(2_000), "a", "bin", rules_of({"file": SLOW})))
    assert set(found) == {"limit.yara.timeout"}
    assert found["limit.yara.timeout"].evidence.startswith(f"{PACK}: ")


def test_a_string_found_too_often_is_told() -> None:
    context = rules_of({"file": 'rule often { strings: $a = "aa" condition: #a > 5 }'})
    found = findings(observe(UNIT, b"a" * 1_200_000, "a", "bin", context))
    assert found["limit.yara.string"].evidence == "often"


def packed(meta: str = "", strings: str = '$a = "needle"', tags: str = "") -> Context:
    rule = f"rule one {tags} {{ meta: x = 1 {meta} strings: {strings} condition: any of them }}"
    rules, why = compile_rules({"theirs/sub/a.yar": rule})
    assert rules is not None, why
    return Context(rules=RuleSets(rules, None, ("theirs",)))


def test_a_match_of_another_pack_bears_its_name() -> None:
    said = observe(
        UNIT, b"needle", "a", "bin", packed('description = "Bad" score = "80"', tags=": t")
    )
    match, finding = said
    assert isinstance(match, RuleMatch)
    assert isinstance(finding, Finding)
    assert (match.pack, match.namespace, match.tags) == ("theirs", "sub/a.yar", ("t",))
    assert dict(match.meta) == {"x": "1", "description": "Bad", "score": "80"}
    assert finding.rule == "yara.pack.theirs.sub/a.yar.one"
    assert finding.severity is Severity.HIGH
    assert finding.title == "Rule one of theirs: Bad"


@pytest.mark.parametrize(
    ("strings", "data", "excerpt", "length", "binary"),
    [
        ('$a = "needle"', b"a needle", "needle", 6, False),
        ('$a = "needle" wide', "a needle".encode("utf-16-le"), "needle", 12, False),
        ("$a = { 00 01 FF 10 }", b"..\x00\x01\xff\x10", "00 01 FF 10", 4, True),
        (
            "$a = { 00 01 [60] 02 }",
            b"\0\1" + bytes(60) + b"\2",
            "00 01" + " 00" * 22 + " …",
            63,
            True,
        ),
        ('$a = "needle" xor(7)', bytes(c ^ 7 for c in b"needle"), "needle (XOR 0x07)", 6, False),
    ],
)
def test_matched_bytes_are_shown_as_what_they_are(
    strings: str, data: bytes, excerpt: str, length: int, binary: bool
) -> None:
    match = observe(UNIT, data, "a", "bin", packed(strings=strings))[0]
    assert isinstance(match, RuleMatch)
    (one,) = match.strings
    assert (one.excerpt, one.length, one.binary) == (excerpt, length, binary)


def test_places_beyond_the_limit_are_counted() -> None:
    rule = 'rule one { strings: $a = "x" condition: #a > 2 }'
    rules, _ = compile_rules({"theirs/a.yar": rule})
    match = observe(UNIT, b"x" * 50, "a", "bin", Context(rules=RuleSets(rules)))[0]
    assert isinstance(match, RuleMatch)
    assert (len(match.strings), match.more) == (4, 46)


def test_matches_beyond_the_limit_are_counted() -> None:
    many = "\n".join(f"rule r{n} {{ condition: true }}" for n in range(130))
    found = findings(observe(UNIT, b"x", "a", "bin", rules_of({"file": many})))
    assert found["limit.yara.matches"].title.startswith("130 rules")


def test_without_rules_nothing_is_said() -> None:
    assert not observe(UNIT, b"x", "a", "bin")


@pytest.mark.long
def test_public_packs_compile_file_by_file(shared: Path, tmp_path: Path) -> None:
    import tarfile

    read: dict[str, Any] = {}
    for archive in (shared / "corpus").glob("*yara*.tar.xz"):
        with tarfile.open(archive) as opened:
            for member in opened:
                if member.name.endswith((".yar", ".yara")):
                    source = opened.extractfile(member)
                    assert source is not None
                    text = source.read().decode("utf-8", "replace")
                    read[member.name] = compile_rules({"one": text})[1]
    assert read
    assert not any(read.values())
