"""What axe-core says of a page, in every theme the page can wear."""

import json
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
THEMES = ("light", "dark", "contrast")


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or critical on the page, with where."""
    # Colours that are still changing are no colours yet.
    page.evaluate(
        "for (const one of document.getAnimations())"
        " Number.isFinite(one.effect.getComputedTiming().endTime) ? one.finish() : one.cancel()"
    )
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{problem['id']}: {json.dumps([node['target'] for node in problem['nodes']][:3])}"
        for problem in found["violations"]
        if problem["impact"] in ("serious", "critical")
    ]


def in_every_theme(page: Page) -> dict[str, list[str]]:
    """What axe-core finds serious in each theme, by its name; the page keeps the last theme.

    A theme changes colours alone, so the page need not come again for it.
    """
    found = {}
    for theme in THEMES:
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        if problems := serious(page):
            found[theme] = problems
    return found
