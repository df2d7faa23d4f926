"""The tables we ship are the official ones."""

import json
from pathlib import Path

import hark.text
from hark.text.domains import COUNTRY, GENERIC, top_level_end

DATA = Path(hark.text.__file__).parent / "data"
SUITE = Path(__file__).parents[1] / "conformance/twitter_text"
VENDOR = DATA.parents[1] / "web/static/vendor/twitter-text"


def test_the_configuration_is_version_3_of_twitter_text() -> None:
    assert json.loads((DATA / "config.json").read_text()) == json.loads((SUITE / "v3.json").read_text())


def test_every_top_level_domain_ends_a_domain_in_either_case() -> None:
    for name in GENERIC | COUNTRY:
        for written in (name, name.upper()):
            assert top_level_end(f"{written}。", 0) == len(written)
    assert (len(GENERIC), len(COUNTRY)) == (1259, 315)


def test_the_longest_ending_wins_and_must_end() -> None:
    assert top_level_end("comcast", 0) == len("comcast")
    assert top_level_end("comx", 0) == 0
    assert top_level_end("com@", 0) == 0
    assert top_level_end("xn--p1ai/x", 0) == len("xn--p1ai")


def test_what_we_ship_carries_its_licences() -> None:
    for folder in (DATA, VENDOR):
        licence = (folder / "LICENSE").read_text()
        assert "Apache License" in licence
        assert "Copyright (c) 2018 Twitter, Inc." in licence
    assert "twitter-text 3.1.0 (Apache-2.0)" in (VENDOR / "twitter-text.js").read_text()[:200]


def test_the_browser_build_evaluates_no_strings() -> None:
    source = (VENDOR / "twitter-text.js").read_text()
    assert "eval(" not in source
    assert "Function(" not in source
    assert "import" not in source.replace("important", "")
