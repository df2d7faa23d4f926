"""The `hark text` command: its JSON contract, its table, its refusals."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hark.cli import cli


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["text", *arguments], input=stdin)


def report(*arguments: str, stdin: bytes | None = None) -> dict[str, Any]:
    result = run(*arguments, "--json", stdin=stdin)
    assert result.exit_code == 0, result.output
    content: dict[str, Any] = json.loads(result.stdout)
    return content


def test_json_keeps_its_contract() -> None:
    content = report("Hi http://test.co @ann", "--network", "x")
    entities = content.pop("entities")
    assert content == {
        "network": "x",
        "limit": 280,
        "weighted_length": 31,
        "valid": True,
        "permillage": 110,
        "display_range": [0, 21],
        "valid_range": [0, 21],
        "display_range_code_points": [0, 21],
        "valid_range_code_points": [0, 21],
    }
    assert entities[0] == {
        "kind": "url", "start": 3, "end": 17, "text": "http://test.co", "value": "http://test.co", "slug": "",
    }  # fmt: skip
    assert [entity["kind"] for entity in entities] == ["url", "mention"]


def test_bluesky_says_where_entities_stand_in_bytes() -> None:
    (entity,) = report("😷 #tag", "--network", "bluesky")["entities"]
    assert (entity["start"], entity["end"], entity["byte_start"], entity["byte_end"]) == (2, 6, 5, 9)


def test_standard_input_is_read_byte_by_byte() -> None:
    assert report("-", stdin=b"a\r\nb\n")["weighted_length"] == 5
    assert report("-", stdin="日".encode())["weighted_length"] == 2
    assert report("-", stdin=b"")["valid"] is False


def test_limit_and_thread() -> None:
    assert report("a" * 600, "--network", "mastodon", "--limit", "1000")["valid"] is True
    parts = report("Hello there. " * 40, "--initials", "AB")["parts"]
    assert [part[-8:] for part in parts] == [" 1/2 ^AB", " 2/2 ^AB"]


def test_the_table_shows_text_as_it_is() -> None:
    output = run("[red]@ann[/red] #tag", "--split").output
    assert "x: 20 of 280 (71 ‰), valid" in output
    assert "@ann" in output
    assert "\n[red]@ann[/red] #tag\n" in output
    assert "not valid" in run("a" * 281).output


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["hi", "--network", "fax"], None, "'fax' is not one of 'x', 'bluesky', 'mastodon'"),
        (["hi", "--limit", "0"], None, "0 is not in the range x>=1"),
        (["hi", "--initials", "A B"], None, "initials are one to eight letters or digits, not 'A B'"),
        (["-"], b"a\xff", "the text is not UTF-8: byte 1 cannot be read"),
        (["a\udcff"], None, "the text is not UTF-8: byte 1 cannot be read"),
        (["hi\ufeff", "--split"], None, "the text holds a character that x refuses"),
        ([], None, "Missing argument 'TEXT'"),
    ],
)
def test_bad_input_ends_with_one_sentence_and_2(arguments: list[str], stdin: bytes | None, said: str) -> None:
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
