"""docs/stories.md and the browser tests hold each other: every story named exists, every story is named."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
BROWSER = ROOT / "tests" / "browser"
PAGE = ROOT / "docs" / "stories.md"


def told() -> set[str]:
    return set(re.findall(r"`(test_\w+\.py::test_\w+)`", PAGE.read_text()))


def written() -> set[str]:
    return {
        f"{path.name}::{node.name}"
        for path in BROWSER.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_story_of_the_page_exists() -> None:
    assert told() - written() == set()


def test_every_browser_test_has_its_place_on_the_page() -> None:
    assert written() - told() == set()


def test_every_promise_names_a_story() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    promises = [line for line in rows if not line.startswith("| promise")]
    assert len(promises) > 70
    assert [line for line in promises if "::test_" not in line] == []
