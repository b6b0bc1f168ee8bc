"""The rules that ship with the product."""

from __future__ import annotations

from analyzers.lib.rulefiles import compile_rules
from resources.packs import own_rules


def test_the_own_pack_compiles() -> None:
    sources = own_rules()
    assert {"html", "macro", "program", "script", "container"} <= set(sources)
    rules, why = compile_rules(sources)
    assert why == ""
    assert rules is not None


def test_each_rule_is_on_one_severity_of_ours() -> None:
    rules, _ = compile_rules(own_rules())
    words = {rule.meta["severity"] for rule in rules if not rule.is_private}
    assert words <= {"info", "low", "medium", "high", "critical"}
