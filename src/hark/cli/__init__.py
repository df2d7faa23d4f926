"""The `hark` command: a registry of commands, each loaded only when it is called."""

import contextlib
import importlib
from collections.abc import Iterator
from typing import Any

import click

from hark import __version__

# command → (module, attribute, one-line help). Loading all of them would cost a second on each call.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "demo": ("hark.cli.demo", "demo", "Try the desk on a fictional brand's busy day."),
    "up": ("hark.cli.up", "up", "Run Hark for real: database, web and workers."),
    "replay": ("hark.cli.replay", "replay", "Read an archive of past posts and say how fast you answered."),
    "scorecard": ("hark.cli.scorecard", "scorecard", "Who answers how fast, from an archive alone."),
    "doctor": ("hark.cli.doctor", "doctor", "Check versions, database, disk, queues and settings."),
    "triage": ("hark.cli.triage", "triage", "Label, explain, evaluate and train triage."),
    "text": ("hark.cli.text", "text", "Count and mark up a text as a network does."),
    "sandbox": ("hark.cli.sandbox", "sandbox", "Run a local network that speaks the real wire protocol."),
    "listen": ("hark.cli.listen", "listen", "Reconcile every source once, or keep listening."),
    "connect": ("hark.cli.connect", "connect", "Connect an account on a network."),
    "costs": ("hark.cli.costs", "costs", "What the networks' interfaces have cost so far."),
    "bench": ("hark.cli.bench", "bench", "Measure Hark on this machine."),
}


class LazyGroup(click.Group):
    """A click group that imports a command's module when the command is used, and says in one line what is wrong."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _in_one_line():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _in_one_line():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, _, help_) in COMMANDS.items()])


@contextlib.contextmanager
def _in_one_line() -> Iterator[None]:
    """Wrong arguments and an interruption, each as one sentence with its exit code."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        from hark.cli.common import Stop

        said = " ".join(error.format_message().split()).rstrip(".")
        command = error.ctx.command_path if error.ctx else "hark"
        raise Stop(f"{said}. `{command} --help` says more.") from None
    except KeyboardInterrupt:
        from hark.cli.common import Interrupted

        raise Interrupted from None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hark")
def cli() -> None:
    """Hark: the open desk for customers who speak in public."""


def main(argv: list[str] | None = None) -> Any:
    """Run the command line; bad input ends with one sentence and exit code 2."""
    return cli.main(args=argv, prog_name="hark", standalone_mode=True)
