"""Whatever an archive holds, it is a post, a reject with a reason, or one sentence that it is no archive."""

import io
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.post import Post
from hark.networks.archive import FORMATS, NotAnArchive, open_archive, write_rejects
from hark.networks.port import Rejected

FIXTURES = Path(__file__).parents[2] / "fixtures" / "archive"
SAMPLES = {"twcs": "twcs.csv", "airlines-2019": "harbour-2026.csv", "x-jsonl": "x.jsonl"}
BITS = [
    b'"',
    b"'",
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"@",
]
BITS += [b"null", b"NaN", b"1e400", b"9" * 25, b"\\ud800", "é🤷".encode(), b"-", b"+", b".0", b"True", b""]

edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(BITS) | st.binary(max_size=6)),
    min_size=1,
    max_size=8,
)


def mutate(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """Cut some bytes and put others in their place, here and there."""
    for where, cut, put in changes:
        at = int(where * len(data))
        data = data[:at] + put + data[at + cut :]
    return data


def check(data: bytes, format: str) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        accounts = FIXTURES / "harbour-accounts.csv" if format != "twcs" else None
        try:
            reader = open_archive(Path(file.name), format, accounts=accounts)
            items = list(reader.read())
        except NotAnArchive as refusal:
            assert str(refusal) and "\n" not in str(refusal)
            return
    assert reader.bytes_read() == reader.bytes_total() == len(data)
    for item in items:
        judge(item, data)


def judge(item: Post | Rejected, data: bytes) -> None:
    if isinstance(item, Post):
        assert item.post_id.isdigit() and item.author.author_id and item.created_at.utcoffset() is not None
        assert "\0" not in item.text
        item.text.encode()
        return
    assert item.reason and 1 <= item.line <= data.count(b"\n") + 1
    parked = io.StringIO()
    write_rejects(parked, item)
    assert parked.getvalue().count("\n") == 1
    assert json.loads(parked.getvalue()) == {"line": item.line, "reason": item.reason, "raw": item.raw}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FORMATS), edits)
def test_mutated_archives(format: str, changes: list[tuple[float, int, bytes]]) -> None:
    check(mutate((FIXTURES / SAMPLES[format]).read_bytes(), changes), format)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FORMATS), st.binary(max_size=200))
def test_any_bytes_below_a_sound_start(format: str, body: bytes) -> None:
    start = (FIXTURES / SAMPLES[format]).read_bytes().split(b"\n")[0]
    check(start + b"\n" + body, format)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FORMATS), st.binary(max_size=200))
def test_any_bytes_at_all(format: str, data: bytes) -> None:
    check(data, format)


NAMES = """id text data includes tweets users username author_id author meta errors title created_at
    referenced_tweets type entities mentions note_tweet public_metrics attachments media_keys
    edit_history_tweet_ids in_reply_to_user"""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES.split()), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(JSON, st.booleans())
def test_any_json_beside_a_sound_line(value: object, ascii: bool) -> None:
    sound = (FIXTURES / "x.jsonl").read_bytes().split(b"\n")[0]
    line = json.dumps(value, ensure_ascii=ascii).encode("utf-8", "surrogatepass")
    check(sound + b"\n" + line + b"\n" + sound + b"\n", "x-jsonl")


def test_rejects_can_be_written_whatever_they_are() -> None:
    parked = io.StringIO()
    write_rejects(parked, Rejected(3, "half a pair", "a\ud83d\n\0é"))
    assert parked.getvalue() == '{"line": 3, "reason": "half a pair", "raw": "a?\\n\\u0000é"}\n'
