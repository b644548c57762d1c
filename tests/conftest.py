"""Đồ dùng chung cho mọi bài kiểm tra.
Fixtures that every test folder may use."""

from pathlib import Path

import pytest
from hypothesis import settings

# Nothing is timed in tests: a busy machine must not fail what is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real captures beside the checkout; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"no real captures at {SHARED}: this test reads them and ships none")
    return SHARED
