"""The pages of the repository, and how they are read."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
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
