"""Every kind of event is explained, and nothing else is."""

import re
from pathlib import Path
from typing import get_args

from hark.actions.events import EventKind

PAGE = Path(__file__).parents[2] / "docs" / "rooms" / "actions.md"


def test_the_page_lists_exactly_the_kinds_there_are() -> None:
    listed = re.findall(r"^\| `(\w+)` \| ", PAGE.read_text().partition("## Events")[2], re.MULTILINE)
    assert sorted(listed) == sorted(get_args(EventKind))
