"""What is locked is opened inside the box, where there are no files: Office of every age, 7z."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.samples.sevenzips import seven_zip
from workbench.isolation.client import AnalysisHost, AnalysisJob

pytestmark = pytest.mark.e2e

# Ending of the sample's name, what its root is, the password, what is inside.
SAMPLES = {
    "dde-test-encrypt-standardpassword.xls": ("xls", "VelvetSweatshop", "xls"),
    "dde-test-encrypt-standardpassword.xlsx": ("ooxml-encrypted", "VelvetSweatshop", "xlsx"),
    "autostart-encrypt-standardpassword.xlsm": ("ooxml-encrypted", "VelvetSweatshop", "xlsm"),
    "autostart-encrypt-standardpassword.xlsb": ("ooxml-encrypted", "VelvetSweatshop", "xlsb"),
    "rc4cryptoapi_password.doc": ("doc", "Password1234_", "doc"),
    "rc4cryptoapi_password.ppt": ("ppt", "Password1234_", "ppt"),
    "ecma376standard_password.docx": ("ooxml-encrypted", "Password1234_", "docx"),
    "example_password.xlsx": ("ooxml-encrypted", "Password1234_", "xlsx"),
    "xor-encryption-abc.xls": ("xls", "abc", "xls"),
}


@pytest.fixture(scope="module")
def samples(shared: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with tarfile.open(shared / "corpus" / "office.tar.xz") as files:
        for member in files:
            name = PurePosixPath(member.name).name
            wanted = next((ending for ending in SAMPLES if name.endswith(f"-{ending}")), "")
            stream = files.extractfile(member) if wanted else None
            if stream is not None:
                found.setdefault(wanted, stream.read())
    return found


@pytest.fixture(scope="module")
def host() -> Iterator[AnalysisHost]:
    started = AnalysisHost.start()
    yield started
    started.close()


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_inside_is_examined(
    host: AnalysisHost, samples: dict[str, bytes], name: str
) -> None:
    kind, password, inside = SAMPLES[name]
    job = AnalysisJob(samples[name], name, passwords=("wrong", password))
    analysis = host.submit(job).future.result(120)
    assert analysis.root.kind == kind
    assert [node.kind for node in analysis.children(analysis.root)] == [inside]
    facts = {f.label: f.value for run in analysis.root.examinations for f in run.facts}
    assert facts["Password"] == password


@pytest.mark.parametrize("names", [False, True])
def test_a_locked_7z_is_opened_inside_the_box(host: AnalysisHost, names: bool) -> None:
    data = seven_zip({"a.txt": b"first"}, "4711", names=names)
    job = AnalysisJob(data, "a.7z", passwords=("wrong", "4711"))
    analysis = host.submit(job).future.result(120)
    assert [node.name for node in analysis.children(analysis.root)] == ["a.txt"]


def test_a_wrong_password_opens_nothing(host: AnalysisHost, samples: dict[str, bytes]) -> None:
    name = "example_password.xlsx"
    job = AnalysisJob(samples[name], name, passwords=("wrong", "wrong too"))
    analysis = host.submit(job).future.result(120)
    assert len(analysis.nodes) == 1
