"""JSON lines of X's API v2: pages, stream lines and flattened posts in, everything else named."""

import json
from pathlib import Path

import pytest

from hark.domain.post import Account, Post, PostKind
from hark.networks.archive import NotAnArchive, open_archive
from hark.networks.port import Rejected

STEM = "10000000000000000"  # the ids of the fixture are this and two digits


def read(path: Path, *handles: str) -> tuple[list[Post], list[Rejected]]:
    items = list(open_archive(path, "x-jsonl", handles=handles).read())
    posts = [item for item in items if isinstance(item, Post)]
    return posts, [item for item in items if isinstance(item, Rejected)]


def test_posts_of_every_shape_come_once_and_in_order(fixtures: Path) -> None:
    posts, _ = read(fixtures / "x.jsonl", "LumenCare")
    ids = [post.post_id.removeprefix(STEM) for post in posts]
    assert ids == ["03", "04", "01", "06", "08", "10", "09", "11"]


def test_included_and_inlined_posts_are_posts_in_their_own_right(fixtures: Path) -> None:
    by_id = {post.post_id.removeprefix(STEM): post for post in read(fixtures / "x.jsonl", "LumenCare")[0]}
    parent = by_id["01"]
    assert (parent.author.handle, parent.links) == (
        "ana_mobile",
        {"https://t.co/x": "https://maps.example/mill-lane"},
    )
    assert (by_id["09"].author.handle, by_id["09"].kind) == ("dora", PostKind.QUOTE)
    assert by_id["10"].parent_author_id == "14"
    assert by_id["04"].kind is PostKind.REPOST


def test_the_new_spelling(fixtures: Path) -> None:
    post = next(post for post in read(fixtures / "x.jsonl", "LumenCare")[0] if post.post_id.endswith("06"))
    assert post.text == "A long story about a router that was never a router."
    assert post.versions == (STEM + "05", STEM + "06")
    assert post.metrics is not None and post.metrics.reposts == 2
    assert post.parent_id == STEM + "03"


def test_lines_that_are_no_posts_say_what_they_are(fixtures: Path) -> None:
    _, rejected = read(fixtures / "x.jsonl", "LumenCare")
    assert [(item.line, item.reason) for item in rejected] == [
        (2, "no created_at"),
        (5, "a count, not a post"),
        (6, "a list, not a post"),
        (7, "a user, not a post"),
        (8, "a compliance record, not a post"),
        (10, "an error answer (operational-disconnect), not a post"),
        (11, "a post in the form of API v1, not v2"),
        (12, "cut off"),
    ]
    assert json.loads(rejected[0].raw) == {"id": STEM + "07", "author_id": "11", "text": "no time given"}
    assert rejected[-1].raw == '{"data": {"id": "12", "text": "cut'


def test_handles_become_accounts_by_the_users_in_the_file(fixtures: Path) -> None:
    reader = open_archive(fixtures / "x.jsonl", "x-jsonl", handles=["@lumencare", "dora"])
    assert reader.accounts() == (Account("x", "22", "LumenCare"), Account("x", "14", "dora"))


def test_an_accounts_file_does_instead_and_handles_choose_from_it(fixtures: Path) -> None:
    accounts = fixtures / "harbour-accounts.csv"
    assert len(open_archive(fixtures / "x.jsonl", "x-jsonl", accounts=accounts).accounts()) == 3
    chosen = open_archive(fixtures / "x.jsonl", "x-jsonl", accounts=accounts, handles=["polarwings"])
    assert chosen.accounts() == (Account("x", "5002", "PolarWings"),)


def test_without_handles_it_says_what_to_give(fixtures: Path) -> None:
    with pytest.raises(
        NotAnArchive, match="does not say which accounts are the brand's: name them with --account"
    ):
        open_archive(fixtures / "x.jsonl", "x-jsonl")


def test_a_handle_nobody_has_names_its_neighbours(fixtures: Path) -> None:
    with pytest.raises(NotAnArchive, match=r"no account @LumenCares; did you mean @LumenCare\?$"):
        open_archive(fixtures / "x.jsonl", "x-jsonl", handles=["dora", "LumenCares"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"data": [{"start": "s", "end": "e", "tweet_count": 5}]}\n', "holds no post: 1 line with a count$"),
        ('{"id": "7", "name": "L"}\n{"id": "8", "name": "M"}\n', "holds no post: 2 lines with a list$"),
        (
            '{\n  "data": [\n  ]\n}\n',
            "holds one JSON document over many lines; expected is one answer or post",
        ),
        ("prose\nand more\n", "holds no JSON lines; expected is one answer or post of X's API v2 per line$"),
        ('{"meta": {"result_count": 0}}\n', "holds no post$"),
        ("1\n2\n", "holds no JSON lines"),
    ],
)
def test_a_file_without_a_post_is_no_archive(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text(content)
    with pytest.raises(NotAnArchive, match=message):
        open_archive(path, "x-jsonl", handles=["a"])


def test_one_bad_post_does_not_cost_its_page(fixtures: Path, tmp_path: Path) -> None:
    page = json.loads((fixtures / "x.jsonl").read_text().split("\n", 1)[0])
    page["data"][0]["text"] = "half \ud83d"
    page["data"][1]["public_metrics"] = float("nan")
    page["data"].append(5)
    path = tmp_path / "page.jsonl"
    path.write_bytes(b"\xef\xbb\xbf\r\n" + json.dumps(page).encode() + b"\r\n[]\r\n")
    posts, rejected = read(path, "LumenCare")
    assert [post.post_id.removeprefix(STEM) for post in posts] == ["04", "01"]
    assert [(item.line, item.reason) for item in rejected] == [
        (2, "half a surrogate pair in the text"),
        (2, "no JSON object"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"data": "\xff"}', "not UTF-8"),
        (b'{"data": "\0"}', "NUL character"),
        (b'{"id": "1", "text": ', "no JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'"text"', "no JSON object"),
        (
            b'{"id": "1", "author_id": "2", "created_at": "2026-03-01T10:00:00Z", "text": "a\\u0000b"}',
            "NUL character",
        ),
        (b'{"id": 1' + b"0" * 30 + b', "author_id": "2", "text": "a"}', "id is not an id"),
        (b"9" * 10_000, "no JSON"),
    ],
)
def test_a_broken_line_never_stops_the_run(fixtures: Path, tmp_path: Path, line: bytes, reason: str) -> None:
    sound = (fixtures / "x.jsonl").read_bytes().split(b"\n")[0]
    path = tmp_path / "broken.jsonl"
    path.write_bytes(sound + b"\n" + line + b"\n" + sound + b"\n")
    posts, rejected = read(path, "LumenCare")
    assert len(posts) == 6
    assert [(item.line, item.reason) for item in rejected] == [(2, reason)]


def test_a_line_too_long_is_skipped_in_bounded_memory(
    fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hark.networks.archive.x_jsonl.MAX_LINE", 1 << 20)
    sound = (fixtures / "x.jsonl").read_bytes().split(b"\n")[0]
    path = tmp_path / "long.jsonl"
    path.write_bytes(sound + b'\n{"a": "' + b"x" * (5 << 20) + b'"}\n' + sound)
    posts, rejected = read(path, "LumenCare")
    assert len(posts) == 6
    assert [(item.line, item.reason, len(item.raw)) for item in rejected] == [
        (2, "longer than 1 MiB", 1 << 20)
    ]


@pytest.mark.shared_data
def test_every_recorded_payload_reads_and_every_post_is_found(shared: Path, tmp_path: Path) -> None:
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("user_id,handle\n1,somebody\n")
    seen: set[str] = set()
    refused: list[str] = []
    rejected: list[tuple[str, int, str]] = []
    for path in sorted((shared / "x-payloads" / "twarc").glob("*.jsonl")):
        try:
            items = list(open_archive(path, "x-jsonl", accounts=accounts).read())
        except NotAnArchive:
            refused.append(path.stem)
            continue
        seen |= {item.post_id for item in items if isinstance(item, Post)}
        rejected += [(path.stem, item.line, item.reason) for item in items if isinstance(item, Rejected)]
    assert len(seen) == 1603
    assert refused == ["counts", "lists", "tweets_compliance", "users_compliance"]
    assert rejected == [("streaming_output_with_error", 8, "cut off"), ("users", 1, "a user, not a post")]
