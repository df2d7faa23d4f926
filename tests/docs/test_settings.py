"""Every setting is documented, read, and changes something."""

import ast
import re
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from tests.docs.pages import (
    DOCS,
    OURS,
    ROOT,
    SETTING,
    SOURCE,
    name_of,
    tracked,
)

from hark.config import Config


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
