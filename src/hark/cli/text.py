"""`hark text`: count, mark up and split a text as a network does."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hark.cli.common import Stop, json_option, print_json

if TYPE_CHECKING:
    from hark.text import Measured

# Named here as well, so that `hark text --help` does not load the tables.
NETWORKS = ("x", "bluesky", "mastodon")


@click.command()
@click.argument("text")
@click.option("--network", type=click.Choice(NETWORKS), default="x", show_default=True, help="Whose rules.")
@click.option(
    "--limit", type=click.IntRange(min=1), help="Another length limit, e.g. your Mastodon server's."
)
@click.option("--split", "as_thread", is_flag=True, help="Also print the posts that say it, numbered.")
@click.option("--initials", help="Sign each of those posts, e.g. AB for ^AB.")
@json_option
def text(
    text: str, network: str, limit: int | None, as_thread: bool, initials: str | None, as_json: bool
) -> None:
    """How long TEXT is on a network, whether it may be sent, and what becomes a link.

    TEXT "-" reads standard input, every byte of it: use `printf`, since the line end of `echo` counts too.
    """
    from hark.text import limits_of, measure, split

    text = _complete(text)
    limits = limits_of(network) if limit is None else limits_of(network).with_maximum(limit)
    measured = measure(text, network, limits=limits)
    try:
        parts = split(text, network, initials, limits=limits) if as_thread or initials else None
    except ValueError as error:
        raise Stop(str(error)) from None
    if as_json:
        print_json(_report(text, measured) | ({} if parts is None else {"parts": parts}))
    else:
        _show(measured, parts)


def _complete(text: str) -> str:
    """The text, read from standard input if it is "-". Raises Stop when it is not text."""
    content = sys.stdin.buffer.read() if text == "-" else text.encode("utf-8", "surrogateescape")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Stop(f"the text is not UTF-8: byte {error.start} cannot be read") from None


def _report(text: str, measured: "Measured") -> dict[str, Any]:
    """The measurement as JSON. Bluesky's entities also say where they stand in UTF-8 bytes."""
    from hark.text import facets

    report = asdict(measured)
    if measured.network == "bluesky":
        for entity, facet in zip(report["entities"], facets(text), strict=True):
            entity |= {"byte_start": facet.byte_start, "byte_end": facet.byte_end}
    return report


def _show(measured: "Measured", parts: list[str] | None) -> None:
    console = Console(highlight=False)
    verdict = "[green]valid[/]" if measured.valid else "[red]not valid[/]"
    length = f"{measured.weighted_length} of {measured.limit} ({measured.permillage} ‰)"
    console.print(f"{measured.network}: {length}, {verdict}")
    if measured.entities:
        table = Table("kind", "from", "to", "text", box=None, header_style="dim")
        for entity in measured.entities:
            table.add_row(entity.kind, str(entity.start), str(entity.end), escape(entity.text))
        console.print(table)
    for part in parts or ():
        click.echo(f"\n{part}")
