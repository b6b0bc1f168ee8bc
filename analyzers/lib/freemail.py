"""Domains where anybody gets a mailbox without saying who they are."""

from __future__ import annotations

from typing import Final

FREE_MAIL: Final = frozenset(
    (
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com"),
        *(
            "hotmail.fr",
            "hotmail.de",
            "outlook.de",
            "outlook.fr",
            "msn.com",
            "yahoo.com",
            "ymail.com",
        ),
        *("yahoo.co.uk", "yahoo.fr", "yahoo.de", "yahoo.co.jp", "yahoo.co.in", "rocketmail.com"),
        *("aol.com", "icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "pm.me"),
        *(
            "protonmail.ch",
            "gmx.com",
            "gmx.net",
            "gmx.de",
            "gmx.at",
            "gmx.ch",
            "web.de",
            "mail.com",
        ),
        *("email.com", "usa.com", "consultant.com", "zoho.com", "zohomail.com", "zohomail.eu"),
        *("yandex.com", "yandex.ru", "mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru"),
        *("rambler.ru", "qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com"),
        *(
            "sina.cn",
            "aliyun.com",
            "naver.com",
            "hanmail.net",
            "daum.net",
            "tutanota.com",
            "tuta.io",
        ),
        *("tutamail.com", "tuta.com", "mailfence.com", "fastmail.com", "hushmail.com", "posteo.de"),
        *(
            "libero.it",
            "virgilio.it",
            "tiscali.it",
            "alice.it",
            "laposte.net",
            "orange.fr",
            "free.fr",
        ),
        *(
            "wanadoo.fr",
            "sfr.fr",
            "uol.com.br",
            "bol.com.br",
            "terra.com.br",
            "ig.com.br",
            "seznam.cz",
        ),
        *("centrum.cz", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "abv.bg", "ukr.net", "i.ua"),
        *("freenet.de", "t-online.de", "bluewin.ch", "rediffmail.com", "inbox.lv", "mail.ee"),
        *("comcast.net", "verizon.net", "att.net", "sbcglobal.net", "cox.net", "btinternet.com"),
    )
)
