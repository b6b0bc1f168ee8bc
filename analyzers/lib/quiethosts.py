"""Addresses that nearly every file of some kind carries and nobody visits."""

from __future__ import annotations

import re
from typing import Final

# Names of vocabularies, of licences and of lists that programs carry beside their signatures.
_DOMAINS: Final = (
    "w3.org", "purl.org", "xml.org", "openxmlformats.org", "oasis-open.org", "xmlsoap.org",
    "adobe.com", "iptc.org", "aiim.org", "openoffice.org", "opendocument.xml.org", "unicode.org",
    "microsoft.com", "msdn.com", "windows.com", "apple.com", "google.com", "mozilla.org",
    "gnu.org", "apache.org", "opensource.org", "creativecommons.org", "python.org", "github.com",
    "example.com", "example.org", "example.net",
    "verisign.com", "symcb.com", "symcd.com", "symantec.com", "thawte.com", "digicert.com",
    "globalsign.com", "globalsign.net", "geotrust.com", "comodoca.com", "comodo.com",
    "sectigo.com", "usertrust.com", "entrust.net", "godaddy.com", "starfieldtech.com",
    "letsencrypt.org", "lencr.org", "identrust.com", "certum.pl", "quovadisglobal.com",
    "ssl.com", "wosign.com", "startssl.com", "trust-provider.com", "amazontrust.com",
)  # fmt: skip
_QUIET = re.compile(
    r"(?:^|\.)(?:" + "|".join(map(re.escape, _DOMAINS)) + r")$|^(?:schemas?|ns|crl\d?|ocsp\d?)\."
)


def quiet(host: str) -> bool:
    """Whether an address on this host says nothing about the file it stands in."""
    return "." not in host or bool(_QUIET.search(host.lower()))
