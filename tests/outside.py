"""Data that nobody here wrote. It lies beside the repository, never in it; tests that measure with it skip without."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

measured = pytest.mark.skipif(not DATA.is_dir(), reason="the data to measure with is not on this machine")
