"""How fast archives are read, and in how much memory. Prints figures, judges nothing.

python tests/bench/archive_read.py                          the small authored archives, repeated
python tests/bench/archive_read.py FILE FORMAT [ACCOUNTS]   a file of yours
python tests/bench/archive_read.py FILE FORMAT [ACCOUNTS] --times 50
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from hark.networks.archive import open_archive
from hark.networks.port import Rejected

FIXTURES = Path(__file__).parents[1] / "fixtures" / "archive"
SAMPLES = (
    ("twcs", "twcs.csv", None, 20_000),
    ("airlines-2019", "harbour-2026.csv", "harbour-accounts.csv", 20_000),
    ("x-jsonl", "x.jsonl", "harbour-accounts.csv", 5_000),
)


def repeated(source: Path, times: int, folder: Path) -> Path:
    """The file with its body `times` over; a csv's header stays once. Ids repeat."""
    header, _, body = source.read_bytes().partition(b"\n")
    if header.startswith(b"{"):
        header, body = b"", source.read_bytes()
    body = body if body.endswith(b"\n") else body + b"\n"
    path = folder / source.name
    with path.open("wb") as file:
        file.write(header + b"\n" if header else b"")
        for _ in range(times):
            file.write(body)
    return path


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10
    )


def measure(path: Path, format: str, accounts: Path | None) -> None:
    started = time.perf_counter()
    reader = open_archive(path, format, accounts=accounts)
    reader.accounts()
    opened = time.perf_counter()
    before = peak_mb()
    posts = rejected = 0
    for item in reader.read():
        if isinstance(item, Rejected):
            rejected += 1
        else:
            posts += 1
    seconds = time.perf_counter() - opened
    size = reader.bytes_total() / 1e6
    posts_per_s, mb_per_s = (posts + rejected) / seconds, size / seconds
    print(
        f"{format:14} {size:8.1f} MB  {posts + rejected:9,} items ({rejected:,} rejected)  "
        f"first pass {opened - started:6.2f} s  "
        f"read {posts_per_s:9,.0f}/s {mb_per_s:6.1f} MB/s  "
        f"peak {before:.0f} -> {peak_mb():.0f} MiB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("format", nargs="?")
    parser.add_argument("accounts", type=Path, nargs="?")
    parser.add_argument("--times", type=int, default=1, help="repeat the body of FILE this often")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.file:
            path = repeated(given.file, given.times, Path(folder)) if given.times > 1 else given.file
            measure(path, given.format, given.accounts)
            return
        for format, name, accounts, times in SAMPLES:
            path = repeated(FIXTURES / name, times, Path(folder))
            measure(path, format, FIXTURES / accounts if accounts else None)


if __name__ == "__main__":
    main()
