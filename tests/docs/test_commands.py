"""Every command is documented, and every command line of the pages can be called."""

import importlib
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tests.docs.pages import (
    DOCS,
    FENCE,
    OURS,
    name_of,
)

from hark.cli import COMMANDS, cli


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_says_what_it_does(name: str) -> None:
    module, attribute, line = COMMANDS[name]
    command = getattr(importlib.import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert command.help
    assert line.endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    used = re.compile(rf"\bhark {name}\b")
    where = [page for page in OURS if used.search(page.read_text())]
    assert DOCS / "rooms" / "cli.md" in where
    assert len(where) > 1, f"only the list of commands knows hark {name}"


def command_lines(page: Path) -> Iterator[list[str]]:
    """Every line of a shell block that calls hark, cut into words."""
    for kind, block in FENCE.findall(page.read_text()):
        if kind not in ("sh", ""):
            continue
        for line in block.replace("\\\n", " ").splitlines():
            called = re.match(r"(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\S*bin/)?hark ([^|>#]*)", line.split(" | ")[-1])
            if called:
                yield shlex.split(called.group(1))


LINES = [(page, words) for page in OURS for words in command_lines(page)]


@pytest.mark.parametrize(
    ("page", "words"), LINES, ids=lambda it: name_of(it) if isinstance(it, Path) else None
)
def test_every_command_line_in_the_docs_can_be_called(page: Path, words: list[str]) -> None:
    """The command exists, and so does every option it is given."""
    command: click.Command = cli
    context = click.Context(cli)
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        found = command.get_command(context, rest[0])
        assert found is not None, f"{name_of(page)}: there is no hark {' '.join(words)}"
        command, rest = found, rest[1:]
    known = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    given = {word.partition("=")[0] for word in rest if word.startswith("--")} - {"--help", "--version"}
    assert given <= known, f"{name_of(page)}: {' '.join(words)}"


def test_the_help_is_shown_without_loading_the_house() -> None:
    code = "import sys, hark.cli as c; c.cli(['--help'], standalone_mode=False); sys.exit('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert said.returncode == 0, said.stderr
    assert all(name in said.stdout for name in COMMANDS)
