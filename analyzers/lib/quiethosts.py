"""Addresses that nearly every file of some kind carries and nobody visits."""

from __future__ import annotations

from typing import Final

from analyzers.lib import hosting

# Names of vocabularies, of licences and of lists that programs carry beside their signatures.
_DOMAINS: Final = frozenset({
    "w3.org", "purl.org", "xml.org", "openxmlformats.org", "oasis-open.org", "xmlsoap.org",
    "adobe.com", "iptc.org", "aiim.org", "openoffice.org", "opendocument.xml.org", "unicode.org",
    "schemas.android.com", "ns.useplus.org", "ns.camerabits.com",
    "microsoft.com", "msdn.com", "windows.com", "apple.com", "mozilla.org",
    "gnu.org", "apache.org", "opensource.org", "creativecommons.org", "python.org",
    "example.com", "example.org", "example.net",
    "verisign.com", "symcb.com", "symcd.com", "symantec.com", "thawte.com", "digicert.com",
    "globalsign.com", "globalsign.net", "geotrust.com", "comodoca.com", "comodo.com",
    "sectigo.com", "usertrust.com", "entrust.net", "godaddy.com", "starfieldtech.com",
    "letsencrypt.org", "lencr.org", "identrust.com", "certum.pl", "quovadisglobal.com",
    "ssl.com", "wosign.com", "startssl.com", "trust-provider.com", "amazontrust.com",
})  # fmt: skip
# Anybody may put files or pages there, whoever owns the domain above.
_PUBLIC: Final = hosting.FILE_HOSTS | hosting.FREE_HOSTS | hosting.SHORTENERS


def quiet(host: str) -> bool:
    """Whether an address on this host says nothing about the file it stands in.

    A name alone never makes a host quiet: whoever calls his own "crl" or "schemas" is shown.
    """
    name = host.lower().rstrip(".")
    if "." not in name:
        return True
    return bool(hosting.within(name, _DOMAINS)) and not hosting.within(name, _PUBLIC)
