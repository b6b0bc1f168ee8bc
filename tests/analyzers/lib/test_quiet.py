"""Parsers that chatter."""

from __future__ import annotations

import logging
import sys
import warnings

import pytest

from analyzers.lib.quiet import quiet


def test_prints_warnings_and_log_lines_are_swallowed(capsys: pytest.CaptureFixture[str]) -> None:
    with quiet():
        print("out")
        print("err", file=sys.stderr)
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        logging.getLogger("parser").error("forged line")
    assert capsys.readouterr() == ("", "")


def test_the_log_speaks_again_after_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="broken"), quiet():
        raise ValueError("broken")
    logging.getLogger("ours").warning("heard")
    assert caplog.messages == ["heard"]
    caplog.clear()
