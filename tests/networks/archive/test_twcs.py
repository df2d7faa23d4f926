"""The TWCS csv: threads, times, tags, and rows that are none."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hark.domain.post import Account, Mention, Post
from hark.networks.archive import NotAnArchive, open_archive
from hark.networks.port import Rejected

SOUND = "9,700009,True,Mon Nov 06 09:00:00 +0000 2017,@LumenCare hello,,"
Write = Callable[..., Path]


def posts(path: Path, *handles: str) -> list[Post]:
    found = list(open_archive(path, "twcs", handles=handles).read())
    assert not [item for item in found if isinstance(item, Rejected)]
    return [item for item in found if isinstance(item, Post)]


def test_every_row_is_a_post_in_file_order(fixtures: Path) -> None:
    found = posts(fixtures / "twcs.csv")
    assert [post.post_id for post in found] == [str(n) for n in range(1, 9)]
    assert {post.network for post in found} == {"twcs"}
    assert found[1].author.author_id == found[1].author.handle == "LumenCare"
    assert [post.parent_id for post in found] == [None, "1", "2", "3", None, "1", "5", "3"]


def test_text_is_kept_as_received(fixtures: Path) -> None:
    found = posts(fixtures / "twcs.csv")
    assert found[2].text == "@LumenCare Northfield.\nWhole street is out"
    assert found[3].text == '@700001 Thank you &amp; sorry. Crew is on its way, "two hours" they say ^MT'


def test_times_are_utc(fixtures: Path) -> None:
    found = posts(fixtures / "twcs.csv")
    assert found[0].created_at == datetime(2017, 11, 6, 9, tzinfo=UTC)
    assert found[4].created_at == datetime(2017, 11, 6, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["2017-11-06 09:00:00+00:00", "2017-11-06T09:00:00Z", "2017-11-06 11:00:00+02:00"]
)
def test_a_copy_that_went_through_a_data_frame_has_iso_times(written: str, twcs: Write) -> None:
    (found,) = posts(twcs(SOUND.replace("Mon Nov 06 09:00:00 +0000 2017", written)))
    assert found.created_at == datetime(2017, 11, 6, 9, tzinfo=UTC)


def test_mentions_are_carried_only_by_replies(fixtures: Path) -> None:
    found = posts(fixtures / "twcs.csv")
    assert found[0].mentions == (Mention("LumenCare", "LumenCare", leading=False),)
    assert found[1].mentions == (Mention("700001", "700001", leading=True),)
    assert found[4].mentions == (Mention("lumencare", "LumenCare"), Mention("BrightRail", "BrightRail"))
    assert [m.leading for m in found[5].mentions] == [True, True]
    assert found[6].mentions == (Mention("700002", "700002", leading=True),)  # an e-mail address tags nobody


def test_whom_a_reply_answers_is_its_first_carried_handle(fixtures: Path) -> None:
    found = posts(fixtures / "twcs.csv")
    assert [post.parent_author_id for post in found] == [
        None, "700001", "LumenCare", "700001", None, "700001", "700002", None,
    ]  # fmt: skip


def test_accounts_are_the_authors_of_brand_rows(fixtures: Path) -> None:
    reader = open_archive(fixtures / "twcs.csv", "twcs")
    assert reader.accounts() == (
        Account("twcs", "LumenCare", "LumenCare"),
        Account("twcs", "BrightRail", "BrightRail"),
    )
    one = open_archive(fixtures / "twcs.csv", "twcs", handles=["@brightrail", "BrightRail"])
    assert [account.handle for account in one.accounts()] == ["BrightRail"]


def test_a_handle_that_is_not_there_names_its_neighbours(fixtures: Path) -> None:
    with pytest.raises(NotAnArchive, match=r"has no account @LumenCar; did you mean @LumenCare\?$"):
        open_archive(fixtures / "twcs.csv", "twcs", handles=["LumenCar"])
    with pytest.raises(NotAnArchive, match=r"has no account @zzz$"):
        open_archive(fixtures / "twcs.csv", "twcs", handles=["zzz"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("3398,,,,,,", "no author_id"),
        (",700009,True,Mon Nov 06 09:00:00 +0000 2017,hi,,", "no tweet_id"),
        ("12x,700009,True,Mon Nov 06 09:00:00 +0000 2017,hi,,", "tweet_id is not an id"),
        ("1e18,700009,True,Mon Nov 06 09:00:00 +0000 2017,hi,,", "tweet_id is not an id"),
        ("9,two words,True,Mon Nov 06 09:00:00 +0000 2017,hi,,", "author_id is not a handle"),
        ("9,700009,yes,Mon Nov 06 09:00:00 +0000 2017,hi,,", "inbound is neither True nor False"),
        ("9,700009,True,,hi,,", "no created_at"),
        ("9,700009,True,2017-11-06 09:00:00,hi,,", "created_at is not a time"),
        ("9,700009,True,Tue Nov 06 09:00:00 +0000 2017,hi,,", "created_at is not a time"),
        ("9,700009,True,Mon Nov 31 09:00:00 +0000 2017,hi,,", "created_at is not a time"),
        ("9,700009,True,Mon Nov 06 24:00:00 +0000 2017,hi,,", "created_at is not a time"),
        ("9,700009,True,Mon Nov 06 09:00:00 +9900 2017,hi,,", "created_at is not a time"),
        ("9,700009,True,Mon Nov 06 09:00:00 +0000 2017, ,,", "no text"),
        ("9,700009,True,Mon Nov 06 09:00:00 +0000 2017,hi,,nan", "in_response_to_tweet_id is not an id"),
        ("9,700009,True,Mon Nov 06 09:00:00 +0000 2017,hi", "5 columns, not 7"),
        (SOUND + ",extra", "8 columns, not 7"),
        (b"9,700009,True,Mon Nov 06 09:00:00 +0000 2017,h\0i,,", "NUL character"),
        (b"9,700009,True,Mon Nov 06 09:00:00 +0000 2017,h\xffi,,", "not UTF-8"),
        ('9,700009,True,Mon Nov 06 09:00:00 +0000 2017,"hi" there,,', "unbalanced quote"),
        ("9,700009,True,Mon Nov 06 09:00:00 +0000 2017,hi\rthere,,", "stray carriage return"),
    ],
)
def test_a_broken_row_is_told_with_its_line_and_reading_goes_on(
    twcs: Write, row: str | bytes, reason: str
) -> None:
    path = twcs('7,700009,True,Mon Nov 06 09:00:00 +0000 2017,"two\nlines",,', row, SOUND)
    first, broken, last = open_archive(path, "twcs").read()
    assert isinstance(first, Post) and isinstance(last, Post)
    assert isinstance(broken, Rejected)
    assert (broken.line, broken.reason) == (4, reason)
    assert broken.raw == (row if isinstance(row, str) else row.decode("utf-8", "replace"))
    assert last.post_id == "9"


def test_windows_line_ends_and_a_byte_order_mark(fixtures: Path, tmp_path: Path) -> None:
    unix = (fixtures / "twcs.csv").read_bytes()
    path = tmp_path / "windows.csv"
    path.write_bytes(b"\xef\xbb\xbf" + unix.replace(b"\n", b"\r\n"))
    assert [post.text for post in posts(path)] == [
        post.text.replace("\n", "\r\n") for post in posts(fixtures / "twcs.csv")
    ]


def test_columns_may_stand_in_any_order_with_others_between(tmp_path: Path) -> None:
    path = tmp_path / "moved.csv"
    path.write_text(
        "text,lang,tweet_id,author_id,inbound,created_at,response_tweet_id,in_response_to_tweet_id\n"
        "hello,en,9,700009,True,Mon Nov 06 09:00:00 +0000 2017,,\n"
    )
    assert [(post.post_id, post.text) for post in posts(path)] == [("9", "hello")]


def test_blank_lines_are_no_rows(twcs: Write) -> None:
    assert [post.post_id for post in posts(twcs("", SOUND, "", ""))] == ["9"]


def test_progress_runs_from_nothing_to_the_size_of_the_file(twcs: Write) -> None:
    path = twcs(*[SOUND] * 20_000)
    reader = open_archive(path, "twcs")
    reader.accounts()
    run = reader.read()
    next(run)
    assert 0 < reader.bytes_read() < reader.bytes_total() == path.stat().st_size
    assert sum(1 for _ in run) == 19_999
    assert reader.bytes_read() == reader.bytes_total()


@pytest.mark.shared_data
def test_the_shared_file_reads_whole(shared: Path) -> None:
    reader = open_archive(shared / "replay" / "twcs-5k.csv", "twcs")
    found = list(reader.read())
    rejected = [item for item in found if isinstance(item, Rejected)]
    assert (len(found), len(reader.accounts())) == (5001, 76)
    assert [(item.line, item.reason) for item in rejected] == [(2590, "no author_id")]
    assert sum(1 for item in found if isinstance(item, Post) and item.parent_id) == 3694
