"""The file form: what is read, and what is said of a bad file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.triage.spread.cascade import from_reshares, read_cascade

GOOD = "3 1.25\n0 900\n12 40 \n12 7\n300 15\n"


def write(tmp_path, text):
    path = tmp_path / "one.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_the_form(tmp_path):
    cascade = read_cascade(write(tmp_path, GOOD))
    assert cascade.times.tolist() == [12, 12, 300]
    assert cascade.followers.tolist() == [40, 7, 15]
    assert (cascade.author, cascade.start, cascade.final) == (900, 6.0, 3)


def test_seen_knows_nothing_of_later(tmp_path):
    seen = read_cascade(write(tmp_path, GOOD)).seen(12)
    assert seen.times.tolist() == [12, 12]
    assert seen.final is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("3 1.25\n", "no line with the post itself"),
        ("3\n0 900\n", "line 1: expected number of reshares and start time in days"),
        ("3 x\n0 900\n", "line 1"),
        ("3 1\n5 900\n", "line 2: the first entry is the post itself"),
        ("3 1\n0 900\n7\n", "line 3: expected seconds and followers"),
        ("3 1\n0 900\n7 8 9\n", "line 3"),
        ("3 1\n0 900\n-7 8\n", "line 3: seconds and followers must be finite and not negative"),
        ("3 1\n0 900\nnan 8\n", "line 3"),
        ("3 1\n0 900\n9 8\n3 1\n", "line 4: times must not run backwards"),
    ],
)
def test_bad_files_are_named_by_line(tmp_path, text, words):
    with pytest.raises(ValueError, match=words):
        read_cascade(write(tmp_path, text))


def test_a_file_that_is_no_text(tmp_path):
    path = tmp_path / "one.txt"
    path.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(ValueError, match="utf-8"):
        read_cascade(path)


@given(st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 10**8)), max_size=50))
def test_reshares_come_in_any_order(reshares):
    cascade = from_reshares(reshares)
    assert cascade.times.tolist() == sorted(time for time, _ in reshares)
    assert sorted(cascade.followers.tolist()) == sorted(float(count) for _, count in reshares)


@pytest.mark.parametrize("bad", [(-1.0, 5), (1.0, -5), (float("nan"), 5), (float("inf"), 5)])
def test_impossible_reshares_are_refused(bad):
    with pytest.raises(ValueError, match="finite and not negative"):
        from_reshares([bad])


def test_reads_a_csv_with_a_header(tmp_path):
    cascade = read_cascade(
        write(tmp_path, "relative_time_second,number_of_followers\n0,900\n12,40\n300,15\n")
    )
    assert (cascade.times.tolist(), cascade.followers.tolist()) == ([12, 300], [40, 15])
    assert (cascade.author, cascade.start, cascade.final) == (900, None, None)
