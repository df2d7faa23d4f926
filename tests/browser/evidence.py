"""What a story that failed leaves behind, below `screenshots/`: a picture and the words of each page it had open, as it
was and as a reload shows it, which tells a page that missed something from a desk that never heard it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

FOLDER = Path(__file__).parents[2] / "screenshots" / "failed"
FAILED = pytest.StashKey[bool]()


def leave(item: pytest.Item, pages: list[Page]) -> None:
    """Keep what the pages show, when the story that had them open has failed; nothing otherwise."""
    if not item.stash.get(FAILED, False):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", item.nodeid.removeprefix("tests/browser/")).strip("-")
    for number, page in enumerate(pages, 1):
        for when in ("failed", "reloaded"):
            _keep(page, FOLDER / f"{name}-{number}-{when}", reload=when == "reloaded")


def _keep(page: Page, target: Path, *, reload: bool) -> None:
    try:
        if reload:
            page.reload()
        target.with_suffix(".html").write_text(f"<!-- {page.url} -->\n{page.content()}")
        page.screenshot(path=target.with_suffix(".png"))
    except Error as error:  # a page that does not answer is what the story may have failed of
        target.with_suffix(".txt").write_text(f"{page.url}\n{error}\n")
