"""The rules of the house hold on the tree, and each of them bites when it is broken."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import grimp
import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "hark"
TOOLS = Path(sys.executable).parent


def lint_imports(root: Path, config: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of the package `hark` found below `root`."""
    return subprocess.run(
        [TOOLS / "lint-imports", "--config", config, "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def skeleton(root: Path) -> Path:
    """A package with Hark's rooms and nothing in them. Returns the folder of the package."""
    package = root / "hark"
    package.mkdir()
    for path in [SOURCE, *sorted(SOURCE.iterdir())]:
        if path.is_dir() and (path / "__init__.py").exists():
            (package / path.relative_to(SOURCE)).mkdir(exist_ok=True)
            (package / path.relative_to(SOURCE) / "__init__.py").touch()
        elif path.suffix == ".py":
            (package / path.name).touch()
    return package


def test_the_contracts_hold_on_the_tree() -> None:
    said = lint_imports(ROOT / "src", ROOT / "pyproject.toml")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "0 broken" in said.stdout


def test_the_contracts_hold_on_an_empty_house(tmp_path: Path) -> None:
    skeleton(tmp_path)
    said = lint_imports(tmp_path, ROOT / "pyproject.toml")
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize(
    ("room", "forbidden", "contract"),
    [
        ("domain", "import django", "The core knows no framework"),
        ("text", "from django.utils import html", "The core knows no framework"),
        ("triage", "from django.db import models", "The core knows no framework"),
        ("networks", "from django.conf import settings", "The core knows no framework"),
        ("listen", "import django", "The core knows no framework"),
        ("domain", "import numpy", "The domain is the standard library only"),
        ("domain", "import msgspec", "The domain is the standard library only"),
        ("domain", "from hark import text", "Data walks in one direction"),
        ("text", "from hark import triage", "Data walks in one direction"),
        ("store", "from hark import actions", "Data walks in one direction"),
        ("store", "from hark import web", "Data walks in one direction"),
        ("actions", "from hark import reports", "Data walks in one direction"),
        ("reports", "from hark import actions", "Data walks in one direction"),
        ("bootstrap", "from hark import workers", "Data walks in one direction"),
        ("web", "from hark import cli", "Data walks in one direction"),
        ("web", "from hark import workers", "The entrances never import each other"),
        ("live", "from hark import web", "The entrances never import each other"),
        ("workers", "from hark import live", "The entrances never import each other"),
        ("web", "from hark import sandbox", "Nothing but the command line knows the sandbox"),
        ("networks", "from hark import sandbox", "Nothing but the command line knows the sandbox"),
        ("sandbox", "from hark import store", "The sandbox knows only wire types and text"),
        ("sandbox", "import django", "The sandbox knows only wire types and text"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    room: str, forbidden: str, contract: str, tmp_path: Path
) -> None:
    (skeleton(tmp_path) / room / "guilty.py").write_text(forbidden + "\n")
    said = lint_imports(tmp_path, ROOT / "pyproject.toml")
    assert said.returncode == 1, said.stdout + said.stderr
    assert f"{contract} BROKEN" in said.stdout


@pytest.mark.parametrize(
    ("room", "allowed"),
    [
        ("cli", "from hark import sandbox, workers, web"),
        ("web", "from hark import actions, reports, store, bootstrap"),
        ("actions", "from hark import store, listen, networks, accounts, triage, text, domain"),
        ("networks", "from hark import text, domain"),
        ("sandbox", "from hark import networks, text, domain"),
        ("triage", "import numpy"),
    ],
)
def test_what_the_house_allows_is_allowed(room: str, allowed: str, tmp_path: Path) -> None:
    (skeleton(tmp_path) / room / "innocent.py").write_text(allowed + "\n")
    said = lint_imports(tmp_path, ROOT / "pyproject.toml")
    assert said.returncode == 0, said.stdout + said.stderr


def imported(path: Path) -> Iterator[str]:
    """The first part of every absolute import of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_the_domain_is_the_standard_library_whatever_the_list_says() -> None:
    """The contract names libraries; this needs no list."""
    foreign = {
        f"{path.name}: {name}"
        for path in (SOURCE / "domain").rglob("*.py")
        for name in imported(path)
        if name not in sys.stdlib_module_names and name != "hark"
    }
    assert not foreign


def cycles(imports: dict[str, set[str]]) -> list[set[str]]:
    """Groups of modules that import each other: what is left when modules that end no path are struck off."""
    left = {module: set(targets) for module, targets in imports.items()}
    while leaves := [module for module, targets in left.items() if not targets & left.keys()]:
        for module in leaves:
            del left[module]
    groups = []
    for module in left:
        reached, frontier = set(), {module}
        while frontier:
            reached |= frontier
            frontier = {target for one in frontier for target in left[one] if target in left} - reached
        if any(module in left[one] for one in reached):
            groups.append(reached)
    return groups


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = grimp.build_graph("hark", exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    assert len(imports) > 100
    assert cycles(imports) == []


def test_a_detour_is_found() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert {"a", "b"} in cycles({"a": {"b"}, "b": {"a", "c"}, "c": set()})


@pytest.mark.parametrize(
    ("where", "code", "allowed"),
    [
        ("src/hark/domain/x.py", "def f() -> None:\n    import json\n\n    json.dumps(1)\n", False),
        ("src/hark/cli/x.py", "def f() -> None:\n    import json\n\n    json.dumps(1)\n", True),
        ("src/hark/domain/x.py", "def f(a):\n    return a\n", False),
        ("src/hark/domain/x.py", "def f(a: int) -> int:\n    return a\n", True),
        ("src/hark/web/x.py", "print(1)\n", False),
        ("src/hark/store/x.py", "import pickle\n\npickle.loads(b'')\n", False),
        ("src/hark/store/x.py", "import datetime\n\ndatetime.datetime.now()\n", False),
    ],
)
def test_the_linter_knows_the_house(where: str, code: str, allowed: bool) -> None:
    said = subprocess.run(
        [TOOLS / "ruff", "check", "--no-cache", "--stdin-filename", where, "-"],
        cwd=ROOT, input=code, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert said.returncode == (0 if allowed else 1), said.stdout + said.stderr


@pytest.fixture
def house_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`scripts/house_rules.py`, looking at an empty tree."""
    spec = spec_from_file_location("house_rules", ROOT / "scripts" / "house_rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    source = tmp_path / "src" / "hark"
    (source / "web").mkdir(parents=True)
    (source / "empty.py").write_text("def nothing() -> None:\n    pass\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "SOURCE", source)
    monkeypatch.setattr(sys, "argv", ["house_rules.py"])
    return module


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("web/views.py", "rows = Case.objects.all()"),
        ("web/views.py", "row = Case.objects.get(pk=1)"),
        ("web/views.py", "Note.objects.filter(case=1)"),
        ("web/views.py", "Draft.objects.first()"),
        ("web/views.py", "Outbox.objects.exclude(state='sent')"),
        ("web/views.py", "return mark_safe(text)"),
        ("text/links.py", "return Markup(html)"),
        ("web/page.html", "{{ post.text|safe }}"),
        ("web/page.html", "{{ post.text | safe }}"),
        ("web/page.html", "{% autoescape off %}{{ text }}{% endautoescape %}"),
    ],
)
def test_house_rules_refuse(house_rules: ModuleType, name: str, text: str) -> None:
    path = house_rules.SOURCE / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n")
    assert any(name in line for line in house_rules.broken_rules())
    assert house_rules.main() == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("web/views.py", "rows = Case.objects.for_person(person).inbox()"),
        ("web/views.py", "drafts = Draft.objects.for_case(case)"),
        ("actions/cases.py", "rows = Case.objects.all()"),
        ("web/page.html", "{{ post.text }}"),
        ("web/page.html", "{{ post.text|safety }}"),
        ("web/words.py", "safe = text or unsafe"),
    ],
)
def test_house_rules_allow(house_rules: ModuleType, name: str, text: str) -> None:
    path = house_rules.SOURCE / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n")
    assert list(house_rules.broken_rules()) == []
    assert house_rules.main() == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("value = 1\n" * 500, 0),
        ("value = 1\n" * 501, 1),
        ("def long() -> None:\n" + "    pass\n" * 59, 0),
        ("def long() -> None:\n" + "    pass\n" * 60, 1),
    ],
)
def test_hard_limits_are_hard(house_rules: ModuleType, text: str, code: int) -> None:
    (house_rules.SOURCE / "long.py").write_text(text)
    assert house_rules.main() == code


def test_sizes_alone_never_fail(house_rules: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    (house_rules.SOURCE / "long.py").write_text("value = 1\n" * 501)
    monkeypatch.setattr(sys, "argv", ["house_rules.py", "--sizes"])
    assert house_rules.main() == 0
