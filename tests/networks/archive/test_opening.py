"""What is no archive at all is said in one sentence that names the file."""

from pathlib import Path

import pytest

from hark.networks.archive import FORMATS, NotAnArchive, open_archive

TWCS = b"tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "starts with nothing but blanks"),
        (b"\x1f\x8b\x08\x00rest", "is a gzip file; unpack it first"),
        (b"PK\x03\x04rest", "is a zip or Excel file"),
        (b"\xff\xfet\x00w\x00", "is UTF-16 text; save it as UTF-8 first"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\xff\xfe rest\n", "is binary, not UTF-8 text"),
        (b"\xe9t\xe9 Latin-1 text\nmore\n", "is binary, not UTF-8 text"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, format: str, content: bytes, message: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(NotAnArchive, match=message) as refusal:
        open_archive(path, format, handles=["LumenCare"])
    assert str(refusal.value).startswith(str(path)) and "\n" not in str(refusal.value)


@pytest.mark.parametrize("format", FORMATS)
def test_paths_that_are_no_files(tmp_path: Path, format: str) -> None:
    with pytest.raises(NotAnArchive, match=r"does not exist$"):
        open_archive(tmp_path / "absent.csv", format)
    with pytest.raises(NotAnArchive, match=r"is a directory, not a file$"):
        open_archive(tmp_path, format)
    with pytest.raises(NotAnArchive, match=r"is not a regular file$"):
        open_archive(Path("/dev/null"), format)
    with pytest.raises(NotAnArchive, match=r"cannot be read: File name too long$"):
        open_archive(tmp_path / ("a" * 300), format)


@pytest.mark.parametrize(
    ("format", "content", "message"),
    [
        ("twcs", b"a,b\n1,2\n", "its first line must name tweet_id,author_id,inbound"),
        ("twcs", b"just some prose\nand more\n", "its first line must name"),
        ("twcs", TWCS.replace(b"inbound,", b"") + b"1,2\n", "no column inbound in its first line"),
        (
            "twcs",
            TWCS.replace(b",", b";") + b"1;2\n",
            "is separated by semicolons: save it separated by commas",
        ),
        ("twcs", TWCS.replace(b",", b"\t") + b"1\t2\n", "is separated by tabs: save it separated by commas"),
        ("twcs", TWCS, "holds no row, only the names of its columns"),
        ("twcs", b'{"data": []}\n{}\n', "looks like x-jsonl: use --format x-jsonl"),
        ("airlines-2019", TWCS + b"1,2\n", "looks like twcs: use --format twcs"),
        ("twitter", TWCS, "twitter is no archive format; there are twcs, airlines-2019, x-jsonl"),
    ],
)
def test_the_wrong_format(tmp_path: Path, format: str, content: bytes, message: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(NotAnArchive, match=message):
        open_archive(path, format)


def test_a_csv_in_which_no_row_is_a_post_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(TWCS + b"1,2\n7,101,True,31/10/2017 22:10,@LumenCare hello,,\n")
    with pytest.raises(
        NotAnArchive, match=r"holds no post: 2 rows, the first \(line 2\) with: 2 columns, not 7$"
    ):
        open_archive(path, "twcs").accounts()
