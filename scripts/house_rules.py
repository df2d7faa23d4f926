"""Rules of the house that no linter knows, and the numbers it is measured by.

Exit code 1 when a hard limit or a rule is broken. `--sizes` prints the numbers only.
"""

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "hark"
FILE_SOFT, FILE_HARD, FUNCTION_HARD = 300, 500, 60

# Views get rows through a person-scoped query (architecture.md); a bare manager on a scoped model is the classic leak.
UNSCOPED = re.compile(r"\b(?:Case|Note|Draft|Outbox)\.objects\.(?!for_person|for_case)")
UNSAFE_HTML = re.compile(r"\b(?:mark_safe|SafeString|Markup)\((?!\"\")|\|\s*safe\b|autoescape off")

# A waiver names the linter's rule and says why it is safe.
WAIVED = re.compile(r"# noqa: S308  # \w")


def sources() -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts and "vendor" not in path.parts:
            yield path


def function_lengths(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (
                f"{path.relative_to(ROOT)}:{node.lineno} {node.name}",
                (node.end_lineno or 0) - node.lineno + 1,
            )


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def broken_rules() -> Iterator[str]:
    for path in [*sources(), *sorted(SOURCE.rglob("*.html"))]:
        text, name = path.read_text(), path.relative_to(ROOT)
        if "web" in path.parts and (found := UNSCOPED.search(text)):
            yield f"{name}: {found.group(0)}… in web/ must go through for_person"
        for line in text.splitlines():
            if (found := UNSAFE_HTML.search(line)) and not WAIVED.search(line):
                yield f"{name}: {found.group(0)} switches escaping off"


def main() -> int:
    files = {path: len(path.read_text().splitlines()) for path in sources()}
    functions = [length for path in files for length in function_lengths(path)]
    lengths = [length for _, length in functions]
    print(
        f"files: {len(files)}, median {statistics.median(files.values()):.0f} lines, "
        f"p95 {percentile(list(files.values()), 0.95)}, longest {max(files.values())} · "
        f"functions: {len(lengths)}, median {statistics.median(lengths):.0f}, p95 {percentile(lengths, 0.95)}, "
        f"longest {max(lengths)}"
    )
    for path, size in files.items():
        if size > FILE_SOFT:
            print(f"  {path.relative_to(ROOT)}: {size} lines (soft limit {FILE_SOFT})")
    if "--sizes" in sys.argv:
        return 0
    wrong = [
        f"{path.relative_to(ROOT)}: {size} lines (at most {FILE_HARD})"
        for path, size in files.items()
        if size > FILE_HARD
    ]
    wrong += [
        f"{name}: {length} lines (at most {FUNCTION_HARD})"
        for name, length in functions
        if length > FUNCTION_HARD
    ]
    wrong += broken_rules()
    for line in wrong:
        print(f"broken: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
