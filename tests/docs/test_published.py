"""No tracked file tells what must never be published."""

import re
from pathlib import Path

import pytest
from tests.docs.pages import ROOT, name_of, tracked

FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+)/"),
    "a registry that is not public": re.compile(
        r"https?://[\w.@:-]+/(?:[\w/-]*/)?simple\b|--(?:extra-)?index-url[ =]http"
    ),
    "an address inside somebody's network": re.compile(
        r"https?://(?:10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+)[:/]"
    ),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
}


def told(text: str) -> set[str]:
    return {what for what, pattern in FORBIDDEN.items() if pattern.search(text)}


def test_no_tracked_file_tells_where_it_was_written() -> None:
    wrong = {}
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        theirs = path.parent == ROOT / "tests" / "conformance" / "twitter_text"
        if path != Path(__file__) and not theirs and (found := told(text)):
            wrong[name_of(path)] = found
    assert not wrong


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("see " + "/".join(["", "work", "main", "src"]), False),
        ("/".join(["", "root", ".cache"]), False),
        ("/home/ana/hark", False),
        ("pip install -i https://pypi.corp.example/simple hark", False),
        ("--index-url=https://mirror.example/pypi", False),
        ("http://10.2.3.4:8080/x", False),
        ("../shared/data and docs/" + "work" + "/page.md", True),
        ("https://example.com/" + "work" + "/hours and ~/.local/share/hark", True),
        ("hark up --roles web --host 10.0.0.5", True),
    ],
)
def test_what_tells_too_much_is_found(text: str, clean: bool) -> None:
    assert (not told(text)) is clean
