"""Small authored archives, and where the shared ones lie."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests" / "fixtures" / "archive"
TWCS_HEADER = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id"


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return FIXTURES


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data, or a loud skip."""
    folder = Path(os.environ.get("HARK_SHARED_DATA", ROOT / ".." / "shared" / "data"))
    if not (folder / "replay").is_dir():
        pytest.skip(f"SHARED DATA ABSENT: {folder} is not there, real archives were not read")
    return folder


@pytest.fixture
def twcs(tmp_path: Path) -> Callable[..., Path]:
    """Writes a TWCS file of the given lines (bytes or text), header included."""

    def write(*lines: str | bytes, end: bytes = b"\n", name: str = "archive.csv") -> Path:
        rows = [TWCS_HEADER, *lines]
        path = tmp_path / name
        path.write_bytes(end.join(row.encode() if isinstance(row, str) else row for row in rows) + end)
        return path

    return write
