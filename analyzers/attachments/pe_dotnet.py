"""Programs for .NET: assembly, references, calls, native functions and resources, unexecuted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import dotnetfile, peimage
from analyzers.lib.capability import capabilities
from analyzers.lib.dotnetfile import DotNet
from analyzers.lib.entropy import IMPORTS, entropy
from analyzers.lib.rebuilt import CONTAINERS, DOCUMENTS, PROGRAMS
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.executable import Ability, FoundString, ImportedLibrary, ProgramResource
from analyzers.model.observation import Child, Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit
from analyzers.sniff import sniff

STRINGS, REFERENCES, CHILDREN = 300, 40, 40  # shown or handed on
LARGE: Final = 16 << 10  # bytes from which random data is remarkable
RANDOM: Final = 7.9  # bits per byte
MANGLED: Final = 0.3  # share of type names that no compiler writes
# Calls by what they do; numbers are ATT&CK's.
CALLS: Final = (
    ("dotnet.calls.loads", Severity.MEDIUM, "Loads code out of bytes", "T1620",
     ("System.Reflection.Assembly.Load", "System.AppDomain.Load")),
    ("dotnet.calls.fetches", Severity.MEDIUM, "Fetches from the network", "T1105",
     ("System.Net.WebClient.DownloadData", "System.Net.WebClient.DownloadFile",
      "System.Net.WebClient.DownloadString")),
    ("dotnet.calls.mails", Severity.MEDIUM, "Sends mail by itself", "T1048.003",
     ("System.Net.Mail.SmtpClient.Send", "System.Net.Mail.SmtpClient..ctor")),
    ("dotnet.calls.screen", Severity.MEDIUM, "Takes pictures of the screen", "T1113",
     ("System.Drawing.Graphics.CopyFromScreen",)),
    ("dotnet.calls.starts", Severity.LOW, "Starts other programs", "T1059",
     ("System.Diagnostics.Process.Start",)),
    ("dotnet.calls.decrypts", Severity.LOW, "Decrypts what it holds", "T1140",
     ("System.Security.Cryptography.SymmetricAlgorithm.CreateDecryptor",)),
)  # fmt: skip
# Marks that obfuscators leave as types.
MARKS: Final = {
    "ConfusedByAttribute": "ConfuserEx", "DotfuscatorAttribute": "Dotfuscator",
    "PoweredByAttribute": "SmartAssembly", "ObfuscatedByGoliath": "Goliath",
    "BabelObfuscatorAttribute": "Babel", "BabelAttribute": "Babel", "YanoAttribute": "Yano",
    "CryptoObfuscator.ProtectedWithCryptoObfuscatorAttribute": "Crypto Obfuscator",
    "EMyPID_8234_": "DeepSea", "ZYXDNGuarder": "DNGuard", "NineRays.Obfuscator.Evaluation": "9Rays",
}  # fmt: skip
_CARRIED: Final = PROGRAMS | CONTAINERS | DOCUMENTS | {"script", "html"}


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    found = dotnetfile.read(context.memo.once(peimage.read, artifact))
    if found is None:
        return
    yield Fact("Runtime", f".NET {printable(found.runtime, 40)}")
    yield Fact("Assembly", f"{printable(found.name, 200)} {found.version}".strip())
    code = "managed code alone" if found.flags & 1 else "managed and native code"
    yield Fact("Code", code)
    if found.cut:
        title = "Not all tables of .NET could be read"
        yield Finding("dotnet.unread", Severity.LOW, title, incomplete=True)
    for reference in found.references[:REFERENCES]:
        yield Fact("References", printable(reference, 120))
    yield from _calls(found)
    yield from _native(found)
    yield from _obfuscated(found)
    for text in found.strings[:STRINGS]:
        yield FoundString(0, "UTF-16", printable(text, 200))
    yield from _resources(found)


def _calls(found: DotNet) -> Iterator[Observation]:
    made = set(found.calls)
    for rule, severity, sentence, technique, calls in CALLS:
        if shown := [call for call in calls if call in made]:
            evidence = ", ".join(shown)
            yield Ability(sentence, technique, evidence)
            yield Finding(rule, severity, sentence, f"{evidence} · ATT&CK {technique}")


def _native(found: DotNet) -> Iterator[Observation]:
    """Functions of Windows that are called past .NET (P/Invoke)."""
    libraries: dict[str, list[str]] = {}
    for library, function in found.native:
        libraries.setdefault(printable(library, 100), []).append(printable(function, 100))
    for library, functions in libraries.items():
        yield ImportedLibrary(f"{library} (P/Invoke)", tuple(functions[:500]))
    for one, evidence in capabilities(function for _, function in found.native):
        yield Ability(one.sentence, one.technique, evidence)
        yield Finding(one.rule, one.severity, one.sentence, f"{evidence} · ATT&CK {one.technique}")


def _obfuscated(found: DotNet) -> Iterator[Finding]:
    marks = sorted({MARKS[name] for name in found.types if name in MARKS})
    names = [name.rpartition(".")[2] for name in found.types[1:]]
    odd = [name for name in names if not name.isascii() or not name.isprintable()]
    if marks or len(odd) > MANGLED * max(len(names), 8):
        title = "The names in the program were made unreadable (obfuscated)"
        evidence = ", ".join(marks) or f"{len(odd)} of {len(names)} types"
        yield Finding("dotnet.obfuscated", Severity.MEDIUM, title, evidence)


def _resources(found: DotNet) -> Iterator[Observation]:
    for number, (name, data) in enumerate(found.resources):
        kind, dense, shown = sniff(data), round(entropy(data), 3), printable(name, 100)
        yield ProgramResource(".NET resource", shown, 0, -1, len(data), kind, dense)
        if kind in _CARRIED and number < CHILDREN:
            yield Child(shown, data)
        if kind in PROGRAMS:
            title = "It carries another program in its resources"
            evidence = f"{kind}, {len(data):,} bytes"
            yield Finding("dotnet.resource.program", Severity.MEDIUM, title, evidence, shown)
        elif kind == "bin" and len(data) >= LARGE and dense >= RANDOM:
            title = "A large resource looks encrypted or packed"
            evidence = f"{len(data):,} bytes, entropy {dense:.2f} bits per byte"
            yield Finding("dotnet.resource.random", Severity.MEDIUM, title, evidence, shown)


UNIT = Unit("pe-dotnet", 1, frozenset({"pe"}), examine, IMPORTS)
