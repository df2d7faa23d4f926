"""The readme shows what is printed."""

import shlex

import pytest
from click.testing import CliRunner
from tests.docs.pages import (
    DOCS,
    FENCE,
    ROOT,
)

from hark.cli import cli


def output_block(text: str, command: str) -> str:
    """What the readme says that a command prints: the block that begins with `$ command`."""
    for _, block in FENCE.findall(text):
        if block.startswith(f"$ {command}\n"):
            return str(block).partition("\n")[2]
    raise AssertionError(f"the readme shows no output of {command}")


def measured(line: str) -> bool:
    """Lines and values that are never twice the same."""
    return "posts/s" in line


def folded(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip() and not measured(line)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "command",
    [
        "hark replay tests/fixtures/archive/twcs.csv --format twcs",
        "hark scorecard tests/fixtures/archive/twcs.csv --format twcs",
    ],
)
def test_the_readme_shows_what_is_printed(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    said = CliRunner().invoke(cli, shlex.split(command)[1:], catch_exceptions=False)
    assert said.exit_code == 0, said.output
    assert folded(said.stdout) == folded(output_block((ROOT / "README.md").read_text(), command))


def test_the_readme_shows_what_text_prints() -> None:
    readme = (ROOT / "README.md").read_text()
    command = next(
        block.splitlines()[0][2:] for _, block in FENCE.findall(readme) if block.startswith("$ hark text")
    )
    said = CliRunner().invoke(cli, shlex.split(command)[1:], catch_exceptions=False)
    assert folded(said.stdout) == folded(output_block(readme, command))


def test_the_readme_shows_the_desk() -> None:
    picture = DOCS / "images" / "inbox.png"
    assert picture.exists() is ("docs/images/inbox.png" in (ROOT / "README.md").read_text())
