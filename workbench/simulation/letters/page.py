"""HTML as the clients and the mailing services write it."""

from __future__ import annotations

import html
from collections.abc import Callable

from workbench.simulation.letters.content import marked_up, paragraphs
from workbench.simulation.world import Letter

Rewrite = Callable[[str], str]

WORD_HEAD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns="http://www.w3.org/TR/REC-html40">\r\n<head>\r\n'
    '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n'
    '<meta name="Generator" content="Microsoft Word 15 (filtered medium)">\r\n'
    "<style>p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:Calibri,sans-serif;}</style>"
    '\r\n</head>\r\n<body lang="EN-GB" link="#0563C1" vlink="#954F72">\r\n'
    '<div class="WordSection1">\r\n'
)
BLANK = '<p class="MsoNormal">&nbsp;</p>\r\n'
CARD_HEAD = (
    '<!DOCTYPE html>\r\n<html><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title></head>\r\n'
    '<body style="margin:0;background:#f3f4f6;font-family:Arial,Helvetica,sans-serif">\r\n'
    '<div style="display:none;max-height:0;overflow:hidden">{hidden}</div>\r\n'
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>'
    '<td align="center">\r\n<table role="presentation" width="600" style="background:#ffffff">\r\n'
    '<tr><td style="background:{accent};color:#ffffff;padding:16px 24px;font-size:20px">{brand}'
    "</td></tr>\r\n"
)
ROW = '<tr><td style="padding:{pad}px 24px;font-size:14px;line-height:1.5">{block}</td></tr>\r\n'
FOOT = (
    '<tr><td style="padding:16px 24px;font-size:11px;color:#6b7280">{foot}</td></tr>\r\n'
    "</table>\r\n</td></tr></table>\r\n</body></html>\r\n"
)


def word(letter: Letter, quoted: str, rewrite: Rewrite) -> str:
    """Outlook on a computer."""
    blocks = (f'<p class="MsoNormal">{p}</p>\r\n' for p in _blocks(letter, rewrite))
    return f"{WORD_HEAD}{BLANK.join(blocks)}{_picture(letter)}</div>\r\n{quoted}</body>\r\n</html>"


def gmail(letter: Letter, quoted: str, rewrite: Rewrite) -> str:
    blocks = "<br><br>".join(_blocks(letter, rewrite))
    return f'<div dir="ltr">{blocks}</div><br>\r\n{quoted}'


def phone(letter: Letter, quoted: str, rewrite: Rewrite) -> str:
    blocks = "".join(f"<div>{p}</div><div><br></div>" for p in _blocks(letter, rewrite))
    return (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
        f'<body dir="auto">{blocks}<div dir="ltr">Sent from my phone</div>{quoted}</body></html>'
    )


def card(letter: Letter, quoted: str, rewrite: Rewrite) -> str:
    """Services and newsletters: a coloured head, rows, a small foot."""
    found = _blocks(letter, rewrite)
    head = CARD_HEAD.format(
        title=html.escape(letter.subject),
        hidden=html.escape(letter.subject),
        accent=letter.values.get("accent", "#2b5f8a"),
        brand=html.escape(letter.values.get("brand", letter.sender_name)),
    )
    rows = "".join(ROW.format(pad=8, block=block) for block in found)
    foot = html.escape(letter.values.get("footer", ""))
    return head + rows + _picture_row(letter) + FOOT.format(foot=foot) + quoted


def quote(letter: Letter, inner: str, client: str, rewrite: Rewrite) -> str:
    """An earlier letter below the new one, in the habit of the client that answers."""
    body = "<br><br>\r\n".join(_blocks(letter, rewrite))
    who = html.escape(f"{letter.sender_name} <{letter.sender}>")
    when = f"{letter.sent:%a, %d %b %Y %H:%M}"
    if client == "outlook":
        return (
            '<div id="divRplyFwdMsg" style="border-top:solid #E1E1E1 1.0pt">\r\n'
            f"<b>From:</b> {who}<br>\r\n<b>Sent:</b> {when}<br>\r\n"
            f"<b>To:</b> {html.escape('; '.join(letter.to))}<br>\r\n"
            f"<b>Subject:</b> {html.escape(letter.subject)}</div>\r\n<div>{body}</div>\r\n{inner}"
        )
    return (
        f'<div class="gmail_quote"><div class="gmail_attr">On {when}, {who} wrote:<br></div>'
        f'<blockquote type="cite">{body}{inner}</blockquote></div>\r\n'
    )


def _blocks(letter: Letter, rewrite: Rewrite) -> list[str]:
    return [marked_up(block, rewrite) for block in paragraphs(letter.values["text"])]


def _picture(letter: Letter) -> str:
    name = letter.values.get("picture")
    return f'<p class="MsoNormal"><img src="cid:{name}" alt=""></p>\r\n' if name else ""


def _picture_row(letter: Letter) -> str:
    return ROW.format(pad=0, block=_picture(letter)) if "picture" in letter.values else ""
