"""What the layers of a script hand on: code and pages as artifacts, addresses as links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from analyzers.lib import commandline, reached, scriptfindings, strings
from analyzers.lib.scriptlayers import Peeled
from analyzers.model.observation import Child, Observation, Relation

ADDRESSES: Final = 60  # of one script
_CHILDREN: Final = 12  # innermost layers handed on
_SHORT: Final = 40  # characters of a layer that is worth a look of its own
_ENDINGS: Final = {
    "jscript": "js", "javascript": "js", "vbscript": "vbs", "powershell": "ps1", "batch": "cmd",
    "shell": "sh", "python": "py", "html": "html",
}  # fmt: skip


def handed_on(found: Peeled) -> Iterator[Child]:
    """The innermost layers, as artifacts of their own: other units know more of them."""
    inner = scriptfindings.inner(found)
    above = {scriptfindings.origin(found, layer.above) for layer in inner}
    inner = [la for la in inner if la.number not in above and len(la.text) >= _SHORT]
    for layer in inner[:_CHILDREN]:
        declared = "text/html" if layer.language == "html" else commandline.SCRIPT_TYPE
        name = f"layer-{layer.number}.{_ENDINGS.get(layer.language, 'txt')}"
        raw = found.texts[layer.number].encode("utf-8", "replace")
        yield Child(name, raw, declared, Relation.EMBEDDED)


def addresses(texts: Iterable[str]) -> Iterator[Observation]:
    """Those that stand in the layers, as links with what is to be said of them."""
    every: dict[str, None] = {}
    for text in texts:
        raw = text.encode("utf-8", "replace")
        every |= dict.fromkeys(strings.addresses(raw, ADDRESSES))
        if len(every) >= ADDRESSES:
            break
    yield from reached.recorded(list(every)[:ADDRESSES], "script")
