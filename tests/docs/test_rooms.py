"""Rooms, events, figures and life cycles are told as they are."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from typing import get_args

import pytest
from tests.docs.pages import DOCS, ROOT, SOURCE, name_of, plain

from hark.actions.events import EventKind
from hark.networks.archive import FORMATS
from hark.reports import response


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
