"""Ways in which markup makes a renderer fetch something, crossed with ways to write an address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

CANARY: Final = "canary.example"

ADDRESSES: Final = (
    f"http://{CANARY}/x",
    f"https://user:pass@{CANARY}:8443/x?q#f",
    f"//{CANARY}/x",
    f"\\\\{CANARY}\\share\\x",
    f"file://{CANARY}/share/x",
    f"htt&#112;&colon;//{CANARY}/x",
    f"ht\ttp://{CANARY}/x",
    f"  HTTPS:\\\\{CANARY}\\x",
    f"ftp://{CANARY}/x",
)
PLACES: Final = (
    '<img src="{}">',
    "<img src='{}' width=9 height=9 alt=a>",
    '<img srcset="{} 2x, {} 3x">',
    '<img lowsrc="{}" dynsrc="{}" longdesc="{}">',
    '<image href="{}" src="{}">',
    '<input type="image" src="{}">',
    '<picture><source srcset="{}"><img src="{}"></picture>',
    '<video src="{}" poster="{}"><source src="{}"><track src="{}"></video>',
    '<audio src="{}" autoplay></audio>',
    '<iframe src="{}" srcdoc="&lt;img src={}&gt;"></iframe>',
    '<frameset><frame src="{}"></frameset>',
    '<object data="{}" codebase="{}" classid="{}"><param name="src" value="{}"></object>',
    '<embed src="{}" pluginspage="{}">',
    '<applet code="a" codebase="{}" archive="{}"></applet>',
    '<link rel="stylesheet" href="{}">',
    '<link rel="prefetch prerender preconnect dns-prefetch preload icon" href="{}" as="image">',
    '<base href="{}"><img src="a.png"><a href="b">b</a>',
    '<meta http-equiv="refresh" content="0; url={}">',
    '<body background="{}">x',
    '<table background="{}"><tr background="{}"><td background="{}">x</table>',
    '<a href="{}" ping="{}">x</a>',
    '<map><area href="{}" shape="default"></map>',
    '<form action="{}"><button formaction="{}">x</button><input formaction="{}"></form>',
    '<script src="{}">fetch("{}")</script>',
    "<p onmouseover=\"new Image().src='{}'\">x",
    '<div style="background:url({})">x</div>',
    "<div style=\"background-image:url('{}')\">x</div>",
    '<div style="b\\61ckground:u\\72l({})">x</div>',
    '<div style="list-style:url({});cursor:url({}),auto;content:url({})">x</div>',
    '<div style="border-image:url({});mask:url({});filter:url({});clip-path:url({})">x</div>',
    '<div style="--x:url({});background:var(--x);behavior:url({})">x</div>',
    "<style>@import '{}';@import url({});</style>x",
    "<style>@font-face{{font-family:a;src:url({})}}p{{font-family:a;background:url({})}}</style><p>x",
    "<style>p::before{{content:url({})}}@media all{{p{{background:url({})}}}}</style><p>x",
    '<svg><image href="{}" xlink:href="{}"/><use href="{}#a"/><feImage href="{}"/></svg>',
    '<svg><style>@import "{}";</style><a xlink:href="{}"><text>x</text></a></svg>',
    '<svg><foreignObject><img src="{}"></foreignObject><script href="{}"/></svg>',
    '<math href="{}"><mtext><img src="{}"></mtext></math>',
    '<v:rect><v:fill src="{}"/><v:imagedata src="{}"/></v:rect><xml><o:x src="{}"/></xml>',
    '<bgsound src="{}"><isindex action="{}"><marquee behavior="url({})">x</marquee>',
    "<!--[if mso]><img src={}><a href={}>only here</a><![endif]-->x",
    '<noscript><img src="{}"></noscript><template><img src="{}"></template>',
    '<textarea><img src="{}"></textarea><title><img src="{}"></title><xmp><img src="{}"></xmp>',
    '<p title="</p><img src={}>" id=\'"><img src="{}">\'>x',
    '<blockquote cite="{}"><q cite="{}">x</q><ins cite="{}">y</ins></blockquote>',
    '<html manifest="{}"><head profile="{}"><p itemid="{}" data-src="{}">x',
)


def vectors() -> Iterator[str]:
    """Every place with every address."""
    for place in PLACES:
        for address in ADDRESSES:
            yield place.replace("{{", "{").replace("}}", "}").replace("{}", address)
