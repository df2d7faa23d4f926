"""`python -m hark.triage.train.shipped --data ../shared/data`: rebuild the weights that ship with Hark.

`--without SOURCE` drops a source (see `sources.SOURCES`), `--marks T` keeps only the sets whose own licence
permits training. Needs about half a minute and 1.5 GB on one core. The model card is written by hand.
"""

import argparse
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

from hark.triage import engine
from hark.triage.train import fit, languages, sources, tasks
from hark.triage.train.matrix import matrix


def main(argv: Sequence[str] | None = None) -> None:
    """Read the sources, fit every head, write the file."""
    parser = argparse.ArgumentParser(description="Rebuild the weights that ship with Hark.")
    parser.add_argument("--data", type=Path, required=True, help="the shared data folder")
    parser.add_argument("--without", nargs="*", default=[], metavar="SOURCE", help="sources to leave out")
    parser.add_argument(
        "--marks", default="Tt", choices=["T", "Tt"], help="T: only sets whose own licence permits it"
    )
    parser.add_argument("--out", type=Path, help="where to write (default: the file that ships)")
    chosen = parser.parse_args(argv)
    try:
        found = sources.load(chosen.data, frozenset(chosen.without), chosen.marks)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    pool = tasks.build(found)
    fitted = fit.fit_pool(pool, matrix(pool.texts, engine.shipped_table()))
    out = chosen.out or Path(str(files("hark.triage"))) / "models" / "heads.npz"
    out.parent.mkdir(parents=True, exist_ok=True)
    spoken = languages.profiles(found)
    for file, arrays in ((out, fit.arrays(fitted)), (out.with_name("languages.npz"), spoken)):
        with file.open("wb") as stream:
            np.savez(stream, **arrays)  # stored as they are: inflating them would delay the first verdict
    size = out.stat().st_size / 1e6
    print(f"{out}: {len(fitted.names)} heads from {len(pool.texts)} texts, {size:.1f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
