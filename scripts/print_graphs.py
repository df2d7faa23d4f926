"""Print the life cycles as Mermaid diagrams. `--write` puts them into docs/rooms/domain.md.

A diagram in the page stands below a line `<!-- graph: NAME -->`.
"""

import re
import sys
from pathlib import Path
from typing import Any

from hark.domain import case, outbox
from hark.domain.graph import Graph

PAGE = Path(__file__).parent.parent / "docs" / "rooms" / "domain.md"
GRAPHS: tuple[Graph[Any, Any], ...] = (case.LIFE, outbox.LIFE)


def block(graph: Graph[Any, Any]) -> str:
    """The graph as it stands in the page."""
    return f"<!-- graph: {graph.name} -->\n```mermaid\n{graph.diagram()}\n```"


def written(page: str) -> str:
    """The page with every diagram as the code has it now."""
    for graph in GRAPHS:
        marked = re.compile(rf"<!-- graph: {graph.name} -->\n```mermaid\n.*?\n```", re.DOTALL)
        page = marked.sub(block(graph).replace("\\", r"\\"), page)
    return page


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(written(PAGE.read_text()))
    else:
        print("\n\n".join(block(graph) for graph in GRAPHS))
