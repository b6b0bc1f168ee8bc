"""Words with which documents talk their readers into switching protection off."""

from __future__ import annotations

import re

# In the languages most lures are written in; each asks the reader for the one decisive click.
_PHRASES = re.compile(
    r"""(?ix)
    \benable\s{1,4}(?:the\s{1,4})?(?:content|editing|macros?)\b
    | \bclick\b[^.\n]{0,40}\b(?:enable|allow)\b[^.\n]{0,20}\b(?:content|macros?|editing)\b
    | \bmacros?\s{1,4}(?:must|have|need)\s{1,4}(?:to\s{1,4})?be\s{1,4}enabled\b
    | \b(?:created|made)\s{1,4}(?:in|with|on)\s{1,4}(?:an?\s{1,4})?(?:earlier|previous|older|newer|
        online)\s{1,4}version\s{1,4}of\b
    | \bthis\s{1,4}document\s{1,4}is\s{1,4}(?:protected|encrypted)\b[^.\n]{0,80}
        \b(?:click|press|open\s{1,4}in)\b
    | \binhalt(?:e)?\s{1,4}(?:zu\s{1,4})?aktivieren\b | \bbearbeitung\s{1,4}aktivieren\b
    | \bhabilitar\s{1,4}(?:contenido|edici.n|macros)\b | \bhabilitar\s{1,4}(?:conte.do|edi..o)\b
    | \bactiver\s{1,4}(?:le\s{1,4}contenu|la\s{1,4}modification|les\s{1,4}macros)\b
    | \babilita(?:re)?\s{1,4}(?:il\s{1,4})?(?:contenuto|modifica|macro)\b
    """
)
SEARCHED = 512 << 10  # characters; the request stands at the top


def lure(text: str) -> str:
    """The request as written, with some words around it; "" where there is none."""
    match = _PHRASES.search(text, 0, SEARCHED)
    if match is None:
        return ""
    around = text[max(0, match.start() - 40) : match.end() + 40]
    return " ".join(around.split())
