"""The airline stream csv: brands by id, tags cut from the text, signals, and the accounts file."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hark.domain.post import Account, Mention, Metrics, Post, PostKind
from hark.networks.archive import NotAnArchive, open_archive
from hark.networks.port import Rejected


@pytest.fixture
def found(fixtures: Path) -> list[Post]:
    items = list(open_archive(fixtures / "harbour-2026.csv", "airlines-2019").read())
    assert not [item for item in items if isinstance(item, Rejected)]
    return [item for item in items if isinstance(item, Post)]


def test_posts_replies_and_whom_they_answer(found: list[Post]) -> None:
    assert [(post.post_id, post.parent_id, post.parent_author_id) for post in found[:5]] == [
        ("2001", None, None),  # addressed to somebody, but an answer to nothing
        ("2002", "2001", "910001"),
        ("2003", "2002", "5001"),
        ("2004", "2002", "5001"),
        ("2005", None, None),
    ]
    assert {post.network for post in found} == {"x"}


def test_a_text_that_was_only_handles_is_empty_and_still_a_post(found: list[Post]) -> None:
    assert (found[2].text, found[2].language) == ("", None)


def test_times_with_and_without_fraction_and_offset(found: list[Post]) -> None:
    assert found[0].created_at == datetime(2026, 3, 2, 8, 0, 0, 120_000, tzinfo=UTC)
    assert found[1].created_at == datetime(2026, 3, 2, 8, 5, tzinfo=UTC)
    assert found[6].created_at == datetime(2026, 3, 2, 9, 10, tzinfo=UTC)


def test_quotes_and_reposts_are_signals_but_a_quoting_reply_speaks(found: list[Post]) -> None:
    assert [post.kind for post in found[4:7]] == [PostKind.QUOTE, PostKind.REPOST, PostKind.POST]
    assert (found[4].quoted_id, found[6].quoted_id, found[6].parent_id) == ("2001", "2001", "2004")


def test_handles_cut_from_the_front_of_a_reply_are_leading(found: list[Post]) -> None:
    assert found[0].mentions == (Mention("HarbourAir", "5001", leading=False),)
    assert found[1].mentions == (Mention("", "910001", leading=True),)
    assert found[3].mentions == (
        Mention("HarbourAir", "5001", leading=True),
        Mention("", "910001", leading=True),
        Mention("PolarWings", "5002", leading=False),
    )


def test_text_and_counters_as_received(found: list[Post]) -> None:
    assert found[6].text == "Dear passenger,\nwe are on it &amp; will call"
    assert found[0].metrics == Metrics(replies=1, likes=2)
    assert found[4].metrics == Metrics(reposts=3)


def test_accounts_come_from_the_file_beside_and_from_the_rows(fixtures: Path) -> None:
    reader = open_archive(fixtures / "harbour-2026.csv", "airlines-2019")
    assert [(one.account_id, one.handle) for one in reader.accounts()] == [
        ("5001", "HarbourAir"),
        ("5002", "PolarWings"),
        ("5003", "Polar Wings assist"),
        ("5009", "TinyJet"),
    ]
    chosen = open_archive(fixtures / "harbour-2026.csv", "airlines-2019", handles=["polarwings"])
    assert chosen.accounts() == (Account("x", "5002", "PolarWings"),)


def test_without_an_accounts_file_it_says_what_to_give(fixtures: Path, tmp_path: Path) -> None:
    alone = tmp_path / "sky-2026.csv"
    shutil.copy(fixtures / "harbour-2026.csv", alone)
    with pytest.raises(
        NotAnArchive, match=r"there is no sky-accounts\.csv beside it: name a csv of user_id,handle"
    ):
        open_archive(alone, "airlines-2019")
    shutil.copy(fixtures / "harbour-accounts.csv", tmp_path / "other-accounts.csv")
    assert len(open_archive(alone, "airlines-2019").accounts()) == 4
    shutil.copy(fixtures / "harbour-accounts.csv", tmp_path / "more-accounts.csv")
    with pytest.raises(NotAnArchive, match="2 accounts files lie beside it"):
        open_archive(alone, "airlines-2019")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"id,name\n1,A\n", "no column user_id and handle in its first line"),
        (b"user_id,handle\n", "names no account"),
        (b"user_id,handle\nabc,A\n", "line 2: user_id is not an id"),
        (b"user_id,handle\n1\n", "line 2: no handle"),
        (b"user_id,handle\n1,A\n1,B\n", "line 3: user_id 1 comes twice"),
        (b"user_id,handle\n1,\xff\n", "is no accounts file"),
        (b'user_id,handle\n1,"A\n', "is no accounts file"),
        (b"\x1f\x8b\x08", "is a gzip file"),
    ],
)
def test_a_bad_accounts_file_is_named(fixtures: Path, tmp_path: Path, content: bytes, message: str) -> None:
    accounts = tmp_path / "accounts.csv"
    accounts.write_bytes(content)
    with pytest.raises(NotAnArchive, match=message) as refusal:
        open_archive(fixtures / "harbour-2026.csv", "airlines-2019", accounts=accounts)
    assert str(refusal.value).startswith(str(accounts)) and "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"2005,", b",", "no id"),
        (b"2005,", b"2.0e3,", "id is not an id"),
        (b",910003,", b",,", "no author_id"),
        (b"2026-03-02 08:08:00.000+00:00", b"", "no created_at"),
        (b"2026-03-02 08:08:00.000+00:00", b"2026-03-02 08:08:00.000", "created_at is not a time"),
        (b"2026-03-02 08:08:00.000+00:00", b"2026-W10-1 08:08:00+00:00", "created_at is not a time"),
        (b"Look at", b"Look\0at", "NUL character"),
        (b",2001,,[]", b",20x1,,[]", "quoted_status_id is not an id"),
        (b"Look at", b"Look, at", "16 columns, not 15"),
    ],
)
def test_a_broken_row_never_stops_the_run(
    fixtures: Path, tmp_path: Path, old: bytes, new: bytes, reason: str
) -> None:
    whole = (fixtures / "harbour-2026.csv").read_bytes()
    lines = whole.split(b"\n")
    lines[5] = lines[5].replace(old, new)
    path = tmp_path / "harbour-broken.csv"
    path.write_bytes(b"\n".join(lines))
    items = list(open_archive(path, "airlines-2019", accounts=fixtures / "harbour-accounts.csv").read())
    assert [type(item) for item in items] == [Post] * 4 + [Rejected] + [Post] * 3
    assert isinstance(items[4], Rejected) and (items[4].line, items[4].reason) == (6, reason)


@pytest.mark.shared_data
def test_the_shared_file_reads_whole(shared: Path) -> None:
    reader = open_archive(shared / "replay" / "airlines-2019.csv", "airlines-2019")
    items = list(reader.read())
    posts = [item for item in items if isinstance(item, Post)]
    brands = {account.account_id for account in reader.accounts()}
    assert (len(items), len(posts), len(brands)) == (10_056, 10_056, 13)
    assert sum(post.author.author_id in brands for post in posts) == 1875
    assert sum(post.parent_id is not None for post in posts) == 6275
