"""`hark sandbox`: local networks for trying, testing and load-testing."""

import math
import sys
from pathlib import Path

import click

from hark.cli.common import Stop

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def sandbox() -> None:
    """Run a local network that speaks the real wire protocol."""


@sandbox.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8601,
    show_default=True,
    help="Port on this machine; 0 takes a free one.",
)
@click.option(
    "--scenario",
    "name",
    default="tiny",
    show_default=True,
    help="demo, outage, storm, tiny, trolls or archive:PATH.",
)
@click.option("--seed", default=1, show_default=True, help="Makes chance repeatable.")
@click.option(
    "--clock",
    type=click.Choice(["realtime", "fast"]),
    default="realtime",
    show_default=True,
    help="fast: a second is a minute on the network (limits, keep-alives, expiry).",
)
@click.option(
    "--speed",
    type=click.FloatRange(0, 1_000_000, min_open=True),
    default=1.0,
    show_default=True,
    help="How much faster the script is played.",
)
@click.option("--faults", type=EXISTING, help="What goes wrong, as JSON.")
@click.option("--json-log", "log", type=WRITABLE, help="Write the ground truth here, as JSON lines.")
def x(
    port: int, name: str, seed: int, clock: str, speed: float, faults: Path | None, log: Path | None
) -> None:
    """Serve a local X. Prints one JSON line once it is ready, then serves until it is stopped."""
    import msgspec

    from hark.networks.archive import NotAnArchive
    from hark.sandbox.clock import FAST
    from hark.sandbox.scenarios import UnknownScenario, scenario
    from hark.sandbox.x.server import serve

    if math.isnan(speed):
        raise Stop("--speed must be a number above 0.")
    try:
        world = scenario(name, seed)
        rate = FAST if clock == "fast" else 1.0
        serve(world, port, speed, rate=rate, seed=seed, faults=faults, log=log, announce=_announce)
    except msgspec.MsgspecError as error:
        raise Stop(f"{faults} is no fault file: {error}") from error
    except (UnknownScenario, NotAnArchive, ValueError) as error:
        raise Stop(str(error)) from error
    except OSError as error:
        where = error.filename or f"port {port}"
        raise Stop(f"{where} cannot be used: {error.strerror}") from error


def _announce(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
