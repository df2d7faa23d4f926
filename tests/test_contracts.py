"""The rules of the house hold on the tree, and each of them bites when it is broken."""

import ast
import os
import re
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


NO_FRAMEWORK = "The core knows no framework"
PURE_DOMAIN = "The domain is the standard library only"
DIRECTION = "Data walks in one direction"
APART = "The entrances never import each other"
NO_SANDBOX = "Nothing but the command line knows the sandbox"
SANDBOX = "The sandbox knows only wire types and text"

FORBIDDEN = [
    ("domain", "django", NO_FRAMEWORK),
    ("text", "django.utils", NO_FRAMEWORK),
    ("triage", "django.db.models", NO_FRAMEWORK),
    ("networks", "django.conf", NO_FRAMEWORK),
    ("listen", "django", NO_FRAMEWORK),
    ("domain", "numpy", PURE_DOMAIN),
    ("domain", "msgspec", PURE_DOMAIN),
    ("domain", "hark.text", DIRECTION),
    ("text", "hark.triage", DIRECTION),
    ("store", "hark.actions", DIRECTION),
    ("store", "hark.web", DIRECTION),
    ("actions", "hark.reports", DIRECTION),
    ("reports", "hark.actions", DIRECTION),
    ("bootstrap", "hark.workers", DIRECTION),
    ("web", "hark.cli", DIRECTION),
    ("web", "hark.workers", APART),
    ("live", "hark.web", APART),
    ("workers", "hark.live", APART),
    ("web", "hark.sandbox", NO_SANDBOX),
    ("networks", "hark.sandbox", NO_SANDBOX),
    ("sandbox", "hark.store", SANDBOX),
    ("sandbox", "django", SANDBOX),
]
ALLOWED = {
    "cli": ("hark.sandbox", "hark.workers", "hark.web", "hark.bootstrap"),
    "web": ("hark.actions", "hark.reports", "hark.store", "hark.bootstrap"),
    "actions": ("hark.store", "hark.listen", "hark.networks", "hark.accounts", "hark.triage", "hark.domain"),
    "networks": ("hark.text", "hark.domain"),
    "sandbox": ("hark.networks", "hark.text", "hark.domain"),
    "triage": ("numpy", "hark.domain"),
}


@pytest.fixture(scope="module")
def guilty_house(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What is said of a house in which every rule is broken, each by a module of its own."""
    root = tmp_path_factory.mktemp("guilty")
    package = skeleton(root)
    for number, (room, forbidden, _) in enumerate(FORBIDDEN):
        (package / room / f"guilty_{number}.py").write_text(f"import {forbidden}\n")
    return lint_imports(root, ROOT / "pyproject.toml")


@pytest.mark.parametrize("number", range(len(FORBIDDEN)), ids=lambda n: " imports ".join(FORBIDDEN[n][:2]))
def test_a_forbidden_import_breaks_its_contract(
    number: int, guilty_house: subprocess.CompletedProcess[str]
) -> None:
    room, forbidden, contract = FORBIDDEN[number]
    assert guilty_house.returncode == 1
    assert f"{contract} BROKEN" in guilty_house.stdout
    told = guilty_house.stdout.partition("Broken contracts")[2]
    section = told[told.index(contract) :]
    others = [section.find(other) for _, _, other in FORBIDDEN if other != contract and other in section]
    section = section[: min(others, default=len(section))]
    top = forbidden if forbidden.startswith("hark") else forbidden.partition(".")[0]
    assert re.search(rf"hark\.{room}\.guilty_{number} -> {re.escape(top)}\b", section), section


def test_what_the_house_allows_is_allowed(tmp_path: Path) -> None:
    package = skeleton(tmp_path)
    for room, allowed in ALLOWED.items():
        (package / room / "innocent.py").write_text("".join(f"import {name}\n" for name in allowed))
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
        ("web/views.py", "return mark_safe(text)  # noqa: S308"),
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
        ("web/words.py", 'text = mark_safe("")'),
        ("web/words.py", "return mark_safe(text)  # noqa: S308  # every part was escaped above"),
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
