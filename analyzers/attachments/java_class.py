"""Compiled Java classes: what they are called, what they need, and which calls stand out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import javaclass
from analyzers.lib.strings import defang, printable
from analyzers.model.artifact import Artifact
from analyzers.model.executable import Ability
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

STRINGS: Final = 40  # shown
# Calls by what they do; numbers are ATT&CK's.
CALLS: Final = (
    ("class.calls.starts", Severity.MEDIUM, "Starts other programs", "T1059",
     ("java/lang/Runtime.exec", "java/lang/ProcessBuilder.start")),
    ("class.calls.loads", Severity.MEDIUM, "Loads code that is not in this file", "T1620",
     ("java/lang/ClassLoader.defineClass", "java/net/URLClassLoader.<init>",
      "java/lang/invoke/MethodHandles$Lookup.defineClass", "java/lang/System.load")),
    ("class.calls.screen", Severity.MEDIUM, "Takes pictures of the screen", "T1113",
     ("java/awt/Robot.createScreenCapture",)),
    ("class.calls.lookup", Severity.LOW, "Asks a directory for objects, which can bring code",
     "T1105", ("javax/naming/InitialContext.lookup", "javax/naming/Context.lookup")),
    ("class.calls.fetches", Severity.LOW, "Fetches from the network", "T1071.001",
     ("java/net/URL.openStream", "java/net/URL.openConnection", "java/net/Socket.<init>")),
)  # fmt: skip


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    found = javaclass.read(artifact.data)
    yield Fact("Class", printable(found.name.replace("/", "."), 200))
    yield Fact("Extends", printable(found.parent.replace("/", "."), 200))
    yield Fact("Needs Java", str(found.release))
    for rule, severity, sentence, technique, calls in CALLS:
        if made := [call for call in calls if call in found.calls]:
            evidence = ", ".join(made)
            yield Ability(sentence, technique, evidence)
            yield Finding(rule, severity, sentence, f"{evidence} · ATT&CK {technique}")
    for text in found.strings[:STRINGS]:
        if "://" in text:
            yield Fact("Address in strings", printable(defang(text), 200))


UNIT = Unit("java-class", 1, frozenset({"class"}), examine)
