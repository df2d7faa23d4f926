"""The documents say what the code does: settings, commands, events, rooms, links, figures, versions."""

import ast
import importlib
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner

import hark
from hark.actions.events import EventKind
from hark.cli import COMMANDS, cli
from hark.config import Config
from hark.networks.archive import FORMATS
from hark.reports import response

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "hark"
DOCS = ROOT / "docs"
ARCHIVES = ROOT / "tests" / "fixtures" / "archive"

SETTING = re.compile(r"\bHARK_[A-Z][A-Z_]*[A-Z]\b")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def tracked(*patterns: str) -> list[Path]:
    """Files under version control; every file of the tree where there is no git."""
    said = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    if said.returncode == 0:
        found = [ROOT / name for name in said.stdout.split("\0") if name]
    else:
        found = [path for pattern in patterns or ("*",) for path in ROOT.rglob(pattern)]
    return [path for path in found if path.is_file() and ".venv" not in path.parts]


PAGES = sorted({*tracked("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("*.md")})
# Pages that come with what others wrote are theirs.
OURS = [page for page in PAGES if "vendor" not in page.parts and "fixtures" not in page.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def plain(text: str) -> str:
    """Words only: white space folded, case ignored."""
    return " ".join(text.split()).casefold()


# Settings


@cache
def settings_in_code() -> set[str]:
    """Every HARK_… that is a string of its own in the code, and the _FILE of those that are read as secrets."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if SETTING.fullmatch(node.value):
                    found.add(node.value)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_secret":
                found |= {f"{arg.value}_FILE" for arg in node.args if isinstance(arg, ast.Constant)}
    return found


def settings_for_developers() -> set[str]:
    paths = [*tracked("tests/**/*.py", "scripts/*", "Makefile"), ROOT / "tests" / "conftest.py"]
    return {name for path in paths if path != Path(__file__) for name in SETTING.findall(path.read_text())}


def test_every_setting_is_documented() -> None:
    missing = (settings_in_code() | settings_for_developers()) - documented_settings()
    assert not missing, f"docs/howto/settings.md does not explain {sorted(missing)}"


def test_every_documented_setting_is_read() -> None:
    unknown = documented_settings() - settings_in_code() - settings_for_developers()
    assert not unknown, f"nothing reads {sorted(unknown)}"


def documented_settings() -> set[str]:
    """Those in the tables of the page: a mention in passing explains nothing."""
    rows = [
        line for line in (DOCS / "howto" / "settings.md").read_text().splitlines() if line.startswith("|")
    ]
    return {name for row in rows for name in SETTING.findall(row)}


@pytest.mark.parametrize("page", OURS, ids=name_of)
def test_no_page_names_a_setting_that_is_not_one(page: Path) -> None:
    assert set(SETTING.findall(page.read_text())) <= documented_settings()


def test_every_setting_that_is_read_changes_something() -> None:
    """A field of Config that no other file asks for is a promise nobody keeps."""
    code = "".join(path.read_text() for path in SOURCE.rglob("*.py") if path.name != "config.py")
    assert [field.name for field in fields(Config) if not re.search(rf"\.{field.name}\b", code)] == []


# Commands


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


# Rooms, events, figures, life cycles


def rooms() -> list[str]:
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


@pytest.mark.parametrize("room", [*rooms(), "config"])
def test_every_room_has_a_page(room: str) -> None:
    page = DOCS / "rooms" / f"{room}.md"
    assert page.is_file(), f"docs/rooms/{room}.md is missing"
    assert page.read_text().startswith(f"# {room}")


def test_every_page_of_a_room_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text()
    missing = [name_of(page) for page in DOCS.rglob("*.md") if f"({page.relative_to(DOCS)})" not in index]
    assert [name for name in missing if name not in ("docs/README.md",) and "/adr/0" not in name] == []


def test_every_event_is_explained() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", (DOCS / "rooms" / "actions.md").read_text(), re.MULTILINE)
    kinds = set(get_args(EventKind))
    assert kinds <= set(rows), f"docs/rooms/actions.md does not explain {sorted(kinds - set(rows))}"


def test_no_event_is_explained_that_is_none() -> None:
    page = (DOCS / "rooms" / "actions.md").read_text()
    events = page[page.index("## Events") :].partition("\n## ")[2]
    events = page[page.index("## Events") : len(page) - len(events)]
    rows = set(re.findall(r"^\| `(\w+)` \|", events, re.MULTILINE))
    assert rows == set(get_args(EventKind))


def test_the_definitions_of_the_figures_are_word_for_word() -> None:
    assert response.__doc__ is not None
    words = plain(response.__doc__.partition("): ")[2])
    assert words.startswith("*reply time* is")
    assert words in plain((DOCS / "rooms" / "reports.md").read_text())


def test_the_diagrams_are_those_of_the_code() -> None:
    spec = spec_from_file_location("print_graphs", ROOT / "scripts" / "print_graphs.py")
    assert spec is not None
    assert spec.loader is not None
    graphs = module_from_spec(spec)
    spec.loader.exec_module(graphs)
    page = (DOCS / "rooms" / "domain.md").read_text()
    for graph in graphs.GRAPHS:
        assert graphs.block(graph) in page, "run: python scripts/print_graphs.py --write"
    stale = page.replace("[*] --> new", "[*] --> old")
    assert stale != page
    assert graphs.written(stale) == page


def test_every_archive_format_is_explained() -> None:
    page = (DOCS / "howto" / "replay-an-archive.md").read_text()
    assert all(f"### `{name}`" in page for name in FORMATS)


# Links, decisions, versions


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    broken = []
    for pair in LINK.findall(FENCE.sub("", page.read_text())):
        link = pair[0] or pair[1]
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = page if not name else (page.parent / name).resolve()
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", OURS, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One two\n[a](#one-two) [b](#three) [c](none.md) [d](page.md) ![e](none.png) [f](https://x.y)"
    )
    assert broken_links(page) == ["#three", "none.md", "none.png"]


DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_a_decision_has_its_form(page: Path) -> None:
    text = page.read_text()
    assert text.startswith(f"# {page.name[:4]} ")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences", "Alternatives", "References"]
    assert len(text.splitlines()) <= 60, "one screen"
    assert f"[{page.name[:4]}]({page.name})" in (DOCS / "adr" / "README.md").read_text()


def test_the_changelog_tells_of_this_version() -> None:
    versions = re.findall(
        r"^## \[(.+?)\] - (\d{4}-\d{2}-\d{2})$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )
    assert versions[0][0] == hark.__version__
    assert [day for _, day in versions] == sorted((day for _, day in versions), reverse=True)


# The readme's output is true


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


# What must never be published

FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+)/"),
    "a registry that is not public": re.compile(
        r"https?://[\w.@:-]+/(?:[\w/-]*/)?simple\b|--(?:extra-)?index-url[ =]http"
    ),
    "an address inside somebody's network": re.compile(
        r"https?://(?:10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+)[:/]"
    ),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
}


def told(text: str) -> set[str]:
    return {what for what, pattern in FORBIDDEN.items() if pattern.search(text)}


def test_no_tracked_file_tells_where_it_was_written() -> None:
    wrong = {}
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        theirs = path.parent == ROOT / "tests" / "conformance" / "twitter_text"
        if path != Path(__file__) and not theirs and (found := told(text)):
            wrong[name_of(path)] = found
    assert not wrong


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("see " + "/".join(["", "work", "main", "src"]), False),
        ("/".join(["", "root", ".cache"]), False),
        ("/home/ana/hark", False),
        ("pip install -i https://pypi.corp.example/simple hark", False),
        ("--index-url=https://mirror.example/pypi", False),
        ("http://10.2.3.4:8080/x", False),
        ("../shared/data and docs/" + "work" + "/page.md", True),
        ("https://example.com/" + "work" + "/hours and ~/.local/share/hark", True),
        ("hark up --roles web --host 10.0.0.5", True),
    ],
)
def test_what_tells_too_much_is_found(text: str, clean: bool) -> None:
    assert (not told(text)) is clean
