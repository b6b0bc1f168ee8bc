"""Pages made to exhaust whoever lays them out: small sources, endless work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_CELL = "<table><tr><td>"
_SALT = "lorem ipsum dolor sit amet "


def _cycle(*tags: str) -> str:
    return "".join(f"<{tag}>" for tag in tags)


PAGES: Final[Mapping[str, str]] = {
    "tables 20 deep": _CELL * 20 + "x",
    "tables 400 deep": _CELL * 400 + "x",
    "tables 5000 deep": _CELL * 5_000 + "x",
    "tables in blocks": ("<div>" + _CELL) * 2_000 + "x",
    "tables in lists": ("<ul><li>" + _CELL) * 1_000 + "x",
    "tables without cells": "<table>" * 20_000 + "x",
    "two tables in each cell": (_CELL + "</td><td>") * 3_000 + "x",
    "rows": "<table>" + "<tr><td>x" * 40_000,
    "columns": "<table><tr>" + "<td>x" * 40_000,
    "span of columns": "<table><tr>" + '<td colspan="1000000">x' * 3_000,
    "span of rows": "<table>" + '<tr><td rowspan="1000000">x' * 3_000,
    "wide cells": "<table><tr>" + '<td width="99999999px">x' * 3_000,
    "percent widths": "<table><tr>" + '<td width="99999%">x' * 3_000,
    "divisions": "<div>" * 100_000 + "x",
    "divisions with style": '<div style="padding:99999px;margin:-99999px">' * 20_000 + "x",
    "coloured divisions": '<div style="background:#123456;color:#fff">' * 5_000 + "x",
    "quotes": "<blockquote>" * 20_000 + "x",
    "lists": "<ul><li>" * 20_000 + "x",
    "items": "<ul>" + "<li>x" * 40_000,
    "fonts": "<font size=7>" * 50_000 + "x",
    "smaller": "<small>" * 50_000 + "x",
    "font sizes in em": '<span style="font-size:9em">' * 5_000 + "x",
    "endless font": '<p style="font-size:999999999px">x',
    "bold and italic": _cycle("b", "i", "u", "s", "em", "strong") * 5_000 + "x",
    "misnested": "<b><p><i></b></p></i>" * 8_000 + "x",
    "links in links": "".join(f'<a href="http://a.example/{n}">' for n in range(20_000)) + "x",
    "anchors": '<a name="x">' * 40_000,
    "one word": "<p>" + "x" * 2_000_000,
    "one word of two scripts": "<p>" + "aя" * 500_000,
    "one word right to left": "<p>" + "ש" * 500_000,
    "joined letters": "<p>" + "a\u200d" * 500_000,
    "combining marks": "<p>" + ("a" + "\u0301" * 50) * 10_000,
    "soft hyphens": "<p>" + "a\u00ad" * 500_000,
    "no-break spaces": "<p>" + "\u00a0" * 1_000_000,
    "overrides": "<p>" + "\u202ea" * 300_000,
    "isolates": "<p>" + "\u2066a" * 300_000,
    "tag characters": "<p>" + "\U000e0041" * 300_000,
    "letters of mathematics": "<p>" + "\U0001d400" * 300_000,
    "blocks of characters": "<pre>" + ("█▀▄ " * 100 + "\n") * 2_500,
    "lines": "<pre>" + "x\n" * 500_000,
    "tabs": "<pre>" + "\t" * 500_000,
    "breaks": "<br>" * 300_000,
    "rules": "<hr>" * 100_000,
    "entities": "&lt;" * 300_000,
    "unknown entities": "&" * 1_000_000,
    "pictures": "".join(f'<img src="http://p.example/{n}.png" alt="{n}">' for n in range(15_000)),
    "huge picture": '<img src="x" width="999999999" height="999999999">' * 100,
    "long alternative": f'<img src="http://p.example/" alt="{_SALT * 40_000}">',
    "data address": f'<img src="data:image/png;base64,{"A" * 3_000_000}">',
    "fields": "<form>" + '<input name="x" placeholder="card number">' * 15_000,
    "forms": '<form action="http://f.example/"><input type="password">' * 8_000,
    "labels": "".join(f'<label for="f{n}">pin</label><input id="f{n}">' for n in range(8_000)),
    "options": "<select>" + "<option>x" * 100_000,
    "classes": "<style>" + "".join(f".c{n}{{color:red}}" for n in range(3_000)) + "</style>"
    + f'<p class="{" ".join(f"c{n}" for n in range(300))}">x' * 2_000,
    "rules for all": "<style>" + "".join(f"p{{a{n}:b}}" for n in range(3_000)) + "</style>"
    + "".join(f'<p style="b:{n}">x' for n in range(6_000)),
    "descendants": "<style>" + "a b c d e f{color:red}" * 8_000 + "</style>"
    + "<a><b><c><d><e>" * 500 + "<f>x",
    "braces": "<style>" + "{" * 200_000 + "</style>x",
    "at rules": "<style>" + "@a;" * 60_000 + "p{color:red}</style><p>x",
    "style strings": "<style>" + "p{a:'" * 30_000 + "</style>x",
    "style comments": "<style>" + "/*" * 100_000 + "</style>x",
    "style parentheses": "<style>p{a:" + "(" * 100_000 + "</style>x",
    "inline parentheses": f'<p style="{"a:(" * 2_000}">x' * 200,
    "shadows": '<p style="box-shadow:' + "1px 1px #000," * 600 + '">x' * 200,
    "comments": "<!--x-->" * 100_000 + "x",
    "one comment": "<!--" + _SALT * 100_000 + "-->x",
    "comments for Outlook": "<!--[if mso]><p>only here</p><![endif]-->x" * 15_000,
    "a comment for Outlook": "<!--[if mso]>" + "<style>" * 50_000 + "<![endif]-->x",
    "hidden prose": '<p style="display:none">' + _SALT * 40_000 + "</p>x",
    "hidden letters": 'x<span style="font-size:0">y</span>' * 8_000,
    "cells of two colours": "<table>" + ("<tr>" + "<td bgcolor=#000><td bgcolor=#fff>" * 100) * 90,
    "squares": "<svg>" + "".join(f'<rect x="{n % 99}" y="{n // 99}" width="1" height="1"/>'
                                 for n in range(9_000)),
    "strokes": '<svg><path d="' + "M0 0h1v1h-1z" * 100_000 + '"/></svg>',
    "far squares": "<svg>" + '<rect x="9999999" width="0.000001" height="9999999"/>' * 5_000,
    "drawings in drawings": "<svg>" * 20_000 + "x",
    "formulas": "<math><mrow>" * 20_000 + "x",
    "frames": '<iframe src="http://f.example/">' * 20_000,
    "marquees": "<marquee>" * 20_000 + "x",
    "zero bytes": "<p>\0" * 30_000,
}  # fmt: skip
