"""The wheel holds everything the program reads at run time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = (".git", ".venv", "__pycache__", "*.egg-info", "build", ".*_cache", ".hypothesis")
READ = """
import sys
sys.path.insert(0, sys.argv[1])
import resources
assert resources.__file__.startswith(sys.argv[1]), resources.__file__
from importlib.resources import files
from resources.packs import own_rules
assert own_rules()
for folder, ending in (("fonts", ".otf"), ("icons", ".svg"), ("help/rules", ".md")):
    place = files("resources").joinpath(folder)
    assert any(found.name.endswith(ending) for found in place.iterdir()), folder
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*LEFT_OUT))
    build = [sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "-q"]
    subprocess.run([*build, "-w", str(folder), str(source)], check=True)
    (made,) = folder.glob("*.whl")
    return made


def test_resources_are_read_from_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    subprocess.run([sys.executable, "-I", "-c", READ, str(tmp_path)], check=True, cwd=tmp_path)


def test_tests_and_benchmarks_stay_out_of_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert not tops & {"tests", "benchmarks", "scripts"}
    assert any(name.startswith("email_security_workbench") for name in names)
