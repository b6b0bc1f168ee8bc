"""Manifests that install or start programs from the web."""

from __future__ import annotations

import pytest

from analyzers.attachments.deployment import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import facts, findings, observe

JAVA = b"""<jnlp codebase="https://apps.test/x" href="a.jnlp"><information><title>Viewer</title>
</information><security><all-permissions/></security><resources><jar href="main.jar"/></resources>
<application-desc main-class="Main"/></jnlp>"""
INSTALLER = b"""<AppInstaller xmlns="http://schemas.microsoft.com/appx/appinstaller/2018"
Uri="https://apps.test/a.appinstaller"><MainPackage Name="Tool" Publisher="CN=Somebody"
Version="1.0.0.0" Uri="https://apps.test/a.msix"/></AppInstaller>"""
CLICK_ONCE = b"""<asmv1:assembly xmlns:asmv1="urn:schemas-microsoft-com:asm.v1"
xmlns="urn:schemas-microsoft-com:asm.v2"><assemblyIdentity name="Tool.app"/>
<description asmv2:publisher="Somebody" xmlns:asmv2="urn:schemas-microsoft-com:asm.v2"/>
<deployment install="true"><deploymentProvider codebase="https://apps.test/t/Tool.application"/>
</deployment><dependency><dependentAssembly codebase="v1\\Tool.exe.manifest"/></dependency>
</asmv1:assembly>"""
PACKAGE = b"""<Package xmlns="http://schemas.microsoft.com/appx/manifest/foundation/windows10"
xmlns:r="urn:r"><Identity Name="Tool" Publisher="CN=Somebody" Version="1.0.0.0"/>
<Applications><Application Executable="VFS\\tool.exe"/><Extension><StartupTask TaskId="t"/>
</Extension></Applications><Capabilities><r:Capability Name="runFullTrust"/></Capabilities>
</Package>"""


def seen(data: bytes, kind: str) -> list[Observation]:
    return observe(UNIT, data, f"a.{kind}", kind)


@pytest.mark.parametrize(
    ("data", "kind", "rule", "goal"),
    [
        (JAVA, "jnlp", "deploy.java", "https://apps.test/x/main.jar"),
        (INSTALLER, "appinstaller", "deploy.installer", "https://apps.test/a.msix"),
        (CLICK_ONCE, "clickonce", "deploy.clickonce", "https://apps.test/t/v1/Tool.exe.manifest"),
    ],
)
def test_programs_from_the_web_are_high_with_their_addresses(
    data: bytes, kind: str, rule: str, goal: str
) -> None:
    found = seen(data, kind)
    assert findings(found)[rule].severity is Severity.HIGH
    assert goal in [r.url for r in found if isinstance(r, Link)]


def test_java_asks_for_rights_and_a_package_for_trust() -> None:
    assert "deploy.java.rights" in findings(seen(JAVA, "jnlp"))
    found = seen(PACKAGE, "appxmanifest")
    assert set(findings(found)) == {"deploy.package.rights", "deploy.package.startup"}
    assert facts(found)["Publisher (a claim)"] == "CN=Somebody"


@pytest.mark.parametrize("data", [b"<jnlp", b"<!DOCTYPE a><jnlp/>", b"<a>" * 300, b"\xff\xfe\0"])
def test_what_is_no_manifest_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        seen(data, "jnlp")
