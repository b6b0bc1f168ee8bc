"""Where things lie unless somebody says otherwise."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workbench.settings import APPLICATION, data_folder, workspace_path


def test_the_workspaces_lie_in_the_users_data_folder() -> None:
    assert data_folder().name == APPLICATION
    assert workspace_path(demo=False).parent == data_folder()


def test_the_demo_never_touches_the_analysts_workspace() -> None:
    assert workspace_path(demo=True) != workspace_path(demo=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="freedesktop.org's convention")
def test_the_platforms_own_choice_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder() == tmp_path / APPLICATION
