"""10,000 disconnects of a second to eight days of network time, over HTTP, with Hark's own sources and loop.

Run: `python tests/bench/disconnects.py [--rounds N] [--seed S]`. Prints one JSON line; exit code 1 when a post
inside X's reach was lost or stored twice, or a silent line was noticed after more than 25 s.
"""

import argparse
import asyncio
import json
import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "networks" / "x"))

from outages import Outages

from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.thread import LocalX


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    logging.disable(logging.ERROR)  # torn connections are the point; the server need not tell of each
    with LocalX(tiny()) as x:
        report = asyncio.run(Outages(x, options.rounds, options.seed).run()).as_json()
    print(json.dumps(report))
    wrong = report["lost_outside_gaps"] or report["stored_twice"] or report["gaps_without_reason"]
    return 1 if wrong or report["slowest_notice_s"] > 25 else 0


if __name__ == "__main__":
    sys.exit(main())
