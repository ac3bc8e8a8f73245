"""Where the files for trials lie that come with a full checkout but not with a clone."""

from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared"

SHARED: Path = _BESIDE
"""Folder of samples, cases and boundaries; use it only in tests marked ``needs_shared``."""

needs_shared = pytest.mark.skipif(not _BESIDE.is_dir(), reason="../shared is not beside this checkout")
