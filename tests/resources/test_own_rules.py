"""Every rule of our own pack finds its sample, and not the harmless one beside it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from analyzers.attachments.yara_rules import UNIT
from analyzers.lib.rulefiles import compile_rules
from analyzers.model.observation import Severity
from analyzers.model.rule import RuleSets
from analyzers.model.unit import Context
from resources.packs import PACK, own_rules
from tests.analyzers.attachments.observed import damaged, findings, observe
from tests.samples.rules import Sample

PAGES = Path(__file__).resolve().parents[2] / "resources/help/rules"
SAMPLES: dict[str, Sample] = {
    f"{file}.{rule}": sample
    for file in own_rules()
    for rule, sample in import_module(f"tests.samples.rules.{file}").SAMPLES.items()
}
# Names as of ATT&CK 19 (attack.mitre.org).
TECHNIQUES = """
T1021.001 Remote Desktop Protocol
T1027 Obfuscated Files or Information
T1027.002 Software Packing
T1027.006 HTML Smuggling
T1027.010 Command Obfuscation
T1027.013 Encrypted/Encoded File
T1036.002 Right-to-Left Override
T1036.007 Double File Extension
T1047 Windows Management Instrumentation
T1053.005 Scheduled Task
T1055 Process Injection
T1056.003 Web Portal Capture
T1059.001 PowerShell
T1059.004 Unix Shell
T1059.005 Visual Basic
T1059.006 Python
T1059.007 JavaScript
T1059.010 AutoHotKey & AutoIT
T1105 Ingress Tool Transfer
T1106 Native API
T1137.006 Add-ins
T1140 Deobfuscate/Decode Files or Information
T1187 Forced Authentication
T1203 Exploitation for Client Execution
T1204.001 Malicious Link
T1204.002 Malicious File
T1204.004 Malicious Copy and Paste
T1218.001 Compiled HTML File
T1218.005 Mshta
T1218.010 Regsvr32
T1219 Remote Access Tools
T1221 Template Injection
T1486 Data Encrypted for Impact
T1490 Inhibit System Recovery
T1497 Virtualization/Sandbox Evasion
T1528 Steal Application Access Token
T1547.001 Registry Run Keys / Startup Folder
T1553.005 Mark-of-the-Web Bypass
T1555.003 Credentials from Web Browsers
T1559.002 Dynamic Data Exchange
T1566.004 Spearphishing Voice
T1567.004 Exfiltration Over Webhook
T1598.003 Spearphishing Link
T1620 Reflective Code Loading
T1657 Financial Theft
T1685 Disable or Modify Tools
""".strip().splitlines()


@pytest.fixture(scope="module")
def own() -> Context:
    rules, why = compile_rules({f"{PACK}/{file}": text for file, text in own_rules().items()})
    assert why == ""
    return Context(rules=RuleSets(rules, rules, (PACK,)))


def test_every_rule_has_a_sample_and_a_page() -> None:
    rules = {
        f"{file}.{name}"
        for file, text in own_rules().items()
        for name in re.findall(r"^rule (\w+)", text, re.MULTILINE)
    }
    assert rules == set(SAMPLES)
    assert len(rules) >= 70
    assert {page.stem for page in PAGES.glob("yara.*.*.md")} == {f"yara.{rule}" for rule in rules}


def test_every_rule_says_what_it_means(own: Context) -> None:
    for rule in own.rules.whole:
        if rule.is_private:
            continue
        assert set(rule.meta) == {"title", "description", "severity", "attack", "sample"}
        assert rule.meta["severity"] in {"low", "medium", "high", "critical"}
        assert rule.meta["attack"] in TECHNIQUES
        assert (PAGES.parents[2] / rule.meta["sample"]).is_file()
        assert not rule.meta["title"].endswith(".")


@pytest.mark.parametrize("rule", SAMPLES)
def test_a_rule_finds_its_sample(own: Context, rule: str) -> None:
    sample = SAMPLES[rule]
    found = findings(observe(UNIT, sample.match, sample.name, sample.kind, own))
    assert f"yara.{rule}" in found
    assert found[f"yara.{rule}"].severity >= Severity.LOW


@pytest.mark.parametrize("rule", SAMPLES)
def test_the_pack_is_silent_on_the_harmless_sample(own: Context, rule: str) -> None:
    sample = SAMPLES[rule]
    name = sample.harmless or sample.name
    assert findings(observe(UNIT, sample.benign, name, sample.kind, own)) == {}


def test_damaged_samples_come_to_an_end(own: Context) -> None:
    for sample in SAMPLES.values():
        for wreck in damaged(sample.match, 5):
            found = findings(observe(UNIT, wreck, sample.name, sample.kind, own))
            assert not any(rule.startswith("limit.") for rule in found)


@pytest.mark.parametrize("rule", SAMPLES)
def test_a_message_is_left_to_its_parts(own: Context, rule: str) -> None:
    """Rules for pages and texts speak of the part, not of the message around it as well."""
    if rule.startswith(("html.", "mail.")):
        found = findings(observe(UNIT, SAMPLES[rule].match, "a.eml", "eml", own))
        assert f"yara.{rule}" not in found or rule == "html.help_page_runs_command"
